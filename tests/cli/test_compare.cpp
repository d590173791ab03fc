// SPDX-License-Identifier: GPL-3.0-or-later
// "compare" claims a cure only where chance hardly makes one, and says why wherever it cannot tell.
#include "app/core/json/session_json.h"
#include "tests/cli/run.h"
#include "tests/support/session_schema.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor;
using namespace doctor::test;
using namespace Qt::StringLiterals;

namespace
{

struct Made {
    int failed = 0;
    int tried = 0;
    QString leader = u"no-fault-found"_s;
    double probability = 0.75;
};

core::Attempt attempt(bool works)
{
    core::Attempt made;
    made.succeeded = works;
    made.ending.who = works ? core::Who::Nobody : core::Who::Peer;
    made.ending.how = works ? core::How::Open : core::How::Reset;
    made.ending.phase = core::Phase::Response;
    return made;
}

core::Session session(int hour, const Made& made)
{
    core::Session session;
    session.toolVersion = u"0.1.0"_s;
    session.language = u"en"_s;
    session.startedAt = QDateTime(QDate(2026, 11, 22), QTime(hour, 0), Qt::OffsetFromUTC, 3600);
    session.complete = true;
    session.target.host = u"shop.example.org"_s;
    session.target.port = 80;
    session.target.protocol = core::Protocol::Http;
    core::TestRecord test;
    test.id = u"exchange"_s;
    test.state = core::TestState::Done;
    for (int i = 0; i < made.tried; ++i)
        test.attempts.push_back(attempt(i >= made.failed));
    session.tests.push_back(test);
    core::RankedCause leader;
    leader.id = made.leader;
    leader.title = made.leader;
    leader.family = u"none"_s;
    leader.probability = made.probability;
    session.diagnosis.causes.push_back(leader);
    return session;
}

const Made Faulty{14, 40, u"unhandled-exception"_s, 0.9};

QJsonObject object(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void answers_data();
    void answers();
    void fixedSaysCountsBoundAndConfidence();
    void refusalsInWordsAreFailures();
    void untriedIsNoCure();
    void manyTestsTogetherTellWhatEachCannot();
    void oneAgainstAnotherCannotBeTold();
    void stoppedEarlySaysSo();
    void otherServiceSaysWhy();
    void otherWaySaysSo();
    void sameFileTwice();
    void wrongOrderIsAsked();
    void damagedFiles();
    void jsonFitsItsSchema();
    void markdownAndFile();
    void german();

private:
    [[nodiscard]] QString saved(const QString& name, const core::Session& session) const
    {
        const QString file = m_folder.filePath(name);
        if (!core::saveSession(session, file))
            qFatal("cannot write a test file");
        return file;
    }
    [[nodiscard]] Outcome compared(const core::Session& before, const core::Session& after,
                                   const QStringList& more = {}) const
    {
        return run(QStringList{u"compare"_s, saved(u"before.json"_s, before), saved(u"after.json"_s, after),
                               u"--language"_s, u"en"_s} +
                   more);
    }
    [[nodiscard]] QJsonObject json(const core::Session& before, const core::Session& after) const
    {
        return object(compared(before, after, {u"--format"_s, u"json"_s}).out);
    }

    QTemporaryDir m_folder;
};

void TestCompare::answers_data()
{
    QTest::addColumn<int>("failedBefore");
    QTest::addColumn<int>("triedBefore");
    QTest::addColumn<int>("failedAfter");
    QTest::addColumn<int>("triedAfter");
    QTest::addColumn<QString>("leader");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("status");
    const QString none = u"no-fault-found"_s;
    const QString fault = u"unhandled-exception"_s;
    QTest::newRow("fixed") << 14 << 40 << 0 << 40 << none << u"fixed"_s << 0;
    QTest::newRow("gone, another fault leads") << 14 << 40 << 0 << 40 << fault << u"better"_s << 1;
    QTest::newRow("better") << 38 << 40 << 9 << 40 << fault << u"better"_s << 1;
    QTest::newRow("same") << 14 << 40 << 13 << 40 << fault << u"same"_s << 1;
    QTest::newRow("worse") << 2 << 40 << 30 << 40 << fault << u"worse"_s << 1;
    QTest::newRow("new fault") << 0 << 40 << 30 << 40 << fault << u"worse"_s << 1;
    QTest::newRow("too few") << 1 << 3 << 0 << 3 << fault << u"cannot-tell"_s << 1;
    QTest::newRow("too few, sound now") << 1 << 3 << 0 << 3 << none << u"cannot-tell"_s << 0;
    QTest::newRow("never failed") << 0 << 40 << 0 << 40 << none << u"cannot-tell"_s << 0;
    QTest::newRow("nothing tried") << 0 << 0 << 0 << 0 << fault << u"cannot-tell"_s << 1;
}

void TestCompare::answers()
{
    QFETCH(int, failedBefore);
    QFETCH(int, triedBefore);
    QFETCH(int, failedAfter);
    QFETCH(int, triedAfter);
    QFETCH(QString, leader);
    QFETCH(QString, answer);
    QFETCH(int, status);
    const core::Session before = session(10, {failedBefore, triedBefore, u"unhandled-exception"_s, 0.9});
    const core::Session after = session(11, {failedAfter, triedAfter, leader, 0.75});
    const Outcome text = compared(before, after);
    QCOMPARE(text.status, status);
    QCOMPARE(text.err, QByteArray());
    QVERIFY2(!text.out.contains(" OK"), text.out.constData());
    QCOMPARE(json(before, after)[u"answer"].toString(), answer);
    QCOMPARE(json(before, after)[u"nothingWrongAfter"].toBool(), status == 0);
}

void TestCompare::fixedSaysCountsBoundAndConfidence()
{
    const QByteArray text = compared(session(10, Faulty), session(11, {0, 40})).out.simplified();
    for (const char* words : {"Fixed:", "14 of 40 failed", "0 of 40 failed", "up to about 1 in 13", "p < 0.001",
                              "confidence > 99 %", "very likely (90 %)", "likely (75 %)"})
        QVERIFY2(text.contains(words), words);
    const qsizetype settings = text.indexOf("Different settings");
    QVERIFY(settings >= 0 && settings < text.indexOf("Fixed:"));
    QVERIFY(text.indexOf("Fixed:") < text.indexOf("Tests"));
}

void TestCompare::refusalsInWordsAreFailures()
{
    core::Session before = session(10, {20, 20, u"rate-limit"_s, 0.6});
    for (core::Attempt& one : before.tests.front().attempts) {
        one.ending = {};
        one.observations = {{u"state"_s, u"answered"_s}, {u"status"_s, 503}};
    }
    const QJsonObject result = json(before, session(11, {0, 20}));
    QCOMPARE(result[u"answer"].toString(), u"fixed"_s);
    QCOMPARE(result[u"tests"][0][u"before"][u"failed"].toInt(), 20);
}

void TestCompare::untriedIsNoCure()
{
    core::Session before = session(10, Faulty);
    core::TestRecord idle = before.tests.front();
    idle.id = u"idle-survival"_s;
    before.tests.push_back(idle);
    const core::Session after = session(11, {0, 40});
    const Outcome text = compared(before, after);
    QCOMPARE(text.status, 1);
    QVERIFY2(text.out.simplified().contains("not tested again, so it may still fail"), text.out.constData());
    const QJsonObject result = json(before, after);
    QCOMPARE(result[u"answer"].toString(), u"better"_s);
    QCOMPARE(result[u"notTriedAgain"].toArray(), QJsonArray{u"idle-survival"_s});
    QCOMPARE(result[u"tests"][1][u"change"].toString(), u"not-compared"_s);
    QVERIFY(result[u"tests"][1][u"confidence"].isNull());
}

void TestCompare::manyTestsTogetherTellWhatEachCannot()
{
    core::Session before = session(10, {3, 3, u"unhandled-exception"_s, 0.9});
    core::Session after = session(11, {0, 3});
    for (core::Session* one : {&before, &after}) {
        core::TestRecord second = one->tests.front();
        second.id = u"payload-size"_s;
        one->tests.push_back(second);
    }
    const QJsonObject result = json(before, after); // 3 of 3 against none of 3: one in ten; twice: one in two hundred
    QCOMPARE(result[u"tests"][0][u"change"].toString(), u"cannot-tell"_s);
    QCOMPARE(result[u"answer"].toString(), u"fixed"_s);
}

void TestCompare::oneAgainstAnotherCannotBeTold()
{
    core::Session before = session(10, {20, 20, u"unhandled-exception"_s, 0.9});
    core::Session after = session(11, {0, 20, u"unhandled-exception"_s, 0.9});
    core::TestRecord other = after.tests.front();
    other.id = u"payload-size"_s;
    before.tests.push_back(other);
    other = before.tests.front();
    other.id = u"payload-size"_s;
    after.tests.push_back(other);
    const Outcome text = compared(before, after);
    QCOMPARE(text.status, 1);
    QVERIFY2(text.out.simplified().contains("taken the place of another"), text.out.constData());
    QVERIFY2(text.out.simplified().contains("but hardly in this:"), text.out.constData());
    QCOMPARE(json(before, after)[u"deciding"].toArray().size(), 2);
}

void TestCompare::stoppedEarlySaysSo()
{
    core::Session after = session(11, {0, 3});
    after.complete = false;
    const Outcome text = compared(session(10, {1, 3, u"unhandled-exception"_s, 0.9}), after);
    QCOMPARE(text.status, 1); // nothing wrong was seen, but not everything was looked at
    QVERIFY2(text.out.simplified().contains("after the change was stopped early"), text.out.constData());
}

void TestCompare::otherServiceSaysWhy()
{
    core::Session after = session(11, {0, 40});
    after.target.host = u"db.example.org"_s;
    const Outcome text = compared(session(10, Faulty), after);
    QCOMPARE(text.status, 1);
    const QByteArray words = text.out.simplified();
    QVERIFY2(words.contains("Cannot be compared") && words.contains("db.example.org:80"), text.out.constData());
    QVERIFY2(words.contains("14 of 40 failed"), text.out.constData());
    QCOMPARE(json(session(10, Faulty), after)[u"answer"].toString(), u"other-service"_s);
}

void TestCompare::otherWaySaysSo()
{
    core::Session after = session(11, {0, 40});
    after.target.proxy = u"http://me:secret@proxy.example.org:3128"_s;
    const Outcome text = compared(session(10, Faulty), after);
    QVERIFY2(text.out.simplified().contains("may come from other settings: Proxy"), text.out.constData());
    QVERIFY(!text.out.contains("secret"));
}

void TestCompare::sameFileTwice()
{
    const QString file = saved(u"one.json"_s, session(10, Faulty));
    const Outcome text = run({u"compare"_s, file, file, u"--language"_s, u"en"_s});
    QCOMPARE(text.status, 1);
    QVERIFY2(text.out.contains("same diagnosis") && text.out.contains("The same:"), text.out.constData());
}

void TestCompare::wrongOrderIsAsked()
{
    const Outcome text = compared(session(11, Faulty), session(10, {0, 40}));
    QVERIFY2(text.out.simplified().contains("right order"), text.out.constData());
}

void TestCompare::damagedFiles()
{
    const QString sound = saved(u"sound.json"_s, session(10, Faulty));
    QFile damaged(m_folder.filePath(u"damaged.json"_s));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write(core::toJsonBytes(session(10, Faulty)).left(200));
    damaged.close();
    for (const QStringList& files : {QStringList{sound, damaged.fileName()}, QStringList{damaged.fileName(), sound}}) {
        const Outcome outcome = run(QStringList{u"compare"_s} + files);
        QCOMPARE(outcome.status, 2);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.err.contains("damaged.json"), outcome.err.constData());
        QCOMPARE(outcome.err.count('\n'), 1);
    }
}

