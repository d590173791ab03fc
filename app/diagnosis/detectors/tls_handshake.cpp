// SPDX-License-Identifier: GPL-3.0-or-later
// Handshakes that differ in one thing each, to what makes the difference.
#include "app/diagnosis/detectors/tls_handshake.h"

#include <QJsonArray>
#include <QMap>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"tls-handshake"_s;
const QString Completed = u"completed"_s;

bool stayed(const core::Attempt& attempt)
{
    const auto after = observed(attempt, u"afterHandshake");
    return attempt.observations.value(u"tlsCompleted").toBool() &&
           (after == u"quiet" || after == u"data" || after.isEmpty());
}

QString alertOf(const core::Attempt& attempt)
{
    const auto received = observed(attempt, u"alertReceived");
    if (!received.isEmpty()) {
        return received;
    }
    const bool alert = attempt.ending.how == How::TlsAlert || attempt.ending.how == How::TlsAlertThenReset;
    return alert ? attempt.ending.detail : QString();
}

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

/// Answer word of one handshake; empty when it says nothing about TLS.
QString outcomeOf(const core::Attempt& attempt)
{
    if (stayed(attempt)) {
        return Completed;
    }
    const bool requested = attempt.observations.value(u"clientCertificateRequested").toBool();
    if (const auto alert = alertOf(attempt); !alert.isEmpty()) {
        return outcomeOfAlert(alert, requested);
    }
    if (attempt.observations.value(u"tlsCompleted").toBool()) {
        return u"ended-after-handshake"_s;
    }
    if (neverOpened(attempt)) {
        return {};
    }
    if (attempt.ending.how == How::ProtocolError) {
        return u"not-tls"_s;
    }
    if (isReset(attempt)) {
        return u"reset-on-hello"_s;
    }
    if (isFin(attempt)) {
        return u"fin-on-hello"_s;
    }
    return isSilence(attempt) ? u"silence"_s : QString();
}

struct Handshakes {
    Sightings all; ///< those that say something
    Sightings defaults;
    bool defaultWorks = false;
    bool defaultFails = false;
};

Handshakes handshakesOf(const core::Session& session)
{
    Handshakes result;
    result.all = filtered(usable(session, Test), [](const auto& attempt) { return !outcomeOf(attempt).isEmpty(); });
    result.defaults = filtered(result.all, [](const auto& attempt) { return attempt.purpose == u"default"; });
    const auto good = filtered(result.defaults, stayed).size();
    result.defaultWorks = !result.defaults.empty() && good == result.defaults.size();
    result.defaultFails = !result.defaults.empty() && good == 0;
    return result;
}

