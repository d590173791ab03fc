// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses, families, names and links that fail.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

Scenario row(const QString& name, const QString& says, const QStringList& far, const QString& when,
             const QString& causes, const QStringList& closers, bool quick = false)
{
    return {.name = name,
            .says = says,
            .servers = {plainNginx()},
            .far = far,
            .target = u"http://service.test:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = closers,
            .quick = quick};
}

} // namespace

std::vector<Scenario> pathScenarios()
{
    const QStringList path{u"network-path"_s, u"middlebox"_s, u"unknown"_s, u"nobody"_s};
    const QStringList backend{u"server-system"_s, u"server-application"_s, u"unknown"_s};
    const QStringList families{u"10.78.0.2"_s, u"fd78::2"_s};
    const QStringList twoAddresses{u"10.78.0.2"_s, u"10.78.0.3"_s};
    std::vector<Scenario> all;
    all.push_back(row(u"path-ipv6-dropped"_s, u"IPv6 goes nowhere"_s,
                      {u"ip6tables -A FORWARD -p tcp --dport 8080 -j DROP"_s}, u"connect"_s, u"address-family-broken"_s,
                      path, true));
    all.back().addresses = families;
    all.push_back(row(u"path-ipv6-rejected"_s, u"IPv6 is rejected"_s,
                      {u"ip6tables -A FORWARD -p tcp --dport 8080 -j REJECT"_s}, u"random"_s,
                      u"address-family-broken"_s, path));
    all.back().addresses = families;
    all.push_back(row(u"path-ipv4-dropped"_s, u"IPv4 goes nowhere"_s,
                      {u"iptables -A FORWARD -p tcp --dport 8080 -j DROP"_s}, u"connect"_s, u"address-family-broken"_s,
                      path));
    all.back().addresses = families;
    all.push_back(row(u"path-server-without-ipv6"_s,
                      u"the name has an IPv6 address and the server does not listen there"_s, {}, u"connect"_s,
                      u"address-family-broken"_s, path));
    all.back().servers = {nginx(u"server { listen 10.78.0.2:8080; return 200 hello; }"_s)};
    all.back().addresses = families;
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"path-second-address-refuses"_s, u"one of two addresses refuses"_s,
                      {u"iptables -A FORWARD -p tcp -d 10.78.0.3 -j REJECT --reject-with tcp-reset"_s}, u"random"_s,
                      u"faulty-backend"_s, backend, true));
    all.back().addresses = twoAddresses;
    all.back().closers << u"middlebox"_s;
    all.push_back(row(u"path-second-address-silent"_s, u"one of two addresses does not answer"_s,
                      {u"iptables -A FORWARD -p tcp -d 10.78.0.3 -j DROP"_s}, u"connect"_s, u"faulty-backend"_s,
                      backend));
    all.back().addresses = twoAddresses;
    all.back().closers << u"middlebox"_s << u"nobody"_s << u"network-path"_s;
    all.push_back(row(u"path-second-address-resets"_s, u"one of two addresses resets every request"_s, {}, u"random"_s,
                      u"faulty-backend"_s, backend));
    all.back().servers = {nginx(u"server { listen 10.78.0.2:8080; return 200 hello; } server { listen 10.78.0.3:8080; "
                                "reset_timedout_connection on; return 444; }"_s)};
    all.back().addresses = twoAddresses;
    all.push_back(
        row(u"path-balancer-dead-backend"_s, u"a balancer sends every second connection to a closed port"_s,
            {u"iptables -t nat -A PREROUTING -p tcp -d 10.78.0.2 --dport 8080 -m statistic --mode nth --every 2 "
             "--packet 0 -j DNAT --to-destination 10.78.0.3:81"_s},
            u"random"_s, u"faulty-backend"_s, backend, true));
    all.back().target = u"http://{v4}:8080/"_s;
    all.back().closers << u"middlebox"_s;
    all.push_back(
        row(u"path-balancer-gone-backend"_s, u"a balancer sends every third connection to a host that is gone"_s,
            {u"iptables -t nat -A PREROUTING -p tcp -d 10.78.0.2 --dport 8080 -m statistic --mode nth --every 3 "
             "--packet 0 -j DNAT --to-destination 10.78.0.9:8080"_s},
            u"random"_s, u"faulty-backend|unstable-link"_s, backend));
    all.back().target = u"http://{v4}:8080/"_s;
    all.back().closers << u"middlebox"_s << u"nobody"_s << u"network-path"_s;
    all.push_back(row(u"path-mtu-black-hole"_s, u"a link of 1300 bytes, and nobody is told"_s,
                      {u"ip link set mida mtu 1300 2>/dev/null; ip link set midb mtu 1300"_s,
                       u"iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"_s},
                      u"transfer"_s, u"mtu-black-hole"_s, path, true));
    all.back().near = {u"ip link set mida mtu 1300"_s,
                       u"iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"_s};
    all.back().target = u"http://{v4}:8080/"_s;
    all.push_back(
        row(u"path-mtu-black-hole-ipv6"_s, u"the same for IPv6"_s,
            {u"ip link set midb mtu 1300"_s, u"ip6tables -A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP"_s},
            u"transfer"_s, u"mtu-black-hole"_s, path));
    all.back().near = {u"ip link set mida mtu 1300"_s,
                       u"ip6tables -A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP"_s};
    all.back().target = u"http://[{v6}]:8080/"_s;
    all.push_back(row(u"path-mtu-upward"_s, u"large packets get lost on the way to the server only"_s,
                      {u"iptables -A FORWARD -p tcp -s 10.77.0.0/16 -m length --length 1300: -j DROP"_s}, u"transfer"_s,
                      u"mtu-black-hole"_s, path));
    all.back().target = u"http://{v4}:8080/"_s;
    all.push_back(row(u"path-loss-12"_s, u"twelve of a hundred packets get lost"_s,
                      {u"iptables -A FORWARD -m statistic --mode random --probability 0.12 -j DROP"_s}, u"random"_s,
                      u"unstable-link"_s, path, true));
    all.back().target = u"http://{v4}:8080/"_s;
    all.push_back(row(u"path-loss-30"_s, u"thirty of a hundred packets get lost"_s,
                      {u"iptables -A FORWARD -m statistic --mode random --probability 0.30 -j DROP"_s}, u"random"_s,
                      u"unstable-link"_s, path));
    all.back().target = u"http://{v4}:8080/"_s;
    all.push_back(
        row(u"path-outages"_s, u"the link is gone for two seconds in every eight"_s,
            {u"(while true; do sleep 6; iptables -I FORWARD -j DROP; sleep 2; iptables -D FORWARD -j DROP; done) "
             ">/dev/null 2>&1 </dev/null &"_s},
            u"random"_s, u"unstable-link"_s, path));
    all.back().target = u"http://{v4}:8080/"_s;
    all.push_back(row(u"path-no-name"_s, u"the name does not exist"_s, {}, u"connect"_s, u"dns-failure"_s, path, true));
    all.back().servers = {{.command = u"exec dnsmasq -k -C /dev/null --no-resolv --no-hosts --local=/test/ -p 53 "
                                      "--listen-address=10.78.0.2 --bind-interfaces --pid-file={dir}/d.pid"_s,
                           .port = 53,
                           .files = {},
                           .needs = {u"dnsmasq"_s}}};
    all.back().resolver = u"10.78.0.2"_s;
    all.back().target = u"http://missing.test:8080/"_s;
    all.push_back(
        row(u"path-dead-resolver"_s, u"the name server does not answer"_s,
            {u"iptables -A FORWARD -p udp --dport 53 -j DROP"_s, u"iptables -A FORWARD -p tcp --dport 53 -j DROP"_s},
            u"connect"_s, u"dns-failure"_s, path));
    all.back().resolver = u"10.78.0.2"_s;
    all.back().target = u"http://missing.test:8080/"_s;
    return all;
}

} // namespace doctor::lab
