// SPDX-License-Identifier: GPL-3.0-or-later
// Shared words of the report.
#include "app/report/words.h"

#include "app/core/base/spoken.h"
#include "app/core/model/likelihood.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

namespace doctor::report
{

namespace
{

bool isUnprintable(char32_t code)
{
    const bool control = (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0);
    const bool reorders = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
                          code == 0x200f || code == 0x061c;
    const bool none = (code >= 0xd800 && code <= 0xdfff) || (code >= 0xfdd0 && code <= 0xfdef) ||
                      (code & 0xfffe) == 0xfffe || code == 0x2028 || code == 0x2029 || code == 0xfeff;
    return control || reorders || none;
}

} // namespace

QString likelihood(double probability, const knowledge::Knowledge& knowledge)
{
    // Beyond these, more digits would claim more than tables of six words can know.
    const QString percent = probability > 0.995   ? u"> 99"_qs
                            : probability < 0.005 ? u"< 1"_qs
                                                  : QLocale(knowledge.language()).toString(probability * 100, 'f', 0);
    //: %1 a likelihood in words, %2 the same in per cent
    return core::translate("report", "%1 (%2 %)")
        .arg(knowledge.text(u"likelihood."_qs + core::likelihoodWord(probability)), percent);
}

QString textOr(const knowledge::Knowledge& knowledge, const QString& key, const QString& fallback)
{
    return knowledge.hasText(key) ? knowledge.text(key) : fallback;
}

QString testTitle(const QString& test, const knowledge::Knowledge& knowledge)
{
    return textOr(knowledge, u"test."_qs + test + u".title"_qs, test);
}

QString utcMoment(qint64 wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss.zzz"_qs);
}

QString flat(const QJsonObject& object)
{
    QStringList parts;
    for (auto it = object.begin(); it != object.end(); ++it) {
        QString value = it->toVariant().toString();
        if (it->isObject()) {
            value = QString::fromUtf8(QJsonDocument(it->toObject()).toJson(QJsonDocument::Compact));
        } else if (it->isArray()) {
            value = QString::fromUtf8(QJsonDocument(it->toArray()).toJson(QJsonDocument::Compact));
        }
        parts << it.key() + u'=' + value;
    }
    return parts.join(u"; "_qs);
}

QString printable(const QString& text)
{
    QString result;
    result.reserve(text.size());
    const auto codes = text.toUcs4();
    for (const char32_t code : codes) {
        if (!isUnprintable(code)) {
            result += QString::fromUcs4(&code, 1);
        } else {
            result += code < 0x20 ? QChar(static_cast<char16_t>(0x2400 + code)) : QChar(QChar::ReplacementCharacter);
        }
    }
    return result;
}

QString oneLine(const QString& text)
{
    return printable(text).simplified();
}

} // namespace doctor::report
