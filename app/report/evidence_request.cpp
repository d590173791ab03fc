// SPDX-License-Identifier: GPL-3.0-or-later
// Requests stall for want of times, addresses and exact commands, so all of them come in full.
#include "app/report/evidence_request.h"

#include "app/core/model/names.h"
#include "app/knowledge/template_values.h"
#include "app/report/document/ended_connections.h"
#include "app/report/words.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace doctor::report
{

namespace
{

constexpr size_t MostConnections = 20;
constexpr size_t MostCauses = 2;
/// Looked at before the first and after the last ending.
constexpr qint64 MarginMs = 60'000;

QString endpoint(const QString& address, std::optional<int> port)
{
    const QString clean = oneLine(address);
    const QString shown = clean.isEmpty() ? u"?"_qs : clean.contains(u':') ? u"[%1]"_qs.arg(clean) : clean;
    return port ? u"%1:%2"_qs.arg(shown).arg(*port) : shown;
}

QString lineOf(const EndedConnection& ended, const knowledge::Knowledge& knowledge)
{
    const auto& attempt = *ended.attempt;
    QString line = u"%1  %2 -> %3  %4, %5"_qs.arg(
        utcMoment(ended.endMs), endpoint(attempt.localAddress, attempt.localPort),
        endpoint(attempt.address, attempt.port == 0 ? std::nullopt : std::optional(attempt.port)),
        knowledge.text(u"ending."_qs + core::toWord(attempt.ending.how)),
        knowledge.text(u"phase."_qs + core::toWord(attempt.ending.phase)));
    if (attempt.timings.idleMs) {
        line += u' ' + knowledge.text(u"request.quiet-before"_qs, {{u"seconds"_qs, *attempt.timings.idleMs / 1000}});
    }
    return line;
}

QString pcapFilter(const Ends& ends)
{
    QStringList hosts;
    for (const auto& client : ends.clients.mid(0, 4)) {
        hosts.append(u"host "_qs + client);
    }
    const QString port = ends.port > 0 ? u"tcp port %1"_qs.arg(ends.port) : u"tcp"_qs;
    return hosts.isEmpty() ? port : u"%1 and (%2)"_qs.arg(port, hosts.join(u" or "_qs));
}

QString indented(const QStringList& lines)
{
    return u"    "_qs + lines.join(u"\n    "_qs);
}

QStringList captureOnLinux(const Ends& ends)
{
    return {u"tcpdump -ni any -s 128 -w evidence.pcap '%1'"_qs.arg(pcapFilter(ends))};
}

QStringList captureOnWindows(const Ends& ends)
{
    const QString client = ends.clients.value(0);
    const QString port = ends.port > 0 ? u" -p %1"_qs.arg(ends.port) : QString();
    const QString family = client.contains(u':') ? u"IPv6"_qs : u"IPv4"_qs;
    const QString pktmonHost = client.isEmpty() ? QString() : u" -i "_qs + client;
    const QString netshHost = client.isEmpty() ? QString() : u" %1.Address=%2"_qs.arg(family, client);
    return {u"pktmon filter add evidence%1%2"_qs.arg(pktmonHost, port),
            u"pktmon start --capture --pkt-size 128 --file-name evidence.etl"_qs,
            u"pktmon stop"_qs,
            u"pktmon etl2pcap evidence.etl --out evidence.pcapng"_qs,
            u"netsh trace start capture=yes%1 tracefile=evidence.etl maxsize=250"_qs.arg(netshHost),
            u"netsh trace stop"_qs};
}

QStringList countersOnLinux(const Ends& ends)
{
    const QString port = ends.port > 0 ? u" '( sport = :%1 )'"_qs.arg(ends.port) : QString();
    return {u"nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout "
            "TcpExtTCPAbortOnMemory TcpExtListenOverflows TcpExtListenDrops"_qs,
            u"ss -tnoi"_qs + port, u"ss -lnt"_qs + port};
}

QStringList countersOnWindows(const Ends& ends)
{
    const QString port = ends.port > 0 ? u" -LocalPort %1"_qs.arg(ends.port) : QString();
    return {u"netstat -s -p tcp"_qs, u"Get-NetTCPConnection%1 | Group-Object State"_qs.arg(port)};
}

QString journalTime(qint64 wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_qs) + u" UTC"_qs;
}

QStringList systemLog(const std::vector<EndedConnection>& connections)
{
    if (connections.empty()) {
        return {};
    }
    const auto [first, last] =
        std::minmax_element(connections.begin(), connections.end(),
                            [](const EndedConnection& a, const EndedConnection& b) { return a.endMs < b.endMs; });
    return {
        u"journalctl --since \"%1\" --until \"%2\" | grep -iE \"out of memory|table full|SYN flooding|segfault|drop "
        "connection\""_qs.arg(journalTime(first->endMs - MarginMs), journalTime(last->endMs + MarginMs))};
}

QStringList tracking(const Ends& ends)
{
    const QString client = ends.clients.isEmpty() ? QString() : u" --orig-src "_qs + ends.clients.first();
    const QString port = ends.port > 0 ? u" --orig-port-dst %1"_qs.arg(ends.port) : QString();
    const QString family = client.contains(u':') ? u" -f ipv6"_qs : QString();
    return {u"conntrack -S"_qs, u"conntrack -L%1 -p tcp%2%3"_qs.arg(family, client, port),
            u"sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max "
            "net.netfilter.nf_conntrack_tcp_timeout_established"_qs};
}

/// One sentence per line from a row of texts "request.<group>.<name>".
QString listed(const knowledge::Knowledge& knowledge, const QString& group, const QStringList& names)
{
    QStringList lines;
    for (const auto& name : names) {
        lines.append(u"  - "_qs + knowledge.text(u"request."_qs + group + u'.' + name));
    }
    return lines.join(u'\n');
}

/// What texts about a cause are filled with.
QJsonObject valuesOf(const core::Session& session, const Ends& ends, const core::RankedCause& cause)
{
    auto values = knowledge::templateValues(session.target, session.findings, cause);
    values.insert(u"target"_qs, oneLine(core::displayName(session.target)));
    values.insert(u"host"_qs, oneLine(session.target.host));
    values.insert(u"client"_qs, ends.hidden);
    return values;
}

/// The questions of the causes that are likely enough, without Markdown's marks.
QString questions(const core::Session& session, const knowledge::Knowledge& knowledge, const Ends& ends)
{
    static const QRegularExpression mark(u"^- "_qs);
    QStringList lines;
    size_t asked = 0;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        const auto* page = knowledge.page(cause.id);
        if (page == nullptr || asked == MostCauses || (asked > 0 && cause.probability < WorthAsking)) {
            continue;
        }
        ++asked;
        const auto values = valuesOf(session, ends, cause);
        for (QString line : knowledge.fill(page->ask, values).split(u'\n', Qt::SkipEmptyParts)) {
            line = line.trimmed().remove(mark).remove(u'`');
            if (!lines.contains(line)) {
                lines.append(line);
            }
        }
    }
    for (auto& line : lines) {
        line.prepend(u"  - "_qs);
    }
    return lines.join(u'\n');
}

} // namespace

