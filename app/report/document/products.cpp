// SPDX-License-Identifier: GPL-3.0-or-later
// The products whose default fits the measured idle limit, with where each figure comes from.
#include "app/core/base/spoken.h"
#include "app/report/document/parts.h"

#include <QJsonArray>
#include <QLocale>
#include <algorithm>

namespace doctor::report
{

namespace
{

QString fitText(double fit)
{
    constexpr double Close = 0.8; // the time to a fifth of what is tolerated, and the way of closing known
    return fit >= Close ? core::translate("report", "time and way of closing")
           : fit >= 0.5 ? core::translate("report", "roughly")
                        : core::translate("report", "time only");
}

QString checkText(const QString& verified)
{
    if (verified == u"primary-file" || verified == u"primary-page") {
        return core::translate("report", "read at the maker's");
    }
    return verified == u"local-test" ? core::translate("report", "measured") : core::translate("report", "second hand");
}

} // namespace

figures::Table productTable(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QLocale locale(knowledge.language());
    figures::Table table;
    const auto found = std::find_if(session.findings.begin(), session.findings.end(),
                                    [](const auto& finding) { return finding.question == u"idle-product"; });
    if (found == session.findings.end()) {
        return table;
    }
    table.header = {core::translate("report", "Product"), core::translate("report", "Default"),
                    core::translate("report", "Setting"), core::translate("report", "Fits by"),
                    core::translate("report", "Source"),  core::translate("report", "Checked")};
    for (const auto& value : found->values.value(u"products").toArray()) {
        const auto product = value.toObject();
        table.rows.push_back(
            {product.value(u"product").toString(),
             //: %1 number of seconds
             core::translate("report", "%1 s").arg(locale.toString(product.value(u"seconds").toDouble(), 'f', 0)),
             product.value(u"setting").toString(), fitText(product.value(u"fit").toDouble()),
             product.value(u"source").toString() + u" ("_qs + product.value(u"sourceAddress").toString() + u')',
             checkText(product.value(u"verified").toString())});
    }
    return table;
}

} // namespace doctor::report
