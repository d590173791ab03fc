// SPDX-License-Identifier: GPL-3.0-or-later
// Filters and missing routes in a network namespace of this process's own: refused, rejected, unreachable and silence
// each have their own ending. Needs root, ip and iptables; skipped with the reason otherwise.
#include "tests/support/raw_peer.h"
#include "tests/unit/net/net_fixture.h"

#include <QProcess>
#include <cerrno>
#include <cstring>
#include <future>
#include <sched.h>
#include <unistd.h>

using namespace doctor;
using namespace doctor::testing;
using core::How;
using core::Phase;
using core::Who;

namespace
{

bool runs(const QString& program, const QStringList& arguments, QString* problem = nullptr)
{
    QProcess process;
    process.start(program, arguments);
    const bool done = process.waitForStarted() && process.waitForFinished() && process.exitCode() == 0;
    if (!done && problem)
        *problem =
            program + u' ' + arguments.join(u' ') + QStringLiteral(": ") +
            (process.error() == QProcess::FailedToStart ? process.errorString()
                                                        : QString::fromLocal8Bit(process.readAllStandardError()));
    return done;
}

QStringList rule(const QString& action, int port)
{
    return {QStringLiteral("-w"),    action,
            QStringLiteral("INPUT"), QStringLiteral("-p"),
            QStringLiteral("tcp"),   QStringLiteral("--dport"),
            QString::number(port),   QStringLiteral("-j")};
}

} // namespace

