// SPDX-License-Identifier: GPL-3.0-or-later
// Repetitions on connections that worked, told from those of openings, of silent drops and of single connections.
#include "records.h"

using namespace doctor;

namespace
{

core::Attempt repeatedOn(int port, int times, double connectMs = 1, const Try& one = Try(u"fresh"_s))
{
    core::Attempt attempt = Try(one).connected(connectMs).firstByte(5).fromPort(port);
    attempt.tcp = core::TcpInfo{};
    attempt.tcp->retransmits = times;
    return attempt;
}

std::vector<core::Attempt> clean(int count)
{
    std::vector<core::Attempt> all;
    for (int i = 0; i < count; ++i)
        all.push_back(repeatedOn(2000 + i, 0));
    return all;
}

core::Session twoTests(std::vector<core::Attempt> exchange, std::vector<core::Attempt> idle)
{
    return session({record(u"connect"_s, clean(10)), record(u"exchange"_s, std::move(exchange)),
                    record(u"idle-survival"_s, std::move(idle))});
}

} // namespace

class TestDetectRepeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesHereAndThere()
    {
        const auto found =
            diagnosis::detect(twoTests({repeatedOn(1, 1), repeatedOn(2, 2)}, {repeatedOn(3, 1, 1, Try(u"busy"_s))}));
        const auto* finding = findingOf(found, u"repeats"_s);
        QVERIFY(finding != nullptr);
        QCOMPARE(finding->answer, u"scattered"_s);
        QCOMPARE(finding->values.value(u"k").toInt(), 3);
        QCOMPARE(finding->source.id, u"exchange"_s);
        QCOMPARE(finding->attempts, (std::vector<int>{0, 1}));
    }

    void oneConnectionCountsOnce()
    {
        QCOMPARE(answerOf(twoTests({repeatedOn(1, 1), repeatedOn(1, 2), repeatedOn(1, 2)},
                                   {repeatedOn(3, 1, 1, Try(u"busy"_s))}),
                          u"repeats"_s),
                 u"none"_s);
    }

    void oneTestMayHaveAReasonOfItsOwn()
    {
        QCOMPARE(answerOf(twoTests({repeatedOn(1, 1), repeatedOn(2, 2), repeatedOn(4, 1)}, {}), u"repeats"_s),
                 u"none"_s);
    }

    void repeatedOpeningsAreAnotherMatter()
    {
        QCOMPARE(answerOf(twoTests({repeatedOn(1, 1, 1003), repeatedOn(2, 2, 3010)},
                                   {repeatedOn(3, 1, 1002, Try(u"busy"_s))}),
                          u"repeats"_s),
                 u"none"_s);
    }

    /// On a bad line openings are late too; what was lost after them still tells.
    void lossesAfterALateOpeningCount()
    {
        QCOMPARE(answerOf(twoTests({repeatedOn(1, 3, 1003), repeatedOn(2, 3, 3010)},
                                   {repeatedOn(3, 5, 7020, Try(u"busy"_s))}),
                          u"repeats"_s),
                 u"scattered"_s);
    }

    void whoFellSilentWasDropped()
    {
        const Try silent = Try(u"idle"_s).ended(How::Silence, Phase::Response).seen(u"wake"_s, u"silence"_s);
        QCOMPARE(answerOf(twoTests({repeatedOn(1, 1)}, {repeatedOn(3, 4, 1, silent), repeatedOn(4, 4, 1, silent),
                                                        repeatedOn(5, 4, 1, silent)}),
                          u"repeats"_s),
                 u"none"_s);
    }

    void tooFewConnectionsSayNothing()
    {
        QCOMPARE(answerOf(session({record(u"connect"_s, clean(5))}), u"repeats"_s), u"none given"_s);
    }
};

QTEST_GUILESS_MAIN(TestDetectRepeats)
#include "test_detect_repeats.moc"
