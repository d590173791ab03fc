// SPDX-License-Identifier: GPL-3.0-or-later
// The correction of a cause's usual closer.
#include "app/diagnosis/closer.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::ClosedBy;
using core::How;

namespace
{

/// A place seen with less certainty than this clears nobody.
constexpr double LeastCertain = 0.5;

bool isServer(ClosedBy closer)
{
    return closer == ClosedBy::ServerApplication || closer == ClosedBy::ServerSystem;
}

/// Causes that say "not more than so much", whoever says it.
bool isLimit(const QString& cause)
{
    static const QStringList limits{u"connection-limit"_s, u"rate-limit"_s};
    return limits.contains(cause);
}

/// Causes that say "not you", whoever says it.
bool isFilter(const QString& cause)
{
    static const QStringList filters{u"ip-filtering"_s, u"address-banned"_s};
    return filters.contains(cause);
}

/// Resets that passed fewer routers than the server's own packets were made half-way.
bool cameFromNearer(const core::Finding& finding)
{
    const auto hops = finding.values.value(u"hops");
    const auto usual = finding.values.value(u"usualHops");
    return finding.question == u"reset-origin" && finding.answer == u"different-device" &&
           finding.confidence >= LeastCertain && hops.isDouble() && usual.isDouble() && hops.toInt() < usual.toInt();
}

} // namespace

CutPlace cutPlace(const std::vector<core::Finding>& findings)
{
    static const QStringList onTheWay{u"on-path"_s, u"on-path-range"_s, u"named-by-icmp"_s, u"just-before-end"_s};
    for (const auto& finding : findings) {
        if (finding.question == u"resetter-place" && finding.confidence >= LeastCertain) {
            if (onTheWay.contains(finding.answer)) {
                return CutPlace::OnTheWay;
            }
            if (finding.answer == u"at-end") {
                return CutPlace::AtTheEnd;
            }
        }
    }
    const bool nearer = std::any_of(findings.begin(), findings.end(), cameFromNearer);
    return nearer ? CutPlace::OnTheWay : CutPlace::Unknown;
}

ClosedBy closerOf(const QString& cause, ClosedBy usual, const std::optional<core::Ending>& how, CutPlace place)
{
    const auto went = [&how](How way) { return how && how->how == way; };
    const bool opened = how && how->phase != core::Phase::Connect && how->phase != core::Phase::NameLookup;
    const bool byWords = went(How::Fin) || went(How::FinThenReset) || went(How::TlsAlert);
    if (place == CutPlace::OnTheWay && isServer(usual) && !byWords) {
        return ClosedBy::Middlebox;
    }
    if (went(How::Silence) && isServer(usual)) {
        return ClosedBy::Nobody; // the connection is still open, and its answer may have been lost on the way
    }
    if (place == CutPlace::AtTheEnd && usual == ClosedBy::Middlebox) {
        return byWords && opened ? ClosedBy::ServerApplication : ClosedBy::Unknown;
    }
    if (isFilter(cause) && place == CutPlace::Unknown && opened) {
        // Packet filters neither greet nor take leave; a cut after the greeting may come from either.
        return byWords ? ClosedBy::ServerApplication : went(How::Reset) ? ClosedBy::Unknown : usual;
    }
    if (isLimit(cause) && !opened) {
        // Requests for a connection are answered or refused by the system or by a filter, before any application.
        return place == CutPlace::OnTheWay ? ClosedBy::Middlebox : ClosedBy::Unknown;
    }
    return usual;
}

} // namespace doctor::diagnosis
