// SPDX-License-Identifier: GPL-3.0-or-later
// Idle limits of real servers and of a real connection tracking, measured and held against their configuration: the
// time within 2 % or 0.1 s, and the kind (application or network) told apart. Root only.
#include "tests/lab/commands.h"
#include "tests/lab/network.h"
#include "tests/lab/stage.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTextStream>

#include <atomic>
#include <cmath>
#include <mutex>
#include <thread>
#include <unistd.h>

using namespace doctor::lab;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Skipped = 77; ///< CTest's word for "skipped"
constexpr double Seconds = 45;
constexpr int AtOnce = 4;

enum class Kind { Application, Network };

struct Limit {
    Scenario scenario;
    double seconds = 0;
    Kind kind = Kind::Application;
    double late = 0; ///< seconds by which the server itself may end the wait late; never early
};

void say(const QString& text)
{
    QTextStream(stdout) << text << Qt::endl;
}

Limit limit(const QString& name, double seconds, Kind kind, const Server& server, const QString& target,
            const QStringList& far = {})
{
    Limit one{.scenario = {.name = name, .servers = {server}, .far = far, .target = target, .when = u"idle"_s},
              .seconds = seconds,
              .kind = kind};
    one.scenario.arguments = {u"--tests"_s, u"idle-survival"_s};
    return one;
}

/// A firewall that forgets and treats the packets of forgotten connections as strangers'.
QStringList forgets(int seconds, const QString& verdict)
{
    return {u"sysctl -qw net.netfilter.nf_conntrack_tcp_loose=0 net.netfilter.nf_conntrack_tcp_timeout_established=%1"_s
                .arg(seconds),
            u"iptables -A FORWARD -p tcp -m conntrack --ctstate INVALID -j "_s + verdict,
            u"ip6tables -A FORWARD -p tcp -m conntrack --ctstate INVALID -j "_s + verdict,
            u"iptables -A FORWARD -m conntrack --ctstate NEW,ESTABLISHED,RELATED -j ACCEPT"_s};
}

/// Redis counts whole seconds and looks at each client once a second:
/// with 3 set, clients go after 3 to 4 s.
Limit redisTimeout()
{
    auto one = limit(u"redis timeout"_s, 3, Kind::Application, redis(u"--timeout 3"_s), u"{v4}:6379"_s);
    one.late = 1;
    return one;
}

std::vector<Limit> limits()
{
    const auto http = u"http://{v4}:8080/"_s;
    const auto reset = u"REJECT --reject-with tcp-reset"_s;
    return {
        limit(u"nginx keepalive_timeout"_s, 3, Kind::Application,
              nginx(u"server { listen 8080; keepalive_timeout 3s; location / { return 200 'hello'; } }"_s), http),
        limit(u"nginx keepalive_timeout"_s, 7.5, Kind::Application,
              nginx(u"server { listen 8080; keepalive_timeout 7500ms; location / { return 200 'hello'; } }"_s), http),
        limit(
            u"haproxy http-keep-alive"_s, 4, Kind::Application,
            haproxy(u"frontend f\n  bind :8080\n  http-request return status 200 content-type text/plain string hi\n"_s,
                    8080,
                    u"  mode http\n  timeout connect 2s\n  timeout client 300s\n  timeout server 300s\n"
                    "  timeout http-keep-alive 4s\n"_s),
            http),
        redisTimeout(),
        limit(
            u"node server.timeout"_s, 5, Kind::Application,
            node(
                u"const server = require('http').createServer((question, answer) => answer.end('hello'));\n"
                "server.keepAliveTimeout = 0; // recent versions grant a second more than they say; this one is exact\n"
                "server.timeout = 5000;\n"
                "server.listen(8080, '0.0.0.0');\n"_s),
            http),
        limit(u"conntrack, then RST"_s, 4, Kind::Network, plainNginx(), http, forgets(4, reset)),
        limit(u"conntrack, then silence"_s, 6, Kind::Network, plainNginx(), http, forgets(6, u"DROP"_s)),
        limit(u"conntrack over IPv6, RST"_s, 5, Kind::Network, plainNginx(), u"http://[{v6}]:8080/"_s,
              forgets(5, reset)),
    };
}

QJsonObject finding(const QJsonObject& session, const QString& question)
{
    for (const auto& one : session.value(u"findings"_s).toArray()) {
        if (one.toObject().value(u"question"_s) == question) {
            return one.toObject();
        }
    }
    return {};
}

