// SPDX-License-Identifier: GPL-3.0-or-later
// Compares a measured idle limit with the defaults of products.
#include "app/diagnosis/products.h"

#include "app/diagnosis/detectors/idle_limit.h"

#include <QJsonArray>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int MostNames = 4;
constexpr double WidestBracket = 0.15; ///< of the limit

/// Distance of the limit from a default as a share of what is tolerated; above 1: no match.
double distance(const SeenLimit& seen, double seconds)
{
    const double late = std::max(seconds * 0.05, 0.5);
    const double early = std::max(seconds * 0.02, 0.1);
    if (seen.low > seconds) {
        return (seen.low - seconds) / late;
    }
    return seen.high < seconds ? (seconds - seen.high) / early : 0;
}

QString closesAs(const QString& answer)
{
    static const QMap<QString, QString> closes{{u"fin-in-quiet"_s, u"fin"_s},
                                               {u"fin-as-usual"_s, u"fin"_s},
                                               {u"reset-in-quiet"_s, u"reset"_s},
                                               {u"reset-on-wake"_s, u"reset-on-wake"_s},
                                               {u"silence-on-wake"_s, u"silence"_s}};
    return closes.value(answer);
}

QString answerFor(const std::vector<ProductFit>& fits)
{
    const bool devices = std::any_of(fits.begin(), fits.end(), [](const auto& one) { return one.product->isDevice; });
    const bool servers = std::any_of(fits.begin(), fits.end(), [](const auto& one) { return !one.product->isDevice; });
    if (devices && servers) {
        return u"either-default"_s;
    }
    return devices ? u"device-default"_s : servers ? u"server-default"_s : u"no-default"_s;
}

QJsonObject describe(const ProductFit& fit)
{
    const auto& product = *fit.product;
    return {{u"id"_s, product.id},
            {u"product"_s, product.product},
            {u"seconds"_s, product.seconds},
            {u"setting"_s, product.setting},
            {u"fit"_s, hundredth(fit.fit)},
            {u"source"_s, product.sourceTitle},
            {u"sourceAddress"_s, product.sourceAddress},
            {u"verified"_s, product.verified}};
}

/// "nginx, client side (keepalive_timeout)".
QString nameOf(const knowledge::ProductLimit& product)
{
    return product.setting.isEmpty() ? product.product : product.product + u" ("_s + product.setting + u')';
}

} // namespace

std::vector<ProductFit> matchProducts(const SeenLimit& seen, const std::vector<knowledge::ProductLimit>& products)
{
    std::vector<ProductFit> fits;
    if (seen.high <= 0 || seen.high - seen.low > seen.high * WidestBracket + 0.2) {
        return fits;
    }
    for (const auto& product : products) {
        const bool unknownWay = product.closes == u"unknown";
        const bool fitsWay = unknownWay || product.closes == seen.closes;
        const bool spoken = product.protocols.isEmpty() || product.protocols.contains(seen.protocol);
        const double away = distance(seen, product.seconds);
        if (fitsWay && spoken && away <= 1) {
            fits.push_back({&product, (1 - away / 2) * (unknownWay ? 0.5 : 1.0)});
        }
    }
    std::stable_sort(fits.begin(), fits.end(), [](const auto& a, const auto& b) { return a.fit > b.fit; });
    return fits;
}

std::optional<core::Finding> productFinding(const core::Session& session, const std::vector<core::Finding>& findings,
                                            const std::vector<knowledge::ProductLimit>& products)
{
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [](const auto& finding) { return finding.question == u"idle-ending"; });
    if (found == findings.end() || closesAs(found->answer).isEmpty()) {
        return std::nullopt;
    }
    const double limit = found->values.value(u"idleSeconds").toDouble();
    const bool acted = found->answer.endsWith(u"in-quiet") || found->answer == u"fin-as-usual";
    const SeenLimit seen{.low = acted ? limit : found->values.value(u"lowSeconds").toDouble(),
                         .high = acted ? limit : found->values.value(u"highSeconds").toDouble(),
                         .closes = closesAs(found->answer),
                         .protocol = protocolOf(session)};
    const auto fits = matchProducts(seen, products);
    core::Finding finding;
    finding.question = u"idle-product"_s;
    finding.answer = answerFor(fits);
    finding.source = found->source;
    finding.attempts = found->attempts;
    finding.confidence = found->confidence;
    QJsonArray described;
    QStringList names;
    for (const auto& fit : fits) {
        described.append(describe(fit));
        if (names.size() < MostNames) {
            names.append(nameOf(*fit.product));
        }
    }
    finding.values = {{u"idleSeconds"_s, limit}, {u"products"_s, described}, {u"productNames"_s, names.join(u"; "_s)}};
    return finding;
}

} // namespace doctor::diagnosis