std::optional<Seen> variant(const Handshakes& shakes, QStringView purpose)
{
    for (const auto& one : shakes.all) {
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

std::optional<core::Finding> outcome(const Handshakes& shakes)
{
    const auto question = u"tls-outcome"_s;
    if (shakes.defaults.empty()) {
        return std::nullopt;
    }
    const auto total = static_cast<qsizetype>(shakes.defaults.size());
    const auto failures = filtered(shakes.defaults, [](const auto& attempt) { return !stayed(attempt); });
    if (!failures.empty() && failures.size() < shakes.defaults.size()) {
        auto finding = makeFinding(question, u"intermittent"_s, Test, failures, total);
        finding.confidence = 0.9;
        return finding;
    }
    const auto& shown = *shakes.defaults.front().attempt;
    const auto word = outcomeOf(shown);
    const auto same = filtered(shakes.defaults, [&](const auto& attempt) { return outcomeOf(attempt) == word; });
    auto finding = makeFinding(question, word, Test, same, total);
    // Variants that end in the same way make the answer surer, though they do not count as tries of it.
    const auto alike = filtered(shakes.all, [&](const auto& attempt) { return outcomeOf(attempt) == word; });
    finding.confidence = same.size() == shakes.defaults.size()
                             ? confidence(static_cast<qsizetype>(alike.size()), static_cast<qsizetype>(alike.size()))
                             : finding.confidence;
    finding.values.insert(u"alert"_s, alertOf(shown));
    finding.values.insert(u"version"_s, observed(shown, u"tlsVersion"));
    return finding;
}

std::optional<core::Finding> versions(const Handshakes& shakes)
{
    const auto question = u"tls-versions"_s;
    if (shakes.defaultWorks) {
        auto finding = makeFinding(question, u"default-works"_s, Test, shakes.defaults,
                                   static_cast<qsizetype>(shakes.defaults.size()));
        finding.values.insert(u"version"_s, observed(*shakes.defaults.front().attempt, u"tlsVersion"));
        finding.values.insert(u"tlsVersion"_s, u"TLS "_s + observed(*shakes.defaults.front().attempt, u"tlsVersion"));
        return finding;
    }
    QStringList working;
    QStringList failing;
    Sightings tried;
    for (const auto* version : {u"1.0", u"1.1", u"1.2", u"1.3"}) {
        const auto one = variant(shakes, u"version-"_s + QString::fromUtf16(version));
        if (one) {
            (stayed(*one->attempt) ? working : failing).append(u"TLS "_s + QString::fromUtf16(version));
            tried.push_back(*one);
        }
    }
    if (!shakes.defaultFails || tried.size() < 2) {
        return std::nullopt;
    }
    const bool modern = working.contains(u"TLS 1.2"_s) || working.contains(u"TLS 1.3"_s);
    if (modern && working.size() > 1) {
        return std::nullopt; // several versions work, so it is not the version that makes the default fail
    }
    const auto answer = working.isEmpty() ? u"none-works"_s : modern ? u"only-one"_s : u"only-older"_s;
    auto finding = makeFinding(question, answer, Test, tried, static_cast<qsizetype>(tried.size()));
    finding.values.insert(u"workingVersions"_s, QJsonArray::fromStringList(working));
    finding.values.insert(u"failingVersions"_s, QJsonArray::fromStringList(failing));
    finding.values.insert(u"tlsVersion"_s, u"TLS 1.2, TLS 1.3"_s);
    if (!working.isEmpty()) {
        finding.values.insert(u"worksWith"_s, working.join(u", "_s));
    }
    return finding;
}

std::optional<core::Finding> name(const Handshakes& shakes)
{
    if (shakes.defaults.empty() || (!shakes.defaultWorks && !shakes.defaultFails)) {
        return std::nullopt;
    }
    const auto sent = shakes.defaults.front().attempt->parameters.value(u"serverName").toString();
    const auto withName = variant(shakes, u"with-name");
    const auto noName = variant(shakes, u"no-name");
    const auto otherName = variant(shakes, u"other-name");
    QString answer = u"no-difference"_s;
    double sure = shakes.defaultWorks ? 0.95 : 0.6; // all may fail because none of the names was the right one
    Sightings showing = shakes.defaults;
    QString working;
    if (shakes.defaultFails && !withName && !noName && !otherName) {
        return std::nullopt;
    }
    if (shakes.defaultFails && sent.isEmpty() && (works(withName) || works(otherName))) {
        answer = u"needs-name"_s;
        showing.push_back(works(withName) ? *withName : *otherName);
        working = showing.back().attempt->parameters.value(u"serverName").toString();
        sure = 0.97;
    } else if (shakes.defaultFails && !sent.isEmpty() && (works(noName) || works(otherName))) {
        answer = u"rejects-our-name"_s;
        showing.push_back(works(noName) ? *noName : *otherName);
        sure = 0.97;
    }
    auto finding = makeFinding(u"tls-name"_s, answer, Test, showing, static_cast<qsizetype>(showing.size()));
    finding.confidence = sure;
    finding.values.insert(u"serverName"_s, sent);
    finding.values.insert(u"workingName"_s, working);
    return finding;
}

std::optional<core::Finding> ciphers(const Handshakes& shakes)
{
    const auto weak = variant(shakes, u"weak-ciphers");
    if (!shakes.defaultWorks && !(shakes.defaultFails && works(weak))) {
        return std::nullopt;
    }
    const auto shown = shakes.defaultWorks ? shakes.defaults : Sightings{*weak};
    auto finding = makeFinding(u"tls-ciphers"_s, shakes.defaultWorks ? u"default-works"_s : u"only-weak"_s, Test, shown,
                               static_cast<qsizetype>(shown.size()));
    finding.confidence = 0.97;
    finding.values.insert(u"cipher"_s, observed(*shown.front().attempt, u"cipher"));
    return finding;
}

bool refusedForCertificate(const core::Attempt& attempt)
{
    const bool requested = attempt.observations.value(u"clientCertificateRequested").toBool();
    const auto word = outcomeOf(attempt);
    return word == u"alert-certificate" || (requested && word == u"ended-after-handshake");
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
    const auto refused = filtered(shakes.all, refusedForCertificate);
    const auto asked = filtered(shakes.all, [](const auto& attempt) {
        return attempt.observations.value(u"clientCertificateRequested").toBool();
    });
    if (!refused.empty() && !shakes.defaultWorks) {
        auto finding = makeFinding(question, u"required"_s, Test, refused, static_cast<qsizetype>(refused.size()));
        finding.values.insert(u"alert"_s, alertOf(*refused.front().attempt));
        return finding;
    }
    if (!shakes.defaultWorks) {
        return std::nullopt;
    }
    if (!asked.empty()) {
        const bool required = refusedInHttp(session);
        auto finding = makeFinding(question, required ? u"required"_s : u"requested"_s, Test, asked,
                                   static_cast<qsizetype>(asked.size()));
        finding.confidence = required ? 0.8 : 0.95;
        return finding;
    }
    return makeFinding(question, u"not-requested"_s, Test, shakes.defaults,
                       static_cast<qsizetype>(shakes.defaults.size()));
}

} // namespace

Findings detectTlsHandshake(const core::Session& session)
{
    const auto shakes = handshakesOf(session);
    Findings findings;
    for (const auto& finding :
         {outcome(shakes), versions(shakes), name(shakes), ciphers(shakes), clientCertificate(session, shakes)}) {
        if (finding) {
            findings.push_back(*finding);
        }
    }
    return findings;
}

} // namespace doctor::diagnosis
