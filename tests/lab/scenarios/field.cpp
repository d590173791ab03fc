// SPDX-License-Identifier: GPL-3.0-or-later
// Settings and combinations as they are met in the field: gateways in front of something, limits that hit one kind of
// use only, and much that looks odd and is sound.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

const QStringList Sound{u"nobody"_s, u"unknown"_s};
const QStringList AtServer{u"server-application"_s, u"server-system"_s, u"unknown"_s};
const QStringList OnTheWay{u"middlebox"_s, u"unknown"_s};

Scenario row(const QString& name, const QString& says, const Server& server, const QString& when, const QString& causes,
             const QStringList& closers)
{
    return {.name = u"field-"_s + name,
            .says = says,
            .servers = {server},
            .target = u"http://{v4}:8080/"_s,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = closers};
}

Scenario sound(const QString& name, const QString& says, const Server& server, const QString& when = {})
{
    return row(name, says, server, when, u"no-fault-found"_s, Sound);
}

Server web(const QString& lines, const QString& place = u"return 200 hello;"_s)
{
    return nginx(
        u"server { listen 8080; listen [::]:8080; keepalive_timeout 300s; location / { %1 } %2 }"_s.arg(place, lines));
}

/// A program of a few lines, given on the spot.
Server program(const QString& lines, int port = 8080)
{
    auto server = python(u"{dir}/p.py"_s, port);
    server.files.insert(u"p.py"_s, lines);
    return server;
}

/// Speaks HTTP/1.1; `answer` are the lines of the handler.
Server handler(const QString& answer, const QString& kind = u"ThreadingHTTPServer"_s, int port = 8080)
{
    return program(u"import http.server, os, signal, socket, struct, time\n"
                   "class H(http.server.BaseHTTPRequestHandler):\n"
                   " protocol_version = 'HTTP/1.1'\n"
                   " count = 0\n"
                   " def log_message(h, *a): pass\n"
                   " def ok(h):\n"
                   "  h.send_response(200); h.send_header('Content-Length', '5'); h.end_headers(); "
                   "h.wfile.write(b'hello')\n"
                   " def do_GET(h):\n"
                   "  H.count += 1\n"
                   "  %1\n"
                   "http.server.%2(('0.0.0.0', %3), H).serve_forever()\n"_s.arg(answer, kind)
                       .arg(port),
                   port);
}

/// In a group of its own: prefork ends its whole process group, which would be the lab's.
Server apache(const QString& module, const QString& lines)
{
    return {.command = u"exec setsid apache2 -DFOREGROUND -f {dir}/a.conf"_s,
            .port = 8080,
            .files = {{u"a.conf"_s, u"ServerName lab.test\nListen 8080\nPidFile {dir}/a.pid\nErrorLog {dir}/a.log\n"
                                    "LoadModule mpm_%1_module /usr/lib/apache2/modules/mod_mpm_%1.so\n"
                                    "LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\n"
                                    "LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so\n"
                                    "User nobody\nGroup nogroup\nDocumentRoot {dir}\n%2\n"_s.arg(module, lines)}},
            .needs = {u"apache2"_s}};
}

Server lighttpd(const QString& lines)
{
    return {.command = u"exec lighttpd -D -f {dir}/l.conf"_s,
            .port = 8080,
            .files = {{u"l.conf"_s, u"server.document-root = \"{dir}\"\nserver.port = 8080\n%1\n"_s.arg(lines)}},
            .needs = {u"lighttpd"_s}};
}

Server stunnel(int to, const QString& lines = {})
{
    return {.command = u"exec stunnel {dir}/s.conf"_s,
            .port = 8443,
            .files = {{u"s.conf"_s, u"foreground = yes\npid =\n[s]\naccept = 8443\nconnect = 127.0.0.1:%1\n"
                                    "cert = {cert}\nkey = {key}\n%2"_s.arg(to)
                                        .arg(lines)}},
            .needs = {u"stunnel"_s}};
}

QString front(const QString& lines)
{
    return u"frontend f\n  bind :8080\n"_s + lines;
}

