// SPDX-License-Identifier: GPL-3.0-or-later
// Figures say what they show: title a question, answer a sentence with figures, every mark in the table twin.
#include "app/figures/figure.h"
#include "tests/support/fake_knowledge.h"
#include "tests/support/random_session.h"

#include <QTest>
#include <cmath>

using namespace doctor;
using namespace doctor::figures;
using doctor::testing::FakeKnowledge;
using doctor::testing::RandomSession;

namespace
{

core::Attempt idle(double seconds, core::How how)
{
    core::Attempt attempt;
    attempt.purpose = u"idle"_qs;
    attempt.parameters = {{u"idleSeconds"_qs, std::ceil(seconds)}};
    attempt.timings.idleMs = seconds * 1000;
    attempt.succeeded = how == core::How::Open;
    attempt.ending = {how == core::How::Open ? core::Who::Nobody : core::Who::Peer, how, core::Phase::Idle, {}, {}};
    return attempt;
}

core::Attempt tried(const QString& purpose, double ms, core::How how, const QJsonObject& parameters = {})
{
    core::Attempt attempt;
    attempt.purpose = purpose;
    attempt.address = u"192.0.2.1"_qs;
    attempt.parameters = parameters;
    attempt.timings.totalMs = ms;
    attempt.succeeded = how == core::How::Open;
    attempt.ending = {how == core::How::Open ? core::Who::Us : core::Who::Peer, how, core::Phase::Connect, {}, {}};
    return attempt;
}

core::Session sessionWith(const QString& test, std::vector<core::Attempt> attempts)
{
    core::Session session;
    core::TestRecord& record = session.tests.emplace_back();
    record.id = test;
    record.state = core::TestState::Done;
    record.attempts = std::move(attempts);
    return session;
}

/// Everything that a drawer relies on.
QString flaw(const Figure& figure)
{
    if (!figure.question.endsWith(u'?')) {
        return u"no question: "_qs + figure.question;
    }
    if (!figure.answer.endsWith(u'.') || figure.answer.contains(u"%1") || figure.answer.contains(u"%2")) {
        return u"no sentence: "_qs + figure.answer;
    }
    if (figure.isEmpty()) {
        return {};
    }
    for (const Axis& axis : {figure.x, figure.y}) {
        const bool category = axis.scale == Axis::Scale::Category;
        if (category ? axis.categories.isEmpty() : !(axis.maximum > axis.minimum)) {
            return u"axis without a range: "_qs + axis.title;
        }
        if (axis.scale == Axis::Scale::Log && axis.minimum <= 0) {
            return u"log axis from zero: "_qs + axis.title;
        }
    }
    for (const Point& point : figure.points) {
        if (!std::isfinite(point.x) || !std::isfinite(point.y) || point.label.isEmpty() || point.attempt < 0) {
            return u"point without place or words"_qs;
        }
        if (figure.x.scale != Axis::Scale::Category && (point.x < figure.x.minimum || point.x > figure.x.maximum)) {
            return u"point outside x: %1 at %2"_qs.arg(figure.id).arg(point.x);
        }
        if (figure.y.scale != Axis::Scale::Category && (point.y < figure.y.minimum || point.y > figure.y.maximum)) {
            return u"point outside y: %1 at %2 of %3"_qs.arg(figure.id).arg(point.y).arg(figure.y.maximum);
        }
    }
    if (figure.table.rows.size() < std::max(figure.points.size(), figure.bars.size())) {
        return u"marks without a row"_qs;
    }
    for (const QStringList& row : figure.table.rows) {
        if (row.size() != figure.table.header.size()) {
            return u"row of another width"_qs;
        }
    }
    return {};
}

} // namespace

class TestFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingMeasuredGivesEmptyFiguresWithASentence()
    {
        const core::Session empty;
        for (const Figure& figure :
             {attemptStrip(empty, m_known), idleSurvival(empty, m_known), connectionLines(empty, m_known),
              ranking(empty, m_known), sizeOutcomes(empty, m_known), loadOutcomes(empty, m_known),
              requestSurvival(empty, m_known), stepTimes(empty, m_known),
              outcomesByRow(empty, m_known, u"connect"_qs)}) {
            QVERIFY(figure.isEmpty());
            QCOMPARE(flaw(figure), QString());
        }
        QVERIFY(allFigures(empty, m_known).empty());
    }

    void anyFigureOfAnySessionCanBeDrawn()
    {
        for (quint32 seed = 0; seed < 200; ++seed) {
            const core::Session session = RandomSession(seed).make();
            for (const Figure& figure : allFigures(session, m_known)) {
                QVERIFY2(flaw(figure).isEmpty(), qUtf8Printable(figure.id + u": "_qs + flaw(figure)));
            }
            for (const core::TestRecord& test : session.tests) {
                const Figure figure = figureOfTest(session, m_known, test.id);
                QVERIFY2(flaw(figure).isEmpty(), qUtf8Printable(figure.id + u": "_qs + flaw(figure)));
            }
        }
    }

    void aLongRunDrawsItsFailuresBeforeItsSuccesses()
    {
        std::vector<core::Attempt> attempts;
        for (int i = 0; i < 200; ++i) {
            attempts.push_back(tried(u"a"_qs, 10 + i, i == 3 || i == 70 ? core::How::Reset : core::How::Open));
            attempts.back().startedAt.monotonicUs = i * 1000;
        }
        attempts[3].timings = {}; // how long it took was not measured: it failed all the same
        const Figure figure = connectionLines(sessionWith(u"load-ramp"_qs, attempts), m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.points.size(), 60u);
        QCOMPARE(std::count_if(figure.points.begin(), figure.points.end(),
                               [](const Point& point) { return point.mark == Mark::Reset; }),
                 2);
        QCOMPARE(figure.y.categories.first(), u"4"_qs);
        QVERIFY(figure.answer.contains(u"60 of 200 are drawn"));
        QCOMPARE(figure.table.rows.size(), 200u);
    }

    void whatWeEndedIsNotSaidOfTheOtherSide()
    {
        using core::How;
        std::vector<core::Attempt> attempts{tried(u"a"_qs, 10, How::Open), tried(u"b"_qs, 12, How::Reset),
                                            tried(u"c"_qs, 14, How::Fin)};
        attempts[2].ending.who = core::Who::Us;
        const QString answer = attemptStrip(sessionWith(u"service"_qs, attempts), m_known).answer;
        QVERIFY2(answer.startsWith(u"2 of 3 failed") && answer.endsWith(u", 1 × ended by us."), qUtf8Printable(answer));
    }

    void stepsStandOneAfterAnother()
    {
        core::Session session;
        auto plain = [](double connect, std::optional<double> tls) {
            core::Attempt attempt = tried(u"a"_qs, 100, core::How::Open);
            attempt.timings.connectMs = connect;
            attempt.timings.tlsMs = tls;
            return attempt;
        };
        session = sessionWith(u"tls-handshake"_qs, {plain(20, 100), plain(10, 140), plain(30, 120)});
        core::Attempt failed = plain(9000, 9000);
        failed.succeeded = false;
        session.tests.front().attempts.push_back(failed); // says nothing of how long a step takes
        const Figure figure = stepTimes(session, m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.bars.size(), 2u);
        QCOMPARE(figure.bars[0].to, 20.0);
        QCOMPARE(figure.bars[1].from, 20.0);
        QCOMPARE(figure.bars[1].to, 140.0);
        QVERIFY2(figure.answer.contains(u"120 ms of 140 ms"), qUtf8Printable(figure.answer));
        QCOMPARE(figure.table.rows[1].last(), u"3"_qs);
        QVERIFY(stepTimes(sessionWith(u"connect"_qs, {plain(20, {})}), m_known).isEmpty());    // nothing to compare
        QVERIFY(stepTimes(sessionWith(u"load-ramp"_qs, {plain(20, 100)}), m_known).isEmpty()); // slow on purpose
    }

    void idleStepsFallWhereConnectionsEnd()
    {
        using core::How;
        const auto session =
            sessionWith(u"idle-survival"_qs, {idle(10, How::Open), idle(30, How::Open), idle(58.2, How::Fin),
                                              idle(59.8, How::Fin), idle(61, How::Fin)});
        const Figure figure = idleSurvival(session, m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.answer, u"3 of 5 closed by the other side after 58 to 61 s; the longest that stayed open was "
                                u"held for 30 s."_qs);
        QCOMPARE(figure.points.size(), 5u);
        QCOMPARE(figure.points[0].mark, Mark::Worked);
        QCOMPARE(figure.points[0].y, 100.0);
        QCOMPARE(figure.points[4].mark, Mark::Fin);
        QVERIFY(std::abs(figure.points[4].y) < 1e-9);
        QCOMPARE(referenceLabels(figure), (QStringList{u"15 s"_qs, u"20 s"_qs, u"30 s"_qs, u"60 s"_qs}));
        QCOMPARE(figure.x.scale, Axis::Scale::Linear);
    }

    void aFewConnectionsMakeNoCurve()
    {
        using core::How;
        std::vector<core::Attempt> few{idle(10, How::Open), idle(30, How::Open), idle(58.2, How::Fin),
                                       idle(59.8, How::Fin)};
        const auto curves = [this](const std::vector<core::Attempt>& attempts) {
            const Figure figure = idleSurvival(sessionWith(u"idle-survival"_qs, attempts), m_known);
            return std::count_if(figure.lines.begin(), figure.lines.end(),
                                 [](const Line& line) { return line.mark != Mark::Reference; });
        };
        QCOMPARE(curves(few), 0);
        few.push_back(idle(61, How::Fin));
        QCOMPARE(curves(few), 1);
    }

    void wideIdleRangesAreLogarithmic()
    {
        using core::How;
        const auto session =
            sessionWith(u"idle-survival"_qs, {idle(1, How::Open), idle(340, How::Open), idle(352, How::Silence)});
        const Figure figure = idleSurvival(session, m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.x.scale, Axis::Scale::Log);
        QVERIFY(figure.answer.startsWith(u"1 of 3 got no answer any more after 352 s"));
        QVERIFY(referenceLabels(figure).contains(u"350 s"_qs));
        QVERIFY(!referenceLabels(figure).contains(u"600 s"_qs));
    }

    void survivorsAloneAreNoFault()
    {
        const auto session = sessionWith(u"idle-survival"_qs, {idle(10, core::How::Open), idle(45, core::How::Open)});
        QCOMPARE(idleSurvival(session, m_known).answer, u"None of 2 ended; the longest was held for 45 s."_qs);
    }

    void failuresStandAboveTheTop()
    {
        using core::How;
        const auto session = sessionWith(u"service"_qs, {tried(u"a"_qs, 10, How::Open), tried(u"b"_qs, 12, How::Reset),
                                                         tried(u"c"_qs, 14, How::Refused)});
        const Figure figure = attemptStrip(session, m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.answer, u"2 of 3 failed: 1 × ending.reset, 1 × ending.refused."_qs);
        QCOMPARE(figure.points[1].mark, Mark::Reset);
        QCOMPARE(figure.points[2].mark, Mark::Refused);
        QCOMPARE(figure.points[1].y, figure.points[2].y);
        QVERIFY(figure.points[1].y > figure.lines.at(0).points[0].second);
        QVERIFY(figure.points[0].y < figure.lines.at(0).points[0].second);
    }

    void sizesHaveABorder()
    {
        using core::How;
        const auto size = [](int bytes, How how) { return tried(u"size"_qs, 5, how, {{u"sizeBytes"_qs, bytes}}); };
        const auto session = sessionWith(u"payload-size"_qs, {size(1024, How::Open), size(65536, How::Open),
                                                              size(262144, How::Reset), size(262144, How::Reset)});
        const Figure figure = figureOfTest(session, m_known, u"payload-size"_qs);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.answer, u"Worked up to 64 KiB (1 of 1), never from 256 KiB on (0 of 2)."_qs);
    }

    void loadHasABorder()
    {
        using core::How;
        const auto opened = [](int count, How how) {
            return tried(u"simultaneous"_qs, 5, how, {{u"count"_qs, count}});
        };
        const auto session = sessionWith(u"load-ramp"_qs, {opened(1, How::Open), opened(4, How::Open),
                                                           opened(5, How::Reset), tried(u"recovery"_qs, 3, How::Open)});
        const Figure figure = figureOfTest(session, m_known, u"load-ramp"_qs);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.answer, u"4 at once worked; it failed from 5 on."_qs);
        QCOMPARE(figure.points.size(), 3u);
    }

    void evidenceAddsUp()
    {
        core::RankedCause cause;
        cause.title = u"NAT timeout"_qs;
        cause.probability = 0.93;
        cause.priorDecibans = -3;
        cause.evidenceFor = {{u"q1"_qs, u"a"_qs, u"weak"_qs, 2, {}, {}},
                             {u"q2"_qs, u"a"_qs, u"strong"_qs, 12.5, {}, {}}};
        cause.evidenceAgainst = {{u"q3"_qs, u"a"_qs, u"against"_qs, -1.5, {}, {}}};
        const Figure figure = evidence(cause, m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.y.categories,
                 (QStringList{u"Starting odds"_qs, u"strong"_qs, u"weak"_qs, u"against"_qs, u"Sum"_qs}));
        for (std::size_t i = 1; i + 1 < figure.bars.size(); ++i) {
            QCOMPARE(figure.bars[i].from, figure.bars[i - 1].to);
        }
        QCOMPARE(figure.bars.back().to, 10.0);
        QCOMPARE(figure.bars[3].mark, Mark::Against);
        QVERIFY2(figure.answer.contains(u"sum +10.0 decibans; likelihood 93 %"), qUtf8Printable(figure.answer));
    }

    void rankingKeepsSmallCausesInTheTable()
    {
        core::Session session;
        for (int i = 0; i < 9; ++i) {
            core::RankedCause& cause = session.diagnosis.causes.emplace_back();
            cause.title = u"Cause %1"_qs.arg(i);
            cause.probability = i == 0 ? 0.9 : 0.0125;
        }
        const Figure figure = ranking(session, m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.bars.size(), 6u);
        QCOMPARE(figure.table.rows.size(), 9u);
    }

    void atMostSixtyConnectionsAreDrawn()
    {
        std::vector<core::Attempt> many(75, tried(u"x"_qs, 5, core::How::Open));
        const Figure figure = connectionLines(sessionWith(u"load-ramp"_qs, many), m_known);
        QCOMPARE(flaw(figure), QString());
        QCOMPARE(figure.lines.size(), 60u);
        QVERIFY(figure.answer.contains(u"60 of 75"));
    }

    void severalAddressesGetTheirRows()
    {
        auto other = tried(u"connect"_qs, 9, core::How::Refused);
        other.address = u"2001:db8::1"_qs;
        const auto session = sessionWith(u"connect"_qs, {tried(u"connect"_qs, 5, core::How::Open), other});
        const Figure figure = figureOfTest(session, m_known, u"connect"_qs);
        QCOMPARE(figure.id, u"outcomes-by-address"_qs);
        QCOMPARE(figure.answer, u"Failed: 2001:db8::1 (1 of 1)."_qs);
    }

    void numbersFollowTheLanguage()
    {
        const auto session =
            sessionWith(u"idle-survival"_qs, {idle(1.5, core::How::Open), idle(2.5, core::How::Reset)});
        QVERIFY(idleSurvival(session, FakeKnowledge(u"de"_qs)).answer.contains(u"2,5 s"));
    }

private:
    static QStringList referenceLabels(const Figure& figure)
    {
        QStringList labels;
        for (const Line& line : figure.lines) {
            if (line.mark == Mark::Reference) {
                labels << line.label;
            }
        }
        return labels;
    }

    FakeKnowledge m_known;
};

QTEST_GUILESS_MAIN(TestFigures)
#include "test_figures.moc"
