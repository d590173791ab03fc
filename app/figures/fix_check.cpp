// SPDX-License-Identifier: GPL-3.0-or-later
// A cure is claimed only where chance hardly explains it and nothing that failed before was left out afterwards.
#include "app/figures/fix_check.h"

#include "app/figures/settings.h"

#include <algorithm>

namespace doctor::figures
{

namespace
{

constexpr double LikelierThanNot = 0.5;

const core::RankedCause* leaderOf(const core::Session& session)
{
    return session.diagnosis.causes.empty() ? nullptr : &session.diagnosis.causes.front();
}

bool isHealthy(const core::Session& session)
{
    const core::RankedCause* leader = leaderOf(session);
    return leader && leader->id == u"no-fault-found"_qs;
}

Change changeOf(const TestChange& test)
{
    if (test.before.tried == 0 || test.after.tried == 0) {
        return Change::NotCompared;
    }
    if (test.before.failed == 0 && test.after.failed == 0) {
        return Change::NoFailure;
    }
    if (test.chance >= Unlikely) {
        return test.before.failed > 0 && test.after.failed > 0 ? Change::Same : Change::Unclear;
    }
    if (test.after.failed == 0) {
        return Change::Fixed;
    }
    const qint64 now = qint64{test.after.failed} * test.before.tried;
    return now < qint64{test.before.failed} * test.after.tried ? Change::Better : Change::Worse;
}

std::vector<TestChange> testsIn(const core::Session& before, const core::Session& after)
{
    std::vector<TestChange> tests;
    for (const QString& id : testsOf({before, after})) {
        TestChange test{id, shareOf(before, id), shareOf(after, id), 1, Change::NotCompared};
        test.chance = chanceOfDifference(test.before, test.after);
        test.change = changeOf(test);
        tests.push_back(test);
    }
    return tests;
}

std::vector<CauseChange> causesIn(const core::Session& before, const core::Session& after,
                                  const knowledge::Knowledge& knowledge)
{
    std::vector<CauseChange> causes;
    const auto entry = [&](const core::RankedCause& cause) -> CauseChange& {
        const auto found =
            std::find_if(causes.begin(), causes.end(), [&cause](const CauseChange& one) { return one.id == cause.id; });
        if (found != causes.end()) {
            return *found;
        }
        const knowledge::CausePage* page = knowledge.page(cause.id);
        return causes.emplace_back(CauseChange{cause.id, page ? page->title : cause.title, {}, {}});
    };
    for (const core::RankedCause& cause : before.diagnosis.causes) {
        entry(cause).before = cause.probability;
    }
    for (const core::RankedCause& cause : after.diagnosis.causes) {
        entry(cause).after = cause.probability;
    }
    std::stable_sort(causes.begin(), causes.end(), [](const CauseChange& a, const CauseChange& b) {
        return std::max(a.before.value_or(0), a.after.value_or(0)) >
               std::max(b.before.value_or(0), b.after.value_or(0));
    });
    return causes;
}

void addUp(FixCheck& check)
{
    std::vector<std::pair<Share, Share>> pairs;
    for (const TestChange& test : check.tests) {
        if (test.before.failed > 0 && test.after.tried == 0) {
            check.notTriedAgain += test.id;
        }
        if (test.change == Change::NotCompared) {
            continue;
        }
        pairs.emplace_back(test.before, test.after);
        if (test.change != Change::NoFailure) {
            check.before.failed += test.before.failed;
            check.before.tried += test.before.tried;
            check.after.failed += test.after.failed;
            check.after.tried += test.after.tried;
        }
    }
    check.chance = chanceOfDifference(pairs);
    const auto withFailure = std::count_if(check.tests.begin(), check.tests.end(), [](const TestChange& test) {
        return test.change != Change::NotCompared && test.change != Change::NoFailure;
    });
    for (const TestChange& test : check.tests) {
        if (test.chance < Unlikely && test.chance * static_cast<double>(withFailure) < Unlikely) {
            check.deciding += test.id;
        }
    }
}

bool decides(const FixCheck& check, const std::vector<Change>& wanted)
{
    return std::any_of(check.tests.begin(), check.tests.end(), [&](const TestChange& test) {
        return check.deciding.contains(test.id) && std::find(wanted.begin(), wanted.end(), test.change) != wanted.end();
    });
}

bool any(const FixCheck& check, const std::vector<Change>& wanted)
{
    return std::any_of(check.tests.begin(), check.tests.end(), [&wanted](const TestChange& test) {
        return std::find(wanted.begin(), wanted.end(), test.change) != wanted.end();
    });
}

bool failsAnywhere(const FixCheck& check)
{
    return std::any_of(check.tests.begin(), check.tests.end(),
                       [](const TestChange& test) { return test.after.failed > 0; });
}

bool fewerFail(const FixCheck& check)
{
    std::vector<std::pair<Share, Share>> pairs;
    for (const TestChange& test : check.tests) {
        pairs.emplace_back(test.before, test.after);
    }
    return check.after.failed < expectedInSecond(pairs);
}

Answer answerOf(const FixCheck& check, bool healthyAfter)
{
    const bool gain = decides(check, {Change::Fixed, Change::Better});
    const bool loss = decides(check, {Change::Worse});
    if (gain && loss) {
        return Answer::CannotTell; // one fault may have taken the place of another
    }
    if (loss || (check.chance < Unlikely && !fewerFail(check))) {
        return Answer::Worse;
    }
    if (gain || check.chance < Unlikely) {
        const bool gone = check.notTriedAgain.isEmpty() && !check.faultLeadsAfter;
        return gone && (healthyAfter || !failsAnywhere(check)) ? Answer::Fixed : Answer::Better;
    }
    return any(check, {Change::Same}) ? Answer::Same : Answer::CannotTell;
}

} // namespace

QString toWord(Change change)
{
    switch (change) {
    case Change::NotCompared:
        return u"not-compared"_qs;
    case Change::NoFailure:
        return u"no-failure"_qs;
    case Change::Fixed:
        return u"fixed"_qs;
    case Change::Better:
        return u"better"_qs;
    case Change::Same:
        return u"same"_qs;
    case Change::Worse:
        return u"worse"_qs;
    case Change::Unclear:
        break;
    }
    return u"cannot-tell"_qs;
}

QString toWord(Answer answer)
{
    switch (answer) {
    case Answer::Fixed:
        return u"fixed"_qs;
    case Answer::Better:
        return u"better"_qs;
    case Answer::Same:
        return u"same"_qs;
    case Answer::Worse:
        return u"worse"_qs;
    case Answer::OtherService:
        return u"other-service"_qs;
    case Answer::CannotTell:
        break;
    }
    return u"cannot-tell"_qs;
}

FixCheck checkFix(const core::Session& before, const core::Session& after, const knowledge::Knowledge& knowledge)
{
    FixCheck check;
    check.tests = testsIn(before, after);
    check.causes = causesIn(before, after, knowledge);
    addUp(check);
    const core::RankedCause* leader = leaderOf(after);
    check.faultLeadsAfter = leader && !isHealthy(after) && leader->probability > LikelierThanNot;
    check.sameRun = before.startedAt == after.startedAt && before.tests == after.tests;
    check.wrongOrder = after.startedAt < before.startedAt;
    if (!isSameService(before, after)) {
        check.answer = Answer::OtherService;
        return check;
    }
    const bool healthyAfter = after.complete && isHealthy(after);
    check.answer = answerOf(check, healthyAfter);
    check.nothingWrongAfter = check.answer == Answer::Fixed ||
                              (healthyAfter && check.answer != Answer::Worse && check.notTriedAgain.isEmpty());
    return check;
}

} // namespace doctor::figures