void addGateways(std::vector<Scenario>& all)
{
    const auto patient = u"  mode tcp\n  timeout connect 2s\n  timeout client 300s\n  timeout server 300s\n"_s;
    all.push_back(row(u"nginx-read-timeout"_s, u"proxy_read_timeout 2s in front of an answer that takes five: 504"_s,
                      web({}, u"proxy_pass http://127.0.0.1:8090; proxy_read_timeout 2s;"_s), u"first-request"_s,
                      u"request-timeout|server-overloaded|faulty-backend"_s, AtServer));
    all.back().servers.push_back(handler(u"time.sleep(5); h.ok()"_s, u"ThreadingHTTPServer"_s, 8090));
    all.push_back(
        row(u"haproxy-tunnel-4s"_s, u"TCP mode, timeout tunnel 4s, in front of a patient nginx"_s,
            haproxy(front(u"  default_backend b\nbackend b\n  timeout tunnel 4s\n  server s 127.0.0.1:8090\n"_s), 8080,
                    patient),
            u"idle"_s, u"server-idle-timeout|middlebox-idle-timeout|keep-alive-race"_s,
            AtServer + QStringList{u"middlebox"_s}));
    all.back().servers.push_back(
        nginx(u"server { listen 127.0.0.1:8090; keepalive_timeout 300s; return 200 hello; }"_s, 8090));
    all.push_back(row(u"haproxy-client-4s"_s, u"HTTP mode, timeout client 4s for all"_s,
                      haproxy(front(u"  http-request return status 200 content-type text/plain string hello\n"_s), 8080,
                              u"  mode http\n  timeout connect 2s\n  timeout client 4s\n  timeout server 4s\n"_s),
                      u"idle"_s, u"server-idle-timeout|keep-alive-race|request-timeout"_s, AtServer));
    all.push_back(row(
        u"haproxy-unreachable-backend"_s, u"TCP mode, and the backend does not answer within two seconds"_s,
        haproxy(front(u"  default_backend b\nbackend b\n  retries 0\n  server gone 127.0.0.1:8090\n"_s), 8080, patient),
        u"first-request"_s, u"faulty-backend|request-timeout|server-overloaded|something-else"_s, AtServer));
    all.back().server = {u"ip link set lo up; iptables -A INPUT -i lo -p tcp --dport 8090 -j DROP"_s};
    all.push_back(row(u"stunnel-dead-backend"_s, u"TLS in front of a closed port: the handshake works, then it ends"_s,
                      stunnel(1), u"first-request"_s,
                      u"faulty-backend|abortive-close|unhandled-exception|server-overloaded|something-else"_s,
                      AtServer));
    all.back().target = u"https://{v4}:8443/"_s;
    all.push_back(row(u"proxy-protocol-wanted"_s, u"nginx wants the PROXY line of a balancer before the request"_s,
                      nginx(u"server { listen 8080 proxy_protocol; return 200 hello; }"_s), u"first-request"_s,
                      u"wrong-protocol|abortive-close|unhandled-exception|something-else"_s, AtServer));
    all.push_back(row(u"nginx-503"_s, u"maintenance: 503"_s, web({}, u"return 503;"_s), u"first-request"_s,
                      u"no-fault-found|server-overloaded|something-else"_s, AtServer + QStringList{u"nobody"_s}));
    all.push_back(row(u"haproxy-429"_s, u"a stick table answers 429 to more than six requests in ten seconds"_s,
                      haproxy(front(u"  stick-table type ip size 1k expire 30s store http_req_rate(10s)\n"
                                    "  http-request track-sc0 src\n"
                                    "  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 6 }\n"
                                    "  http-request return status 200 content-type text/plain string hello\n"_s)),
                      u"load"_s, u"rate-limit"_s, AtServer));
    all.push_back(row(u"nginx-denies-us"_s, u"deny: an orderly 403 for this address"_s,
                      web({}, u"deny 10.77.0.0/16; root /usr/share/dict;"_s), u"first-request"_s,
                      u"no-fault-found|ip-filtering"_s, AtServer + QStringList{u"nobody"_s}));
    all.push_back(row(u"nginx-age-4s"_s, u"keepalive_time 4s: the end is announced"_s, web(u"keepalive_time 4s;"_s),
                      u"random"_s, u"no-fault-found|connection-lifetime-limit"_s, AtServer + QStringList{u"nobody"_s}));
}

