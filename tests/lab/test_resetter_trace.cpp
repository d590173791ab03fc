// SPDX-License-Identifier: GPL-3.0-or-later
// The resetter trace without any privilege, across two real routers: client - first - second - server. Making the
// network needs root; the diagnosis itself runs as nobody.
#include "tests/lab/lab.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace doctor::test;
using namespace Qt::StringLiterals;

namespace
{

QStringList words(const QString& text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

/// A server that resets after the first bytes, until killed. Run by this same program in the server's namespace.
int resettingServer(int port)
{
    const int door = ::socket(AF_INET6, SOCK_STREAM, 0);
    const int yes = 1;
    ::setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in6 here{};
    here.sin6_family = AF_INET6;
    here.sin6_port = htons(static_cast<uint16_t>(port));
    if (::bind(door, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 || ::listen(door, 64) != 0)
        return 1;
    for (;;) {
        const int guest = ::accept(door, nullptr, nullptr);
        if (guest < 0)
            continue;
        if (::fork() != 0) {
            ::close(guest);
            continue;
        }
        char byte = 0;
        if (::recv(guest, &byte, 1, 0) == 1) {
            const linger hard{1, 0};
            ::setsockopt(guest, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        }
        ::close(guest);
        ::_exit(0);
    }
}

struct Row {
    const char* name;
    QString target; ///< arguments of diagnose
    QString answer; ///< of resetter-place
    int hop;        ///< 0: none is named
    QString router; ///< empty: none is named
    QString cause;  ///< that must lead; empty: not looked at
};

} // namespace

class TestResetterTrace final : public QObject
{
    Q_OBJECT

private:
    QString m_tag = QString::number(::getpid());
    std::unique_ptr<Lab> m_lab;
    std::vector<std::unique_ptr<QProcess>> m_servers;
    QMap<QString, QJsonObject> m_sessions;

    [[nodiscard]] QString space(const char* which) const { return u"doctor-t%1-%2"_s.arg(m_tag, QLatin1String(which)); }

    QString must(const QString& command)
    {
        QString output;
        return runCommand(words(command), &output) ? QString() : output;
    }

    /// A link between two namespaces: near has .1/::1, far has .2/::2 of 10.8N.0.0 and fd8N::.
    QString link(int number, const char* near, const char* far)
    {
        const QString nearEnd = u"far%1"_s.arg(number);
        const QString farEnd = u"near%1"_s.arg(number);
        QString problem;
        for (const QString& command :
             {u"ip -n %1 link add %2 type veth peer name %3 netns %4"_s.arg(space(near), nearEnd, farEnd, space(far)),
              u"ip -n %1 addr add 10.8%2.0.1/24 dev %3"_s.arg(space(near)).arg(number).arg(nearEnd),
              u"ip -n %1 addr add 10.8%2.0.2/24 dev %3"_s.arg(space(far)).arg(number).arg(farEnd),
              u"ip -n %1 addr add fd8%2::1/64 dev %3 nodad"_s.arg(space(near)).arg(number).arg(nearEnd),
              u"ip -n %1 addr add fd8%2::2/64 dev %3 nodad"_s.arg(space(far)).arg(number).arg(farEnd),
              u"ip -n %1 link set %2 up"_s.arg(space(near), nearEnd),
              u"ip -n %1 link set %2 up"_s.arg(space(far), farEnd)})
            if (problem.isEmpty())
                problem = must(command);
        return problem;
    }

    QString buildNetwork()
    {
        QString problem;
        const auto step = [&](const QString& command) {
            if (problem.isEmpty())
                problem = must(command);
        };
        for (const char* one : {"client", "first", "second", "server"}) {
            step(u"ip netns add "_s + space(one));
            step(u"ip -n %1 link set lo up"_s.arg(space(one)));
        }
        for (const auto& [number, near, far] :
             {std::tuple{1, "first", "client"}, std::tuple{2, "first", "second"}, std::tuple{3, "second", "server"}})
            if (problem.isEmpty())
                problem = link(number, near, far);
        const auto route = [&](const char* from, const QString& to, const QString& via) {
            step(u"ip -n %1 route add %2 via %3"_s.arg(space(from), to, via));
        };
        route("client", u"default"_s, u"10.81.0.1"_s);
        route("client", u"::/0"_s, u"fd81::1"_s);
        route("first", u"10.83.0.0/24"_s, u"10.82.0.2"_s);
        route("first", u"fd83::/64"_s, u"fd82::2"_s);
        route("second", u"10.81.0.0/24"_s, u"10.82.0.1"_s);
        route("second", u"fd81::/64"_s, u"fd82::1"_s);
        route("server", u"default"_s, u"10.83.0.1"_s);
        route("server", u"::/0"_s, u"fd83::1"_s);
        for (const char* router : {"first", "second"}) // several diagnoses share what routers answer per second
            step(u"ip netns exec %1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 "
                 "net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0"_s.arg(space(router)));
        const auto filter = [&](const char* router, const QString& match) {
            for (const auto* program : {"iptables", "ip6tables"})
                step(u"ip netns exec %1 %2 -A FORWARD -p tcp %3 -j REJECT --reject-with tcp-reset"_s.arg(
                    space(router), QLatin1String(program), match));
        };
        filter("first", u"-m string --algo bm --string first.test"_s);
        filter("second", u"-m string --algo bm --string second.test"_s);
        filter("first", u"--dport 10"_s);
        filter("second", u"--dport 11"_s);
        return problem;
    }

    bool serve(const QStringList& command)
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(programPath(u"ip"_s), words(u"netns exec "_s + space("server")) + command);
        const bool started = process->waitForStarted();
        m_servers.push_back(std::move(process));
        return started;
    }

    QString nginxConfig()
    {
        const auto [certificate, key] = m_lab->certificate();
        const auto base = m_lab->folder() + u"/nginx"_s;
        return u"daemon off; worker_processes 1; user root; pid %1.pid; error_log %1.error.log;\n"
               "events { worker_connections 256; }\nhttp { access_log off; client_body_temp_path %1.b;\n"
               "proxy_temp_path %1.p; fastcgi_temp_path %1.f; uwsgi_temp_path %1.u; scgi_temp_path %1.s;\n"
               "server { listen 8080; listen [::]:8080; listen 8443 ssl; listen [::]:8443 ssl;\n"
               "ssl_certificate %2; ssl_certificate_key %3; location / { return 200 'hello'; } } }\n"_s.arg(
                   base, certificate, key);
    }

    static std::vector<Row> rows()
    {
        const QString first = u"10.81.0.1"_s;
        const QString first6 = u"fd81::1"_s;
        const QString filtering = u"content-filtering"_s;
        return {
            {"resetting-server", u"http://10.83.0.2:8081/"_s, u"at-end"_s, 3, {}, {}},
            {"resetting-server-ipv6", u"http://[fd83::2]:8081/"_s, u"at-end"_s, 3, {}, {}},
            {"first-router-http", u"http://10.83.0.2:8080/ --server-name first.test"_s, u"on-path"_s, 1, first,
             filtering},
            {"first-router-http-ipv6", u"http://[fd83::2]:8080/ --server-name first.test"_s, u"on-path"_s, 1, first6,
             filtering},
            {"first-router-tls", u"https://10.83.0.2:8443/ --server-name first.test"_s, u"on-path"_s, 1, first,
             filtering},
            {"first-router-tls-ipv6", u"https://[fd83::2]:8443/ --server-name first.test"_s, u"on-path"_s, 1, first6,
             filtering},
            {"router-before-server", u"http://10.83.0.2:8080/ --server-name second.test"_s, u"just-before-end"_s, 2,
             u"10.82.0.2"_s, filtering},
            {"closed-port", u"http://10.83.0.2:9/"_s, u"at-end"_s, 3, {}, u"port-closed"_s},
            {"first-router-refuses", u"http://10.83.0.2:10/"_s, u"on-path"_s, 1, first, u"ip-filtering"_s},
            {"second-router-refuses", u"http://10.83.0.2:11/"_s, u"on-path"_s, 2, u"10.82.0.2"_s, u"ip-filtering"_s},
            {"second-router-refuses-ipv6", u"http://[fd83::2]:11/"_s, u"on-path"_s, 2, u"fd82::2"_s, u"ip-filtering"_s},
        };
    }

    void diagnoseAll(const QString& program)
    {
        constexpr std::size_t AtOnce = 4;
        std::vector<std::pair<QString, std::unique_ptr<QProcess>>> running;
        const auto collect = [&](std::size_t most) {
            while (running.size() > most) {
                auto& [name, process] = running.front();
                process->waitForFinished(60'000);
                m_sessions.insert(name, QJsonDocument::fromJson(process->readAllStandardOutput()).object());
                running.erase(running.begin());
            }
        };
        for (const Row& row : rows()) {
            collect(AtOnce - 1);
            auto process = std::make_unique<QProcess>();
            process->start(programPath(u"ip"_s),
                           words(u"netns exec %1 setpriv --reuid=65534 --regid=65534 --clear-groups "
                                 "--bounding-set=-all --inh-caps=-all"_s.arg(space("client"))) +
                               QStringList{program, u"diagnose"_s} + words(row.target) +
                               words(u"--format json --max-duration 30 --skip idle-survival,load-ramp"_s));
            running.emplace_back(QString::fromLatin1(row.name), std::move(process));
        }
        collect(0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("needs root to make network namespaces");
        for (const auto* program : {"ip", "iptables", "ip6tables", "nginx", "openssl", "sysctl", "setpriv"})
            if (programPath(QString::fromUtf8(program)).isEmpty())
                QSKIP(qPrintable(u"needs the program %1"_s.arg(QLatin1String(program))));
        m_lab = std::make_unique<Lab>();
        const QString problem = buildNetwork();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(serve({programPath(u"nginx"_s), u"-c"_s, m_lab->writeFile(u"nginx.conf"_s, nginxConfig().toUtf8())}));
        QVERIFY(serve({QCoreApplication::applicationFilePath(), u"--resetting-server"_s, u"8081"_s}));
        // Nobody must be able to read and run the program.
        const auto everybody = QFileDevice::ReadOwner | QFileDevice::ExeOwner | QFileDevice::WriteOwner |
                               QFileDevice::ReadOther | QFileDevice::ExeOther;
        QVERIFY(QFile::setPermissions(m_lab->folder(), everybody));
        const QString program = m_lab->folder() + u"/doctor"_s;
        QVERIFY(
            QFile::copy(qEnvironmentVariable("DOCTOR_BINARY_DIR") + u"/app/main/cli/connection-doctor-cli"_s, program));
        QVERIFY(QFile::setPermissions(program, everybody));
        for (const int port : {8080, 8081})
            QTRY_VERIFY_WITH_TIMEOUT(
                must(u"ip netns exec %1 bash -c :</dev/tcp/10.83.0.2/%2"_s.arg(space("client")).arg(port)).isEmpty(),
                10'000);
        diagnoseAll(program);
    }

    void placeIsRight_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Row& row : rows())
            QTest::newRow(row.name) << index++;
    }

    void placeIsRight()
    {
        QFETCH(int, index);
        const Row row = rows().at(static_cast<std::size_t>(index));
        const QJsonObject session = m_sessions.value(QString::fromLatin1(row.name));
        QVERIFY2(!session.isEmpty(), "the diagnosis printed no session");
        QJsonObject place;
        const auto findings = session.value(u"findings"_s).toArray();
        for (const auto& finding : findings)
            if (finding.toObject().value(u"question"_s) == u"resetter-place"_s)
                place = finding.toObject();
        QCOMPARE(place.value(u"answer"_s).toString(), row.answer);
        const auto values = place.value(u"values"_s).toObject();
        QCOMPARE(values.value(u"hop"_s).toInt(), row.hop);
        if (!row.router.isEmpty())
            QCOMPARE(values.value(u"router"_s).toString(), row.router);
        const auto leading = session.value(u"causes"_s).toArray().first().toObject().value(u"id"_s).toString();
        if (!row.cause.isEmpty())
            QCOMPARE(leading, row.cause);
    }

    /// The promise of the default run.
    void costsFewConnections()
    {
        for (auto it = m_sessions.cbegin(); it != m_sessions.cend(); ++it) {
            int attempts = 0;
            const auto tests = it.value().value(u"tests"_s).toArray();
            for (const auto& test : tests)
                if (test.toObject().value(u"id"_s) == u"resetter-trace"_s)
                    attempts += static_cast<int>(test.toObject().value(u"attempts"_s).toArray().size());
            QVERIFY2(attempts > 0 && attempts <= 20, qPrintable(it.key() + u": "_s + QString::number(attempts)));
        }
    }

    void cleanupTestCase()
    {
        for (auto& server : m_servers) {
            server->terminate();
            if (!server->waitForFinished(2000))
                server->kill();
        }
        m_servers.clear();
        for (const char* one : {"client", "first", "second", "server"})
            must(u"ip netns del "_s + space(one));
        m_lab.reset();
    }
};

int main(int argc, char** argv)
{
    if (argc > 2 && qstrcmp(argv[1], "--resetting-server") == 0)
        return resettingServer(QByteArray(argv[2]).toInt());
    QCoreApplication application(argc, argv);
    TestResetterTrace test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_resetter_trace.moc"
