// SPDX-License-Identifier: GPL-3.0-or-later
// The strip of a watch: every failure shows in its slice, gaps are no failures, and the sentence counts right.
#include "app/figures/watch_picture.h"
#include "tests/support/fake_knowledge.h"

#include <QTest>

using namespace doctor;
using namespace doctor::figures;
using core::WatchOutcome;
using core::WatchRound;
using doctor::testing::FakeKnowledge;

namespace
{

constexpr qint64 Minute = 60'000;
constexpr qint64 Now = 1'795'339'200'000; // 2026-11-22 08:00 UTC

WatchRound ago(qint64 minutes, WatchOutcome outcome, qint64 lasting = 0)
{
    WatchRound round;
    round.atMs = Now - minutes * Minute;
    round.untilMs = round.atMs + lasting * Minute + 100;
    round.outcome = outcome;
    if (outcome == WatchOutcome::Failed)
        round.ending = {core::Who::Peer, core::How::Reset, core::Phase::Response, 104, {}};
    return round;
}

int failuresIn(const WatchPicture& picture)
{
    int failed = 0;
    for (const WatchSlice& slice : picture.slices)
        failed += slice.failed;
    return failed;
}

} // namespace

class TestWatchPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingTriedIsSaidAndNotDrawnAsWell()
    {
        const WatchPicture picture = watchPicture({}, Now, m_knowledge);
        QCOMPARE(picture.slices.size(), static_cast<std::size_t>(WatchSlices));
        QVERIFY(picture.answer.startsWith(u"Nothing was tried"_qs));
        QVERIFY(picture.events.rows.empty());
        QVERIFY(picture.slices.front().label.endsWith(u"not watched"_qs));
    }

    void everyFailureStandsInItsSlice()
    {
        const WatchPicture picture =
            watchPicture({ago(23 * 60 + 50, WatchOutcome::Failed), ago(100, WatchOutcome::Worked),
                          ago(20, WatchOutcome::Failed), ago(1, WatchOutcome::Failed)},
                         Now, m_knowledge);
        QCOMPARE(failuresIn(picture), 3);
        QCOMPARE(picture.slices.front().failed, 1);
        QCOMPARE(picture.slices[WatchSlices - 2].failed, 1);
        QCOMPARE(picture.slices.back().failed, 1);
        QVERIFY2(picture.answer.startsWith(u"3 of 4 failed"_qs), qUtf8Printable(picture.answer));
    }

    void whatIsOlderThanADayDoesNotCount()
    {
        const WatchPicture picture =
            watchPicture({ago(25 * 60, WatchOutcome::Failed), ago(1, WatchOutcome::Worked)}, Now, m_knowledge);
        QCOMPARE(failuresIn(picture), 0);
        QVERIFY(picture.events.rows.empty());
    }

    void sleepFillsItsSlicesAndIsNoFailure()
    {
        const WatchPicture picture =
            watchPicture({ago(120, WatchOutcome::Asleep, 60), ago(50, WatchOutcome::Worked)}, Now, m_knowledge);
        QCOMPARE(failuresIn(picture), 0);
        int asleep = 0;
        for (const WatchSlice& slice : picture.slices)
            asleep += slice.asleep ? 1 : 0;
        QVERIFY2(asleep == 5, qPrintable(QString::number(asleep)));
        QCOMPARE(picture.events.rows.size(), std::size_t{1});
    }

    void whatEndsAtTheProxyIsSaidAndIsNoFailure()
    {
        const std::vector<WatchRound> rounds{ago(30, WatchOutcome::NoProxy), ago(20, WatchOutcome::NoProxy)};
        const WatchPicture none = watchPicture(rounds, Now, m_knowledge);
        QCOMPARE(failuresIn(none), 0);
        QVERIFY2(none.answer.startsWith(u"Nothing reached the service"_qs), qUtf8Printable(none.answer));
        QCOMPARE(none.events.rows.size(), std::size_t{1});
        QVERIFY(none.slices[WatchSlices - 2].noProxy);
        QVERIFY(none.slices[WatchSlices - 2].label.endsWith(u"the proxy let nothing through"_qs));
        const WatchPicture some = watchPicture({rounds[0], ago(10, WatchOutcome::Failed)}, Now, m_knowledge);
        QVERIFY2(some.answer.startsWith(u"1 of 1 failed"_qs), qUtf8Printable(some.answer));
    }

    void failuresInARowAreOneEvent()
    {
        const WatchPicture picture = watchPicture({ago(30, WatchOutcome::Failed), ago(29, WatchOutcome::Failed),
                                                   ago(28, WatchOutcome::Worked), ago(10, WatchOutcome::Failed)},
                                                  Now, m_knowledge);
        QCOMPARE(picture.events.rows.size(), std::size_t{2});
        QCOMPARE(picture.events.rows[0][2], u"1"_qs); // the newest first
        QCOMPARE(picture.events.rows[1][2], u"2"_qs);
    }

    void aCleanDayIsTooSoonForAGreenTick()
    {
        std::vector<WatchRound> rounds;
        for (int i = 0; i < 300; ++i)
            rounds.push_back(ago(300 - i, WatchOutcome::Worked));
        const WatchPicture picture = watchPicture(rounds, Now, m_knowledge);
        QVERIFY2(picture.answer.contains(u"1 in 100"_qs), qUtf8Printable(picture.answer)); // the rule of three
    }

    void hoursAreEveryThirdAndInTheirPlace()
    {
        const WatchPicture picture = watchPicture({}, Now, m_knowledge);
        QVERIFY(picture.hours.size() >= 8 && picture.hours.size() <= 9);
        for (std::size_t i = 1; i < picture.hours.size(); ++i)
            QVERIFY(picture.hours[i].first > picture.hours[i - 1].first);
        QVERIFY(picture.hours.front().first >= 0 && picture.hours.back().first <= 1);
    }

    void anAnswerThatSaysTooBusyIsNamed()
    {
        WatchRound round = ago(1, WatchOutcome::Failed);
        round.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        round.status = 503;
        QCOMPARE(watchOutcomeText(round, m_knowledge), u"answered 503"_qs);
    }

private:
    FakeKnowledge m_knowledge;
};

QTEST_GUILESS_MAIN(TestWatchPicture)
#include "test_watch_picture.moc"