void addApplications(std::vector<Scenario>& all)
{
    all.push_back(row(u"worker-killed"_s, u"every third request has the worker killed: its connection just ends"_s,
                      handler(u"os.kill(os.getpid(), signal.SIGKILL) if int(time.time() * 7) % 3 == 0 else h.ok()"_s,
                              u"HTTPServer"_s),
                      u"random"_s,
                      u"unhandled-exception|abortive-close|faulty-backend|server-restarting|server-overloaded"_s,
                      AtServer));
    all.back().servers.front().files[u"p.py"_s].replace(
        u"http.server.HTTPServer"_s,
        u"import socketserver\nclass S(socketserver.ForkingMixIn, http.server.HTTPServer): pass\nS"_s);
    all.push_back(row(u"one-at-a-time"_s, u"one thread, kept-alive connections: whoever comes second waits"_s,
                      handler(u"h.ok()"_s, u"HTTPServer"_s), u"load"_s,
                      u"connection-limit|server-overloaded|listen-backlog-overflow"_s,
                      AtServer + QStringList{u"nobody"_s}));
    all.push_back(
        row(u"slow-accept"_s, u"takes up one connection in two seconds, with a queue of one"_s,
            program(u"import socket, threading, time\ns = socket.create_server(('0.0.0.0', 8080), backlog=1)\n"
                    "def serve(c):\n"
                    " d = b''\n"
                    " for m in iter(lambda: c.recv(65536), b''):\n"
                    "  d += m\n"
                    "  while b'\\r\\n\\r\\n' in d:\n"
                    "   d = d.split(b'\\r\\n\\r\\n', 1)[1]\n"
                    "   c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello')\n"
                    "while True:\n"
                    " threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()\n"
                    " time.sleep(2)\n"_s),
            u"connect"_s, u"listen-backlog-overflow|server-overloaded"_s, AtServer + QStringList{u"nobody"_s}));
    all.push_back(row(
        u"apache-two-workers"_s, u"prefork with two workers that are held by kept-alive connections"_s,
        apache(u"prefork"_s, u"ServerLimit 2\nMaxRequestWorkers 2\nStartServers 2\nKeepAliveTimeout 60"_s), u"load"_s,
        u"connection-limit|server-overloaded|listen-backlog-overflow"_s, AtServer + QStringList{u"nobody"_s}));
    all.push_back(row(u"apache-body-10k"_s, u"LimitRequestBody 10000: 413"_s,
                      apache(u"event"_s, u"KeepAliveTimeout 120\nLimitRequestBody 10000"_s), u"transfer"_s,
                      u"request-too-large"_s, AtServer));
    all.push_back(
        row(u"swallows-large-bodies"_s, u"takes bodies over 64 kB and never answers them"_s,
            handler(u"n = int(h.headers.get('Content-Length', 0)); h.rfile.read(n); time.sleep(600 if n > 65536 "
                    "else 0); h.ok()"_s),
            u"transfer"_s, u"request-too-large|server-overloaded|something-else|no-fault-found"_s,
            AtServer + QStringList{u"nobody"_s}));
    all.push_back(row(u"lighttpd-idle-4s"_s, u"max-keep-alive-idle 4"_s, lighttpd(u"server.max-keep-alive-idle = 4"_s),
                      u"idle"_s, u"server-idle-timeout|keep-alive-race"_s, AtServer));
    all.push_back(row(u"lighttpd-read-idle-4s"_s, u"max-read-idle 4: slow requests are cut"_s,
                      lighttpd(u"server.max-keep-alive-idle = 120\nserver.max-read-idle = 4"_s), u"transfer"_s,
                      u"request-timeout"_s, AtServer));
    all.push_back(row(u"sshd-one-per-source"_s, u"PerSourceMaxStartups 1"_s,
                      {.command = u"mkdir -p /run/sshd; ssh-keygen -q -N '' -t ed25519 -f {dir}/k; exec /usr/sbin/sshd "
                                  "-D -e -f /dev/null -h {dir}/k -p 2222 -o PidFile=none -o PerSourceMaxStartups=1"_s,
                       .port = 2222,
                       .files = {},
                       .needs = {u"sshd"_s}},
                      u"load"_s, u"connection-limit"_s, AtServer));
    all.back().target = u"{v4}:2222"_s;
    all.push_back(row(u"http2-only"_s, u"node speaks HTTP/2 in TLS and nothing older"_s,
                      node(u"const fs = require('fs');\nrequire('http2').createSecureServer({ cert: "
                           "fs.readFileSync('{cert}'), key: fs.readFileSync('{key}') }, (request, response) => "
                           "response.end('hello')).listen(8443, '0.0.0.0');\n"_s,
                           8443),
                      u"first-request"_s, u"no-fault-found|wrong-protocol|something-else"_s,
                      AtServer + QStringList{u"nobody"_s}));
    all.back().target = u"https://{v4}:8443/"_s;
    all.push_back(row(u"http2-plain"_s, u"node speaks HTTP/2 without TLS and nothing older"_s,
                      node(u"require('http2').createServer((request, response) => response.end('hello')).listen(8080, "
                           "'0.0.0.0');\n"_s),
                      u"first-request"_s, u"no-fault-found|wrong-protocol|something-else|abortive-close"_s,
                      AtServer + QStringList{u"nobody"_s}));
    all.push_back(row(u"alpn-h2-only"_s, u"s_server -alpn h2: an alert for whoever offers HTTP/1.1 alone"_s,
                      opensslServer(u"-www -alpn h2"_s), u"tls"_s, u"wrong-protocol|no-fault-found|something-else"_s,
                      AtServer + QStringList{u"nobody"_s}));
    all.back().target = u"https://{v4}:8443/"_s;
    all.push_back(row(u"smtp-421"_s, u"a mail server that has too many connections says so and hangs up"_s,
                      program(u"import socket\ns = socket.create_server(('0.0.0.0', 2525))\nwhile True:\n"
                              " c, _ = s.accept(); c.sendall(b'421 4.7.0 mail.test Too many connections from your "
                              "address\\r\\n'); c.close()\n"_s,
                              2525),
                      u"connect"_s, u"connection-limit|rate-limit|server-overloaded|address-banned|ip-filtering"_s,
                      AtServer + QStringList{u"middlebox"_s}));
    all.back().target = u"{v4}:2525"_s;
    all.push_back(row(u"killed-sockets"_s, u"somebody kills the service's connections every five seconds (ss -K)"_s,
                      plainNginx(), u"random"_s, u"server-restarting|connection-lifetime-limit|something-else"_s,
                      AtServer));
    all.back().server = {u"(while true; do sleep 5; ss -K sport = :8080; done) >/dev/null 2>&1 </dev/null &"_s};
    all.push_back(
        row(u"answers-close-unread"_s, u"refuses with 401 before the body has come, and closes"_s,
            program(u"import socket, threading\ns = socket.create_server(('0.0.0.0', 8080))\n"
                    "def serve(c):\n"
                    " d = b''\n"
                    " while b'\\r\\n\\r\\n' not in d: d += c.recv(4096) or b'\\r\\n\\r\\n'\n"
                    " c.sendall(b'HTTP/1.1 401 Unauthorized\\r\\nWWW-Authenticate: Basic realm=x\\r\\n"
                    "Content-Length: 0\\r\\nConnection: close\\r\\n\\r\\n')\n c.close()\n"
                    "while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()\n"_s),
            u"transfer"_s, u"no-fault-found|request-too-large|abortive-close"_s, AtServer + QStringList{u"nobody"_s}));
}

