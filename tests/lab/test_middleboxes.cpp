// SPDX-License-Identifier: GPL-3.0-or-later
// Real packet filters between network namespaces of our own: client - gateway - server. Needs root; skips otherwise.
#include "tests/lab/lab.h"

#include <QTest>
#include <unistd.h>

using namespace doctor::test;

namespace
{

QStringList words(const QString& text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

/// client (10.77.n.2, fd77:n::2) - gateway (.1 on both sides) - server (10.78.n.2, fd78:n::2), all inside this machine.
struct Net {
    int number = 0;
    [[nodiscard]] QString client() const { return QStringLiteral("doctor-c%1-%2").arg(getpid()).arg(number); }
    [[nodiscard]] QString gateway() const { return QStringLiteral("doctor-g%1-%2").arg(getpid()).arg(number); }
    [[nodiscard]] QString server() const { return QStringLiteral("doctor-s%1-%2").arg(getpid()).arg(number); }
    [[nodiscard]] QString serverV4() const { return QStringLiteral("10.78.%1.2").arg(number); }
    [[nodiscard]] QString serverV6() const { return QStringLiteral("fd78:%1::2").arg(number); }

    [[nodiscard]] QList<QStringList> build() const
    {
        const auto n = QString::number(number);
        QList<QStringList> commands;
        for (const auto& space : {client(), gateway(), server()})
            commands << words(QStringLiteral("ip netns add ") + space)
                     << words(QStringLiteral("ip -n %1 link set lo up").arg(space));
        const auto link = [&](const QString& space, const QString& end, const QString& inner, const QString& net4,
                              const QString& net6) {
            commands << words(QStringLiteral("ip -n %1 link add %2 type veth peer name %3 netns %4")
                                  .arg(space, end, inner, gateway()))
                     << words(QStringLiteral("ip -n %1 addr add %2.%3.2/24 dev %4").arg(space, net4, n, end))
                     << words(QStringLiteral("ip -n %1 addr add %2:%3::2/64 dev %4 nodad").arg(space, net6, n, end))
                     << words(QStringLiteral("ip -n %1 link set %2 up").arg(space, end))
                     << words(QStringLiteral("ip -n %1 addr add %2.%3.1/24 dev %4").arg(gateway(), net4, n, inner))
                     << words(
                            QStringLiteral("ip -n %1 addr add %2:%3::1/64 dev %4 nodad").arg(gateway(), net6, n, inner))
                     << words(QStringLiteral("ip -n %1 link set %2 up").arg(gateway(), inner))
                     << words(QStringLiteral("ip -n %1 route add default via %2.%3.1").arg(space, net4, n))
                     << words(QStringLiteral("ip -n %1 -6 route add default via %2:%3::1").arg(space, net6, n));
        };
        link(client(), QStringLiteral("eth0"), QStringLiteral("in0"), QStringLiteral("10.77"), QStringLiteral("fd77"));
        link(server(), QStringLiteral("eth0"), QStringLiteral("out0"), QStringLiteral("10.78"), QStringLiteral("fd78"));
        commands << inside(gateway(),
                           QStringLiteral("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1"));
        return commands;
    }

    [[nodiscard]] QList<QStringList> remove() const
    {
        return {words(QStringLiteral("ip netns del ") + client()), words(QStringLiteral("ip netns del ") + gateway()),
                words(QStringLiteral("ip netns del ") + server())};
    }

    [[nodiscard]] static QStringList inside(const QString& space, const QString& command)
    {
        return words(QStringLiteral("ip netns exec ") + space) + words(command);
    }
};

} // namespace

class TestMiddleboxes final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Lab> m_lab;
    std::vector<Net> m_nets;
    std::vector<Scenario> m_scenarios;
    std::vector<Outcome> m_outcomes;

    /// A redis or nginx server in the server's namespace and rules at the gateway.
    Scenario& add(const char* name, const QStringList& rules, const QString& arguments, const QString& expected,
                  bool https = false, bool useIpv6 = false)
    {
        Net net{static_cast<int>(m_nets.size()) + 1};
        m_nets.push_back(net);
        Scenario scenario;
        scenario.name = QString::fromUtf8(name);
        scenario.setUp = net.build();
        for (const auto& rule : rules)
            scenario.setUp << Net::inside(net.gateway(), rule);
        scenario.netns = net.client();
        const auto base = m_lab->folder() + u'/' + scenario.name;
        const auto [certificate, key] = m_lab->certificate();
        const auto config =
            QStringLiteral("daemon off; worker_processes 1; pid %1.pid; error_log %1.error.log;\n"
                           "events { worker_connections 256; }\nhttp { access_log off;\n"
                           "client_body_temp_path %1.b; proxy_temp_path %1.p; fastcgi_temp_path %1.f;\n"
                           "uwsgi_temp_path %1.u; scgi_temp_path %1.s; keepalive_timeout 300s;\n"
                           "server { listen 8080; listen [::]:8080; listen 8443 ssl; listen [::]:8443 ssl;\n"
                           "ssl_certificate %2; ssl_certificate_key %3;\n"
                           "location / { return 200 'hello'; } } }\n")
                .arg(base, certificate, key);
        scenario.servers = {
            Net::inside(net.server(), QStringLiteral("nginx -c ") +
                                          m_lab->writeFile(scenario.name + QStringLiteral(".conf"), config.toUtf8()))};
        const auto host = useIpv6 ? QStringLiteral("[%1]").arg(net.serverV6()) : net.serverV4();
        scenario.diagnose = words(QStringLiteral("%1%2:%3 ")
                                      .arg(https ? QStringLiteral("https://") : QString(), host)
                                      .arg(https ? 8443 : 8080) +
                                  arguments);
        scenario.expected = words(expected);
        m_scenarios.push_back(std::move(scenario));
        return m_scenarios.back();
    }