void TestCompare::jsonFitsItsSchema()
{
    core::Session after = session(11, {0, 40});
    after.complete = false;
    after.symptoms.insert(u"when"_s, u"idle"_s);
    after.target.family = core::Family::V4;
    after.target.addresses = QStringList{u"192.0.2.1"_s};
    core::Session none = session(11, {});
    none.diagnosis.causes.clear();
    none.tests.clear();
    for (const core::Session& one : {after, none, session(11, Faulty)}) {
        const QJsonObject result = json(session(10, Faulty), one);
        const QString violation = doctor::testing::schemaViolation(result, u"comparison.schema.json"_s);
        QVERIFY2(violation.isEmpty(), qPrintable(violation));
    }
    QVERIFY(!doctor::testing::schemaViolation(QJsonObject{}, u"comparison.schema.json"_s).isEmpty());
}

void TestCompare::markdownAndFile()
{
    const QString target = m_folder.filePath(u"comparison.md"_s);
    const QStringList options{u"--format"_s, u"markdown"_s, u"-o"_s, target};
    const Outcome written = compared(session(10, Faulty), session(11, {0, 40}), options);
    QCOMPARE(written.status, 0);
    QCOMPARE(written.out, QByteArray());
    QFile made(target);
    QVERIFY(made.open(QIODevice::ReadOnly));
    const QByteArray text = made.readAll();
    QVERIFY2(text.startsWith("# Did the fix work?") && text.contains("| --- |"), text.constData());
    const Outcome refused = compared(session(10, Faulty), session(11, {0, 40}), options);
    QCOMPARE(refused.status, 2);
    QVERIFY(refused.err.contains("--overwrite"));
    QCOMPARE(compared(session(10, Faulty), session(11, {0, 40}), options + QStringList{u"--overwrite"_s}).status, 0);
}

void TestCompare::german()
{
    const QString before = saved(u"before.json"_s, session(10, Faulty));
    const QString after = saved(u"after.json"_s, session(11, {0, 40}));
    const Outcome text = run({u"compare"_s, before, after, u"--language"_s, u"de"_s});
    QCOMPARE(text.status, 0);
    for (const char* words : {"Behoben:", "14 von 40", "p < 0,001", "Vorher", "Nachher"})
        QVERIFY2(text.out.contains(words), text.out.constData());
    const Outcome help = run({u"compare"_s, u"--help"_s, u"--language"_s, u"de"_s});
    QVERIFY2(help.out.contains("Sitzung"), help.out.constData());
}

QTEST_GUILESS_MAIN(TestCompare)
#include "test_compare.moc"
