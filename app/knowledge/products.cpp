// SPDX-License-Identifier: GPL-3.0-or-later
// Reads and checks the rows of idle-timeouts.json.
#include "app/knowledge/products.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

const QString ProductsFile = QStringLiteral("idle-timeouts.json");

core::Result<ProductLimit> readProduct(const QJsonObject& row)
{
    static const QStringList endings{u"fin"_s, u"reset"_s, u"silence"_s, u"reset-on-wake"_s, u"unknown"_s};
    static const QStringList checks{u"primary-file"_s, u"primary-page"_s, u"local-test"_s, u"secondary"_s};
    ProductLimit limit;
    limit.id = row.value(u"id").toString();
    limit.product = row.value(u"product").toString();
    limit.isDevice = row.value(u"side") == u"device"_s;
    limit.seconds = row.value(u"seconds").toDouble();
    limit.closes = row.value(u"closes").toString();
    limit.setting = row.value(u"setting").toString();
    limit.verified = row.value(u"verified").toString();
    const auto source = row.value(u"source").toObject();
    limit.sourceTitle = source.value(u"title").toString();
    limit.sourceAddress = source.value(u"url").toString();
    if (limit.sourceAddress.isEmpty()) {
        limit.sourceAddress = source.value(u"repo").toString() + u' ' + source.value(u"path").toString();
    }
    const auto protocols = stringList(row, u"protocols"_s, ProductsFile, limit.id);
    if (!protocols) {
        return tl::unexpected(protocols.error());
    }
    limit.protocols = *protocols;
    if (limit.id.isEmpty() || limit.product.isEmpty() || limit.seconds <= 0) {
        return wrong(ProductsFile, limit.id, Messages::tr("'id', 'product' and 'seconds' above 0 are expected"));
    }
    if (!limit.isDevice && row.value(u"side") != u"server"_s) {
        return wrong(ProductsFile, limit.id, Messages::tr("'side' must be 'server' or 'device'"));
    }
    if (!endings.contains(limit.closes)) {
        return wrong(ProductsFile, limit.id, Messages::tr("'closes' must be one of: %1").arg(endings.join(u", "_s)));
    }
    if (!checks.contains(limit.verified) || limit.sourceTitle.isEmpty()) {
        return wrong(ProductsFile, limit.id, Messages::tr("a source and how it was verified are expected"));
    }
    return limit;
}

} // namespace

core::Result<std::vector<ProductLimit>> loadProducts(const Root& root)
{
    const auto file = readObject(root, ProductsFile);
    if (!file) {
        return tl::unexpected(file.error());
    }
    std::vector<ProductLimit> products;
    QSet<QString> ids;
    for (const auto& row : file->value(u"products").toArray()) {
        auto product = readProduct(row.toObject());
        if (!product) {
            return tl::unexpected(product.error());
        }
        if (ids.contains(product->id)) {
            return wrong(ProductsFile, product->id, Messages::tr("each id may stand here once only"));
        }
        ids.insert(product->id);
        products.push_back(std::move(*product));
    }
    return products;
}

const std::vector<ProductLimit>& productLimits()
{
    static const std::vector<ProductLimit> products = loadProducts(builtInRoot()).value_or(std::vector<ProductLimit>{});
    return products;
}

} // namespace doctor::knowledge