    void describe()
    {
        const auto quick = QStringLiteral("--max-duration 30");
        const auto forward = QStringLiteral("iptables -A FORWARD -p tcp -s 10.77.0.0/16 ");
        add("router-only", {}, quick, QStringLiteral("no-fault-found"));
        add("router-only-ipv6", {}, quick, QStringLiteral("no-fault-found"), false, true);
        add("filter-drops", {forward + QStringLiteral("--dport 8080 -j DROP")}, quick, QStringLiteral("ip-filtering"));
        add("filter-rejects-by-icmp",
            {forward + QStringLiteral("--dport 8080 -j REJECT --reject-with icmp-admin-prohibited")}, quick,
            QStringLiteral("ip-filtering"));
        add("filter-rejects-by-reset", {forward + QStringLiteral("--dport 8080 -j REJECT --reject-with tcp-reset")},
            quick, QStringLiteral("port-closed ip-filtering"));
        add("connlimit-3",
            {forward + QStringLiteral("--dport 8080 -m connlimit --connlimit-above 3 --connlimit-mask 32 "
                                      "-j REJECT --reject-with tcp-reset")},
            quick + QStringLiteral(" --symptom when=load --thorough"), QStringLiteral("connection-limit"));
        add("hashlimit-3-per-second",
            {forward +
             QStringLiteral("--dport 8080 --syn -m hashlimit --hashlimit-name h --hashlimit-mode srcip "
                            "--hashlimit-above 3/second --hashlimit-burst 3 -j REJECT --reject-with tcp-reset")},
            quick + QStringLiteral(" --symptom when=load --thorough"), QStringLiteral("rate-limit"));
        add("name-filter",
            {forward + QStringLiteral("--dport 8443 -m string --algo bm --string blocked.test -j REJECT --reject-with "
                                      "tcp-reset")},
            quick + QStringLiteral(" --symptom when=tls --server-name blocked.test"),
            QStringLiteral("content-filtering"), true);
        add("conntrack-forgets-after-4s-reset",
            {QStringLiteral("sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=4"),
             QStringLiteral("sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0"),
             QStringLiteral(
                 "iptables -A FORWARD -p tcp -m conntrack --ctstate INVALID -j REJECT --reject-with tcp-reset"),
             QStringLiteral("iptables -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT")},
            quick + QStringLiteral(" --symptom when=idle"), QStringLiteral("middlebox-idle-timeout"));
        add("conntrack-forgets-after-4s-silent",
            {QStringLiteral("sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=4"),
             QStringLiteral("sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0"),
             QStringLiteral("iptables -A FORWARD -p tcp -m conntrack --ctstate INVALID -j DROP"),
             QStringLiteral("iptables -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT")},
            quick + QStringLiteral(" --symptom when=idle"), QStringLiteral("middlebox-idle-timeout"));

        auto& family = add("one-family-dropped", {QStringLiteral("ip6tables -A FORWARD -p tcp --dport 8080 -j DROP")},
                           quick, QStringLiteral("address-family-broken"));
        const auto net = m_nets.back();
        nameInClient(family, net, {net.serverV4(), net.serverV6()});
        auto& backend = add("one-address-refuses", {}, quick, QStringLiteral("faulty-backend"));
        const auto second = m_nets.back();
        backend.setUp
            << words(QStringLiteral("ip -n %1 addr add 10.78.%2.3/24 dev eth0").arg(second.server()).arg(second.number))
            << Net::inside(second.gateway(),
                           QStringLiteral("iptables -A FORWARD -p tcp -d 10.78.%1.3 -j REJECT --reject-with tcp-reset")
                               .arg(second.number));
        nameInClient(backend, second, {second.serverV4(), QStringLiteral("10.78.%1.3").arg(second.number)});
    }

    /// Gives the client's namespace a hosts file in which service.test has these addresses.
    void nameInClient(Scenario& scenario, const Net& net, const QStringList& addresses)
    {
        QByteArray hosts("127.0.0.1 localhost\n");
        for (const auto& address : addresses)
            hosts += address.toUtf8() + " service.test\n";
        const auto folder = QStringLiteral("/etc/netns/") + net.client();
        scenario.setUp.prepend({QStringLiteral("cp"), m_lab->writeFile(net.client() + QStringLiteral(".hosts"), hosts),
                                folder + QStringLiteral("/hosts")});
        scenario.setUp.prepend({QStringLiteral("mkdir"), QStringLiteral("-p"), folder});
        scenario.diagnose.first() = QStringLiteral("service.test:8080");
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (geteuid() != 0)
            QSKIP("needs root to make network namespaces");
        for (const auto* program : {"ip", "iptables", "ip6tables", "nginx", "openssl", "sysctl"})
            if (programPath(QString::fromUtf8(program)).isEmpty())
                QSKIP(qPrintable(QStringLiteral("needs the program %1").arg(QString::fromUtf8(program))));
        m_lab = std::make_unique<Lab>();
        describe();
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
    }

    void cleanupTestCase()
    {
        m_lab.reset();
        for (const auto& net : m_nets) {
            for (const auto& command : net.remove())
                runCommand(command);
            runCommand({QStringLiteral("rm"), QStringLiteral("-rf"), QStringLiteral("/etc/netns/") + net.client()});
        }
    }
};

QTEST_GUILESS_MAIN(TestMiddleboxes)
#include "test_middleboxes.moc"
