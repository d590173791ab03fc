// SPDX-License-Identifier: GPL-3.0-or-later
// Name look-ups: found, not found, failed, hung and cancelled are told apart, and a hung resolver holds nobody.
// With root the name server is our own, in a network namespace of this process.
#include "app/net/qt/names.h"

#include "tests/support/fake_dns.h"
#include "tests/unit/net/net_fixture.h"

#include <QProcess>
#include <QTemporaryFile>
#include <cstring>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace doctor;
using namespace doctor::testing;
using State = net::LookupResult::State;

namespace
{

struct LookupSeen {
    net::LookupResult result;
    double milliseconds = 0;
};

LookupSeen look(const QString& name, core::Milliseconds timeout = core::Milliseconds{5000}, std::stop_token stop = {})
{
    LookupSeen seen;
    QElapsedTimer timer;
    timer.start();
    inNet([&](net::Net& net) -> net::Task<> { seen.result = co_await net::lookup(net, name, timeout); },
          std::move(stop));
    seen.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    return seen;
}

void compareState(const LookupSeen& seen, State expected)
{
    if (seen.result.state != expected)
        qWarning() << seen.result.addresses << seen.result.detail << seen.milliseconds;
    QCOMPARE(static_cast<int>(seen.result.state), static_cast<int>(expected));
}

QHash<QByteArray, FakeName> names()
{
    using Answer = FakeName::Answer;
    const QStringList both{QStringLiteral("192.0.2.7"), QStringLiteral("2001:db8::7")};
    return {{"both.test", {Answer::Records, {}, both}},
            {"v4.test", {Answer::Records, {}, {QStringLiteral("192.0.2.8")}}},
            {"v6.test", {Answer::Records, {}, {QStringLiteral("2001:db8::8")}}},
            {"alias.test", {Answer::Records, "both.test", {}}},
            {"empty.test", {Answer::Records, {}, {}}},
            {"broken.test", {Answer::ServerFailure, {}, {}}},
            {"silent.test", {Answer::Silence, {}, {}}}};
}

} // namespace

class TestNetNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_dns.reset(); }
    void literalsAreReturned();
    void localhostIsFound();
    void invalidEndsInTime();
    void serverAnswers_data();
    void serverAnswers();
    void hungServerEndsInTime();
    void hungServerIsCancelledAtOnce();
    void hungServerDoesNotHoldTheEnd();

private:
    QString m_whyNoServer;
    std::unique_ptr<QTemporaryFile> m_resolver;
    std::unique_ptr<FakeDns> m_dns;
};

void TestNetNames::initTestCase()
{
    if (::geteuid() != 0) {
        m_whyNoServer = QStringLiteral("needs root for a network namespace of its own");
        return;
    }
    if (::unshare(CLONE_NEWNET | CLONE_NEWNS) != 0 ||
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        m_whyNoServer = QString::fromLocal8Bit(std::strerror(errno));
        return;
    }
    m_resolver = std::make_unique<QTemporaryFile>();
    const QByteArray settings = "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n";
    if (!m_resolver->open() || m_resolver->write(settings) != settings.size() || !m_resolver->flush() ||
        ::mount(qPrintable(m_resolver->fileName()), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) != 0)
        m_whyNoServer = QStringLiteral("the resolver cannot be pointed at our name server");
    if (QProcess::execute(QStringLiteral("ip"), {QStringLiteral("link"), QStringLiteral("set"), QStringLiteral("lo"),
                                                 QStringLiteral("up")}) != 0)
        m_whyNoServer = QStringLiteral("needs the ip program");
    m_dns = std::make_unique<FakeDns>(names());
    if (!m_dns->works())
        m_whyNoServer = QStringLiteral("port 53 cannot be had");
}

void TestNetNames::literalsAreReturned()
{
    for (const QString& literal : {QStringLiteral("127.0.0.1"), QStringLiteral("::1"), QStringLiteral("fe80::1%lo")}) {
        const LookupSeen seen = look(literal);
        compareState(seen, State::Found);
        QCOMPARE(seen.result.addresses, QStringList{literal});
    }
}

