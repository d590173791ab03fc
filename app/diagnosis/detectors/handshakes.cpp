// SPDX-License-Identifier: GPL-3.0-or-later
// Reading single handshakes.
#include "app/diagnosis/detectors/handshakes.h"

#include <algorithm>
#include <cmath>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

QString outcomeOfAlert(const QString& alert, bool certificateRequested)
{
    static const QStringList handshake{u"handshake_failure"_s, u"insufficient_security"_s};
    static const QStringList certificate{u"bad_certificate"_s, u"certificate_required"_s, u"certificate_unknown"_s,
                                         u"access_denied"_s,   u"no_certificate"_s,       u"unknown_ca"_s};
    if (alert == u"protocol_version") {
        return u"alert-version"_s;
    }
    if (alert == u"unrecognized_name") {
        return u"alert-name"_s;
    }
    // Whoever asked for a certificate and then refuses, refuses for the lack of it.
    if (certificate.contains(alert) || (certificateRequested && handshake.contains(alert))) {
        return u"alert-certificate"_s;
    }
    return handshake.contains(alert) ? u"alert-handshake"_s : u"alert-other"_s;
}

bool refusedByUs(const core::Attempt& handshake)
{
    return handshake.ending.who == core::Who::Us && handshake.ending.how == How::TlsAlert;
}

/// Milliseconds from the opening to the end.
double ageAtEnd(const core::Attempt& attempt)
{
    return attempt.timings.totalMs.value_or(0) - attempt.timings.connectMs.value_or(0);
}

bool endedByPeer(const core::Attempt& attempt)
{
    return (isReset(attempt) || isFin(attempt)) && !neverOpened(attempt);
}

/// Ages at which connections were ended without an answer though something else than a hello had been said on them.
std::vector<double> agesOfOthers(const core::Session& session)
{
    constexpr double WaitedMs = 900; // who dislikes words does not wait so long before he hangs up
    auto others = filtered(usable(session, u"service"_s), [](const auto& attempt) {
        return attempt.purpose != u"tls-hello" && observed(attempt, u"answer").isEmpty() &&
               observed(attempt, u"greeting").isEmpty();
    });
    const auto fresh = filtered(usable(session, u"exchange"_s, u"fresh"_s),
                                [](const auto& attempt) { return observed(attempt, u"state") == u"no-answer"; });
    others.insert(others.end(), fresh.begin(), fresh.end());
    std::vector<double> ages;
    for (const auto& one : filtered(others, endedByPeer)) {
        if (const double age = ageAtEnd(*one.attempt); age >= WaitedMs) {
            ages.push_back(age);
        }
    }
    return ages;
}

/// Ended at the age at which others were that had said something else: it was not for the hello.
bool endedForItsAge(const core::Attempt& handshake, const std::vector<double>& ages)
{
    const double own = ageAtEnd(handshake);
    return wordless(handshake) && endedByPeer(handshake) && std::any_of(ages.begin(), ages.end(), [own](double age) {
               return std::abs(own - age) <= std::max(100.0, age * 0.05);
           });
}

} // namespace

bool stayed(const core::Attempt& handshake)
{
    const auto after = observed(handshake, u"afterHandshake");
    return handshake.observations.value(u"tlsCompleted").toBool() &&
           (after == u"quiet" || after == u"data" || after.isEmpty());
}

QString alertOf(const core::Attempt& handshake)
{
    const auto received = observed(handshake, u"alertReceived");
    if (!received.isEmpty()) {
        return received;
    }
    const bool alert = handshake.ending.how == How::TlsAlert || handshake.ending.how == How::TlsAlertThenReset;
    return alert && !refusedByUs(handshake) ? handshake.ending.detail : QString();
}

QString outcomeOf(const core::Attempt& handshake)
{
    if (stayed(handshake)) {
        return u"completed"_s;
    }
    const bool requested = handshake.observations.value(u"clientCertificateRequested").toBool();
    if (const auto alert = alertOf(handshake); !alert.isEmpty()) {
        return outcomeOfAlert(alert, requested);
    }
    if (refusedByUs(handshake)) {
        return u"refused-by-client"_s;
    }
    if (handshake.observations.value(u"tlsCompleted").toBool()) {
        return u"ended-after-handshake"_s;
    }
    if (neverOpened(handshake) || observed(handshake, u"tlsRequest") == u"declined") {
        return {};
    }
    if (handshake.ending.how == How::ProtocolError) {
        return u"not-tls"_s;
    }
    if (isReset(handshake)) {
        return u"reset-on-hello"_s;
    }
    if (isFin(handshake)) {
        return u"fin-on-hello"_s;
    }
    return isSilence(handshake) ? u"silence"_s : QString();
}

bool wordless(const core::Attempt& handshake)
{
    const auto word = outcomeOf(handshake);
    return word == u"reset-on-hello" || word == u"fin-on-hello" || word == u"silence";
}

Handshakes handshakesOf(const core::Session& session)
{
    const auto ages = agesOfOthers(session);
    const auto telling = [&ages](const core::Attempt& attempt) {
        return !outcomeOf(attempt).isEmpty() && !endedForItsAge(attempt, ages);
    };
    Handshakes result;
    result.defaults = filtered(usable(session, u"tls-handshake"_s, u"default"_s), telling);
    result.variants = filtered(usable(session, u"tls-matrix"_s), [&](const core::Attempt& attempt) {
        return attempt.purpose != u"canary" && telling(attempt);
    });
    const auto good = filtered(result.defaults, stayed).size();
    result.defaultWorks = !result.defaults.empty() && good == result.defaults.size();
    result.defaultFails = !result.defaults.empty() && good == 0;
    return result;
}

std::optional<Seen> variantOf(const Handshakes& shakes, QStringView purpose)
{
    for (const auto& one : shakes.variants) {
        if (one.attempt->purpose == purpose) {
            return one;
        }
    }
    return std::nullopt;
}

bool works(const std::optional<Seen>& one)
{
    return one && stayed(*one->attempt);
}

bool fails(const std::optional<Seen>& one)
{
    return one && !stayed(*one->attempt);
}

} // namespace doctor::diagnosis
