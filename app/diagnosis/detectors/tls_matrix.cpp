// SPDX-License-Identifier: GPL-3.0-or-later
// Handshakes that differ in one thing each, to the thing that makes the difference.
#include "app/diagnosis/detectors/tls_matrix.h"

#include "app/diagnosis/detectors/handshakes.h"
#include "app/diagnosis/detectors/server_certificate.h"

#include <QJsonArray>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Usual = u"tls-handshake"_s;
const QString Matrix = u"tls-matrix"_s;

/// An answer that the usual handshakes show.
core::Finding shownByDefaults(const QString& question, const QString& answer, const Handshakes& shakes)
{
    return makeFinding(question, answer, Usual, shakes.defaults, static_cast<qsizetype>(shakes.defaults.size()));
}

/// An answer that variants show; each of them was tried against usual handshakes that all agreed.
core::Finding shownByVariants(const QString& question, const QString& answer, const Sightings& showing, double sure)
{
    auto finding = makeFinding(question, answer, Matrix, showing, static_cast<qsizetype>(showing.size()));
    finding.confidence = sure;
    return finding;
}

struct Versions {
    QStringList working;
    QStringList failing;
    Sightings tried;
};

Versions versionsTried(const Handshakes& shakes)
{
    Versions versions;
    for (const auto* version : {u"1.0", u"1.1", u"1.2", u"1.3"}) {
        const auto one = variantOf(shakes, u"version-"_s + QString::fromUtf16(version));
        if (one) {
            (stayed(*one->attempt) ? versions.working : versions.failing)
                .append(u"TLS "_s + QString::fromUtf16(version));
            versions.tried.push_back(*one);
        }
    }
    return versions;
}

core::Finding versionsWhenUsualWorks(const Handshakes& shakes, const Versions& seen)
{
    const auto question = u"tls-versions"_s;
    const bool newestOnly = seen.failing.contains(u"TLS 1.2"_s) && seen.working == QStringList{u"TLS 1.3"_s};
    auto finding = newestOnly ? shownByVariants(question, u"newest-only"_s, seen.tried, 0.95)
                              : shownByDefaults(question, u"default-works"_s, shakes);
    const auto version = observed(*shakes.defaults.front().attempt, u"tlsVersion");
    finding.values.insert(u"version"_s, version);
    finding.values.insert(u"tlsVersion"_s, newestOnly ? u"TLS 1.2"_s : u"TLS "_s + version);
    finding.values.insert(u"workingVersions"_s, QJsonArray::fromStringList(seen.working));
    finding.values.insert(u"failingVersions"_s, QJsonArray::fromStringList(seen.failing));
    return finding;
}

std::optional<core::Finding> versions(const Handshakes& shakes)
{
    const auto seen = versionsTried(shakes);
    if (shakes.defaultWorks) {
        return versionsWhenUsualWorks(shakes, seen);
    }
    if (!shakes.defaultFails || seen.tried.size() < 2) {
        return std::nullopt;
    }
    const bool completes = std::any_of(seen.tried.begin(), seen.tried.end(), [](const Seen& one) {
        return one.attempt->observations.value(u"tlsCompleted").toBool();
    });
    if (seen.working.isEmpty() && completes) {
        return std::nullopt; // a version was agreed on, and the end came for another reason
    }
    const bool modern = seen.working.contains(u"TLS 1.2"_s) || seen.working.contains(u"TLS 1.3"_s);
    if (modern && seen.working.size() > 1) {
        return std::nullopt; // several versions work, so it is not the version that makes the default fail
    }
    const auto answer = seen.working.isEmpty() ? u"none-works"_s : modern ? u"only-one"_s : u"only-older"_s;
    auto finding =
        makeFinding(u"tls-versions"_s, answer, Matrix, seen.tried, static_cast<qsizetype>(seen.tried.size()));
    finding.values.insert(u"workingVersions"_s, QJsonArray::fromStringList(seen.working));
    finding.values.insert(u"failingVersions"_s, QJsonArray::fromStringList(seen.failing));
    finding.values.insert(u"tlsVersion"_s, u"TLS 1.2, TLS 1.3"_s);
    if (!seen.working.isEmpty()) {
        finding.values.insert(u"worksWith"_s, seen.working.join(u", "_s));
    }
    return finding;
}

core::Finding named(core::Finding finding, const QString& sent, const QString& working)
{
    finding.values.insert(u"serverName"_s, sent);
    finding.values.insert(u"workingName"_s, working);
    return finding;
}

std::optional<core::Finding> name(const Handshakes& shakes)
{
    const auto question = u"tls-name"_s;
    if (shakes.defaults.empty() || (!shakes.defaultWorks && !shakes.defaultFails)) {
        return std::nullopt;
    }
    const auto sent = shakes.defaults.front().attempt->parameters.value(u"serverName").toString();
    const auto withName = variantOf(shakes, u"with-name");
    const auto noName = variantOf(shakes, u"no-name");
    const auto otherName = variantOf(shakes, u"other-name");
    constexpr double Sure = 0.97;
    if (shakes.defaultFails && !withName && !noName && !otherName) {
        return std::nullopt;
    }
    if (shakes.defaultFails && sent.isEmpty() && (works(withName) || works(otherName))) {
        const auto& shown = works(withName) ? *withName : *otherName;
        return named(shownByVariants(question, u"needs-name"_s, {shown}, Sure), sent,
                     shown.attempt->parameters.value(u"serverName").toString());
    }
    if (shakes.defaultFails && !sent.isEmpty() && (works(noName) || works(otherName))) {
        const auto& shown = works(noName) ? *noName : *otherName;
        return named(shownByVariants(question, u"rejects-our-name"_s, {shown}, Sure), sent, {});
    }
    if (shakes.defaultWorks && !sent.isEmpty() && fails(noName)) {
        return named(shownByVariants(question, u"works-only-with-name"_s, {*noName}, 0.9), sent, sent);
    }
    auto finding = shownByDefaults(question, u"no-difference"_s, shakes);
    finding.confidence = shakes.defaultWorks ? 0.95 : 0.6; // all may fail because none of the names was the right one
    return named(std::move(finding), sent, {});
}

