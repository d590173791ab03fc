// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses which handshake to try next: what the ending of the usual one points to comes first.
#include "app/probes/tls_matrix.h"

#include "app/core/model/target.h"
#include "app/probes/handshake.h"

#include <QMap>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

/// RFC 2606 reserves .invalid: no server is called this.
constexpr auto StrangeName = "connection-doctor.invalid";
/// With the rest of a hello more than the 1,460 bytes that one Ethernet packet takes, as post-quantum key shares make
/// it.
constexpr int ExtraBytes = 1400;
/// A hello above this does not fit one packet on many paths: then a small one is worth a try.
constexpr int LargeHello = 1200;

/// One group of handshakes that vary the same thing.
enum class Step { Versions, Names, Ciphers, Hello, Certificate, Alpn };

/// Most telling first, by how the usual handshake ended.
std::vector<Step> stepsAfter(const TlsSeen& seen)
{
    static const QStringList ofCertificates{u"bad_certificate"_s, u"certificate_required"_s, u"certificate_unknown"_s,
                                            u"access_denied"_s,   u"no_certificate"_s,       u"unknown_ca"_s};
    if (seen.alert == u"unrecognized_name")
        return {Step::Names, Step::Versions, Step::Ciphers};
    if (ofCertificates.contains(seen.alert) || (seen.certificateRequested && seen.alert != u"protocol_version"))
        return {Step::Certificate, Step::Names, Step::Versions};
    if (seen.alert == u"no_application_protocol" || (seen.completed && seen.alert.isEmpty()))
        return {Step::Alpn, Step::Names, Step::Versions};
    if (!seen.alert.isEmpty() || seen.refusedByUs)
        return {Step::Versions, Step::Ciphers, Step::Names};
    return {Step::Names, Step::Versions, Step::Hello, Step::Ciphers};
}

/// The run of one matrix: what was tried, and what came of it.
class Matrix
{
public:
    explicit Matrix(ProbeContext& context) : m_context(context), m_usual(usualTls(context)) {}
    net::Task<> searchDifference();
    net::Task<> explore();
    net::Task<> compareSizes();

private:
    net::Task<> shake(std::vector<Variant> variants);
    net::Task<> canary(net::TlsClientOptions options);
    [[nodiscard]] std::vector<Variant> variantsOf(Step step) const;
    [[nodiscard]] std::vector<Variant> versions() const;
    [[nodiscard]] std::vector<Variant> names() const;
    [[nodiscard]] std::vector<Variant> cipherGroups() const;
    [[nodiscard]] Variant varied(QString purpose) const { return {std::move(purpose), m_usual}; }
    [[nodiscard]] Variant large(QString purpose) const;
    [[nodiscard]] Variant split() const;
    [[nodiscard]] std::vector<Variant> largeAndSplit(QString purpose) const;
    [[nodiscard]] QString knownName() const;
    [[nodiscard]] bool stayed(const QString& purpose) const { return m_results.value(purpose).stayed; }
    [[nodiscard]] int left() const { return TlsMatrix::MostHandshakes - m_used; }

    ProbeContext& m_context;
    net::TlsClientOptions m_usual;
    QMap<QString, Shaken> m_results;
    std::optional<Variant> m_working; ///< the first that stayed
    int m_used = 0;
    bool m_shut = false; ///< not even connections are taken any more
};

net::Task<> Matrix::shake(std::vector<Variant> variants)
{
    const auto most = static_cast<std::size_t>(std::max(0, left()));
    if (variants.size() > most)
        variants.resize(most);
    if (variants.empty() || m_shut || outOfTime(m_context))
        co_return;
    const std::vector<Variant> asked = variants;
    std::vector<Shaken> shaken;
    co_await shakeAll(m_context, std::move(variants), shaken);
    m_shut = std::all_of(shaken.begin(), shaken.end(), [](const Shaken& one) { return one.helloBytes == 0; });
    for (std::size_t i = 0; i < asked.size(); ++i) {
        m_used += shaken[i].tried ? 1 : 0;
        m_results.insert(asked[i].purpose, shaken[i]);
        if (shaken[i].stayed && !m_working)
            m_working = asked[i];
    }
    m_context.recorder.progress(std::min(0.95, static_cast<double>(m_used) / TlsMatrix::MostHandshakes));
}

