// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of the client's own computer.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

Scenario row(const QString& name, const QString& says, const QStringList& client, const QString& when,
             const QString& causes, bool quick = false)
{
    return {.name = u"computer-"_s + name,
            .says = says,
            .servers = {plainNginx()},
            .client = client,
            .target = u"http://{v4}:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = {u"this-computer"_s, u"unknown"_s},
            .quick = quick};
}

/// One of the client's two addresses is turned away by the router in front of the server: the verdict follows the
/// address that the connections come from.
void addSources(std::vector<Scenario>& all)
{
    const QStringList second{u"ip addr add 10.77.0.77/24 dev upa"_s};
    const QStringList turnedAway{
        u"iptables -A FORWARD -p tcp -s 10.77.0.77 --dport 8080 -j REJECT --reject-with tcp-reset"_s};
    Scenario refused = row(u"source-refused"_s, u"connections come from an address that is turned away"_s, second,
                           u"connect"_s, u"ip-filtering|port-closed"_s, true);
    refused.far = turnedAway;
    refused.arguments = {u"--source-address"_s, u"10.77.0.77"_s};
    refused.closers = {u"middlebox"_s, u"unknown"_s};
    all.push_back(refused);
    Scenario welcome = row(u"source-welcome"_s, u"connections come from the other address, which is let through"_s,
                           second, {}, u"no-fault-found"_s, true);
    welcome.far = turnedAway;
    welcome.arguments = {u"--source-address"_s, u"10.77.0.2"_s};
    welcome.closers = {u"nobody"_s};
    all.push_back(welcome);
}

} // namespace

std::vector<Scenario> computerScenarios()
{
    std::vector<Scenario> all;
    all.push_back(row(u"firewall-reset"_s, u"its own packet filter resets what goes to this port"_s,
                      {u"iptables -A OUTPUT -p tcp --dport 8080 -j REJECT --reject-with tcp-reset"_s}, u"connect"_s,
                      u"local-firewall"_s, true));
    all.push_back(
        row(u"firewall-drop"_s, u"its own packet filter drops what goes to this port"_s,
            {u"nft add table inet f; nft 'add chain inet f o { type filter hook output priority 0; }'; nft add "
             "rule inet f o tcp dport 8080 drop"_s},
            u"connect"_s, u"local-firewall"_s));
    all.push_back(row(u"few-ports"_s, u"nearly no local ports are left"_s,
                      {u"sysctl -qw net.ipv4.ip_local_port_range='40000 40003' net.ipv4.tcp_tw_reuse=0"_s}, u"load"_s,
                      u"ephemeral-port-exhaustion"_s));
    all.push_back(all.back());
    all.back().name += u"-bound"_s;
    all.back().says += u", and connections come from a chosen address"_s;
    all.back().arguments = {u"--source-address"_s, u"10.77.0.2"_s};
    addSources(all);
    all.push_back(row(u"proxy-resets"_s, u"the configured proxy cuts what it is asked for"_s, {}, u"first-request"_s,
                      u"proxy-interference"_s));
    all.back().servers = {nginx(u"server { listen 8081; return 200 hello; }"_s, 8081),
                          python(u"{tools}/server.py reset-on-request"_s)};
    all.back().target = u"http://{v4}:8081/"_s;
    all.back().arguments = {u"--proxy"_s, u"http://10.78.0.2:8080"_s};
    all.back().closers << u"middlebox"_s;
    return all;
}

} // namespace doctor::lab
