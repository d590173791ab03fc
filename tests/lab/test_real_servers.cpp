// SPDX-License-Identifier: GPL-3.0-or-later
// nginx, haproxy, redis and openssl s_server, each in several configurations on loopback: the right cause is on top,
// and healthy ones are not accused.
#include "tests/lab/lab.h"

#include <QTest>
#include <functional>

using namespace doctor::test;

namespace
{

QStringList words(const char* text)
{
    return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

QString loopback(int port)
{
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

/// Makes the scenarios; ports are taken as they are needed.
class Scenarios
{
public:
    explicit Scenarios(Lab& lab) : m_lab(lab) {}

    void nginx(const char* name, const char* serverLines, QStringList diagnose, QStringList expected, bool tls = false)
    {
        const int port = freePort();
        const auto [certificate, key] = m_lab.certificate();
        QString config =
            QStringLiteral("daemon off; worker_processes 1; pid %1.pid; error_log %1.error.log;\n"
                           "events { worker_connections 256; }\n"
                           "http { access_log off; client_body_temp_path %1.body; proxy_temp_path %1.proxy;\n"
                           "fastcgi_temp_path %1.f; uwsgi_temp_path %1.u; scgi_temp_path %1.s;\n"
                           "limit_conn_zone $binary_remote_addr zone=conn:1m;\n"
                           "server { listen 127.0.0.1:%2%3; %4\n"
                           "location / { return 200 'hello'; } } }\n")
                .arg(m_lab.folder() + u'/' + QString::fromUtf8(name))
                .arg(port)
                .arg(tls ? QStringLiteral(" ssl; ssl_certificate %1; ssl_certificate_key %2").arg(certificate, key)
                         : QString(),
                     QString::fromUtf8(serverLines));
        add(name, {QStringLiteral("nginx")},
            {QStringLiteral("nginx"), QStringLiteral("-c"),
             m_lab.writeFile(QString::fromUtf8(name) + QStringLiteral(".conf"), config.toUtf8())},
            port, std::move(diagnose), std::move(expected), tls ? QStringLiteral("https://") : QString());
    }

    void openssl(const char* name, const char* options, QStringList diagnose, QStringList expected)
    {
        const int port = freePort();
        const auto [certificate, key] = m_lab.certificate();
        const auto command =
            QStringLiteral("openssl s_server -quiet -accept 127.0.0.1:%1 -cert %2 -key %3 %4")
                .arg(port)
                .arg(certificate, key,
                     QString::fromUtf8(options).replace(u"CERT"_qs, certificate).replace(u"KEY"_qs, key));
        add(name, {QStringLiteral("openssl")}, command.split(u' ', Qt::SkipEmptyParts), port, std::move(diagnose),
            std::move(expected), QStringLiteral("tls"));
    }

    void redis(const char* name, const char* options, QStringList diagnose, QStringList expected)
    {
        const int port = freePort();
        add(name, {QStringLiteral("redis-server")},
            QStringList{QStringLiteral("redis-server"), QStringLiteral("--save"), QString()} +
                words("--appendonly no --bind 127.0.0.1 --port") + QStringList{QString::number(port)} + words(options),
            port, std::move(diagnose), std::move(expected));
    }

    void haproxy(const char* name, const char* timeouts, QStringList diagnose, QStringList expected)
    {
        const int port = freePort();
        const auto config = QStringLiteral("global\n  maxconn 200\ndefaults\n  mode http\n%1\n"
                                           "frontend f\n  bind 127.0.0.1:%2\n  http-request return status 200 "
                                           "content-type text/plain string hello\n")
                                .arg(QString::fromUtf8(timeouts))
                                .arg(port);
        add(name, {QStringLiteral("haproxy")},
            {QStringLiteral("haproxy"), QStringLiteral("-db"), QStringLiteral("-f"),
             m_lab.writeFile(QString::fromUtf8(name) + QStringLiteral(".cfg"), config.toUtf8())},
            port, std::move(diagnose), std::move(expected));
    }

    void withoutServer(const char* name, QStringList diagnose, QStringList expected)
    {
        Scenario scenario;
        scenario.name = QString::fromUtf8(name);
        scenario.diagnose = std::move(diagnose);
        scenario.expected = std::move(expected);
        m_all.push_back(std::move(scenario));
    }

    [[nodiscard]] const std::vector<Scenario>& all() const { return m_all; }

private:
    /// `scheme`: "" plain host:port, "tls" host:port with --protocol tls, otherwise a URL prefix.
    void add(const char* name, QStringList needs, QStringList server, int port, QStringList diagnose,
             QStringList expected, const QString& scheme = {})
    {
        for (const auto& program : needs)
            if (programPath(program).isEmpty())
                return;
        Scenario scenario;
        scenario.name = QString::fromUtf8(name);
        scenario.servers = {std::move(server)};
        scenario.waitAddress = QStringLiteral("127.0.0.1");
        scenario.waitPort = port;
        const bool isUrl = scheme.endsWith(u"//");
        scenario.diagnose = QStringList{(isUrl ? scheme : QString()) + loopback(port)} + diagnose;
        if (scheme == u"tls")
            scenario.diagnose += {QStringLiteral("--protocol"), QStringLiteral("tls")};
        scenario.expected = std::move(expected);
        m_all.push_back(std::move(scenario));
    }

    Lab& m_lab;
    std::vector<Scenario> m_all;
};

void describeAll(Scenarios& s)
{
    const auto quick = words("--max-duration 25");
    const auto idle = words("--max-duration 25 --symptom when=idle");
    const auto tls = words("--max-duration 25 --symptom when=tls");

    s.nginx("nginx-healthy", "", quick, words("no-fault-found"));
    s.nginx("nginx-healthy-idle-asked", "", idle, words("no-fault-found"));
    s.nginx("nginx-healthy-https", "", quick, words("no-fault-found"), true);
    s.nginx("nginx-keepalive-3s", "keepalive_timeout 3s;", idle, words("server-idle-timeout"));
    s.nginx("nginx-keepalive-3s-not-asked", "keepalive_timeout 3s;", quick, words("server-idle-timeout"));
    s.nginx("nginx-no-keepalive", "keepalive_timeout 0;", quick, words("no-fault-found"));
    s.nginx("nginx-tls-1.0-only", "ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;", tls,
            words("tls-version-mismatch"), true);
    s.nginx(
        "nginx-resets-everything", "return 444; reset_timedout_connection on;", quick,
        words("abortive-close server-overloaded unhandled-exception ip-filtering content-filtering something-else"));
    s.nginx("nginx-header-timeout-2s", "client_header_timeout 2s;", words("--max-duration 25 --symptom when=transfer"),
            words("request-timeout"));
    s.nginx("nginx-overloaded-503", "limit_conn conn 1; return 503;", words("--max-duration 25 --symptom when=load"),
            words("server-overloaded connection-limit rate-limit"));

    s.openssl("openssl-healthy", "-www", quick, words("no-fault-found"));
    s.openssl("openssl-tls-1.3-only", "-www -tls1_3", quick, words("no-fault-found"));
    s.openssl("openssl-tls-1.1-only", "-www -tls1_1 -cipher ALL:@SECLEVEL=0", tls, words("tls-version-mismatch"));
    s.openssl("openssl-weak-cipher-only", "-www -tls1_2 -cipher AES128-SHA:@SECLEVEL=0", quick,
              words("no-fault-found tls-cipher-mismatch"));
    s.openssl("openssl-anonymous-cipher-only", "-www -tls1_2 -cipher ADH-AES128-SHA:@SECLEVEL=0", tls,
              words("tls-cipher-mismatch"));
    s.openssl("openssl-name-required", "-www -servername lab.test -servername_fatal -cert2 CERT -key2 KEY",
              tls + words("--server-name other.test"), words("tls-sni-required"));
    s.openssl("openssl-client-certificate-1.3", "-www -tls1_3 -Verify 1", tls,
              words("tls-client-certificate-required"));
    s.openssl("openssl-client-certificate-1.2", "-www -tls1_2 -Verify 1", tls,
              words("tls-client-certificate-required"));

    s.redis("redis-healthy", "--timeout 0", quick, words("no-fault-found"));
    s.redis("redis-timeout-3", "--timeout 3", idle, words("server-idle-timeout"));
    s.redis("redis-timeout-3-not-asked", "--timeout 3", quick, words("server-idle-timeout"));
    s.redis("redis-maxclients-4", "--maxclients 4", words("--max-duration 25 --symptom when=load --thorough"),
            words("connection-limit"));
    s.redis("https-asked-of-redis", "--timeout 0", words("--max-duration 25 --protocol https"),
            words("wrong-protocol"));

    s.haproxy("haproxy-healthy", "  timeout client 60s\n  timeout server 60s\n  timeout connect 5s", quick,
              words("no-fault-found"));
    s.haproxy("haproxy-keep-alive-3s",
              "  timeout client 60s\n  timeout server 60s\n  timeout connect 5s\n  timeout http-keep-alive 3s", idle,
              words("server-idle-timeout"));

    s.withoutServer("closed-port", {loopback(freePort()), QStringLiteral("--max-duration"), QStringLiteral("25")},
                    words("port-closed"));
    s.withoutServer("name-that-does-not-exist", words("no-such-host.invalid:443 --max-duration 25"),
                    words("dns-failure"));
}

} // namespace

class TestRealServers final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Lab> m_lab;
    std::vector<Scenario> m_scenarios;
    std::vector<Outcome> m_outcomes;

private Q_SLOTS:
    void initTestCase()
    {
        m_lab = std::make_unique<Lab>();
        Scenarios scenarios(*m_lab);
        describeAll(scenarios);
        m_scenarios = scenarios.all();
        QVERIFY2(m_scenarios.size() >= 3, "no server programs are installed");
        m_outcomes = m_lab->run(m_scenarios, 6);
        qInfo().noquote() << table(m_scenarios, m_outcomes);
    }

    void rightCauseIsOnTop_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < m_scenarios.size(); ++i)
            QTest::newRow(qPrintable(m_scenarios[i].name)) << static_cast<int>(i);
    }

    void rightCauseIsOnTop()
    {
        QFETCH(int, index);
        const auto& scenario = m_scenarios[static_cast<size_t>(index)];
        const auto& outcome = m_outcomes[static_cast<size_t>(index)];
        const auto [id, probability] = topCause(outcome);
        QVERIFY2(scenario.expected.contains(id),
                 qPrintable(QStringLiteral("found '%1' (%2); %3").arg(id).arg(probability).arg(outcome.errorText)));
        QCOMPARE(outcome.exitCode, id == u"no-fault-found" ? 0 : 1);
        QVERIFY2(outcome.seconds < 28, "the run took longer than --max-duration and 2 s allow");
    }

    void cleanupTestCase() { m_lab.reset(); }
};

QTEST_GUILESS_MAIN(TestRealServers)
#include "test_real_servers.moc"
