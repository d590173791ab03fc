// SPDX-License-Identifier: GPL-3.0-or-later
// Configurations of the servers that several families of scenarios use.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

Server nginx(const QString& httpLines, int port, const QString& mainLines)
{
    const auto config =
        u"daemon off; user root; pid {dir}/nginx.pid; error_log {dir}/nginx.log;\n"
        "%1\n%2\n"
        "http { access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p;\n"
        "fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;\n"
        "limit_conn_zone $binary_remote_addr zone=perip:1m;\n"
        "limit_req_zone $binary_remote_addr zone=slow:1m rate=1r/s;\n"
        "%3\n}\n"_s.arg(mainLines.contains(u"worker_processes") ? QString() : u"worker_processes 1;"_s,
                        mainLines.contains(u"events") ? mainLines
                                                      : mainLines + u" events { worker_connections 256; }"_s,
                        httpLines);
    return {.command = u"exec nginx -c {dir}/nginx.conf"_s,
            .port = port,
            .files = {{u"nginx.conf"_s, config}},
            .needs = {u"nginx"_s}};
}

Server plainNginx()
{
    return nginx(u"server { listen 8080; listen [::]:8080; listen 8443 ssl; listen [::]:8443 ssl;\n"
                 "ssl_certificate {cert}; ssl_certificate_key {key}; keepalive_timeout 300s;\n"
                 "client_max_body_size 64m; location / { return 200 'hello'; } }"_s);
}

Server haproxy(const QString& lines, int port, const QString& defaults)
{
    const auto usual = u"  mode http\n  timeout connect 2s\n  timeout client 300s\n  timeout server 300s\n"_s;
    const auto config =
        u"global\n  maxconn 200\ndefaults\n%1\n%2\n"_s.arg(defaults.isEmpty() ? usual : defaults, lines);
    return {.command = u"exec haproxy -db -f {dir}/haproxy.cfg"_s,
            .port = port,
            .files = {{u"haproxy.cfg"_s, config}},
            .needs = {u"haproxy"_s}};
}

Server redis(const QString& options)
{
    return {.command = u"exec redis-server --save '' --appendonly no --dir {dir} --bind '0.0.0.0 ::' --protected-mode "
                       "no --port 6379 "_s +
                       options,
            .port = 6379,
            .files = {},
            .needs = {u"redis-server"_s}};
}

Server opensslServer(const QString& options)
{
    return {.command = u"exec openssl s_server -quiet -accept 8443 -cert {cert} -key {key} "_s + options,
            .port = 8443,
            .files = {},
            .needs = {u"openssl"_s}};
}

Server python(const QString& arguments, int port)
{
    return {.command = u"exec python3 "_s + arguments, .port = port, .files = {}, .needs = {u"python3"_s}};
}

Server node(const QString& script, int port)
{
    return {.command = u"exec node {dir}/server.js"_s,
            .port = port,
            .files = {{u"server.js"_s, script}},
            .needs = {u"node"_s}};
}

std::vector<Scenario> allScenarios()
{
    std::vector<Scenario> all;
    for (const auto family :
         {healthyScenarios, nginxScenarios, haproxyScenarios, databaseScenarios, tlsScenarios, applicationScenarios,
          filterScenarios, pathScenarios, computerScenarios, fieldScenarios}) {
        auto rows = family();
        all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    return all;
}

} // namespace doctor::lab
