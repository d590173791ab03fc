// SPDX-License-Identifier: GPL-3.0-or-later
// haproxy with settings that hurt somebody.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

const QString Answers = u"  http-request return status 200 content-type text/plain string hello\n"_s;
const QString Patient = u"  timeout connect 2s\n  timeout client 300s\n  timeout server 300s\n"_s;

Scenario row(const QString& name, const QString& says, const lab::Server& server, const QString& when,
             const QString& causes, bool quick = false)
{
    return {.name = u"haproxy-"_s + name,
            .says = says,
            .servers = {server},
            .target = u"http://{v4}:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = {u"server-application"_s, u"unknown"_s},
            .quick = quick};
}

QString front(const QString& lines)
{
    return u"frontend f\n  bind :8080\n"_s + lines;
}

} // namespace

std::vector<Scenario> haproxyScenarios()
{
    std::vector<Scenario> all;
    all.push_back(row(u"keep-alive-3s"_s, u"timeout http-keep-alive 3s"_s,
                      haproxy(front(Answers), 8080, u"  mode http\n"_s + Patient + u"  timeout http-keep-alive 3s\n"_s),
                      u"idle"_s, u"server-idle-timeout|keep-alive-race"_s));
    all.push_back(
        row(u"http-request-3s"_s, u"timeout http-request 3s: 408 for slow requests"_s,
            haproxy(front(Answers), 8080,
                    u"  mode http\n"_s + Patient + u"  timeout http-request 3s\n  timeout http-keep-alive 120s\n"_s),
            u"first-request"_s, u"request-timeout"_s, true));
    all.push_back(row(u"tcp-client-5s"_s, u"TCP mode in front of redis, timeout client and server 5s"_s,
                      haproxy(front(u"  default_backend b\nbackend b\n  server s 127.0.0.1:6379\n"_s), 8080,
                              u"  mode tcp\n  timeout connect 2s\n  timeout client 5s\n  timeout server 5s\n"_s),
                      u"idle"_s, u"server-idle-timeout|middlebox-idle-timeout"_s));
    all.back().servers.push_back(redis());
    all.back().target = u"{v4}:8080"_s;
    all.back().arguments = {u"--protocol"_s, u"redis"_s};
    all.back().closers << u"middlebox"_s; // it is both
    all.push_back(row(u"maxconn-3"_s, u"maxconn 3 at the front: further connections wait in the queue"_s,
                      haproxy(front(u"  maxconn 3\n"_s + Answers)), u"load"_s,
                      u"connection-limit|listen-backlog-overflow|server-overloaded"_s));
    all.back().closers << u"server-system"_s << u"nobody"_s;
    all.push_back(row(u"connection-reject"_s, u"tcp-request connection reject for this client"_s,
                      haproxy(front(u"  tcp-request connection reject if { src 10.77.0.0/16 }\n"_s + Answers)),
                      u"connect"_s, u"ip-filtering|address-banned|abortive-close|connection-limit"_s));
    all.back().closers << u"middlebox"_s;
    all.push_back(row(u"silent-drop"_s, u"http-request silent-drop: the client is left alone with its connection"_s,
                      haproxy(front(u"  http-request silent-drop\n"_s)), u"first-request"_s,
                      u"ip-filtering|content-filtering|server-overloaded|something-else|address-banned"_s));
    all.back().closers = {u"nobody"_s, u"unknown"_s, u"middlebox"_s, u"server-application"_s};
    all.push_back(row(u"deny-403"_s, u"http-request deny: an orderly 403"_s, haproxy(front(u"  http-request deny\n"_s)),
                      u"first-request"_s, u"no-fault-found"_s));
    all.back().closers = {u"nobody"_s, u"unknown"_s};
    all.push_back(row(u"http-reject"_s, u"http-request reject: closes without an answer"_s,
                      haproxy(front(u"  http-request reject\n"_s)), u"first-request"_s,
                      u"abortive-close|unhandled-exception"_s));
    all.push_back(row(u"rate-table"_s, u"a stick table rejects more than four connections in three seconds"_s,
                      haproxy(front(u"  stick-table type ip size 1k expire 30s store conn_rate(3s)\n"
                                    "  tcp-request connection track-sc0 src\n"
                                    "  tcp-request connection reject if { sc0_conn_rate gt 7 }\n"_s +
                                    Answers)),
                      u"load"_s, u"rate-limit|address-banned"_s));
    all.push_back(row(u"conn-table"_s, u"a stick table rejects more than three connections at once"_s,
                      haproxy(front(u"  stick-table type ip size 1k expire 30s store conn_cur\n"
                                    "  tcp-request connection track-sc0 src\n"
                                    "  tcp-request connection reject if { sc0_conn_cur gt 3 }\n"_s +
                                    Answers)),
                      u"load"_s, u"connection-limit"_s, true));
    all.push_back(row(u"one-dead-backend"_s, u"TCP mode, two backends in turn, one of them refuses"_s,
                      haproxy(front(u"  default_backend b\nbackend b\n  balance roundrobin\n  retries 0\n"
                                    "  server good 127.0.0.1:8090\n  server dead 127.0.0.1:1\n"_s),
                              8080, u"  mode tcp\n"_s + Patient),
                      u"random"_s, u"faulty-backend"_s, true));
    all.back().servers.push_back(nginx(u"server { listen 127.0.0.1:8090; return 200 hello; }"_s, 8090));
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"dead-backend"_s, u"TCP mode in front of nothing: accepts and ends"_s,
                      haproxy(front(u"  default_backend b\nbackend b\n  retries 0\n  server dead 127.0.0.1:1\n"_s),
                              8080, u"  mode tcp\n"_s + Patient),
                      u"first-request"_s, u"faulty-backend|abortive-close|unhandled-exception|server-overloaded"_s));
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"server-timeout-2s"_s, u"timeout server 2s in front of an answer that takes six: 504"_s,
                      haproxy(front(u"  default_backend b\nbackend b\n  server slow 127.0.0.1:8090\n"_s), 8080,
                              u"  mode http\n  timeout connect 2s\n  timeout client 120s\n  timeout server 2s\n"_s),
                      u"first-request"_s, u"request-timeout|server-overloaded|faulty-backend"_s));
    all.back().servers.push_back(
        nginx(u"server { listen 127.0.0.1:8090; location / { proxy_pass http://127.0.0.1:8091; } }"_s, 8090));
    all.back().servers.push_back(python(u"-c \"import socket,time\ns=socket.create_server(('127.0.0.1',8091))\n"
                                        "k=[]\nwhile True: k.append(s.accept())\""_s,
                                        8091));
    return all;
}

} // namespace doctor::lab
