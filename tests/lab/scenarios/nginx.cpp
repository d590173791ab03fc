// SPDX-License-Identifier: GPL-3.0-or-later
// nginx and Apache with settings that hurt somebody.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

const QStringList Server{u"server-application"_s, u"unknown"_s};

Scenario row(const QString& name, const QString& says, const lab::Server& server, const QString& when,
             const QString& causes, bool quick = false)
{
    return {.name = name,
            .says = says,
            .servers = {server},
            .target = u"http://{v4}:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = Server,
            .quick = quick};
}

lab::Server web(const QString& lines)
{
    return nginx(u"server { listen 8080; location / { return 200 hello; } %1 }"_s.arg(lines));
}

} // namespace

std::vector<Scenario> nginxScenarios()
{
    std::vector<Scenario> all;
    all.push_back(row(u"nginx-keepalive-4s"_s, u"keepalive_timeout 4s"_s, web(u"keepalive_timeout 4s;"_s), u"idle"_s,
                      u"server-idle-timeout|keep-alive-race"_s, true));
    all.back().idleSeconds = 4;
    all.push_back(row(u"nginx-keepalive-12s"_s, u"keepalive_timeout 12s"_s, web(u"keepalive_timeout 12s;"_s), u"idle"_s,
                      u"server-idle-timeout|keep-alive-race"_s));
    all.push_back(row(u"nginx-444"_s, u"return 444: closes without a word"_s,
                      nginx(u"server { listen 8080; return 444; }"_s), u"first-request"_s,
                      u"abortive-close|unhandled-exception"_s));
    all.push_back(row(u"nginx-444-reset"_s, u"return 444 with reset_timedout_connection: resets"_s,
                      nginx(u"server { listen 8080; reset_timedout_connection on; return 444; }"_s), u"first-request"_s,
                      u"abortive-close|unhandled-exception"_s, true));
    all.push_back(
        row(u"nginx-limit-conn"_s, u"limit_conn 2 in front of an answer that takes 1.5 s"_s,
            nginx(u"server { listen 8080; location / { limit_conn perip 2; proxy_pass http://127.0.0.1:8081; } }"
                  "server { listen 127.0.0.1:8081; location / { proxy_pass http://127.0.0.1:8090; } }"_s),
            u"load"_s, u"connection-limit|rate-limit|server-overloaded"_s));
    all.back().servers.push_back(python(u"-c \"import http.server,time,socketserver as s\n"
                                        "class H(http.server.BaseHTTPRequestHandler):\n"
                                        " def do_GET(h):\n"
                                        "  time.sleep(1.5); h.send_response(200); h.send_header('Content-Length','2'); "
                                        "h.end_headers(); h.wfile.write(b'ok')\n"
                                        "http.server.ThreadingHTTPServer(('127.0.0.1',8090),H).serve_forever()\""_s,
                                        8090));
    all.push_back(
        row(u"nginx-limit-req"_s, u"limit_req of one request a second: 503"_s,
            nginx(u"server { listen 8080; location / { limit_req zone=slow; alias /usr/share/dict/; try_files "
                  "$uri @ok; } location @ok { return 200 hello; } }"_s),
            u"load"_s, u"rate-limit|server-overloaded"_s));
    all.push_back(row(u"nginx-limit-req-429"_s, u"limit_req with status 429"_s,
                      nginx(u"server { listen 8080; location / { limit_req zone=slow; limit_req_status 429; try_files "
                            "$uri @ok; } location @ok { return 200 hello; } }"_s),
                      u"random"_s, u"rate-limit|server-overloaded"_s, true));
    all.push_back(row(u"nginx-body-8k"_s, u"client_max_body_size 8k: 413 and close"_s,
                      web(u"client_max_body_size 8k;"_s), u"transfer"_s, u"request-too-large"_s, true));
    all.push_back(row(u"nginx-header-timeout-3s"_s, u"client_header_timeout 3s"_s, web(u"client_header_timeout 3s;"_s),
                      u"first-request"_s, u"request-timeout"_s));
    all.push_back(row(u"nginx-header-timeout-reset"_s, u"client_header_timeout 3s and reset_timedout_connection"_s,
                      web(u"client_header_timeout 3s; reset_timedout_connection on;"_s), u"transfer"_s,
                      u"request-timeout"_s));
    all.push_back(row(u"nginx-keepalive-requests-2"_s, u"two requests a connection, announced"_s,
                      web(u"keepalive_requests 2;"_s), u"random"_s, u"no-fault-found|connection-lifetime-limit"_s));
    all.back().closers = {u"nobody"_s, u"unknown"_s, u"server-application"_s};
    all.push_back(row(u"nginx-restarts"_s, u"is started anew every seven seconds"_s, web(QString()), u"random"_s,
                      u"server-restarting"_s, true));
    all.back().servers.front().command =
        u"while true; do nginx -c {dir}/nginx.conf & sleep 7; kill -9 $! $(cat /proc/$!/task/$!/children); sleep 1; done"_s;
    all.back().closers = {u"server-system"_s, u"server-application"_s, u"unknown"_s};
    all.push_back(row(u"nginx-dead-backend"_s, u"proxy_pass to nothing: 502"_s,
                      nginx(u"server { listen 8080; location / { proxy_pass http://127.0.0.1:1; } }"_s),
                      u"first-request"_s, u"no-fault-found|faulty-backend|server-overloaded|something-else"_s));
    all.back().closers = {u"nobody"_s, u"unknown"_s, u"server-application"_s, u"server-system"_s};
    all.push_back(
        row(u"apache-keepalive-5s"_s, u"Apache as it comes closes idle connections after five seconds"_s,
            {.command = u"exec apache2 -DFOREGROUND -f {dir}/a.conf"_s,
             .port = 8080,
             .files = {{u"a.conf"_s, u"ServerName lab.test\nListen 8080\nPidFile {dir}/a.pid\nErrorLog {dir}/a.log\n"
                                     "LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\n"
                                     "LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
                                     "LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so\n"
                                     "User nobody\nGroup nogroup\nDocumentRoot {dir}\nKeepAliveTimeout 5\n"_s}},
             .needs = {u"apache2"_s}},
            u"idle"_s, u"server-idle-timeout|keep-alive-race"_s));
    all.push_back(
        row(u"apache-reqtimeout-4s"_s, u"mod_reqtimeout ends headers that take longer than four seconds"_s,
            {.command = u"exec apache2 -DFOREGROUND -f {dir}/a.conf"_s,
             .port = 8080,
             .files = {{u"a.conf"_s, u"ServerName lab.test\nListen 8080\nPidFile {dir}/a.pid\nErrorLog {dir}/a.log\n"
                                     "LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\n"
                                     "LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
                                     "LoadModule reqtimeout_module /usr/lib/apache2/modules/mod_reqtimeout.so\n"
                                     "User nobody\nGroup nogroup\nDocumentRoot {dir}\nKeepAliveTimeout 120\n"
                                     "RequestReadTimeout header=4\n"_s}},
             .needs = {u"apache2"_s}},
            u"transfer"_s, u"request-timeout"_s));
    return all;
}

} // namespace doctor::lab
