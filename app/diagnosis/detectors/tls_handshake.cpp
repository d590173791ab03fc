// SPDX-License-Identifier: GPL-3.0-or-later
// The usual handshake, to how it ends and whether a client certificate is what it lacks.
#include "app/diagnosis/detectors/tls_handshake.h"

#include "app/diagnosis/detectors/handshakes.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"tls-handshake"_s;

/// The handshake that tells most: a reset may have destroyed the alert of another one.
const core::Attempt& mostTelling(const Sightings& defaults)
{
    for (const auto& one : defaults) {
        if (!alertOf(*one.attempt).isEmpty()) {
            return *one.attempt;
        }
    }
    return *defaults.front().attempt;
}

/// The same ending, or one in which a reset may have destroyed the alert.
bool agrees(const core::Attempt& attempt, const core::Attempt& shown)
{
    const bool lostAlert = !alertOf(shown).isEmpty() && (isReset(attempt) || isFin(attempt)) && !stayed(attempt);
    return lostAlert || outcomeOf(attempt) == outcomeOf(shown);
}

std::optional<core::Finding> outcome(const Handshakes& shakes)
{
    const auto question = u"tls-outcome"_s;
    if (shakes.defaults.empty()) {
        return std::nullopt;
    }
    const auto total = static_cast<qsizetype>(shakes.defaults.size());
    if (!shakes.defaultWorks && !shakes.defaultFails) {
        const auto failures = filtered(shakes.defaults, [](const auto& attempt) { return !stayed(attempt); });
        auto finding = makeFinding(question, u"intermittent"_s, Test, failures, total);
        finding.confidence = 0.9;
        return finding;
    }
    const auto& shown = mostTelling(shakes.defaults);
    const auto same = filtered(shakes.defaults, [&](const auto& attempt) { return agrees(attempt, shown); });
    auto finding = makeFinding(question, outcomeOf(shown), Test, same, total);
    // Variants that end in the same way make the answer surer, though they do not count as tries of it.
    const auto alike = filtered(shakes.variants, [&](const auto& attempt) { return agrees(attempt, shown); });
    if (same.size() == shakes.defaults.size()) {
        const auto count = static_cast<qsizetype>(same.size() + alike.size());
        finding.confidence = confidence(count, count);
    }
    finding.values.insert(u"alert"_s, alertOf(shown));
    finding.values.insert(u"version"_s, observed(shown, u"tlsVersion"));
    finding.values.insert(u"refused"_s, observed(shown, u"alertSent"));
    return finding;
}

bool asksForCertificate(const core::Attempt& attempt)
{
    return attempt.observations.value(u"clientCertificateRequested").toBool();
}

bool refusedForCertificate(const core::Attempt& attempt)
{
    const auto word = outcomeOf(attempt);
    return word == u"alert-certificate" ||
           (asksForCertificate(attempt) && (word == u"ended-after-handshake" || wordless(attempt)));
}

/// Web servers complete the handshake and say 400 or 496 in words when a certificate is missing.
bool refusedInHttp(const core::Session& session)
{
    const auto fresh = usable(session, u"exchange"_s, u"fresh"_s);
    return !fresh.empty() && std::all_of(fresh.begin(), fresh.end(), [](const Seen& one) {
        const int status = one.attempt->observations.value(u"status").toInt();
        return status == 400 || status == 403 || status == 495 || status == 496;
    });
}

std::optional<core::Finding> clientCertificate(const core::Session& session, const Handshakes& shakes)
{
    const auto question = u"tls-client-certificate"_s;
    const auto total = static_cast<qsizetype>(shakes.defaults.size());
    const auto refused = filtered(shakes.defaults, refusedForCertificate);
    if (!refused.empty() && shakes.defaultFails) {
        auto finding = makeFinding(question, u"required"_s, Test, refused, static_cast<qsizetype>(refused.size()));
        finding.values.insert(u"alert"_s, alertOf(*refused.front().attempt));
        const auto withOne = variantOf(shakes, u"with-certificate");
        // Any certificate will do, or another alert than without one: it is the certificate that is looked at.
        const bool looksAtIt =
            works(withOne) || (withOne && alertOf(*withOne->attempt) != alertOf(*refused.front().attempt));
        finding.confidence = looksAtIt ? 0.99 : finding.confidence;
        return finding;
    }
    // Who lets a handshake complete without asking for a certificate does not end it for the lack of one.
    const bool completed = std::all_of(shakes.defaults.begin(), shakes.defaults.end(), [](const Seen& one) {
        return one.attempt->observations.value(u"tlsCompleted").toBool();
    });
    if (shakes.defaults.empty() || !completed) {
        return std::nullopt;
    }
    if (const auto asked = filtered(shakes.defaults, asksForCertificate); !asked.empty()) {
        const bool required = refusedInHttp(session);
        auto finding = makeFinding(question, required ? u"required"_s : u"requested"_s, Test, asked, total);
        finding.confidence = required ? 0.8 : 0.95;
        return finding;
    }
    return makeFinding(question, u"not-requested"_s, Test, shakes.defaults, total);
}

} // namespace

Findings detectTlsHandshake(const core::Session& session)
{
    const auto shakes = handshakesOf(session);
    Findings findings;
    for (const auto& finding : {outcome(shakes), clientCertificate(session, shakes)}) {
        if (finding) {
            findings.push_back(*finding);
        }
    }
    return findings;
}

} // namespace doctor::diagnosis