std::optional<core::Finding> ciphers(const Handshakes& shakes)
{
    const auto weak = variantOf(shakes, u"ciphers-weak");
    if (shakes.defaultWorks) {
        auto finding = shownByDefaults(u"tls-ciphers"_s, u"default-works"_s, shakes);
        finding.confidence = 0.97;
        finding.values.insert(u"cipher"_s, observed(*shakes.defaults.front().attempt, u"cipher"));
        return finding;
    }
    if (!shakes.defaultFails || !works(weak)) {
        return std::nullopt;
    }
    auto finding = shownByVariants(u"tls-ciphers"_s, u"only-weak"_s, {*weak}, 0.97);
    finding.values.insert(u"cipher"_s, observed(*weak->attempt, u"cipher"));
    return finding;
}

/// Our packets went unanswered by the network itself, not just by the program behind it.
bool lostOnTheWay(const core::Attempt& attempt)
{
    return isSilence(attempt) && attempt.tcp && attempt.tcp->unacked.value_or(0) > 0;
}

core::Finding sized(core::Finding finding, const core::Attempt& small, const core::Attempt& large)
{
    finding.values.insert(u"smallBytes"_s, small.observations.value(u"helloBytes").toInt());
    finding.values.insert(u"largeBytes"_s, large.observations.value(u"helloBytes").toInt());
    return finding;
}

/// Large and split hellos against usual ones that work.
std::optional<core::Finding> helloThatFails(const Handshakes& shakes)
{
    const auto question = u"tls-hello"_s;
    const auto large = variantOf(shakes, u"large-hello");
    const auto again = variantOf(shakes, u"large-hello-again");
    const auto split = variantOf(shakes, u"split-hello");
    if (!large) {
        return std::nullopt;
    }
    const auto& usual = *shakes.defaults.front().attempt;
    if (fails(large) && fails(again)) {
        const bool lost = lostOnTheWay(*large->attempt) && lostOnTheWay(*again->attempt);
        return sized(shownByVariants(question, lost ? u"large-lost"_s : u"large-cut"_s, {*large, *again}, 0.96), usual,
                     *large->attempt);
    }
    if (works(large) && fails(split)) {
        return sized(shownByVariants(question, u"split-cut"_s, {*split}, 0.8), usual, *large->attempt);
    }
    if (fails(large)) {
        return std::nullopt; // once is no rule
    }
    return sized(shownByVariants(question, u"no-difference"_s, {*large}, 0.95), usual, *large->attempt);
}

std::optional<core::Finding> hello(const core::Session& session, const Handshakes& shakes)
{
    const auto canaries = usable(session, Matrix, u"canary"_s);
    const bool canaryFell = !filtered(canaries, [](const auto& attempt) { return !stayed(attempt); }).empty();
    if (shakes.defaultWorks && !canaryFell) {
        return helloThatFails(shakes);
    }
    if (!shakes.defaultFails || canaryFell) {
        return std::nullopt;
    }
    const auto& usual = *shakes.defaults.front().attempt;
    if (const auto split = variantOf(shakes, u"split-hello"); works(split)) {
        return sized(shownByVariants(u"tls-hello"_s, u"split-helps"_s, {*split}, 0.95), usual, *split->attempt);
    }
    if (const auto small = variantOf(shakes, u"small-hello"); works(small)) {
        return sized(shownByVariants(u"tls-hello"_s, u"large-cut"_s, {*small}, 0.9), *small->attempt, usual);
    }
    return std::nullopt;
}

std::optional<core::Finding> alpn(const Handshakes& shakes)
{
    for (const auto* purpose : {u"alpn-h2", u"alpn-http"}) {
        const auto one = variantOf(shakes, purpose);
        if (shakes.defaultFails && works(one)) {
            auto finding = shownByVariants(u"tls-alpn"_s, u"needs-alpn"_s, {*one}, 0.95);
            finding.values.insert(u"alpn"_s, observed(*one->attempt, u"alpn"));
            return finding;
        }
    }
    return shakes.defaultWorks ? std::optional(shownByDefaults(u"tls-alpn"_s, u"no-difference"_s, shakes))
                               : std::nullopt;
}

} // namespace

Findings detectTlsMatrix(const core::Session& session)
{
    const auto shakes = handshakesOf(session);
    Findings findings;
    for (const auto& finding : {versions(shakes), name(shakes), ciphers(shakes), hello(session, shakes), alpn(shakes),
                                serverCertificate(session)}) {
        if (finding) {
            findings.push_back(*finding);
        }
    }
    return findings;
}

} // namespace doctor::diagnosis
