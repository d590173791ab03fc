// SPDX-License-Identifier: GPL-3.0-or-later
// The program as others meet it: processes, streams, exit status and Ctrl-C.
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;

namespace
{

QString program()
{
    return qEnvironmentVariable("DOCTOR_CLI");
}

void interrupt(const QProcess& process)
{
#ifndef Q_OS_WIN
    if (process.processId() > 0) // 0 would mean this test's own process group
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
#endif
}

/// A practice server as a process; ends with the object.
class PracticeProcess
{
public:
    explicit PracticeProcess(const QString& fault, const QString& port = u"0"_s)
    {
        m_process.start(program(), {u"practice"_s, u"--fault"_s, fault, u"--port"_s, port});
        if (m_process.waitForReadyRead(5000))
            m_address = QString::fromUtf8(m_process.readAllStandardOutput()).trimmed();
    }
    ~PracticeProcess()
    {
        interrupt(m_process);
        if (!m_process.waitForFinished(3000))
            m_process.kill();
    }
    [[nodiscard]] QString address() const { return m_address; }
    [[nodiscard]] QProcess& process() { return m_process; }

private:
    QProcess m_process;
    QString m_address;
};

QJsonObject object(const QByteArray& bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void practiceEndsOnInterrupt();
    void diagnosesAFault();
    void comparesTwoRuns();
    void interruptedRunPrintsWhatItHas();
};

void TestProcess::initTestCase()
{
    if (program().isEmpty())
        QSKIP("The program is not built.");
#ifdef Q_OS_WIN
    QSKIP("Processes cannot be interrupted one by one here.");
#endif
}

void TestProcess::practiceEndsOnInterrupt()
{
    PracticeProcess practice(u"healthy-tcp"_s);
    QVERIFY(practice.address().startsWith(u"127.0.0.1:"));
    interrupt(practice.process());
    QVERIFY(practice.process().waitForFinished(2000));
    QCOMPARE(practice.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(practice.process().exitCode(), 0);
}

void TestProcess::diagnosesAFault()
{
    PracticeProcess practice(u"reset-at-accept"_s);
    QVERIFY(!practice.address().isEmpty());
    QProcess diagnose;
    diagnose.start(program(), {u"diagnose"_s, practice.address(), u"--format"_s, u"json"_s, u"--tests"_s, u"connect"_s,
                               u"--max-duration"_s, u"20"_s});
    QVERIFY(diagnose.waitForFinished(30'000));
    QCOMPARE(diagnose.exitCode(), 1);
    const QJsonObject session = object(diagnose.readAllStandardOutput());
    QCOMPARE(session.value(u"complete"), QJsonValue(true));
}

void TestProcess::comparesTwoRuns()
{
    QTemporaryDir folder;
    QVERIFY(folder.isValid());
    const auto diagnosed = [&folder](const QString& fault, QString address, const QString& name) {
        const QString port = address.section(u':', 1);
        PracticeProcess practice(fault, port.isEmpty() ? u"0"_s : port);
        address = practice.address();
        QProcess diagnose;
        diagnose.start(program(), {u"diagnose"_s, u"http://"_s + address, u"--tests"_s, u"connect,service,exchange"_s,
                                   u"--max-duration"_s, u"20"_s, u"-o"_s, folder.filePath(name)});
        return diagnose.waitForFinished(30'000) ? address : QString();
    };
    const QString address = diagnosed(u"reset-mid-response"_s, {}, u"before.json"_s);
    QVERIFY(!address.isEmpty());
    QCOMPARE(diagnosed(u"healthy-http"_s, address, u"after.json"_s), address);
    QProcess compare;
    compare.start(program(), {u"compare"_s, folder.filePath(u"before.json"_s), folder.filePath(u"after.json"_s),
                              u"--format"_s, u"json"_s});
    QVERIFY(compare.waitForFinished(10'000));
    const QJsonObject comparison = object(compare.readAllStandardOutput());
    QCOMPARE(comparison.value(u"answer").toString(), u"fixed"_s);
    QCOMPARE(compare.exitCode(), 0);
    compare.start(program(), {u"compare"_s, folder.filePath(u"before.json"_s)});
    QVERIFY(compare.waitForFinished(10'000));
    QCOMPARE(compare.exitCode(), 2);
}

void TestProcess::interruptedRunPrintsWhatItHas()
{
    PracticeProcess practice(u"healthy-http"_s);
    QVERIFY(!practice.address().isEmpty());
    QProcess diagnose;
    diagnose.start(program(),
                   {u"diagnose"_s, practice.address(), u"--protocol"_s, u"http"_s, u"--format"_s, u"json"_s});
    QVERIFY(diagnose.waitForStarted(3000));
    QTest::qWait(1500); // into the run, which takes far longer
    QElapsedTimer timer;
    timer.start();
    interrupt(diagnose);
    QVERIFY(diagnose.waitForFinished(5000));
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(diagnose.exitStatus(), QProcess::NormalExit);
    QCOMPARE(diagnose.exitCode(), 0);
    const QJsonObject session = object(diagnose.readAllStandardOutput());
    QCOMPARE(session.value(u"complete"), QJsonValue(false));
    QVERIFY(!diagnose.readAllStandardError().isEmpty());
}

QTEST_GUILESS_MAIN(TestProcess)
#include "test_process.moc"
