// SPDX-License-Identifier: GPL-3.0-or-later
// Programs as people write them: node and python, each with one habit.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

Scenario row(const QString& name, const QString& says, const Server& server, const QString& when, const QString& causes,
             bool quick = false)
{
    return {.name = name,
            .says = says,
            .servers = {server},
            .target = u"http://{v4}:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = {u"server-application"_s, u"unknown"_s},
            .quick = quick};
}

Server web(const QString& handler, const QString& settings = {})
{
    return node(
        u"const http = require('http');\nlet count = 0;\nconst server = http.createServer((request, response) => "
        "{ %1 });\n%2\nserver.listen(8080, '0.0.0.0');\n"_s.arg(handler, settings));
}

Server habit(const QString& name)
{
    return python(u"{tools}/server.py "_s + name);
}

} // namespace

std::vector<Scenario> applicationScenarios()
{
    const auto hello = u"response.end('hello');"_s;
    std::vector<Scenario> all;
    all.push_back(row(u"node-default"_s, u"node as it comes: announces five seconds and keeps to them"_s, web(hello),
                      u"idle"_s, u"server-idle-timeout|keep-alive-race|no-fault-found"_s));
    all.back().closers << u"nobody"_s << u"server-system"_s;
    all.push_back(row(u"node-keep-alive-3s"_s, u"keepAliveTimeout of three seconds"_s,
                      web(hello, u"server.keepAliveTimeout = 3000;"_s), u"idle"_s,
                      u"server-idle-timeout|keep-alive-race"_s, true));
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"node-socket-timeout-4s"_s, u"server.timeout of four seconds"_s,
                      web(hello, u"server.timeout = 4000; server.keepAliveTimeout = 0;"_s), u"idle"_s,
                      u"server-idle-timeout|request-timeout|keep-alive-race"_s));
    all.push_back(row(u"node-max-connections-3"_s, u"maxConnections 3: further ones are dropped"_s,
                      web(hello, u"server.maxConnections = 3; server.keepAliveTimeout = 120000;"_s), u"load"_s,
                      u"connection-limit"_s, true));
    all.push_back(row(u"node-headers-timeout-3s"_s, u"headersTimeout of three seconds"_s,
                      node(u"const http = require('http');\nconst server = http.createServer({ "
                           "connectionsCheckingInterval: 200 }, (request, response) => response.end('hello'));\n"
                           "server.headersTimeout = 3000; server.requestTimeout = 3000; server.keepAliveTimeout = "
                           "120000;\nserver.listen(8080, '0.0.0.0');\n"_s),
                      u"first-request"_s, u"request-timeout"_s));
    all.push_back(row(u"node-resets-each"_s, u"every request is answered by a reset"_s,
                      web(u"request.socket.resetAndDestroy();"_s), u"first-request"_s,
                      u"abortive-close|unhandled-exception"_s));
    all.push_back(row(u"node-dies-inside-answer"_s, u"the handler dies in the middle of an answer"_s,
                      web(u"response.writeHead(200, { 'Content-Length': 100000 }); response.write('x'.repeat(20000)); "
                          "setTimeout(() => request.socket.resetAndDestroy(), 50);"_s),
                      u"transfer"_s, u"unhandled-exception"_s, true));
    all.push_back(row(u"node-crashes"_s, u"every fourth request kills the process, which is started anew"_s,
                      web(u"if (++count % 4 === 0) process.exit(1); response.end('hello');"_s,
                          u"server.keepAliveTimeout = 120000;"_s),
                      u"random"_s, u"server-restarting|unhandled-exception"_s));
    all.back().servers.front().command = u"while true; do node {dir}/server.js; sleep 0.7; done"_s;
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"node-two-per-socket"_s, u"maxRequestsPerSocket 2"_s,
                      web(hello, u"server.maxRequestsPerSocket = 2; server.keepAliveTimeout = 120000;"_s), u"random"_s,
                      u"connection-lifetime-limit|no-fault-found"_s));
    all.back().closers << u"nobody"_s;

    all.push_back(row(u"python-linger-after-answer"_s, u"answers, then closes with SO_LINGER of zero"_s,
                      habit(u"linger-after-answer"_s), u"first-request"_s, u"abortive-close"_s, true));
    all.push_back(row(u"python-reset-on-request"_s, u"resets on every request"_s, habit(u"reset-on-request"_s),
                      u"first-request"_s, u"abortive-close|unhandled-exception"_s));
    all.push_back(row(u"trace-server"_s, u"the same; the diagnosis has no rights"_s, habit(u"reset-on-request"_s),
                      u"first-request"_s, u"abortive-close|unhandled-exception"_s));
    all.back().unprivileged = true;
    all.back().findings = {{u"resetter-place"_s, {u"at-end"_s}}};
    all.push_back(row(u"python-close-unread"_s, u"closes without having read the request: the system resets"_s,
                      habit(u"close-unread"_s), u"first-request"_s, u"abortive-close|unhandled-exception"_s));
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"python-reset-at-accept"_s, u"resets every connection as soon as it is accepted"_s,
                      habit(u"reset-at-accept"_s), u"connect"_s,
                      u"abortive-close|ip-filtering|address-banned|faulty-backend"_s));
    all.back().closers << u"middlebox"_s << u"server-system"_s;
    all.push_back(row(u"python-dies-inside-answer"_s, u"resets in the middle of each answer"_s,
                      habit(u"dies-inside-answer"_s), u"transfer"_s, u"unhandled-exception"_s));
    all.push_back(row(u"python-truncates-answer"_s, u"closes in the middle of each answer"_s,
                      habit(u"truncates-answer"_s), u"transfer"_s, u"unhandled-exception"_s));
    all.push_back(row(u"python-sometimes-dies"_s, u"every third request is answered by a reset"_s,
                      habit(u"sometimes-dies"_s), u"random"_s,
                      u"unhandled-exception|abortive-close|faulty-backend|unstable-link"_s));
    all.push_back(row(u"python-never-answers"_s, u"accepts and reads but never answers"_s, habit(u"never-answers"_s),
                      u"first-request"_s, u"server-overloaded|something-else"_s));
    all.back().closers << u"nobody"_s << u"server-system"_s;
    all.push_back(row(u"python-cut-by-count"_s, u"ends connections after three requests without announcing it"_s,
                      habit(u"cut-by-count 3"_s), u"random"_s, u"connection-lifetime-limit"_s, true));
    all.push_back(row(u"python-cut-by-age"_s, u"ends every connection at an age of four seconds"_s,
                      habit(u"cut-by-age 4"_s), u"random"_s, u"connection-lifetime-limit|server-idle-timeout"_s));
    all.push_back(row(u"python-idle-reset"_s, u"resets quiet connections after five seconds"_s,
                      habit(u"idle-reset 5"_s), u"idle"_s, u"server-idle-timeout|middlebox-idle-timeout"_s));
    all.back().closers << u"middlebox"_s; // the two cannot be told apart when the reset comes unasked
    all.push_back(row(u"python-small-bodies"_s, u"refuses bodies over 20 kB while they are still being sent"_s,
                      habit(u"small-bodies 20000"_s), u"transfer"_s, u"request-too-large"_s));
    all.push_back(row(u"python-full-queue"_s, u"has stopped to accept; the queue of the system is full"_s,
                      habit(u"full-queue 1"_s), u"connect"_s,
                      u"listen-backlog-overflow|server-overloaded|ip-filtering"_s));
    all.back().closers = {u"server-system"_s, u"server-application"_s, u"unknown"_s, u"nobody"_s};
    all.back().causes = {u"listen-backlog-overflow"_s, u"server-overloaded"_s};
    all.push_back(row(u"python-crashes"_s, u"is killed and started anew every six seconds"_s,
                      habit(u"crash-and-return 6"_s), u"random"_s, u"server-restarting"_s));
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"python-dies-for-good"_s, u"is killed after nine seconds and stays away"_s, habit(u"answers"_s),
                      u"random"_s, u"server-restarting|port-closed"_s));
    all.back().servers.front().command = u"exec timeout -s KILL 9 python3 {tools}/server.py answers"_s;
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"port-closed"_s, u"nothing listens"_s, {}, u"connect"_s, u"port-closed"_s, true));
    all.back().servers.clear();
    all.back().closers = {u"server-system"_s, u"unknown"_s};
    return all;
}

} // namespace doctor::lab