void addFilters(std::vector<Scenario>& all)
{
    const auto forward = u"iptables -A FORWARD -p tcp -s 10.77.0.0/16 "_s;
    const auto reset = u" -j REJECT --reject-with tcp-reset"_s;
    all.push_back(row(u"reset-after-20k"_s, u"a device resets connections that have carried more than 20 kB"_s,
                      plainNginx(), u"transfer"_s, u"content-filtering|something-else|connection-lifetime-limit"_s,
                      OnTheWay));
    all.back().far = {forward + u"-m connbytes --connbytes 20000: --connbytes-dir both --connbytes-mode bytes"_s +
                      reset};
    all.push_back(row(u"random-resets"_s, u"a device resets one of five packets with data"_s, plainNginx(), u"random"_s,
                      u"content-filtering|something-else|unstable-link|unhandled-exception"_s,
                      OnTheWay + QStringList{u"network-path"_s}));
    all.back().far = {forward + u"--tcp-flags PSH PSH -m statistic --mode random --probability 0.2"_s + reset};
    all.push_back(row(u"answer-dropped"_s, u"a device drops answers that say a certain word"_s,
                      web({}, u"return 200 secretword;"_s), u"first-request"_s,
                      u"content-filtering|server-overloaded|something-else|ip-filtering"_s,
                      OnTheWay + QStringList{u"nobody"_s}));
    all.back().far = {u"iptables -A FORWARD -p tcp --sport 8080 -m string --algo bm --string secretword -j DROP"_s};
    all.push_back(row(u"ipv6-drop"_s, u"IPv6 alone is asked for, and dropped"_s, plainNginx(), u"connect"_s,
                      u"ip-filtering"_s, OnTheWay + QStringList{u"nobody"_s}));
    all.back().target = u"http://[{v6}]:8080/"_s;
    all.back().far = {u"ip6tables -A FORWARD -p tcp --dport 8080 -j DROP"_s};
    all.push_back(row(u"machine-gone"_s, u"the server's cable is pulled after ten seconds"_s, plainNginx(), u"random"_s,
                      u"unstable-link|server-restarting|ip-filtering|address-banned|something-else"_s,
                      {u"network-path"_s, u"unknown"_s, u"nobody"_s, u"middlebox"_s, u"server-system"_s}));
    all.back().far = {u"(sleep 10; ip link set downa down) >/dev/null 2>&1 </dev/null &"_s};
}