void TestNetNames::localhostIsFound()
{
    const LookupSeen seen = look(QStringLiteral("localhost"));
    compareState(seen, State::Found);
    QVERIFY(seen.result.addresses.contains(QStringLiteral("127.0.0.1")) ||
            seen.result.addresses.contains(QStringLiteral("::1")));
    QVERIFY(seen.result.milliseconds > 0);
}

void TestNetNames::invalidEndsInTime()
{
    const LookupSeen seen = look(QStringLiteral("nothing.invalid"), core::Milliseconds{3000});
    QVERIFY(seen.result.state == State::NotFound || seen.result.state == State::Failed ||
            seen.result.state == State::TimedOut);
    QVERIFY(seen.result.addresses.isEmpty());
    QVERIFY(seen.milliseconds < 3500);
}

void TestNetNames::serverAnswers_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("state");
    QTest::addColumn<QStringList>("addresses");
    QTest::addColumn<QStringList>("aliases");
    const QString v4 = QStringLiteral("192.0.2.7");
    const QString v6 = QStringLiteral("2001:db8::7");
    const auto row = [](const char* name, State state, const QStringList& addresses = {},
                        const QStringList& aliases = {}) {
        QTest::newRow(name) << QString::fromLatin1(name) << static_cast<int>(state) << addresses << aliases;
    };
    row("both.test", State::Found, {v4, v6});
    row("v4.test", State::Found, {QStringLiteral("192.0.2.8")});
    row("v6.test", State::Found, {QStringLiteral("2001:db8::8")});
    row("alias.test", State::Found, {v4, v6}, {QStringLiteral("both.test")});
    row("empty.test", State::NotFound);
    row("missing.test", State::NotFound);
    row("broken.test", State::Failed);
}

void TestNetNames::serverAnswers()
{
    if (!m_whyNoServer.isEmpty())
        QSKIP(qPrintable(m_whyNoServer));
    QFETCH(QString, name);
    QFETCH(int, state);
    QFETCH(QStringList, addresses);
    QFETCH(QStringList, aliases);
    LookupSeen seen = look(name);
    compareState(seen, static_cast<State>(state));
    seen.result.addresses.sort();
    QCOMPARE(seen.result.addresses, addresses);
    QCOMPARE(seen.result.aliases, aliases);
    QCOMPARE(seen.result.detail.isEmpty(), seen.result.state == State::Found);
}

void TestNetNames::hungServerEndsInTime()
{
    if (!m_whyNoServer.isEmpty())
        QSKIP(qPrintable(m_whyNoServer));
    const LookupSeen seen = look(QStringLiteral("silent.test"), core::Milliseconds{200});
    compareState(seen, State::TimedOut);
    QVERIFY(seen.milliseconds >= 199 && seen.milliseconds < 600);
}

void TestNetNames::hungServerIsCancelledAtOnce()
{
    if (!m_whyNoServer.isEmpty())
        QSKIP(qPrintable(m_whyNoServer));
    std::stop_source stop;
    QElapsedTimer sinceStop;
    std::thread stopper([&] {
        std::this_thread::sleep_for(core::Milliseconds{60});
        sinceStop.start();
        stop.request_stop();
    });
    const LookupSeen seen = look(QStringLiteral("silent.test"), core::Milliseconds{20'000}, stop.get_token());
    const qint64 took = sinceStop.elapsed();
    stopper.join();
    compareState(seen, State::Cancelled);
    QVERIFY(took < 100);
}

/// A process with a look-up still hanging in the resolver ends at once.
void TestNetNames::hungServerDoesNotHoldTheEnd()
{
    if (!m_whyNoServer.isEmpty())
        QSKIP(qPrintable(m_whyNoServer));
    QElapsedTimer timer;
    timer.start();
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--hang-and-end")});
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().contains(QStringLiteral("--hang-and-end"))) {
        const LookupSeen seen = look(QStringLiteral("silent.test"), core::Milliseconds{100});
        return seen.result.state == State::TimedOut ? 0 : 1;
    }
    TestNetNames test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_net_names.moc"
