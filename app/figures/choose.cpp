// SPDX-License-Identifier: GPL-3.0-or-later
// Which picture fits which test, and which pictures a session has something to show in.
#include "app/figures/figure.h"

#include <QSet>
#include <algorithm>

namespace doctor::figures
{

namespace
{

bool hasSeveralAddresses(const core::Session& session)
{
    const core::TestRecord* connect = core::findTest(session, u"connect"_qs);
    QSet<QString> addresses;
    if (connect) {
        for (const core::Attempt& attempt : connect->attempts) {
            addresses.insert(attempt.address);
        }
    }
    return addresses.size() > 1;
}

Figure specialFigure(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test)
{
    if (test == u"idle-survival") {
        return idleSurvival(session, knowledge);
    }
    if (test == u"request-time") {
        return requestSurvival(session, knowledge);
    }
    if (test == u"payload-size") {
        return sizeOutcomes(session, knowledge);
    }
    if (test == u"load-ramp") {
        return loadOutcomes(session, knowledge);
    }
    if (test == u"tls-handshake" || test == u"tls-matrix" || (test == u"connect" && hasSeveralAddresses(session))) {
        return outcomesByRow(session, knowledge, test);
    }
    return {};
}

} // namespace

Figure figureOfTest(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test)
{
    Figure figure = specialFigure(session, knowledge, test);
    return figure.isEmpty() ? attemptStrip(session, knowledge, test) : figure;
}

std::vector<Figure> allFigures(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    std::vector<Figure> figures;
    const auto add = [&figures](Figure figure) {
        const bool shown = std::any_of(figures.begin(), figures.end(),
                                       [&figure](const Figure& other) { return other.id == figure.id; });
        if (!figure.isEmpty() && !shown) {
            figures.push_back(std::move(figure));
        }
    };
    add(ranking(session, knowledge));
    if (!session.diagnosis.causes.empty()) {
        add(evidence(session.diagnosis.causes.front(), knowledge));
    }
    for (const auto* test : {u"idle-survival", u"request-time", u"payload-size", u"load-ramp", u"tls-matrix",
                             u"tls-handshake", u"connect"}) {
        add(specialFigure(session, knowledge, QString::fromUtf16(test)));
    }
    add(stepTimes(session, knowledge));
    add(prevention(session, knowledge));
    add(attemptStrip(session, knowledge));
    add(connectionLines(session, knowledge));
    return figures;
}

} // namespace doctor::figures