QString evidenceRequest(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const auto connections = endedConnections(session);
    const auto ends = endsOf(session, connections);
    const auto& causes = session.diagnosis.causes;
    auto values = valuesOf(session, ends, causes.empty() ? core::RankedCause{} : causes.front());
    const size_t shown = std::min(connections.size(), MostConnections);
    values.insert(u"count"_qs, static_cast<int>(shown));
    values.insert(u"total"_qs, static_cast<int>(connections.size()));
    const auto text = [&](const char* key) { return knowledge.text(u"request."_qs + QLatin1String(key), values); };
    values.insert(u"headline"_qs, oneLine(session.diagnosis.verdict.summary));
    QStringList parts{text("subject"), text("opening"), text("verdict")};
    const auto part = [&](const QString& title, const QString& body) {
        if (!body.trimmed().isEmpty()) {
            parts.append(title + u'\n' + body);
        }
    };
    QStringList lines;
    for (size_t i = 0; i < shown; ++i) {
        lines.append(u"  "_qs + lineOf(connections[i], knowledge));
    }
    lines.isEmpty() ? parts.append(text("no-connections")) : part(text("connections"), lines.join(u'\n'));
    if (!ends.hidden.isEmpty()) {
        parts.append(text("translated"));
    }
    parts.append(text("clock"));
    parts.append(text("server"));
    part(text("capture-linux"), indented(captureOnLinux(ends)));
    part(text("capture-windows"), indented(captureOnWindows(ends)));
    part(text("counters-linux"), indented(countersOnLinux(ends)));
    part(text("counters-windows"), indented(countersOnWindows(ends)));
    part(text("system-log"), systemLog(connections).isEmpty() ? QString() : indented(systemLog(connections)));
    part(text("logs"), listed(knowledge, u"log"_qs, {u"haproxy"_qs, u"nginx"_qs, u"iis"_qs, u"others"_qs}));
    parts.append(text("network"));
    part(text("tracking"), indented(tracking(ends)));
    part(text("devices"), listed(knowledge, u"device"_qs, {u"firewall"_qs, u"balancer"_qs, u"both-sides"_qs}));
    part(text("meanings"), listed(knowledge, u"proof"_qs,
                                  {u"server-sent"_qs, u"nobody-sent"_qs, u"both-blame"_qs, u"never-came"_qs,
                                   u"quiet-fin"_qs, u"abort-on-close"_qs, u"only-out-resets"_qs, u"listen-drops"_qs,
                                   u"tracking"_qs, u"proxy-code"_qs, u"firewall-reason"_qs}));
    part(text("questions"), questions(session, knowledge, ends));
    parts.append(text("closing"));
    return parts.join(u"\n\n"_qs) + u'\n';
}

} // namespace doctor::report
