// SPDX-License-Identifier: GPL-3.0-or-later
// How often, where, and on which connection: counts are k of n, and what nobody tried is called so.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <QLocale>
#include <QMap>
#include <algorithm>
#include <cmath>

namespace doctor::report
{

namespace
{

/// Wilson's interval at 95 % (E. B. Wilson, JASA 22, 1927): sound for few attempts and for 0 of n.
std::pair<double, double> wilson(double k, double n)
{
    constexpr double z = 1.959964;
    const double share = k / n;
    const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

QString intervalOf(qsizetype k, qsizetype n, const knowledge::Knowledge& knowledge)
{
    const auto [low, high] = wilson(static_cast<double>(k), static_cast<double>(n));
    const QLocale locale(knowledge.language());
    //: %1 and %2 ends of an interval in per cent
    return core::translate("report", "%1 to %2 %")
        .arg(locale.toString(low * 100, 'f', 0), locale.toString(high * 100, 'f', 0));
}

QString endingsOf(const core::TestRecord& test, const knowledge::Knowledge& knowledge)
{
    QMap<QString, int> counts;
    for (const core::Attempt& attempt : test.attempts) {
        if (!attempt.succeeded && !showsNothing(attempt)) {
            ++counts[knowledge.text(u"ending."_qs + core::toWord(attempt.ending.how))];
        }
    }
    QStringList parts;
    for (auto it = counts.begin(); it != counts.end(); ++it) {
        //: %1 how connections ended, %2 how many did
        parts << core::translate("report", "%1: %2").arg(it.key()).arg(it.value());
    }
    return parts.join(u"; "_qs);
}

QString notTested()
{
    return core::translate("report", "not tested");
}

/// How much a failed attempt shows: endings by others say more than our own.
int tellingness(const core::Attempt& attempt)
{
    if (attempt.succeeded) {
        return -1;
    }
    int score = attempt.ending.who == core::Who::Peer ? 4 : 0;
    score += attempt.ending.how == core::How::Reset ? 2 : 0;
    return score + (attempt.ending.nativeCode ? 1 : 0);
}

} // namespace

bool showsNothing(const core::Attempt& attempt)
{
    return !attempt.succeeded && attempt.ending.who == core::Who::Us &&
           attempt.observations.value(u"inQuiet"_qs).toString() == u"nothing";
}

Shown shownBy(const core::TestRecord& test)
{
    Shown shown;
    for (const core::Attempt& attempt : test.attempts) {
        shown.failed += attempt.succeeded || showsNothing(attempt) ? 0 : 1;
        shown.all += showsNothing(attempt) ? 0 : 1;
    }
    return shown;
}

figures::Table failureProfile(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    figures::Table table;
    table.header = {core::translate("report", "Test"), core::translate("report", "Failed"),
                    core::translate("report", "True share (95 %)"),
                    core::translate("report", "Endings of the failed ones")};
    for (const core::TestRecord& test : session.tests) {
        if (test.attempts.empty()) {
            continue;
        }
        const Shown shown = shownBy(test);
        if (shown.all == 0) {
            continue;
        }
        table.rows.push_back({testTitle(test.id, knowledge),
                              core::translate("report", "%1 of %2").arg(shown.failed).arg(shown.all),
                              intervalOf(shown.failed, shown.all, knowledge), endingsOf(test, knowledge)});
    }
    return table;
}

figures::Table scopeMatrix(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    figures::Table table;
    table.header = {core::translate("report", "Where"), core::translate("report", "Result"),
                    core::translate("report", "Source")};
    const QString measured = core::translate("report", "measured");
    const QString said = core::translate("report", "said by the user");
    QMap<QString, std::pair<int, int>> byAddress;
    for (const core::TestRecord& test : session.tests) {
        for (const core::Attempt& attempt : test.attempts) {
            if (showsNothing(attempt)) {
                continue;
            }
            auto& [failed, all] = byAddress[attempt.address];
            failed += attempt.succeeded ? 0 : 1;
            ++all;
        }
    }
    for (auto it = byAddress.begin(); it != byAddress.end(); ++it) {
        if (!it.key().isEmpty()) {
            //: %1 an address
            table.rows.push_back(
                {core::translate("report", "This computer to %1").arg(it.key()),
                 core::translate("report", "%1 of %2 attempts failed").arg(it.value().first).arg(it.value().second),
                 measured});
        }
    }
    static const QStringList places{u"other-computers"_qs, u"other-networks"_qs, u"other-servers"_qs,
                                    u"other-programs"_qs, u"on-server"_qs};
    for (const QString& key : places) {
        const QString title = u"symptom."_qs + key;
        const QString answer = session.symptoms.value(key);
        if (!knowledge.hasText(title) && answer.isEmpty()) {
            continue;
        }
        const bool known = !answer.isEmpty() && answer != u"not-tried" && answer != u"unknown";
        table.rows.push_back({textOr(knowledge, title, key),
                              known ? textOr(knowledge, title + u'.' + answer, answer) : notTested(),
                              known ? said : QString()});
    }
    return table;
}

std::pair<const core::TestRecord*, const core::Attempt*> decisiveAttempt(const core::Session& session)
{
    std::pair<const core::TestRecord*, const core::Attempt*> best{nullptr, nullptr};
    if (session.diagnosis.causes.empty() || session.diagnosis.causes.front().id == u"no-fault-found") {
        return best;
    }
    int most = -1;
    for (const core::Evidence& evidence : session.diagnosis.causes.front().evidenceFor) {
        const core::TestRecord* test = core::findTest(session, evidence.source.section(u':', 1));
        if (test == nullptr || !evidence.source.startsWith(u"test:")) {
            continue;
        }
        for (const int place : evidence.attempts) {
            if (place < 0 || static_cast<std::size_t>(place) >= test->attempts.size()) {
                continue;
            }
            const core::Attempt& attempt = test->attempts[static_cast<std::size_t>(place)];
            if (const int score = tellingness(attempt); score > most) {
                most = score;
                best = {test, &attempt};
            }
        }
    }
    return best;
}

QStringList findingsFrom(core::SourceKind kind, const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList lines;
    for (const core::Finding& finding : session.findings) {
        if (finding.source.kind == kind) {
            //: %1 a question, %2 its answer, %3 the file that it was read from
            lines << core::translate("report", "%1: %2 (%3)")
                         .arg(textOr(knowledge, u"question."_qs + finding.question, finding.question),
                              knowledge.text(u"answer."_qs + finding.question + u'.' + finding.answer, finding.values),
                              finding.source.id);
        }
    }
    return lines;
}

QString logAnchor(const core::Session& session, const QString& source)
{
    const core::TestRecord* test = source.startsWith(u"test:") ? core::findTest(session, source.mid(5)) : nullptr;
    if (test == nullptr || test->attempts.empty()) {
        return {};
    }
    const auto place = std::find_if(session.tests.begin(), session.tests.end(),
                                    [test](const core::TestRecord& one) { return &one == test; });
    return u"log-"_qs + QString::number(place - session.tests.begin() + 1);
}

} // namespace doctor::report