net::Task<> Matrix::canary(net::TlsClientOptions options)
{
    Variant usual{u"canary"_s, std::move(options)};
    co_await shake(std::vector<Variant>(1, std::move(usual)));
}

Variant Matrix::large(QString purpose) const
{
    Variant variant = varied(std::move(purpose));
    variant.options.extraHelloBytes = ExtraBytes;
    return variant;
}

Variant Matrix::split() const
{
    Variant variant = varied(u"split-hello"_s);
    variant.options.splitHello = true;
    return variant;
}

std::vector<Variant> Matrix::largeAndSplit(QString purpose) const
{
    return {large(std::move(purpose)), split()};
}

std::vector<Variant> Matrix::versions() const
{
    std::vector<Variant> variants;
    for (const auto version :
         {net::TlsVersion::V1_2, net::TlsVersion::V1_3, net::TlsVersion::V1_1, net::TlsVersion::V1_0}) {
        Variant variant = varied(u"version-"_s + net::toWord(version));
        variant.options.minimum = version;
        variant.options.maximum = version;
        // Old versions sign with SHA-1, which every higher level forbids.
        variant.options.allowWeak = version < net::TlsVersion::V1_2;
        variants.push_back(std::move(variant));
    }
    return variants;
}

/// A name that the server may know: the user's, the certificate's, or this computer's own on loopback.
QString Matrix::knownName() const
{
    const core::Target& target = m_context.situation.target;
    if (const QString name = tlsName(target); !name.isEmpty())
        return name;
    for (const Shaken& shaken : m_results)
        if (!shaken.nameInCertificate.isEmpty())
            return shaken.nameInCertificate;
    if (const QString& name = m_context.situation.tlsSeen.nameInCertificate; !name.isEmpty())
        return name;
    return core::isLoopback(target) ? u"localhost"_s : QString();
}

std::vector<Variant> Matrix::names() const
{
    std::vector<Variant> variants;
    const auto add = [&](QString purpose, QString name) {
        if (name == m_usual.serverName) // that was the usual handshake
            return;
        Variant variant = varied(std::move(purpose));
        variant.options.serverName = std::move(name);
        variants.push_back(std::move(variant));
    };
    add(u"with-name"_s, knownName());
    add(u"no-name"_s, {});
    add(u"other-name"_s, QString::fromLatin1(StrangeName));
    return variants;
}

/// Groups by RFC 5246 and OpenSSL's own words for them; all at TLS 1.2, whose suites name the key exchange.
std::vector<Variant> Matrix::cipherGroups() const
{
    std::vector<Variant> variants;
    for (const auto& [name, list] : {std::pair{u"rsa"_s, u"kRSA"_s}, std::pair{u"dhe"_s, u"kDHE"_s},
                                     std::pair{u"cbc"_s, u"ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:AES128-SHA"_s},
                                     std::pair{u"chacha"_s, u"CHACHA20"_s}}) {
        Variant variant = varied(u"ciphers-"_s + name);
        variant.options.cipherList = list;
        variant.options.minimum = net::TlsVersion::V1_2;
        variant.options.maximum = net::TlsVersion::V1_2;
        variants.push_back(std::move(variant));
    }
    return variants;
}

