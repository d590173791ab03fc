// SPDX-License-Identifier: GPL-3.0-or-later
// Handshakes that fail for one reason each: nginx, openssl s_server, stunnel.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

Scenario row(const QString& name, const QString& says, const Server& server, const QString& causes, bool quick = false)
{
    return {.name = name,
            .says = says,
            .servers = {server},
            .target = u"https://{v4}:8443/"_s,
            .when = u"tls"_s,
            .causes = causes.split(u'|'),
            .closers = {u"server-application"_s, u"unknown"_s},
            .quick = quick};
}

Server tlsNginx(const QString& lines)
{
    return nginx(u"server { listen 8443 ssl; ssl_certificate {cert}; ssl_certificate_key {key}; %1 location / { return "
                 "200 hello; } }"_s.arg(lines),
                 8443);
}

} // namespace

std::vector<Scenario> tlsScenarios()
{
    std::vector<Scenario> all;
    all.push_back(row(u"tls-nginx-1.0-only"_s, u"ssl_protocols TLSv1"_s,
                      tlsNginx(u"ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;"_s), u"tls-version-mismatch"_s));
    all.push_back(row(u"tls-openssl-1.1-only"_s, u"s_server -tls1_1"_s,
                      opensslServer(u"-www -tls1_1 -cipher ALL:@SECLEVEL=0"_s), u"tls-version-mismatch"_s, true));
    all.push_back(row(u"tls-anonymous-only"_s, u"only anonymous ciphers"_s,
                      opensslServer(u"-www -tls1_2 -cipher ADH-AES128-SHA:@SECLEVEL=0"_s), u"tls-cipher-mismatch"_s));
    all.push_back(row(u"tls-null-cipher-only"_s, u"only ciphers without encryption"_s,
                      opensslServer(u"-www -tls1_2 -cipher NULL-SHA256:@SECLEVEL=0"_s), u"tls-cipher-mismatch"_s));
    all.push_back(row(u"tls-nginx-client-certificate"_s, u"ssl_verify_client on: 400 in words"_s,
                      tlsNginx(u"ssl_client_certificate {cert}; ssl_verify_client on;"_s),
                      u"tls-client-certificate-required"_s, true));
    all.push_back(row(u"tls-openssl-client-certificate-1.3"_s, u"s_server -Verify over TLS 1.3"_s,
                      opensslServer(u"-www -tls1_3 -Verify 1 -verify_return_error"_s),
                      u"tls-client-certificate-required"_s));
    all.push_back(row(u"tls-openssl-client-certificate-1.2"_s, u"s_server -Verify over TLS 1.2"_s,
                      opensslServer(u"-www -tls1_2 -Verify 1 -verify_return_error"_s),
                      u"tls-client-certificate-required"_s));
    all.push_back(row(u"tls-nginx-reject-handshake"_s, u"ssl_reject_handshake for names that it does not serve"_s,
                      nginx(u"server { listen 8443 ssl default_server; ssl_reject_handshake on; } server { listen 8443 "
                            "ssl; server_name lab.test; ssl_certificate {cert}; ssl_certificate_key {key}; return 200 "
                            "hello; }"_s,
                            8443),
                      u"tls-sni-required"_s, true));
    all.push_back(row(u"tls-openssl-name-required"_s, u"s_server that ends the handshake over another name"_s,
                      opensslServer(u"-www -servername lab.test -servername_fatal -cert2 {cert} -key2 {key}"_s),
                      u"tls-sni-required"_s));
    all.back().arguments = {u"--server-name"_s, u"other.test"_s};
    all.push_back(
        row(u"tls-haproxy-strict-name"_s, u"haproxy with strict-sni"_s,
            haproxy(u"frontend f\n  bind :8443 ssl crt {dir}/both.pem strict-sni\n  http-request return status "
                    "200 content-type text/plain string hello\n"_s,
                    8443),
            u"tls-sni-required"_s));
    all.back().servers.front().command = u"cat {cert} {key} > {dir}/both.pem; exec haproxy -db -f {dir}/haproxy.cfg"_s;
    all.push_back(
        row(u"tls-https-to-http"_s, u"HTTPS is asked of a plain port"_s, plainNginx(), u"wrong-protocol"_s, true));
    all.back().target = u"https://{v4}:8080/"_s;
    all.push_back(
        row(u"tls-http-to-https"_s, u"plain HTTP is asked of a TLS port"_s, plainNginx(), u"wrong-protocol"_s));
    all.back().target = u"http://{v4}:8443/"_s;
    all.back().when = u"first-request"_s;
    all.push_back(row(u"tls-https-to-redis"_s, u"HTTPS is asked of redis"_s, redis(), u"wrong-protocol"_s));
    all.back().target = u"https://{v4}:6379/"_s;
    all.push_back(row(u"tls-large-hello"_s, u"a filter resets hellos of more than 600 bytes"_s, plainNginx(),
                      u"tls-large-client-hello"_s));
    all.back().far = {
        u"iptables -A FORWARD -p tcp --dport 8443 -m length --length 600:65535 -m string --algo bm --from 40 "
        "--to 120 --hex-string '|160301|' -j REJECT --reject-with tcp-reset"_s};
    all.back().closers = {u"middlebox"_s, u"unknown"_s, u"server-application"_s};
    all.push_back(
        row(u"tls-idle-6s"_s, u"stunnel closes quiet connections after six seconds"_s,
            {.command = u"exec stunnel {dir}/s.conf"_s,
             .port = 8443,
             .files = {{u"s.conf"_s, u"foreground = yes\npid =\n[s]\naccept = 8443\nconnect = 127.0.0.1:6379\n"
                                     "cert = {cert}\nkey = {key}\nTIMEOUTidle = 6\n"_s}},
             .needs = {u"stunnel"_s}},
            u"server-idle-timeout"_s));
    all.back().servers.push_back(redis());
    all.back().target = u"{v4}:8443"_s;
    all.back().arguments = {u"--protocol"_s, u"tls"_s};
    all.back().when = u"idle"_s;
    return all;
}

} // namespace doctor::lab
