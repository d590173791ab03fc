// SPDX-License-Identifier: GPL-3.0-or-later
// Servers with which nothing is wrong, in all the ways in which that can look strange.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

const QStringList Healthy{u"no-fault-found"_s};
const QStringList Nobody{u"nobody"_s, u"unknown"_s};

Scenario healthy(const QString& name, const QString& says, const Server& server, const QString& target,
                 const QString& when = {}, bool quick = false)
{
    return {.name = u"healthy-"_s + name,
            .says = says,
            .servers = {server},
            .target = target,
            .when = when,
            .causes = Healthy,
            .closers = Nobody,
            .quick = quick};
}

} // namespace

std::vector<Scenario> healthyScenarios()
{
    std::vector<Scenario> all;
    all.push_back(healthy(u"nginx"_s, u"nginx as it comes"_s, plainNginx(), u"http://{v4}:8080/"_s, u"idle"_s, true));
    all.push_back(
        healthy(u"nginx-https"_s, u"nginx with TLS, self-signed"_s, plainNginx(), u"https://{v4}:8443/"_s, u"tls"_s));
    all.push_back(healthy(u"nginx-ipv6"_s, u"the same over IPv6"_s, plainNginx(), u"http://[{v6}]:8080/"_s));
    all.push_back(
        healthy(u"nginx-load"_s, u"nginx, and the user suspects load"_s, plainNginx(), u"{v4}:8080"_s, u"load"_s));
    all.push_back(healthy(u"closes-each"_s, u"python's http.server closes after each answer, as HTTP/1.0 does"_s,
                          python(u"-m http.server 8080 --bind 0.0.0.0"_s), u"{v4}:8080"_s, u"idle"_s, true));
    all.push_back(healthy(u"slow"_s, u"every answer takes 2.5 s"_s, python(u"{tools}/server.py slow 2.5"_s),
                          u"http://{v4}:8080/"_s, u"first-request"_s, true));
    all.push_back(healthy(u"not-found"_s, u"answers 404"_s,
                          nginx(u"server { listen 8080; location / { return 404; } }"_s), u"http://{v4}:8080/x"_s,
                          u"transfer"_s));
    all.push_back(healthy(u"unauthorized"_s, u"answers 401"_s,
                          nginx(u"server { listen 8080; location / { add_header WWW-Authenticate 'Basic realm=x' "
                                "always; return 401; } }"_s),
                          u"http://{v4}:8080/"_s));
    all.push_back(healthy(u"redirect"_s, u"answers 301 and wants TLS elsewhere"_s,
                          nginx(u"server { listen 8080; return 301 https://service.test/; }"_s), u"{v4}:8080"_s));
    all.push_back(healthy(u"announced-close"_s, u"nginx announces the end of each connection"_s,
                          nginx(u"server { listen 8080; keepalive_timeout 0; location / { return 200 hello; } }"_s),
                          u"http://{v4}:8080/"_s, u"random"_s));
    all.push_back(healthy(u"tls-1.3-only"_s, u"nginx that speaks nothing older than TLS 1.3"_s,
                          nginx(u"server { listen 8443 ssl; ssl_protocols TLSv1.3; ssl_certificate {cert}; "
                                "ssl_certificate_key {key}; return 200 hello; }"_s,
                                8443),
                          u"https://{v4}:8443/"_s, u"tls"_s));
    all.push_back(healthy(u"haproxy"_s, u"haproxy in front of nginx"_s,
                          haproxy(u"frontend f\n  bind :8080\n  http-request return status 200 content-type text/plain "
                                  "string hello"_s),
                          u"http://{v4}:8080/"_s, u"idle"_s));
    all.push_back(healthy(u"redis"_s, u"redis as it comes"_s, redis(), u"{v4}:6379"_s, u"idle"_s, true));
    all.push_back(healthy(u"redis-password"_s, u"redis that wants a password"_s, redis(u"--requirepass secret"_s),
                          u"{v4}:6379"_s, u"first-request"_s));
    all.push_back(healthy(u"memcached"_s, u"memcached as it comes"_s,
                          {.command = u"exec memcached -u root -l 0.0.0.0 -p 11211"_s,
                           .port = 11211,
                           .files = {},
                           .needs = {u"memcached"_s}},
                          u"{v4}:11211"_s));
    all.push_back(healthy(u"sshd"_s, u"OpenSSH greets and waits for two minutes"_s,
                          {.command = u"mkdir -p /run/sshd; ssh-keygen -q -N '' -t ed25519 -f {dir}/k; exec "
                                      "/usr/sbin/sshd -D -e -f /dev/null -h {dir}/k -p 2222 -o PidFile=none"_s,
                           .port = 2222,
                           .files = {},
                           .needs = {u"sshd"_s}},
                          u"{v4}:2222"_s, u"idle"_s, true));
    all.push_back(healthy(u"mqtt"_s,
                          u"mosquitto: a binary protocol that we do not know, and that hangs up on words "
                          "that it does not know"_s,
                          {.command = u"exec mosquitto -c {dir}/m.conf"_s,
                           .port = 1883,
                           .files = {{u"m.conf"_s, u"listener 1883 0.0.0.0\nallow_anonymous true\nuser root\n"_s}},
                           .needs = {u"mosquitto"_s}},
                          u"{v4}:1883"_s, u"idle"_s));
    all.back().causes = {u"no-fault-found"_s, u"something-else"_s, u"wrong-protocol"_s};
    all.push_back(healthy(u"binary"_s, u"an unknown binary protocol that waits for the client"_s,
                          python(u"{tools}/server.py binary"_s), u"{v4}:8080"_s, u"idle"_s, true));
    all.back().arguments = {u"--protocol"_s, u"tcp"_s};
    all.push_back(healthy(u"greets"_s, u"an unknown line protocol that greets and waits"_s,
                          python(u"{tools}/server.py greets"_s), u"{v4}:8080"_s));
    all.push_back(healthy(u"ftp"_s, u"vsftpd greets and waits"_s,
                          {.command = u"mkdir -p /var/run/vsftpd/empty; exec vsftpd {dir}/f.conf"_s,
                           .port = 2121,
                           .files = {{u"f.conf"_s, u"listen=YES\nlisten_port=2121\nbackground=NO\n"_s}},
                           .needs = {u"vsftpd"_s}},
                          u"{v4}:2121"_s));
    all.push_back(healthy(u"lighttpd"_s, u"lighttpd, whose own idle limit is five seconds, is asked about load only"_s,
                          {.command = u"exec lighttpd -D -f {dir}/l.conf"_s,
                           .port = 8080,
                           .files = {{u"l.conf"_s, u"server.document-root = \"{dir}\"\nserver.port = 8080\n"
                                                   "server.max-keep-alive-idle = 120\n"_s}},
                           .needs = {u"lighttpd"_s}},
                          u"http://{v4}:8080/"_s));
    return all;
}

} // namespace doctor::lab