std::vector<Variant> Matrix::variantsOf(Step step) const
{
    switch (step) {
    case Step::Versions:
        return versions();
    case Step::Names:
        return names();
    case Step::Ciphers: {
        Variant weak = varied(u"ciphers-weak"_s);
        weak.options.allowWeak = true;
        weak.options.cipherList = u"ALL:COMPLEMENTOFALL"_s;
        return {std::move(weak)};
    }
    case Step::Hello: {
        std::vector<Variant> variants{split()};
        if (m_context.situation.tlsSeen.helloBytes > LargeHello) {
            Variant small = varied(u"small-hello"_s);
            small.options.groups = u"X25519:P-256"_s;
            variants.push_back(std::move(small));
        }
        return variants;
    }
    case Step::Certificate: {
        Variant known = varied(u"with-certificate"_s);
        known.options.clientCertificate = net::makeSelfSigned(QString::fromLatin1(StrangeName), {});
        return {std::move(known)};
    }
    case Step::Alpn:
        break;
    }
    std::vector<Variant> variants;
    for (const auto& [purpose, protocol] :
         {std::pair{u"alpn-h2"_s, u"h2"_s}, std::pair{u"alpn-http"_s, u"http/1.1"_s}}) {
        Variant variant = varied(purpose);
        variant.options.alpn = QStringList{protocol};
        variants.push_back(std::move(variant));
    }
    return variants;
}

/// The usual handshake fails: which single change makes it work?
net::Task<> Matrix::searchDifference()
{
    for (const Step step : stepsAfter(m_context.situation.tlsSeen)) {
        co_await shake(variantsOf(step));
        // Both current versions alone, but not together: then it is not the version that decides.
        const bool decided =
            m_working && !(step == Step::Versions && stayed(u"version-1.2"_s) && stayed(u"version-1.3"_s));
        if (decided || m_shut)
            break;
    }
    if (m_working && !m_shut)
        co_await canary(m_working->options);
}

/// The usual handshake works here, but not for the user: what else would the server take?
net::Task<> Matrix::explore()
{
    std::vector<Variant> first = versions();
    first.pop_back(); // whoever takes present-day versions and 1.1 besides is old enough to tell
    for (Variant& variant : names())
        first.push_back(std::move(variant));
    first.push_back(large(u"large-hello"_s));
    co_await shake(std::move(first));
    if (!stayed(u"large-hello"_s))
        co_await shake(largeAndSplit(u"large-hello-again"_s));
    co_await canary(m_usual);
    if (stayed(u"version-1.2"_s)) {
        std::vector<Variant> groups = cipherGroups();
        groups.resize(static_cast<std::size_t>(std::clamp(left() - 1, 0, static_cast<int>(groups.size()))));
        co_await shake(std::move(groups));
    }
    co_await canary(m_usual);
}

/// The one difference between clients that nobody thinks of, for the price of one handshake when all is well.
net::Task<> Matrix::compareSizes()
{
    co_await shake(std::vector<Variant>(1, large(u"large-hello"_s)));
    if (stayed(u"large-hello"_s) || m_shut)
        co_return;
    co_await shake(largeAndSplit(u"large-hello-again"_s));
    co_await canary(m_usual);
}

} // namespace

QString TlsMatrix::id() const
{
    return u"tls-matrix"_s;
}

QStringList TlsMatrix::questions() const
{
    return {u"tls-versions"_s, u"tls-name"_s, u"tls-ciphers"_s, u"tls-hello"_s, u"tls-alpn"_s};
}

Cost TlsMatrix::cost(const Situation& situation, const Limits& limits) const
{
    const TlsSeen& seen = situation.tlsSeen;
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (!situation.tlsSuspected || seen.notTls)
        reason = u"no-tls"_s;
    else if (seen.stayed > 0 && seen.failed > 0)
        reason = u"tls-unsteady"_s;
    const bool brief = seen.failed == 0 && situation.when != u"tls";
    const int connections = brief ? 1 : seen.failed > 0 ? 9 : MostHandshakes;
    return {.seconds = connections / std::max(limits.connectionsPerSecond, 0.1) + 0.3,
            .connections = connections,
            .consent = Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> TlsMatrix::run(ProbeContext& context) const
{
    Matrix matrix(context);
    if (context.situation.tlsSeen.failed > 0)
        co_await matrix.searchDifference();
    else if (context.situation.when == u"tls")
        co_await matrix.explore();
    else
        co_await matrix.compareSizes();
}

} // namespace doctor::probes
