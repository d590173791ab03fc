// SPDX-License-Identifier: GPL-3.0-or-later
// Tables keep their columns and the terminal's width; sessions read from top to bottom.
#include "app/cli/commands/diagnose.h"
#include "app/cli/progress.h"
#include "app/cli/text/diagnosis_text.h"
#include "app/cli/text/table.h"

#include <QTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::cli;
using namespace Qt::StringLiterals;

namespace
{

core::Session session(const QString& cause, bool complete, core::How how)
{
    core::Session made;
    made.complete = complete;
    core::RankedCause ranked;
    ranked.id = cause;
    ranked.title = u"A title"_s;
    ranked.probability = 0.93;
    made.diagnosis.causes.push_back(ranked);
    core::Attempt attempt;
    attempt.ending = {core::Who::Peer, how, core::Phase::Idle, std::nullopt, {}};
    core::TestRecord test;
    test.id = u"connect"_s;
    test.state = core::TestState::Done;
    test.attempts = {attempt};
    made.tests.push_back(test);
    return made;
}

qsizetype widest(const QString& text)
{
    qsizetype most = 0;
    for (const QString& line : text.split(u'\n'))
        most = std::max(most, line.size());
    return most;
}

} // namespace

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrapsAtWords();
    void tableGivesWayInOneColumn();
    void coloursOnlyWhenAsked();
    void exitStatus_data();
    void exitStatus();
    void timeLeftInHonestSteps();
    void sessionFitsTheWidth();
};

void TestText::wrapsAtWords()
{
    QCOMPARE(wrap(u"one two three"_s, 7), QStringList({u"one two"_s, u"three"_s}));
    QCOMPARE(wrap(u"incomprehensibilities go"_s, 5), QStringList({u"incomprehensibilities"_s, u"go"_s}));
    QCOMPARE(wrap({}, 5), QStringList({QString()}));
    QCOMPARE(paragraph(u"one two three"_s, 20, 2, 2), u"  one two three\n"_s);
}

void TestText::tableGivesWayInOneColumn()
{
    Table table({{u"Name"_s, false, false}, {u"Text"_s, false, true}, {u"N"_s, true, false}});
    table.add({{u"first"_s}, {u"a rather long text that must be wrapped somewhere"_s}, {u"1"_s}});
    table.add({{u"second one"_s}, {u"short"_s}, {u"1000"_s}});
    const QString text = table.render(40, Style{});
    QVERIFY2(widest(text) <= 40, qPrintable(text));
    const QStringList lines = text.split(u'\n');
    QVERIFY(lines[0].startsWith(u"Name        Text"));
    QVERIFY2(lines[1].startsWith(u"first       a rather long"), qPrintable(text));
    QVERIFY(lines[1].endsWith(u'1'));
    QVERIFY(lines.contains(u"second one  short                   1000"_s));
}

void TestText::coloursOnlyWhenAsked()
{
    QCOMPARE(Style{false}.paint(Tone::Bad, u"x"_s), u"x"_s);
    QVERIFY(Style{true}.paint(Tone::Bad, u"x"_s).contains(u"\x1b["_s));
    QCOMPARE(Style{true}.paint(Tone::Plain, u"x"_s), u"x"_s);
}

void TestText::exitStatus_data()
{
    QTest::addColumn<core::Session>("session");
    QTest::addColumn<int>("status");
    QTest::newRow("healthy") << session(u"no-fault-found"_s, true, core::How::Open) << 0;
    QTest::newRow("fault") << session(u"server-idle-timeout"_s, true, core::How::Fin) << 1;
    QTest::newRow("unexplained fault") << session(u"something-else"_s, true, core::How::Reset) << 1;
    QTest::newRow("stopped, failure seen") << session(u"ip-filtering"_s, false, core::How::Reset) << 1;
    QTest::newRow("stopped, no failure seen") << session(u"ip-filtering"_s, false, core::How::Open) << 0;
    QTest::newRow("stopped, nothing measured") << core::Session{} << 3;
}

void TestText::exitStatus()
{
    QFETCH(core::Session, session);
    QTEST(int(exitCodeOf(session)), "status");
}

void TestText::timeLeftInHonestSteps()
{
    QVERIFY(timeLeft(3).contains(u"10"));
    QVERIFY(timeLeft(41).contains(u"50"));
    QVERIFY(timeLeft(130).contains(u"150"));
    QVERIFY(timeLeft(3000).contains(u"50"));
}

void TestText::sessionFitsTheWidth()
{
    const auto knowledge = knowledge::Knowledge::load(u"en"_s);
    QVERIFY2(knowledge, qPrintable(knowledge ? QString() : knowledge.error().message));
    core::Session made = session(u"server-idle-timeout"_s, false, core::How::Fin);
    made.diagnosis.verdict.summary =
        u"The server closed the connection after 3 seconds of quiet; this is very likely."_s;
    made.diagnosis.causes.front().evidenceFor.push_back(
        {u"idle-ending"_s,
         u"fin-in-quiet"_s,
         u"It was closed in order after 3.0 s of quiet, in 4 of 5 tries."_s,
         7.8,
         u"test:idle-survival"_s,
         {}});
    core::Fix fix;
    fix.place = u"server"_s;
    fix.title = u"Raise the limit"_s;
    fix.steps = {u"Open the file"_s, u"Change it"_s};
    made.diagnosis.causes.front().fixes.push_back(fix);
    const QString text = diagnosisText(made, **knowledge, Style{}, 72);
    QVERIFY2(text.startsWith(u"The server closed the connection"), qPrintable(text));
    QVERIFY2(widest(text) <= 72, qPrintable(text));
    for (const QString& part :
         {u"93 %"_s, u"[server-idle-timeout]"_s, u"7.8"_s, u"Raise the limit"_s, u"2. Change it"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" is missing in\n"_s + text));
}

QTEST_GUILESS_MAIN(TestText)
#include "test_text.moc"
