// SPDX-License-Identifier: GPL-3.0-or-later
// Packet filters on the way: netfilter in one of the two routers, in front of a healthy nginx.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

const QString Forward = u"iptables -A FORWARD -p tcp -s 10.77.0.0/16 "_s;
const QString Reset = u" -j REJECT --reject-with tcp-reset"_s;

Scenario row(const QString& name, const QString& says, const QStringList& far, const QString& when,
             const QString& causes, bool quick = false)
{
    return {.name = u"filter-"_s + name,
            .says = says,
            .servers = {plainNginx()},
            .far = far,
            .target = u"http://{v4}:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = {u"middlebox"_s, u"unknown"_s},
            .quick = quick};
}

/// What a NAT does that forgets quiet connections after six seconds and treats their packets as strangers.
QStringList forgets(const QString& verdict)
{
    return {u"sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0 net.netfilter.nf_conntrack_tcp_timeout_established=6"_s,
            u"iptables -A FORWARD -p tcp -m conntrack --ctstate INVALID -j "_s + verdict,
            u"iptables -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT"_s};
}

} // namespace

std::vector<Scenario> filterScenarios()
{
    std::vector<Scenario> all;
    all.push_back(row(u"drop"_s, u"drops this port"_s, {Forward + u"--dport 8080 -j DROP"_s}, u"connect"_s,
                      u"ip-filtering"_s, true));
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"reject-icmp"_s, u"rejects with 'administratively prohibited'"_s,
                      {Forward + u"--dport 8080 -j REJECT --reject-with icmp-admin-prohibited"_s}, u"connect"_s,
                      u"ip-filtering"_s, true));
    all.push_back(row(u"reject-icmp-port"_s, u"rejects as iptables does without further words: port unreachable"_s,
                      {Forward + u"--dport 8080 -j REJECT"_s}, u"connect"_s, u"ip-filtering|port-closed"_s));
    all.push_back(row(u"reject-icmp-host"_s, u"rejects with 'host unreachable'"_s,
                      {Forward + u"--dport 8080 -j REJECT --reject-with icmp-host-unreachable"_s}, u"connect"_s,
                      u"ip-filtering|something-else"_s));
    all.back().closers << u"network-path"_s;
    all.push_back(row(u"reject-reset"_s, u"rejects with a reset, one hop before the server"_s,
                      {Forward + u"--dport 8080"_s + Reset}, u"connect"_s, u"ip-filtering|port-closed"_s));
    all.push_back(row(u"reject-reset-near"_s, u"rejects with a reset, two hops before the server"_s, {}, u"connect"_s,
                      u"ip-filtering|port-closed"_s));
    all.back().near = {Forward + u"--dport 8080"_s + Reset};
    all.push_back(row(u"server-drops"_s, u"the server's own packet filter drops this client"_s, {}, u"connect"_s,
                      u"ip-filtering"_s));
    all.back().server = {u"iptables -A INPUT -s 10.77.0.2 -p tcp --dport 8080 -j DROP"_s};
    all.back().closers << u"nobody"_s << u"server-system"_s;
    all.push_back(row(u"connlimit-3"_s, u"more than three connections at once are reset"_s,
                      {Forward + u"--dport 8080 --syn -m connlimit --connlimit-above 3 --connlimit-mask 32"_s + Reset},
                      u"load"_s, u"connection-limit"_s, true));
    all.push_back(row(u"connlimit-4-drop"_s, u"more than four connections at once are dropped"_s,
                      {Forward + u"--dport 8080 --syn -m connlimit --connlimit-above 4 --connlimit-mask 32 -j DROP"_s},
                      u"load"_s, u"connection-limit"_s));
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"hashlimit-reset"_s, u"more than three new connections a second are reset"_s,
                      {Forward +
                       u"--dport 8080 --syn -m hashlimit --hashlimit-name h --hashlimit-mode srcip "
                       "--hashlimit-above 3/second --hashlimit-burst 3"_s +
                       Reset},
                      u"load"_s, u"rate-limit"_s, true));
    all.push_back(row(u"hashlimit-drop"_s, u"more than three new connections a second are dropped"_s,
                      {Forward + u"--dport 8080 --syn -m hashlimit --hashlimit-name h --hashlimit-mode srcip "
                                 "--hashlimit-above 3/second --hashlimit-burst 3 -j DROP"_s},
                      u"load"_s, u"rate-limit|server-overloaded|listen-backlog-overflow"_s));
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"hashlimit-20-minute"_s, u"more than twenty new connections a minute are reset"_s,
                      {Forward +
                       u"--dport 8080 --syn -m hashlimit --hashlimit-name h --hashlimit-mode srcip "
                       "--hashlimit-above 20/minute --hashlimit-burst 12"_s +
                       Reset},
                      u"random"_s, u"rate-limit|address-banned|connection-limit"_s));
    all.push_back(
        row(u"ban"_s, u"after twenty new connections the address is locked out for a minute"_s,
            {Forward + u"--dport 8080 --syn -m recent --name ban --update --seconds 60 --hitcount 20 -j DROP"_s,
             Forward + u"--dport 8080 --syn -m recent --name ban --set -j ACCEPT"_s},
            u"random"_s, u"address-banned|rate-limit"_s));
    all.back().near = {u"true"_s};
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"tls-name"_s, u"resets hellos that name blocked.test"_s,
                      {Forward + u"--dport 8443 -m string --algo bm --string blocked.test"_s + Reset}, u"tls"_s,
                      u"content-filtering"_s, true));
    all.back().target = u"https://{v4}:8443/"_s;
    all.back().arguments = {u"--server-name"_s, u"blocked.test"_s};
    all.push_back(row(u"tls-name-drop"_s, u"drops hellos that name blocked.test"_s,
                      {Forward + u"--dport 8443 -m string --algo bm --string blocked.test -j DROP"_s}, u"tls"_s,
                      u"content-filtering"_s));
    all.back().target = u"https://{v4}:8443/"_s;
    all.back().arguments = {u"--server-name"_s, u"blocked.test"_s};
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"http-host"_s, u"resets HTTP requests to the host service.test"_s,
                      {Forward + u"--dport 8080 -m string --algo bm --string service.test"_s + Reset},
                      u"first-request"_s, u"content-filtering"_s));
    all.back().target = u"http://service.test:8080/"_s;
    all.back().addresses = {u"10.78.0.2"_s};
    all.push_back(row(u"http-path"_s, u"resets HTTP requests with a forbidden word in the path"_s,
                      {Forward + u"--dport 8080 -m string --algo bm --string forbidden"_s + Reset}, u"first-request"_s,
                      u"content-filtering|abortive-close"_s));
    all.back().target = u"http://{v4}:8080/forbidden/page"_s;
    all.push_back(
        row(u"no-tls"_s, u"resets every TLS hello on a port that serves TLS"_s,
            {Forward + u"--dport 8443 -m string --algo bm --from 40 --to 100 --hex-string '|160301|'"_s + Reset},
            u"tls"_s, u"content-filtering|tls-version-mismatch"_s));
    all.back().target = u"https://{v4}:8443/"_s;
    all.push_back(row(u"idle-reset"_s, u"conntrack forgets after six seconds; strangers are reset"_s,
                      forgets(u"REJECT --reject-with tcp-reset"_s), u"idle"_s, u"middlebox-idle-timeout"_s));
    all.back().idleSeconds = 6;
    all.push_back(row(u"idle-drop"_s, u"conntrack forgets after six seconds; strangers are dropped"_s,
                      forgets(u"DROP"_s), u"idle"_s, u"middlebox-idle-timeout"_s));
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"idle-reset-redis"_s, u"the same in front of redis"_s,
                      forgets(u"REJECT --reject-with tcp-reset"_s), u"idle"_s, u"middlebox-idle-timeout"_s));
    all.back().servers = {redis()};
    all.back().target = u"{v4}:6379"_s;
    all.push_back(
        row(u"idle-nat"_s, u"a masquerading NAT forgets after seven seconds; strangers are dropped"_s,
            forgets(u"DROP"_s) + QStringList{u"iptables -t nat -A POSTROUTING -o downa -j MASQUERADE"_s,
                                             u"sysctl -qw net.netfilter.nf_conntrack_tcp_timeout_established=7"_s},
            u"idle"_s, u"middlebox-idle-timeout"_s));
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"snat-few-ports"_s, u"a NAT has six ports for this client; further connections are dropped"_s,
                      {u"iptables -t nat -A POSTROUTING -p tcp -o downa -j MASQUERADE --to-ports 40000-40005"_s},
                      u"load"_s, u"connection-limit|rate-limit|listen-backlog-overflow|address-banned"_s));
    all.back().closers << u"nobody"_s << u"server-system"_s;
    all.push_back(row(u"invalid-reject"_s,
                      u"conntrack loses its table every five seconds; packets of older connections are reset"_s,
                      {u"sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0"_s,
                       u"iptables -A FORWARD -p tcp -m conntrack --ctstate INVALID -j REJECT --reject-with tcp-reset"_s,
                       u"iptables -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT"_s,
                       u"(while true; do sleep 5; conntrack -F; done) >/dev/null 2>&1 </dev/null &"_s},
                      u"random"_s, u"middlebox-idle-timeout|unstable-link|server-restarting"_s));
    all.back().servers.front().needs << u"conntrack"_s;
    all.back().closers << u"network-path"_s;
    all.push_back(row(u"trace-tls-name"_s, u"the same hello filter in the first router; the diagnosis has no rights"_s,
                      {}, u"tls"_s, u"content-filtering"_s));
    all.back().near = {Forward + u"--dport 8443 -m string --algo bm --string blocked.test"_s + Reset};
    all.back().target = u"https://{v4}:8443/"_s;
    all.back().arguments = {u"--server-name"_s, u"blocked.test"_s};
    all.back().unprivileged = true;
    all.back().findings = {{u"resetter-place"_s, {u"on-path"_s, u"on-path-range"_s}}};
    all.push_back(row(u"trace-port"_s, u"rejects with a reset, two hops away; the diagnosis has no rights"_s,
                      {Forward + u"--dport 8080"_s + Reset}, u"connect"_s, u"ip-filtering|port-closed"_s));
    all.back().unprivileged = true;
    all.back().findings = {{u"resetter-place"_s, {u"on-path"_s, u"on-path-range"_s, u"just-before-end"_s}}};
    return all;
}

} // namespace doctor::lab
