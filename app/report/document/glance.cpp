// SPDX-License-Identifier: GPL-3.0-or-later
// What a stranger must be able to answer from the first page alone.
#include "app/core/model/names.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <QCoreApplication>

namespace doctor::report
{

namespace
{

QString whatBreaks(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::Verdict& verdict = session.diagnosis.verdict;
    const QString target = core::displayName(session.target);
    if (session.diagnosis.causes.front().id == u"no-fault-found") {
        return QCoreApplication::translate("report",
                                           "Nothing broke while %1 was tested; that is no proof that all is well.")
            .arg(target);
    }
    if (verdict.phase && verdict.how) {
        //: %1 the target, %2 the phase of a connection ("quiet time"), %3 how it ended ("cut off hard")
        return QCoreApplication::translate("report", "Connections to %1; phase: %2; ending: %3")
            .arg(target, knowledge.text(u"phase."_qs + core::toWord(*verdict.phase)),
                 knowledge.text(u"ending."_qs + core::toWord(*verdict.how)));
    }
    return QCoreApplication::translate("report", "Connections to %1").arg(target);
}

QString whoActs(const core::RankedCause& top, const knowledge::Knowledge& knowledge)
{
    if (top.fixes.empty()) {
        return QCoreApplication::translate("report", "Nobody yet: more must be known first.");
    }
    const QString place = top.fixes.front().place;
    if (place == u"server") {
        return QCoreApplication::translate("report", "Whoever runs the server");
    }
    if (place == u"network") {
        return QCoreApplication::translate("report", "Whoever runs the network in between");
    }
    if (place == u"this-computer") {
        return QCoreApplication::translate("report", "Whoever looks after this computer and the program on it");
    }
    return textOr(knowledge, u"place."_qs + place, place);
}

QString whatFirst(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const core::RankedCause& top = session.diagnosis.causes.front();
    if (!top.fixes.empty()) {
        return top.fixes.front().title;
    }
    const auto& next = session.diagnosis.nextTest;
    return next ? QCoreApplication::translate("report", "Run the test “%1”: %2")
                      .arg(testTitle(next->id, knowledge), next->why)
                : QCoreApplication::translate("report", "Measure again while it fails.");
}

} // namespace

Facts glanceOf(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty()) {
        return {};
    }
    const core::RankedCause& top = session.diagnosis.causes.front();
    return {{{QCoreApplication::translate("report", "What breaks"), whatBreaks(session, knowledge)},
             {QCoreApplication::translate("report", "Who closed it"),
              knowledge.text(u"closed-by."_qs + core::toWord(session.diagnosis.verdict.closedBy))},
             //: %1 the leading cause, %2 its likelihood in words and per cent
             {QCoreApplication::translate("report", "How sure"),
              QCoreApplication::translate("report", "%1: %2").arg(top.title, likelihood(top.probability, knowledge))},
             {QCoreApplication::translate("report", "Who must act"), whoActs(top, knowledge)},
             {QCoreApplication::translate("report", "What first"), whatFirst(session, knowledge)}}};
}

} // namespace doctor::report