void addSound(std::vector<Scenario>& all)
{
    all.push_back(sound(u"slow-line"_s, u"a line of 512 kbit/s"_s, plainNginx(), u"transfer"_s));
    all.back().near = {u"tc qdisc add dev mida root tbf rate 512kbit burst 4kb latency 400ms"_s};
    all.push_back(sound(u"narrow-link-clamped"_s, u"a link of 1300 bytes, and the segment size is clamped to fit"_s,
                        plainNginx(), u"transfer"_s));
    all.back().far = {u"ip link set midb mtu 1300"_s};
    all.back().near = {u"ip link set mida mtu 1300"_s,
                       u"iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"_s,
                       u"iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1200"_s};
    all.push_back(sound(u"name-ipv6-only"_s, u"the name has an IPv6 address alone"_s, plainNginx(), u"connect"_s));
    all.back().target = u"http://service.test:8080/"_s;
    all.back().addresses = {u"fd78::2"_s};
    all.push_back(sound(u"masquerade"_s, u"behind a NAT that forgets nothing"_s, plainNginx(), u"idle"_s));
    all.back().far = {u"iptables -t nat -A POSTROUTING -o downa -j MASQUERADE"_s};
    all.push_back(
        sound(u"greets-late"_s, u"a mail server greets after four seconds, to find out who cannot wait"_s,
              program(u"import asyncio\n"
                      "async def talk(r, w):\n"
                      " await asyncio.sleep(4); w.write(b'220 mail.test ESMTP\\r\\n')\n"
                      " while True:\n"
                      "  line = await r.readline()\n"
                      "  if not line: break\n"
                      "  w.write(b'221 bye\\r\\n' if line.upper().startswith(b'QUIT') else b'250 mail.test\\r\\n')\n"
                      "  if line.upper().startswith(b'QUIT'): break\n"
                      " w.close()\n"
                      "async def main():\n"
                      " await (await asyncio.start_server(talk, '0.0.0.0', 2525)).serve_forever()\n"
                      "asyncio.run(main())\n"_s,
                      2525),
              u"connect"_s));
    all.back().target = u"{v4}:2525"_s;
    all.back().arguments = {u"--protocol"_s, u"smtp"_s};
    all.push_back(sound(u"redis-without-ping"_s, u"redis that has forgotten PING"_s,
                        redis(u"--rename-command PING ''"_s), u"first-request"_s));
    all.back().target = u"{v4}:6379"_s;
    all.push_back(
        sound(u"reset-after-goodbye"_s, u"announces the end, answers, closes, and resets what comes later"_s,
              program(u"import socket, struct, threading, time\ns = socket.create_server(('0.0.0.0', 8080))\n"
                      "def serve(c):\n"
                      " d = b''\n"
                      " while b'\\r\\n\\r\\n' not in d:\n"
                      "  m = c.recv(4096)\n"
                      "  if not m: return\n"
                      "  d += m\n"
                      " c.sendall(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 5\\r\\n\\r\\nhello')\n"
                      " c.shutdown(socket.SHUT_WR); time.sleep(0.05)\n"
                      " c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()\n"
                      "while True: threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()\n"_s),
              u"random"_s));
    all.back().causes << u"abortive-close"_s; // which it is, though nobody suffers
    all.back().closers << u"server-application"_s;
    all.push_back(
        sound(u"expired-certificate"_s, u"a certificate of the year before last"_s,
              nginx(u"server { listen 8443 ssl; ssl_certificate {dir}/c.pem; ssl_certificate_key {dir}/k.pem; "
                    "return 200 hello; }"_s,
                    8443),
              u"tls"_s));
    all.back().servers.front().command =
        u"openssl req -new -newkey rsa:2048 -nodes -subj /CN=lab.test -keyout k.pem -out r.pem 2>/dev/null; touch "
        "index; echo 01 > serial; openssl ca -batch -selfsign -config ca.cnf -keyfile k.pem -in r.pem -out c.pem "
        "-startdate 20240101000000Z -enddate 20250101000000Z -notext 2>/dev/null; exec nginx -c {dir}/nginx.conf"_s;
    all.back().servers.front().files.insert(
        u"ca.cnf"_s,
        u"[ca]\ndefault_ca = x\n[x]\ndatabase = {dir}/index\nserial = {dir}/serial\nnew_certs_dir = {dir}\n"
        "default_md = sha256\npolicy = p\n[p]\ncommonName = supplied\n"_s);
    all.back().target = u"https://{v4}:8443/"_s;
    all.push_back(sound(u"apache-two-requests"_s, u"MaxKeepAliveRequests 2, announced"_s,
                        apache(u"event"_s, u"KeepAliveTimeout 120\nMaxKeepAliveRequests 2"_s), u"random"_s));
    all.back().causes << u"connection-lifetime-limit"_s;
    all.back().closers << u"server-application"_s;
    all.push_back(sound(u"postgres-refuses-us"_s, u"PostgreSQL has no entry for this address and says so"_s,
                        {.command = u"b=$(ls -d /usr/lib/postgresql/*/bin | tail -1); chown nobody {dir}; as='setpriv "
                                    "--reuid=nobody --regid=nogroup --clear-groups'; $as $b/initdb -D {dir}/data -A "
                                    "reject -N >/dev/null && exec $as $b/postgres -D {dir}/data -k {dir} -h 0.0.0.0 -c "
                                    "fsync=off -c shared_buffers=16MB"_s,
                         .port = 5432,
                         .files = {},
                         .needs = {u"setpriv"_s, u"psql"_s}},
                        u"connect"_s));
    all.back().target = u"{v4}:5432"_s;
    all.back().causes << u"ip-filtering"_s;
    all.back().closers << u"server-application"_s; // in its own words
    all.push_back(sound(u"event-stream"_s, u"an answer that never ends: an event a second (text/event-stream)"_s,
                        handler(u"h.send_response(200); h.send_header('Content-Type', 'text/event-stream'); "
                                "h.end_headers(); [(h.wfile.write(b'data: 1\\n\\n'), h.wfile.flush(), time.sleep(1)) "
                                "for _ in range(600)]"_s),
                        u"idle"_s));
    all.push_back(sound(u"websocket-place"_s, u"426 Upgrade Required to whoever asks in plain HTTP"_s,
                        web({}, u"add_header Upgrade websocket always; return 426;"_s), u"idle"_s));
    all.push_back(sound(u"long-poll"_s, u"answers after eight seconds, when there is nothing new"_s,
                        handler(u"time.sleep(8); h.ok()"_s), u"random"_s));
    all.push_back(sound(u"big-answer"_s, u"answers with two megabytes"_s,
                        web({}, u"alias {dir}/; try_files /big =404;"_s), u"transfer"_s));
    all.back().servers.front().command =
        u"head -c 2000000 /dev/zero > big; chmod 644 big; exec nginx -c {dir}/nginx.conf"_s;
}

} // namespace

std::vector<Scenario> fieldScenarios()
{
    std::vector<Scenario> all;
    addGateways(all);
    addApplications(all);
    addFilters(all);
    addSound(all);
    return all;
}

} // namespace doctor::lab
