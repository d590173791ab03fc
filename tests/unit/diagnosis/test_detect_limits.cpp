// SPDX-License-Identifier: GPL-3.0-or-later
// Limits in time, size and number.
#include "records.h"

using namespace doctor;

namespace
{

Try held(double seconds)
{
    return Try(u"slow-request"_s).with(u"heldSeconds"_s, 6).idle(seconds);
}

Try sized(qint64 bytes, int status = 200)
{
    return Try(u"size"_s)
        .with(u"sizeBytes"_s, bytes)
        .sent(bytes)
        .seen(u"state"_s, u"answered"_s)
        .seen(u"status"_s, status);
}

core::Session slow(std::vector<core::Attempt> attempts)
{
    return session({record(u"request-time"_s, std::move(attempts))});
}

core::Session sizes(std::vector<core::Attempt> attempts)
{
    return session({record(u"payload-size"_s, std::move(attempts))});
}

struct Load {
    bool before = true;
    bool after = true;
    bool recovery = true;
    int most = 10;
    int failsFrom = 0; ///< simultaneous; 0: never
    int rateFailsFrom = 0;
    bool confirmed = true;
};

core::Session load(const Load& plan)
{
    std::vector<core::Attempt> attempts{Try(u"canary"_s).good(plan.before).from(0, 0.1)};
    for (int count = 1; count <= plan.most; ++count) {
        const bool fails = plan.failsFrom > 0 && count >= plan.failsFrom;
        attempts.push_back(Try(u"simultaneous"_s).with(u"count"_s, count).good(!fails).from(count, 0.1));
        if (fails) {
            attempts.push_back(
                Try(u"simultaneous"_s).with(u"count"_s, count).good(!plan.confirmed).from(count + 0.5, 0.1));
            break;
        }
    }
    attempts.push_back(Try(u"recovery"_s).good(plan.recovery).from(20, 0.1));
    for (int index = 1; index <= 6; ++index) {
        attempts.push_back(Try(u"rate"_s)
                               .with(u"index"_s, index)
                               .good(plan.rateFailsFrom == 0 || index < plan.rateFailsFrom)
                               .from(22 + index * 0.05, 0.02));
    }
    attempts.push_back(Try(u"canary"_s).good(plan.after).from(30, 0.1));
    return session({record(u"load-ramp"_s, attempts)});
}

/// Sockets of the idle ladder, 0.25 s apart; 'r' came to rest, 'x' was turned away at once.
core::Session ladder(const QString& pattern)
{
    std::vector<core::Attempt> attempts;
    double start = 0;
    for (const auto sign : pattern) {
        attempts.push_back(
            sign == u'r'
                ? Try(u"idle"_s).from(start, 10).idle(9).seen(u"inQuiet"_s, u"nothing"_s).seen(u"wake"_s, u"alive"_s)
                : Try(u"idle"_s).ended(How::Reset, Phase::Response).from(start, 0.01));
        start += 0.25;
    }
    return session({record(u"idle-survival"_s, attempts)});
}

/// A load test that opened so many in quick succession, the last of which were cut at their request.
core::TestRecord burst(int count, int cut)
{
    std::vector<core::Attempt> attempts{Try(u"canary"_s).from(0, 0.1)};
    for (int index = 1; index <= count; ++index) {
        auto one = Try(u"rate"_s).with(u"index"_s, index).from(5 + index * 0.05, 0.02);
        if (index > count - cut)
            one.ended(How::Reset, Phase::FirstRequest);
        attempts.push_back(one);
    }
    return record(u"load-ramp"_s, attempts);
}

/// As many new connections at the polite pace, the first of which were cut at their request.
std::vector<core::Attempt> exchanged(int count, int cut)
{
    std::vector<core::Attempt> attempts;
    for (int i = 0; i < count; ++i) {
        auto one = Try(u"fresh"_s).from(i * 0.5, 0.1).seen(u"state"_s, i < cut ? u"cut"_s : u"answered"_s);
        if (i < cut)
            one.ended(How::Reset, Phase::FirstRequest);
        attempts.push_back(one);
    }
    return attempts;
}

} // namespace

class TestDetectLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slowRequests()
    {
        QCOMPARE(answerOf(slow({held(6), held(6)}), u"slow-request"_s), u"survived"_s);
        const auto quick = held(2).ended(How::Reset, Phase::FirstRequest);
        const auto found = diagnosis::detect(slow({quick, quick}));
        QCOMPARE(findingOf(found, u"slow-request"_s)->answer, u"cut-quickly"_s);
        QCOMPARE(findingOf(found, u"slow-request"_s)->values.value(u"limitSeconds").toDouble(), 2.0);
        const auto late = held(10.02).ended(How::Fin, Phase::FirstRequest);
        QCOMPARE(answerOf(slow({late, late}), u"slow-request"_s), u"cut-late"_s);
        const auto timeout = held(5).good(false).seen(u"status"_s, 408);
        QCOMPARE(
            findingOf(diagnosis::detect(slow({timeout, timeout})), u"slow-request"_s)->values.value(u"how").toString(),
            u"HTTP 408"_s);
        const auto atOnce = held(0.05).ended(How::Reset, Phase::FirstRequest);
        QCOMPARE(answerOf(slow({atOnce, atOnce}), u"slow-request"_s), u"none given"_s);
        const auto ours = held(1).ended(How::Cancelled, Phase::FirstRequest, Who::Us);
        QCOMPARE(answerOf(slow({ours}), u"slow-request"_s), u"none given"_s);
    }

    void aSlowBodyAndASlowAnswerAreRequestsToo()
    {
        const auto body = [](const Try& one) {
            core::Attempt attempt = one;
            attempt.purpose = u"slow-body"_s;
            return attempt;
        };
        auto late = held(3);
        late.ended(How::Reset, Phase::FirstRequest);
        const auto found = diagnosis::detect(slow({held(6), body(late)}));
        QCOMPARE(findingOf(found, u"slow-request"_s)->answer, u"cut-quickly"_s);
        QCOMPARE(findingOf(found, u"slow-request"_s)->values.value(u"part").toString(), u"body"_s);
        // A server that answers without the body has not lost patience.
        auto early = held(3);
        early.ended(How::Fin, Phase::FirstRequest).seen(u"status"_s, 200);
        QCOMPARE(answerOf(slow({held(6), body(early)}), u"slow-request"_s), u"survived"_s);

        const auto waited = [](double seconds) {
            core::Attempt attempt = held(seconds);
            attempt.purpose = u"slow-answer"_s;
            return attempt;
        };
        QCOMPARE(answerOf(slow({waited(35)}), u"slow-answer"_s), u"still-waiting"_s);
        auto cut = waited(30);
        cut.succeeded = false;
        cut.ending = {Who::Peer, How::Fin, Phase::Response, std::nullopt, {}};
        QCOMPARE(answerOf(slow({cut}), u"slow-answer"_s), u"cut"_s);
        cut.observations = {{u"status"_s, 504}, {u"answerStart"_s, u"HTTP/1.1 504"_s}};
        QCOMPARE(answerOf(slow({cut}), u"slow-answer"_s), u"timeout-answer"_s);
        cut.observations = {{u"status"_s, 200}, {u"answerStart"_s, u"HTTP/1.1 200"_s}};
        QCOMPARE(answerOf(slow({cut}), u"slow-answer"_s), u"answered"_s);
    }

    void sizesAccepted()
    {
        const auto found = diagnosis::detect(sizes({sized(1024), sized(16384), sized(65536)}));
        QCOMPARE(findingOf(found, u"payload-size"_s)->answer, u"all-accepted"_s);
        QCOMPARE(findingOf(found, u"payload-size"_s)->values.value(u"largestGood").toInt(), 65536);
    }

    void refusedEarlyAndCut()
    {
        const auto early = sized(65536, 413).ended(How::Reset, Phase::Request).seen(u"early"_s, true).sent(20000);
        const auto found = diagnosis::detect(sizes({sized(1024), sized(16384), early, early}));
        const auto* finding = findingOf(found, u"payload-size"_s);
        QCOMPARE(finding->answer, u"early-refusal-reset"_s);
        QCOMPARE(finding->values.value(u"largestGood").toInt(), 16384);
        QCOMPARE(finding->values.value(u"smallestBad").toInt(), 65536);
        QCOMPARE(finding->values.value(u"status").toInt(), 413);
        QCOMPARE(finding->values.value(u"k").toInt(), 2);
    }

    void refusedPolitely()
    {
        const auto polite = sized(65536, 413).good(false);
        QCOMPARE(answerOf(sizes({sized(1024), polite, polite}), u"payload-size"_s), u"refused-small"_s);
        const auto usual = sized(1'048'576, 413).good(false);
        QCOMPARE(answerOf(sizes({sized(1024), sized(262'144), usual, usual}), u"payload-size"_s), u"refused-large"_s);
        const auto method = sized(65536, 405).good(false);
        QCOMPARE(answerOf(sizes({sized(1024), method, method}), u"payload-size"_s), u"refused-in-order"_s);
        QCOMPARE(answerOf(sizes({sized(1024, 405), sized(65536, 405)}), u"payload-size"_s), u"refused-in-order"_s);
    }

    void cutOrStuckAboveASize()
    {
        const auto cut = Try(u"size"_s)
                             .with(u"sizeBytes"_s, 65536)
                             .ended(How::Reset, Phase::Request)
                             .seen(u"state"_s, u"no-answer"_s);
        QCOMPARE(answerOf(sizes({sized(1024), cut, cut}), u"payload-size"_s), u"cut-above"_s);
        const auto stuck = Try(u"size"_s)
                               .with(u"sizeBytes"_s, 65536)
                               .ended(How::Silence, Phase::Request, Who::Nobody)
                               .seen(u"state"_s, u"no-answer"_s);
        QCOMPARE(answerOf(sizes({sized(1024), stuck, stuck}), u"payload-size"_s), u"stall-above"_s);
    }

    void ifTheSmallestFailsItIsNotTheSize()
    {
        const auto cut = Try(u"size"_s)
                             .with(u"sizeBytes"_s, 1024)
                             .ended(How::Reset, Phase::Request)
                             .seen(u"state"_s, u"truncated"_s);
        QCOMPARE(answerOf(sizes({cut, cut}), u"payload-size"_s), u"none given"_s);
        const auto unread = sized(1024).ended(How::Reset, Phase::Response);
        QCOMPARE(answerOf(sizes({unread, unread}), u"payload-size"_s), u"none given"_s);
    }

    void loads()
    {
        QCOMPARE(answerOf(load({}), u"load-outcome"_s), u"all-worked"_s);
        const auto capped = diagnosis::detect(load({.failsFrom = 5}));
        QCOMPARE(findingOf(capped, u"load-outcome"_s)->answer, u"capped"_s);
        QCOMPARE(findingOf(capped, u"load-outcome"_s)->values.value(u"limit").toInt(), 4);
        const auto rate = diagnosis::detect(load({.rateFailsFrom = 4}));
        QCOMPARE(findingOf(rate, u"load-outcome"_s)->answer, u"rate-limited"_s);
        QCOMPARE(findingOf(rate, u"load-outcome"_s)->values.value(u"limit").toInt(), 3);
        QCOMPARE(findingOf(rate, u"load-outcome"_s)->values.value(u"perSecond").toDouble(), 3.0);
        QCOMPARE(answerOf(load({.after = false}), u"load-outcome"_s), u"canary-flipped"_s);
        QCOMPARE(answerOf(load({.before = false, .after = false}), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(load({.failsFrom = 5, .confirmed = false}), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(load({.most = 2}), u"load-outcome"_s), u"none given"_s);
    }

    void turnedAwayWhileOthersRest()
    {
        const auto cap = diagnosis::detect(ladder(u"rrrrxxxxx"_s));
        QCOMPARE(findingOf(cap, u"load-outcome"_s)->answer, u"capped"_s);
        QCOMPARE(findingOf(cap, u"load-outcome"_s)->values.value(u"limit").toInt(), 4);
        QCOMPARE(findingOf(cap, u"load-outcome"_s)->source.id, u"idle-survival"_s);
        QCOMPARE(answerOf(ladder(u"rrrxrrrxxr"_s), u"load-outcome"_s), u"rate-limited"_s);
        QCOMPARE(answerOf(ladder(u"rrrrrrrr"_s), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(ladder(u"rrrrx"_s), u"load-outcome"_s), u"none given"_s);
    }

    /// Dropped instead of turned away: they come through when the system asks again, a second later.
    void droppedWhileOthersRest()
    {
        const auto run = [](const QString& ladderPattern, double politeMs) {
            std::vector<core::Attempt> resting;
            double start = 40;
            for (const auto sign : ladderPattern) {
                resting.push_back(Try(u"idle"_s)
                                      .connected(sign == u's' ? 1020 : 0.2)
                                      .from(start, 10)
                                      .idle(9)
                                      .seen(u"inQuiet"_s, u"nothing"_s)
                                      .seen(u"wake"_s, u"alive"_s));
                start += 0.25;
            }
            auto polite = times(5, Try(u"connect"_s).connected(0.2));
            polite.push_back(Try(u"connect"_s).connected(politeMs));
            return session({record(u"connect"_s, polite), record(u"idle-survival"_s, resting)});
        };
        const auto found = diagnosis::detect(run(u"rrsssrsr"_s, 0.2));
        const auto* limit = findingOf(found, u"load-outcome"_s);
        QVERIFY(limit != nullptr);
        QCOMPARE(limit->answer, u"rate-limited"_s);
        QCOMPARE(limit->source.id, u"idle-survival"_s);
        QCOMPARE(limit->values.value(u"limit").toInt(), 2);
        QCOMPARE(answerOf(run(u"rrsssrsr"_s, 1020), u"load-outcome"_s),
                 u"none given"_s); // the line loses polite ones too
        QCOMPARE(answerOf(run(u"rrrrsrsr"_s, 0.2), u"load-outcome"_s), u"none given"_s); // two may be chance
        QCOMPARE(answerOf(run(u"rrrrrrrr"_s, 0.2), u"load-outcome"_s), u"none given"_s);
        auto lossy = run(u"rrsssrsr"_s, 0.2);
        core::TcpInfo repeatedWords;
        repeatedWords.retransmits = 3;
        lossy.tests.back().attempts.front().tcp = repeatedWords; // what had opened long ago lost packets too
        QCOMPARE(answerOf(lossy, u"load-outcome"_s), u"none given"_s);
    }

    /// Those over the cap are let wait. Only who asks in peace and once more afterwards tells that from an outage.
    void ignoredWhileOthersRest()
    {
        const auto rests = [](double start, double seconds) {
            return Try(u"idle"_s)
                .from(start, seconds)
                .idle(seconds)
                .seen(u"inQuiet"_s, u"nothing"_s)
                .seen(u"wake"_s, u"alive"_s);
        };
        const auto ignored = [](double start) {
            return Try(u"idle"_s).ended(How::Silence, Phase::Response, Who::Nobody).from(start, 4);
        };
        const auto probed = rests(0, 20).with(u"keepAliveSeconds"_s, 1);
        const auto answer = [](const std::vector<core::Attempt>& attempts) {
            return answerOf(session({record(u"idle-survival"_s, attempts)}), u"load-outcome"_s);
        };
        const std::vector<core::Attempt> rush{probed, rests(0.3, 20), ignored(0.6), ignored(0.9), ignored(1.2)};
        const auto after = [&](std::initializer_list<core::Attempt> more) {
            auto all = rush;
            all.insert(all.end(), more);
            return all;
        };
        const auto found =
            diagnosis::detect(session({record(u"idle-survival"_s, after({ignored(8), rests(21, 0.3)}))}));
        QCOMPARE(findingOf(found, u"load-outcome"_s)->answer, u"capped"_s);
        QCOMPARE(findingOf(found, u"load-outcome"_s)->values.value(u"limit").toInt(), 2);
        QCOMPARE(answer(rush), u"none given"_s);
        QCOMPARE(answer(after({ignored(8)})), u"none given"_s);                  // may be a ban
        QCOMPARE(answer(after({rests(21, 0.3)})), u"none given"_s);              // may have been an outage
        QCOMPARE(answer(after({rests(8, 5), rests(21, 0.3)})), u"none given"_s); // was one, or the pace
        auto unheard = after({ignored(8), rests(21, 0.3)});
        unheard.front() = rests(0, 20); // the way may have been closed
        QCOMPARE(answer(unheard), u"none given"_s);
    }

    /// A load test that stayed below the limit does not undo what the ladder met.
    void aGentleLoadTestDoesNotClearTheLadder()
    {
        auto both = load({});
        QCOMPARE(answerOf(both, u"load-outcome"_s), u"all-worked"_s);
        both.tests.push_back(ladder(u"rrrxrrrxxr"_s).tests.front());
        QCOMPARE(answerOf(both, u"load-outcome"_s), u"rate-limited"_s);
    }

    /// The third at once is refused, but so is one that is alone soon after: it is not their number.
    void whoIsRefusedAloneMeetsNoCap()
    {
        QCOMPARE(answerOf(load({.failsFrom = 3}), u"load-outcome"_s), u"capped"_s);
        const auto found = diagnosis::detect(load({.failsFrom = 3, .rateFailsFrom = 1}));
        const auto* limit = findingOf(found, u"load-outcome"_s);
        QCOMPARE(limit->answer, u"rate-limited"_s);
        QVERIFY(limit->values.value(u"limit").toInt() > 0);
        QVERIFY(limit->values.value(u"perSecond").toDouble() > 0);
    }

    /// One failure may be chance; what the ladder met at another time says that it was not.
    void loadTestAndLadderThatAgreeAreSurer()
    {
        auto both = load({.rateFailsFrom = 6});
        const auto found = [&] { return *findingOf(diagnosis::detect(both), u"load-outcome"_s); };
        QCOMPARE(found().answer, u"rate-limited"_s);
        QVERIFY(found().confidence < 0.9);
        both.tests.push_back(ladder(u"rrrrxxxxx"_s).tests.front()); // another limit
        QVERIFY(found().confidence < 0.9);
        both.tests.back() = ladder(u"rrrxrrrxxr"_s).tests.front();
        QCOMPARE(found().answer, u"rate-limited"_s);
        QVERIFY(found().confidence > 0.95);
    }

    void whoWasServedWasNotTurnedAway()
    {
        auto both = ladder(u"rrrrrrrr"_s);
        for (const double start : {0.6, 0.9})
            both.tests.front().attempts.push_back(Try(u"busy"_s)
                                                      .ended(How::Fin, Phase::LongLived)
                                                      .from(start, 3)
                                                      .seen(u"ended"_s, u"cut"_s)
                                                      .seen(u"requests"_s, 5));
        QCOMPARE(answerOf(both, u"load-outcome"_s), u"none given"_s);
    }

    void cutInUseIsNotTurnedAway()
    {
        core::Session cut = ladder(u"rrrrxx"_s);
        QCOMPARE(answerOf(cut, u"load-outcome"_s), u"capped"_s);
        for (core::Attempt& attempt : cut.tests.front().attempts)
            if (!attempt.succeeded)
                attempt.observations.insert(u"requests"_s, 5);
        QCOMPARE(answerOf(cut, u"load-outcome"_s), u"none given"_s);
    }

    void slowsDown()
    {
        std::vector<core::Attempt> attempts{Try(u"canary"_s).from(0, 0.1)};
        for (int count = 1; count <= 9; ++count) {
            attempts.push_back(Try(u"simultaneous"_s)
                                   .with(u"count"_s, count)
                                   .connected(1)
                                   .firstByte(count < 7 ? 20 : 1500)
                                   .from(count, 0.1));
        }
        QCOMPARE(answerOf(session({record(u"load-ramp"_s, attempts)}), u"load-outcome"_s), u"slows-down"_s);
    }

    void requestsDroppedInQuickSuccessionOnly()
    {
        const auto took = [](const QString& purpose, double milliseconds) {
            return Try(purpose).connected(milliseconds);
        };
        std::vector<core::Attempt> ramp{took(u"canary"_s, 1)};
        for (int i = 1; i <= 8; ++i)
            ramp.push_back(took(u"rate"_s, i == 4 || i == 7 ? 1018 : 1).with(u"index"_s, i));
        const auto calm = record(u"connect"_s, times(5, took(u"connect"_s, 1)));
        QCOMPARE(answerOf(session({calm, record(u"load-ramp"_s, ramp)}), u"load-outcome"_s), u"rate-limited"_s);
        auto lossy = times(5, took(u"connect"_s, 1));
        lossy.push_back(took(u"connect"_s, 1030));
        QVERIFY(answerOf(session({record(u"connect"_s, lossy), record(u"load-ramp"_s, ramp)}), u"load-outcome"_s) !=
                u"rate-limited");
    }

    void aCapThatIsSilentIsACap()
    {
        std::vector<core::Attempt> ramp{Try(u"canary"_s)};
        for (int i = 1; i <= 3; ++i)
            ramp.push_back(Try(u"simultaneous"_s).with(u"count"_s, i));
        for (int i = 0; i < 2; ++i)
            ramp.push_back(
                Try(u"simultaneous"_s).ended(How::Silence, Phase::Response, Who::Nobody).with(u"count"_s, 4));
        QCOMPARE(answerOf(session({record(u"load-ramp"_s, ramp)}), u"load-outcome"_s), u"capped"_s);
    }

    void whatFailsAtAnyPaceIsNoRateLimit()
    {
        const auto refusedEverySecond = [](const QString& purpose, const QString& number) {
            std::vector<core::Attempt> tries;
            for (int i = 1; i <= 6; ++i)
                tries.push_back((i % 2 == 0 ? Try(purpose).ended(How::Refused, Phase::Connect) : Try(purpose))
                                    .from(i, 0.1)
                                    .with(number, i));
            return tries;
        };
        std::vector<core::Attempt> ramp{Try(u"canary"_s)};
        const auto burst = refusedEverySecond(u"rate"_s, u"index"_s);
        ramp.insert(ramp.end(), burst.begin(), burst.end());
        const auto load = record(u"load-ramp"_s, ramp);
        const auto calm = record(u"connect"_s, refusedEverySecond(u"connect"_s, u"try"_s));
        QVERIFY(answerOf(session({calm, load}), u"load-outcome"_s) != u"rate-limited");
        QCOMPARE(answerOf(session({record(u"connect"_s, times(6, Try(u"connect"_s))), load}), u"load-outcome"_s),
                 u"rate-limited"_s);
    }

    /// New connections fail at either pace; requests on old ones, however many, say nothing about that.
    void furtherRequestsAreNoCalmConnections()
    {
        const auto load = burst(6, 3);
        auto calm = exchanged(4, 2);
        QCOMPARE(answerOf(session({record(u"exchange"_s, calm), load}), u"load-outcome"_s), u"none given"_s);
        for (int request = 1; request <= 10; ++request)
            calm.push_back(Try(u"reused"_s).with(u"request"_s, request));
        QCOMPARE(answerOf(session({record(u"exchange"_s, calm), load}), u"load-outcome"_s), u"none given"_s);
        calm.push_back(Try(u"expect-continue"_s));
        QCOMPARE(answerOf(session({record(u"exchange"_s, calm), load}), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(session({record(u"exchange"_s, exchanged(24, 2)), load}), u"load-outcome"_s),
                 u"rate-limited"_s);
    }

    /// Two of four failed in calm, two of five with the one before the load; thirteen of fourteen failed in haste.
    void theCanaryBeforeTheLoadIsACalmConnection()
    {
        QCOMPARE(answerOf(session({record(u"exchange"_s, exchanged(3, 2)), burst(14, 13)}), u"load-outcome"_s),
                 u"none given"_s);
        QCOMPARE(answerOf(session({record(u"exchange"_s, exchanged(4, 2)), burst(14, 13)}), u"load-outcome"_s),
                 u"rate-limited"_s);
    }

    void servedAtFirstAndHardlyLater()
    {
        const auto openings = [](const QString& pattern) {
            std::vector<core::Attempt> tries;
            for (int i = 0; i < pattern.size(); ++i) {
                auto one = Try(u"connect"_s);
                if (pattern[i] == u'x')
                    one.ended(How::Refused, Phase::Connect);
                tries.push_back(one.from(i * 0.5, 0.1));
            }
            return session({record(u"connect"_s, tries)});
        };
        QCOMPARE(answerOf(openings(u"..........xxxx.xxx.x"_s), u"load-outcome"_s), u"rate-limited"_s);
        QCOMPARE(answerOf(openings(u"..........xxxxxxx"_s), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(openings(u".x.x.x.x.x.x.x.x"_s), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(openings(u"..........xx.......xx...."_s), u"load-outcome"_s), u"none given"_s);
        QCOMPARE(answerOf(openings(u"..........xxxx.xxx.x.xxx"_s), u"restarts"_s), u"none"_s);
        QCOMPARE(answerOf(openings(u"..........xxxx.xxx"_s), u"restarts"_s), u"none"_s);
        QCOMPARE(answerOf(openings(u"..........xx.........xx...."_s), u"restarts"_s), u"seen"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectLimits)
#include "test_detect_limits.moc"