/// What is wrong with one measured limit; empty when nothing is.
QString judge(const Limit& one, const Outcome& outcome, QString& line)
{
    const auto ending = finding(outcome.session, u"idle-ending"_s);
    const auto arm = finding(outcome.session, u"idle-keepalive"_s).value(u"answer"_s).toString();
    const auto cause = outcome.session.value(u"causes"_s).toArray().first().toObject().value(u"id"_s).toString();
    const double measured = ending.value(u"values"_s).toObject().value(u"idleSeconds"_s).toDouble(-1);
    const bool network = one.kind == Kind::Network;
    line = u"%1 %2 %3 %4 %5 %6 %7"_s.arg(one.scenario.name, -26)
               .arg(one.seconds, 11, 'f', 2)
               .arg(measured, 9, 'f', 2)
               .arg(ending.value(u"answer"_s).toString(), -16)
               .arg(arm, -9)
               .arg(cause, -24)
               .arg(outcome.seconds, 5, 'f', 1);
    if (!outcome.trouble.isEmpty() || measured < 0) {
        return outcome.trouble.isEmpty() ? u"no limit was found"_s : outcome.trouble;
    }
    const double tolerance = std::max(0.1, one.seconds * 0.02) + 0.005; // values have two digits
    if (measured < one.seconds - tolerance || measured > one.seconds + one.late + tolerance) {
        return u"%1 s instead of %2 s"_s.arg(measured).arg(one.seconds);
    }
    if (arm != (network ? u"survives"_s : u"dies-too"_s)) {
        return u"keep-alive: '%1'"_s.arg(arm);
    }
    const bool right =
        network ? cause == u"middlebox-idle-timeout" : cause == u"server-idle-timeout" || cause == u"keep-alive-race";
    return right ? QString() : u"taken for "_s + cause;
}

std::vector<Outcome> measureAll(const std::vector<Limit>& all, const Settings& settings)
{
    std::vector<Outcome> outcomes(all.size());
    std::atomic<size_t> next{0};
    std::vector<std::jthread> workers;
    for (int i = 0; i < AtOnce; ++i) {
        workers.emplace_back([&] {
            for (size_t index = next++; index < all.size(); index = next++) {
                const Row row{&all[index].scenario, true};
                outcomes[index] = perform(row, static_cast<int>(index), settings);
            }
        });
    }
    workers.clear();
    return outcomes;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--sweep-when-gone") == 0) {
        return sweepWhenGone(QByteArray(argv[2]).toLongLong());
    }
    const QTemporaryDir folder(QDir::tempPath() + u"/doctor-limits-XXXXXX"_s);
    QFile::setPermissions(folder.path(), QFile::Permissions(0x7755)); // servers that give up root pass through it
    Settings settings;
    settings.cli = qEnvironmentVariable("DOCTOR_BINARY_DIR") + u"/app/main/cli/connection-doctor-cli"_s;
    settings.workFolder = folder.path();
    settings.maxDuration = Seconds;
    const bool able =
        ::geteuid() == 0 && runScript(u"unshare --net true && command -v ip ss iptables nft openssl"_s).ok;
    if (!able || !QFileInfo(settings.cli).isExecutable()) {
        say(u"skipped: needs root, network namespaces, ip, ss, iptables, nft, openssl and the command line program"_s);
        return Skipped;
    }
    const auto certificate = runScript(
        u"cd %1 && openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=lab.test -keyout key.pem -out "
        "cert.pem && chmod 644 key.pem"_s.arg(folder.path()));
    sweepDeadLabs();
    if (!certificate.ok || !startSweeper()) {
        say(u"the lab could not be prepared: "_s + certificate.output);
        return 1;
    }
    const auto all = limits();
    const auto outcomes = measureAll(all, settings);
    say(u"%1 %2 %3 %4 %5 %6 %7"_s.arg(u"limit of"_s, -26)
            .arg(u"configured"_s, 11)
            .arg(u"measured"_s, 9)
            .arg(u"ending"_s, -16)
            .arg(u"probed"_s, -9)
            .arg(u"leading cause"_s, -24)
            .arg(u"s"_s, 5));
    int wrong = 0;
    for (size_t i = 0; i < all.size(); ++i) {
        if (!outcomes[i].skipped.isEmpty()) {
            say(u"%1 skipped: %2"_s.arg(all[i].scenario.name, -26).arg(outcomes[i].skipped));
            continue;
        }
        QString line;
        const auto trouble = judge(all[i], outcomes[i], line);
        say(trouble.isEmpty() ? line : line + u"   <-- "_s + trouble);
        wrong += trouble.isEmpty() ? 0 : 1;
    }
    say(u"%1 of %2 wrong"_s.arg(wrong).arg(all.size()));
    return wrong == 0 ? 0 : 1;
}