class TestNetUnreachable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("needs root for a network namespace of its own");
        if (::unshare(CLONE_NEWNET) != 0)
            QSKIP(std::strerror(errno));
        QString problem;
        if (!runs(QStringLiteral("ip"),
                  {QStringLiteral("link"), QStringLiteral("set"), QStringLiteral("lo"), QStringLiteral("up")},
                  &problem))
            QSKIP(qPrintable(problem));
    }

    void filtersOnConnect_data()
    {
        QTest::addColumn<bool>("v6");
        QTest::addColumn<QString>("target");
        QTest::addColumn<int>("how");
        QTest::addColumn<int>("who");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char* target, How how, Who who, const char* detail, bool v6 = false) {
            QTest::newRow(target) << v6 << QString::fromLatin1(target) << static_cast<int>(how) << static_cast<int>(who)
                                  << QString::fromLatin1(detail);
        };
        row("REJECT --reject-with tcp-reset", How::Refused, Who::Peer, "");
        row("REJECT --reject-with icmp-port-unreachable", How::Unreachable, Who::Peer, "port-unreachable");
        row("REJECT --reject-with icmp-admin-prohibited", How::Unreachable, Who::Peer, "admin-prohibited");
        row("REJECT --reject-with icmp-host-prohibited", How::Unreachable, Who::Peer, "admin-prohibited");
        row("REJECT --reject-with icmp-net-prohibited", How::Unreachable, Who::Peer, "admin-prohibited");
        row("REJECT --reject-with icmp-host-unreachable", How::Unreachable, Who::Nobody, "host-unreachable");
        row("REJECT --reject-with icmp-net-unreachable", How::Unreachable, Who::Nobody, "net-unreachable");
        row("REJECT --reject-with icmp-proto-unreachable", How::Unreachable, Who::Nobody, "protocol-unreachable");
        row("DROP", How::Silence, Who::Nobody, "");
        row("REJECT --reject-with icmp6-port-unreachable", How::Unreachable, Who::Peer, "port-unreachable", true);
        row("REJECT --reject-with icmp6-adm-prohibited", How::Unreachable, Who::Peer, "admin-prohibited", true);
        row("REJECT --reject-with icmp6-addr-unreachable", How::Unreachable, Who::Nobody, "host-unreachable", true);
        row("REJECT --reject-with icmp6-no-route", How::Unreachable, Who::Nobody, "net-unreachable", true);
    }

    void filtersOnConnect()
    {
        QFETCH(bool, v6);
        QFETCH(QString, target);
        QFETCH(int, how);
        QFETCH(int, who);
        QFETCH(QString, detail);
        const int port = closedPort(); // the filter answers before anybody listening could
        const QString program = v6 ? QStringLiteral("ip6tables") : QStringLiteral("iptables");
        QString problem;
        if (!runs(program, rule(QStringLiteral("-A"), port) + target.split(u' '), &problem))
            QSKIP(qPrintable(problem));
        net::ConnectOptions options = loopback(port);
        options.timeout = core::Milliseconds{300};
        if (v6)
            options.address = QStringLiteral("::1");
        const Seen seen = converse(options);
        runs(program, rule(QStringLiteral("-D"), port) + target.split(u' '));
        COMPARE_ENDING(seen.attempt.ending, static_cast<Who>(who), static_cast<How>(how), Phase::Connect);
        QCOMPARE(seen.attempt.ending.detail, detail);
        QVERIFY2(seen.attempt.localPort.value_or(0) > 0, "a refused connection too has had a port");
        if (target.contains(u"icmp"))
            QCOMPARE(seen.attempt.observations.value(QStringLiteral("icmpFrom")).toString(),
                     v6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1"));
    }

    void routes_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("detail");
        QTest::newRow("none") << QString() << QStringLiteral("net-unreachable");
        QTest::newRow("unreachable") << QStringLiteral("unreachable") << QStringLiteral("host-unreachable");
        QTest::newRow("prohibit") << QStringLiteral("prohibit") << QStringLiteral("admin-prohibited");
    }

    void routes()
    {
        QFETCH(QString, kind);
        QFETCH(QString, detail);
        QString problem;
        const QStringList route{kind, QStringLiteral("198.51.100.0/24")};
        if (!kind.isEmpty() &&
            !runs(QStringLiteral("ip"), QStringList{QStringLiteral("route"), QStringLiteral("add")} + route, &problem))
            QSKIP(qPrintable(problem));
        net::ConnectOptions options = loopback(80);
        options.address = QStringLiteral("198.51.100.7"); // inside a namespace without any way out
        const Seen seen = converse(options);
        if (!kind.isEmpty())
            runs(QStringLiteral("ip"), QStringList{QStringLiteral("route"), QStringLiteral("del")} + route);
        QCOMPARE(static_cast<int>(seen.attempt.ending.how), static_cast<int>(How::Unreachable));
        QCOMPARE(static_cast<int>(seen.attempt.ending.phase), static_cast<int>(Phase::Connect));
        QCOMPARE(seen.attempt.ending.detail, detail);
    }

    /// A passing ICMP error does not end an established connection; it only stays silent.
    void rejectOnAnEstablishedConnectionIsSilence()
    {
        core::Ending ending;
        bool filtered = false;
        std::promise<void> release;
        auto released = release.get_future().share();
        {
            RawPeer peer([&](RawSocket&) { released.wait(); });
            const QStringList reject = QStringLiteral("REJECT --reject-with icmp-port-unreachable").split(u' ');
            inNet([&](net::Net& net) -> net::Task<> {
                auto connection = co_await net.connect(loopback(peer.port()));
                filtered = runs(QStringLiteral("iptables"), rule(QStringLiteral("-A"), peer.port()) + reject);
                co_await connection->write("into the filter", patience);
                const net::ReadResult got = co_await connection->read(core::Milliseconds{500});
                if (got.state == net::ReadResult::State::Quiet)
                    connection->giveUp();
                ending = connection->ending();
            });
            runs(QStringLiteral("iptables"), rule(QStringLiteral("-D"), peer.port()) + reject);
            release.set_value();
        }
        if (!filtered)
            QSKIP("iptables does not work here");
        COMPARE_ENDING(ending, Who::Nobody, How::Silence, Phase::Established);
    }

    /// Keep-alive probes into nothing: the system gives up, nobody reset anything.
    void lostPeerTimesOut()
    {
        core::Attempt attempt;
        bool filtered = false;
        std::promise<void> release;
        auto released = release.get_future().share();
        {
            RawPeer peer([&](RawSocket&) { released.wait(); });
            const QStringList drop{QStringLiteral("DROP")};
            inNet([&](net::Net& net) -> net::Task<> {
                net::ConnectOptions options = loopback(peer.port());
                options.keepAlive = net::KeepAlive{1, 1, 1};
                auto connection = co_await net.connect(options);
                connection->enter(Phase::Idle);
                filtered = runs(QStringLiteral("iptables"), rule(QStringLiteral("-A"), peer.port()) + drop);
                co_await connection->holdIdle(core::Milliseconds{10'000});
                attempt = connection->attempt();
            });
            runs(QStringLiteral("iptables"), rule(QStringLiteral("-D"), peer.port()) + drop);
            release.set_value();
        }
        if (!filtered)
            QSKIP("iptables does not work here");
        COMPARE_ENDING(attempt.ending, Who::Nobody, How::TimedOut, Phase::Idle);
        QCOMPARE(attempt.ending.nativeCode.value_or(0), ETIMEDOUT);
        QVERIFY(attempt.ending.isFailure());
        QVERIFY(attempt.timings.idleMs.value_or(0) > 900);
    }
};

QTEST_GUILESS_MAIN(TestNetUnreachable)
#include "test_net_unreachable.moc"
