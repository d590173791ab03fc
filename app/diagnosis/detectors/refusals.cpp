// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the connect test's failures for the one who sent them.
#include "app/diagnosis/detectors/refusals.h"

#include <QMap>
#include <QSet>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"connect"_s;

/// Failed tries to connect of the whole run: an ICMP error names its sender whichever test met it.
struct Senders {
    Sightings byTarget;
    Sightings byDevice;
    Sightings byUs;
    QString device;
};

bool isOurs(const QString& sender, const core::Attempt& attempt)
{
    return sender == attempt.localAddress || sender.startsWith(u"127.") || sender == u"::1";
}

Senders sendersOf(const core::Session& session)
{
    Senders senders;
    for (const auto& one : usable(session, Test)) {
        const auto& attempt = *one.attempt;
        const QString from = observed(attempt, u"icmpFrom");
        if (from.isEmpty() || (diedAtProxy(attempt) && !isRejectedHere(attempt)))
            continue;
        if (from == attempt.address) {
            senders.byTarget.push_back(one);
        } else if (isRejectedHere(attempt)) {
            senders.byUs.push_back(one);
        } else if (!isOurs(from, attempt)) {
            senders.byDevice.push_back(one);
            senders.device = from;
        }
    }
    return senders;
}

std::optional<core::Finding> rejecter(const core::Session& session)
{
    const Senders senders = sendersOf(session);
    const auto total = static_cast<qsizetype>(senders.byTarget.size() + senders.byDevice.size() + senders.byUs.size());
    if (total == 0)
        return std::nullopt;
    const QString question = u"rejecter"_s;
    if (!senders.byUs.empty())
        return makeFinding(question, u"this-computer"_s, Test, senders.byUs, total);
    if (senders.byDevice.size() >= senders.byTarget.size()) {
        auto finding = makeFinding(question, u"device"_s, Test, senders.byDevice, total);
        finding.values.insert(u"router"_s, senders.device);
        return finding;
    }
    return makeFinding(question, u"target"_s, Test, senders.byTarget, total);
}

QString kindOf(const core::Attempt& attempt)
{
    static const QMap<QString, QString> kinds{{u"no-port"_s, u"no-port"_s},
                                              {u"no-descriptor"_s, u"no-descriptor"_s},
                                              {u"no-memory"_s, u"no-memory"_s},
                                              {u"not-permitted"_s, u"not-permitted"_s},
                                              {u"no-source-address"_s, u"no-source"_s},
                                              {u"invalid-source-address"_s, u"no-source"_s},
                                              {u"unusable-source-address"_s, u"no-source"_s},
                                              {u"family-unsupported"_s, u"no-family"_s}};
    return kinds.value(attempt.ending.detail, u"other"_s);
}

/// Kinds that name a cause outweigh a missing address family, which is nobody's fault.
std::optional<core::Finding> localFailureKind(const core::Session& session)
{
    QMap<QString, Sightings> kinds;
    qsizetype total = 0;
    for (const auto& record : session.tests) {
        int index = -1;
        for (const auto& attempt : record.attempts) {
            ++index;
            if (attempt.ending.how != How::LocalFailure || attempt.ending.phase != core::Phase::Connect)
                continue;
            ++total;
            if (record.id == Test)
                kinds[kindOf(attempt)].push_back({index, &attempt});
            else
                kinds[kindOf(attempt)];
        }
    }
    if (total == 0)
        return std::nullopt;
    QString chosen = u"other"_s;
    for (const auto& kind : {u"no-family"_s, u"other"_s, u"no-source"_s, u"no-memory"_s, u"no-descriptor"_s,
                             u"not-permitted"_s, u"no-port"_s})
        if (kinds.contains(kind))
            chosen = kind;
    auto finding = makeFinding(u"local-failure-kind"_s, chosen, Test, kinds.value(chosen), total);
    finding.confidence = 0.97; // the system's own word
    return finding;
}

QString proxyWord(const core::Attempt& attempt)
{
    const QString detail = attempt.ending.detail;
    if (observed(attempt, u"proxyStage") == u"connect")
        return u"unreachable"_s;
    static const QSet<QString> login{u"proxy-407"_s, u"proxy-login"_s};
    static const QSet<QString> forbidden{u"proxy-401"_s, u"proxy-403"_s, u"proxy-405"_s, u"proxy-socks-2"_s};
    if (login.contains(detail))
        return u"login-required"_s;
    if (forbidden.contains(detail))
        return u"forbidden"_s;
    if (detail.startsWith(u"proxy-not-"))
        return u"not-a-proxy"_s;
    if (attempt.ending.how == How::Refused && detail.startsWith(u"proxy-"))
        return u"no-way"_s;
    return u"cut"_s;
}

std::optional<core::Finding> proxyAnswer(const core::Session& session)
{
    if (session.target.proxy.isEmpty())
        return std::nullopt;
    const auto all = usable(session, Test, Test);
    if (all.empty())
        return std::nullopt;
    const auto refused = filtered(all, diedAtProxy);
    const auto total = static_cast<qsizetype>(all.size());
    const QString question = u"proxy-answer"_s;
    if (!refused.empty()) {
        auto finding = makeFinding(question, proxyWord(*refused.front().attempt), Test, refused, total);
        finding.values.insert(u"status"_s, refused.front().attempt->observations.value(u"proxyStatus"));
        return finding;
    }
    const auto open = filtered(all, [](const auto& attempt) { return observed(attempt, u"proxyStage") == u"open"; });
    if (open.empty())
        return makeFinding(question, u"unreachable"_s, Test, all, total);
    return makeFinding(question, u"open"_s, Test, open, total);
}

} // namespace

bool isRejectedHere(const core::Attempt& attempt)
{
    const QString from = observed(attempt, u"icmpFrom");
    // "Host unreachable" is what our own system says when a neighbour does not answer; that is no filter.
    const bool filtered = attempt.ending.detail.endsWith(u"prohibited") || attempt.ending.detail == u"port-unreachable";
    return filtered && !from.isEmpty() && from != attempt.address && isOurs(from, attempt);
}

bool diedAtProxy(const core::Attempt& attempt)
{
    const QString stage = observed(attempt, u"proxyStage");
    return stage == u"asked" || stage == u"connect";
}

Findings detectRefusals(const core::Session& session)
{
    Findings findings;
    for (const auto& finding : {rejecter(session), localFailureKind(session), proxyAnswer(session)})
        if (finding)
            findings.push_back(*finding);
    return findings;
}

} // namespace doctor::diagnosis
