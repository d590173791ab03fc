// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison claims a difference only where chance is an unlikely reason, and says what cannot be compared.
#include "app/figures/comparison.h"
#include "tests/support/fake_knowledge.h"

#include <QTest>
#include <cmath>

using namespace doctor;
using namespace doctor::figures;
using doctor::testing::FakeKnowledge;

namespace
{

core::Session sessionWith(int failed, int tried, double ms = 10)
{
    core::Session session;
    static int day = 0;
    session.startedAt = QDateTime::fromMSecsSinceEpoch(1'000'000'000'000).addDays(++day);
    session.complete = true;
    session.target.host = u"shop.example.org"_qs;
    session.target.port = 443;
    core::TestRecord test;
    test.id = u"first-exchange"_qs;
    test.state = core::TestState::Done;
    for (int i = 0; i < tried; ++i) {
        core::Attempt attempt;
        attempt.succeeded = i >= failed;
        attempt.timings.totalMs = ms * (i + 1);
        attempt.ending = {attempt.succeeded ? core::Who::Nobody : core::Who::Peer,
                          attempt.succeeded ? core::How::Open : core::How::Reset,
                          core::Phase::FirstRequest,
                          {},
                          {}};
        test.attempts.push_back(attempt);
    }
    session.tests.push_back(test);
    return session;
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chanceIsThatOfFisher()
    {
        // Fisher's tea: 3 of 4 against 1 of 4 is 0.486; 14 of 40 against none of 40 is 0.0000165.
        QVERIFY(std::abs(chanceOfDifference({3, 4}, {1, 4}) - 0.4857) < 1e-3);
        QVERIFY(std::abs(chanceOfDifference({10, 10}, {0, 10}) - 1.083e-5) < 1e-7);
        QCOMPARE(chanceOfDifference({0, 0}, {5, 5}), 1.0);
        QVERIFY(std::abs(chanceOfDifference({2, 9}, {2, 9}) - 1) < 1e-6);
        QVERIFY(std::abs(chanceOfDifference({1, 20}, {9, 31}) - chanceOfDifference({9, 31}, {1, 20})) < 1e-9);
    }

    void intervalsHoldTheShare()
    {
        const auto [low, high] = interval({4, 40}); // Wilson: 4.0 % to 23.1 %
        QVERIFY(std::abs(low - 0.0396) < 1e-3 && std::abs(high - 0.2305) < 1e-3);
        QCOMPARE(interval({0, 0}), (std::pair<double, double>{0, 1}));
        QVERIFY(interval({5, 5}).second <= 1 && interval({0, 5}).first >= 0);
    }

    void aCuredFaultIsToldWithItsBound()
    {
        const Comparison comparison = compare({sessionWith(14, 40), sessionWith(0, 40)}, m_knowledge);
        QVERIFY(comparison.answer.startsWith(u"Fails less often"_qs));
        QVERIFY(comparison.settings.rows.empty());
        const QStringList& row = comparison.results.rows.at(1);
        QVERIFY2(row[1].startsWith(u"14 of 40"_qs), qUtf8Printable(row[1]));
        QVERIFY2(row[2].contains(u"1 in 13"_qs), qUtf8Printable(row[2])); // the rule of three
        QVERIFY(row[3].contains(u"hardly by chance"_qs));
    }

    void aCheckSaysBothSharesAndWhatTheDifferenceIsWorth()
    {
        const QString cured = beforeAndAfter(sessionWith(14, 40), sessionWith(0, 40), m_knowledge);
        QVERIFY2(cured.contains(u"14 of 40"_qs) && cured.contains(u"0 of 40"_qs), qUtf8Printable(cured));
        QVERIFY2(cured.contains(u"1 in 13"_qs) && cured.contains(u"hardly by chance"_qs), qUtf8Printable(cured));
        const QString few = beforeAndAfter(sessionWith(1, 3), sessionWith(0, 3), m_knowledge);
        QVERIFY2(few.contains(u"chance"_qs) && !few.contains(u"hardly"_qs), qUtf8Printable(few));
        const QString untried = beforeAndAfter(sessionWith(5, 10), sessionWith(0, 0), m_knowledge);
        QVERIFY2(untried.contains(u"not tried"_qs) && untried.contains(u"Cannot be compared"_qs),
                 qUtf8Printable(untried));
        QVERIFY(beforeAndAfter(sessionWith(0, 10), sessionWith(0, 10), m_knowledge).isEmpty());
    }

    void fewTriesClaimNothing()
    {
        const Comparison comparison = compare({sessionWith(1, 4), sessionWith(0, 4)}, m_knowledge);
        QVERIFY2(comparison.answer.contains(u"chance would explain"_qs), qUtf8Printable(comparison.answer));
        QVERIFY(comparison.results.rows.at(1)[2].contains(u"too few to tell"_qs));
    }

    void olderIsFirstWhateverTheOrder()
    {
        const core::Session before = sessionWith(0, 40);
        const core::Session after = sessionWith(20, 40);
        const Comparison comparison = compare({after, before}, m_knowledge);
        QVERIFY(comparison.answer.startsWith(u"Fails more often"_qs));
        QVERIFY(comparison.results.rows.at(1)[1].startsWith(u"0 of 40"_qs));
    }

    void otherServicesAreNoChange()
    {
        core::Session other = sessionWith(0, 40);
        other.target.host = u"db.example.org"_qs;
        const Comparison comparison = compare({sessionWith(20, 40), other}, m_knowledge);
        QVERIFY(comparison.answer.contains(u"different services"_qs));
        QVERIFY(comparison.settings.rows.at(0).contains(u"db.example.org:443"_qs));
    }

    void whatWasNotTriedInBothIsNotCompared()
    {
        core::Session without = sessionWith(0, 0);
        const Comparison comparison = compare({sessionWith(5, 10), without}, m_knowledge);
        QVERIFY(comparison.results.rows.at(1)[3].startsWith(u"Cannot be compared"_qs));
        QVERIFY(comparison.figures.empty());
    }

    void whatWeEndedOurselvesIsNoFailure()
    {
        core::Session stopped = sessionWith(10, 10);
        for (core::Attempt& attempt : stopped.tests.front().attempts)
            attempt.ending.who = core::Who::Us;
        const Comparison comparison = compare({sessionWith(0, 10), stopped}, m_knowledge);
        QVERIFY(comparison.results.rows.at(1)[1].startsWith(u"not tried"_qs));
    }

    void severalTestsAreEachComparedWithThemselves()
    {
        // Twice one in twenty (3 of 3 against none of 3), and the mirror of it.
        const double twice = chanceOfDifference({{{3, 3}, {0, 3}}, {{3, 3}, {0, 3}}});
        QVERIFY2(std::abs(twice - 2.0 / 400) < 1e-9, qPrintable(QString::number(twice)));
        QCOMPARE(chanceOfDifference({{{3, 3}, {0, 0}}}), 1.0);
        QCOMPARE(expectedInSecond({{{3, 3}, {0, 3}}, {{3, 3}, {0, 0}}}), 1.5);
        QVERIFY(std::abs(couldStillBe(40) - 0.0722) < 1e-4);
    }

    void refusalsInWordsAreFailures()
    {
        core::Session refused = sessionWith(10, 10);
        for (core::Attempt& attempt : refused.tests.front().attempts) {
            attempt.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
            attempt.observations = {{u"state"_qs, u"answered"_qs}, {u"status"_qs, 503}};
        }
        QCOMPARE(shareOf(refused, u"first-exchange"_qs), (Share{10, 10}));
    }

    void picturesShareTheirAxes()
    {
        const Comparison comparison = compare({sessionWith(2, 10, 5), sessionWith(3, 30, 200)}, m_knowledge);
        QCOMPARE(comparison.figures.size(), std::size_t{1});
        const auto& figures = comparison.figures.front().figures;
        QCOMPARE(figures.size(), std::size_t{2});
        QCOMPARE(figures[0].x, figures[1].x);
        QCOMPARE(figures[0].y, figures[1].y);
        for (const Figure& figure : figures) {
            for (const Point& point : figure.points) {
                const bool above = point.y > figure.lines.front().points.front().second;
                QCOMPARE(above, point.mark != Mark::Worked); // failures keep to their own row
            }
        }
    }

    void oneAloneIsNoComparison()
    {
        QVERIFY(compare({sessionWith(1, 2)}, m_knowledge).results.rows.empty());
        QVERIFY(compare({}, m_knowledge).figures.empty());
    }

private:
    FakeKnowledge m_knowledge;
};

QTEST_GUILESS_MAIN(TestComparison)
#include "test_comparison.moc"
