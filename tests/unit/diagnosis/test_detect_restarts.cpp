// SPDX-License-Identifier: GPL-3.0-or-later
// Moments in which the service was gone as a whole, told from limits and caps that look like them.
#include "records.h"

using namespace doctor;

namespace
{

Try refused(double start)
{
    return Try(u"connect"_s).ended(How::Refused, Phase::Connect).from(start, 0.001);
}

Try fine(double start, double seconds = 0.1)
{
    return Try(u"connect"_s).from(start, seconds);
}

} // namespace

class TestDetectRestarts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedBetweenWorkingOnes()
    {
        const auto found = diagnosis::detect(session({record(
            u"connect"_s, {fine(0), fine(0.5), refused(1), fine(2), fine(2.5), refused(5), refused(5.4), fine(6)})}));
        const auto* finding = findingOf(found, u"restarts"_s);
        QCOMPARE(finding->answer, u"seen"_s);
        QCOMPARE(finding->values.value(u"bursts").toInt(), 2);
        QCOMPARE(finding->source.id, u"connect"_s);
        QCOMPARE(finding->attempts, (std::vector<int>{2, 5, 6}));
    }

    void everySecondTryRefusedIsOneBadServerOfTwo()
    {
        std::vector<core::Attempt> tries;
        for (int i = 0; i < 8; ++i)
            tries.push_back(i % 2 == 0 ? fine(i * 0.5) : refused(i * 0.5));
        QCOMPARE(answerOf(session({record(u"connect"_s, tries)}), u"restarts"_s), u"none"_s);
    }

    void servedUntilAMomentAndNeverAgain()
    {
        std::vector<core::Attempt> tries;
        for (int i = 0; i < 6; ++i)
            tries.push_back(fine(i * 0.5));
        for (int i = 6; i < 9; ++i)
            tries.push_back(refused(i * 0.5));
        QCOMPARE(answerOf(session({record(u"connect"_s, tries)}), u"restarts"_s), u"gone"_s);
        tries.push_back(fine(6));
        QCOMPARE(answerOf(session({record(u"connect"_s, tries)}), u"restarts"_s), u"seen"_s);
    }

    void refusedWhileOthersAreServedIsNoRestart()
    {
        QCOMPARE(answerOf(session({record(u"connect"_s, {fine(0), fine(0.5), refused(3), fine(6), fine(7)}),
                                   record(u"idle-survival"_s, {Try(u"idle"_s).from(1, 4)})}),
                          u"restarts"_s),
                 u"none"_s);
    }

    void cutTogether()
    {
        const auto cut = [](double start, double end) {
            return Try(u"idle"_s).ended(How::Reset, Phase::Idle).from(start, end - start);
        };
        const auto found = diagnosis::detect(session(
            {record(u"connect"_s, times(4, fine(0))),
             record(u"idle-survival"_s, {cut(10, 13), cut(11.4, 13.02), cut(12, 13.01), Try(u"idle"_s).from(14, 2)})}));
        QCOMPARE(findingOf(found, u"restarts"_s)->answer, u"seen"_s);
        QCOMPARE(findingOf(found, u"restarts"_s)->source.id, u"idle-survival"_s);
        QCOMPARE(findingOf(found, u"restarts"_s)->values.value(u"bursts").toInt(), 1);
    }

    /// A restart within the idle test: those opened before are cut, the next two find nobody.
    void refusedRightAfterAllWereCut()
    {
        const auto cut = [](double start) {
            return Try(u"idle"_s).ended(How::Reset, Phase::Idle).from(start, 20.6 - start);
        };
        const auto none = [](double start) {
            return Try(u"idle"_s).ended(How::Refused, Phase::Connect).from(start, 0);
        };
        const auto found = diagnosis::detect(
            session({record(u"connect"_s, times(4, fine(0))),
                     record(u"idle-survival"_s, {cut(20), cut(20.15), cut(20.3), cut(20.45), none(20.65), none(20.8),
                                                 Try(u"idle"_s).from(21, 2), Try(u"idle"_s).from(21.15, 2)})}));
        QCOMPARE(findingOf(found, u"restarts"_s)->answer, u"seen"_s);
    }

    /// So short a restart that its refusals have served neighbours on both sides; all were cut when it began.
    void refusedInAShortGapThatBeganWithACut()
    {
        const auto cut = [](double start) {
            return Try(u"idle"_s).ended(How::Reset, Phase::Idle).from(start, 21.06 - start);
        };
        const auto none = [](double start) {
            return Try(u"idle"_s).ended(How::Refused, Phase::Connect).from(start, 0);
        };
        const auto answerWith = [&](double cutStart) {
            const auto found = diagnosis::detect(
                session({record(u"connect"_s, times(4, fine(0))), record(u"exchange"_s, {fine(20.5), fine(20.9)}),
                         record(u"idle-survival"_s, {cut(cutStart), cut(cutStart), none(21.07), none(21.15), none(21.3),
                                                     none(21.6), Try(u"idle"_s).from(21.7, 2)})}));
            return findingOf(found, u"restarts"_s)->answer;
        };
        QCOMPARE(answerWith(21), u"seen"_s);
    }

    /// A process that dies of a request: the conversation is cut, the next ones find nobody, then all goes on. The
    /// exchanges just before were with the one that died.
    void refusedAfterTheConversationWasCut()
    {
        const auto exchange = [](double start, int port) {
            return Try(u"exchange"_s).from(start, 0.001).fromPort(port);
        };
        const auto restartsOf = [&](bool cut) {
            std::vector<core::Attempt> tries;
            for (int round = 0; round < 3; ++round) {
                const double start = 10 + round * 1.65;
                const int port = 4000 + round;
                for (int i = 0; i < 3; ++i)
                    tries.push_back(exchange(start + i * 0.15, port));
                Try last = exchange(start + 0.45, port);
                tries.push_back(cut ? last.ended(How::Fin, Phase::Response) : last);
                tries.push_back(exchange(start + 0.65, port + 100).ended(How::Refused, Phase::Connect));
                tries.push_back(exchange(start + 1.15, port + 200).ended(How::Refused, Phase::Connect));
            }
            tries.push_back(exchange(15, 5000));
            const auto found =
                diagnosis::detect(session({record(u"connect"_s, times(4, fine(0))), record(u"stability"_s, tries)}));
            return *findingOf(found, u"restarts"_s);
        };
        QCOMPARE(restartsOf(true).answer, u"seen"_s);
        QCOMPARE(restartsOf(true).values.value(u"k").toInt(), 6);
        QCOMPARE(restartsOf(false).answer, u"none"_s); // those served before the refusals are still served
    }

    /// One event that strikes both is no limit of each.
    void bothBusyLinesCutAtOneMoment()
    {
        const auto busy = [](double start, double end, int requests) {
            return Try(u"busy"_s)
                .ended(How::Reset, Phase::LongLived)
                .from(start, end - start)
                .seen(u"ended"_s, u"cut"_s)
                .seen(u"ageSeconds"_s, end - start)
                .seen(u"requests"_s, requests);
        };
        const auto confidence = [](const core::Attempt& one, const core::Attempt& other) {
            const auto found = diagnosis::detect(session({record(u"idle-survival"_s, {one, other})}));
            return findingOf(found, u"lifetime"_s)->confidence;
        };
        QVERIFY(confidence(busy(0, 3, 4), busy(0.5, 3.5, 5)) > 0.9);
        QVERIFY(confidence(busy(0, 3, 4), busy(0.5, 3.01, 5)) <= 0.5);
    }

    void nothingWorkedSoNothingRestarted()
    {
        QCOMPARE(answerOf(session({record(u"connect"_s, times(6, refused(1)))}), u"restarts"_s), u"none given"_s);
    }

    void ourLoadTestProvokesFailuresOfItsOwn()
    {
        auto attempts = times(6, Try(u"simultaneous"_s).from(1, 0.1));
        attempts.push_back(Try(u"simultaneous"_s).ended(How::Refused, Phase::Connect).from(3, 0.001));
        attempts.push_back(Try(u"recovery"_s).from(5, 0.1));
        QCOMPARE(answerOf(session({record(u"connect"_s, times(5, fine(0))), record(u"load-ramp"_s, attempts)}),
                          u"restarts"_s),
                 u"none"_s);
    }

    /// A rate that our load used up is refused for a while after it; a service that was away before it was away.
    void refusalsAfterOurLoadAreItsAftermath()
    {
        const auto rate = [](double start, bool good) {
            return good ? Try(u"rate"_s).from(start, 0.01)
                        : Try(u"rate"_s).ended(How::Refused, Phase::Connect).from(start, 0);
        };
        const auto load =
            record(u"load-ramp"_s, {rate(10, true), rate(10.1, false), rate(10.2, true), rate(10.3, false)});
        const auto answer = [&](double refusedAt) {
            return answerOf(session({record(u"connect"_s, {fine(0), fine(0.5), fine(1), fine(2)}), load,
                                     record(u"exchange"_s, {refused(refusedAt), fine(40), fine(41)})}),
                            u"restarts"_s);
        };
        QCOMPARE(answer(14.5), u"none"_s);
        QCOMPARE(answer(35), u"seen"_s);
        QCOMPARE(answer(5), u"seen"_s);
    }

    void tooLittleToSay()
    {
        QCOMPARE(answerOf(session({record(u"connect"_s, {fine(0), fine(1)})}), u"restarts"_s), u"none given"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectRestarts)
#include "test_detect_restarts.moc"
