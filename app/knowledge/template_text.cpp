// SPDX-License-Identifier: GPL-3.0-or-later
// Placeholders of the knowledge texts.
#include "app/knowledge/template_text.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <cmath>

namespace doctor::knowledge
{

namespace
{

const QRegularExpression& placeholder()
{
    // "${name}" is a shell's own and no placeholder.
    static const QRegularExpression expression(QStringLiteral(
        R"((?<!\$)\{(?<name>[a-z][A-Za-z0-9]*)(?<choice>#(?<one>[^{}|]*))?(?<else>\|(?<otherwise>[^{}]*))?\})"));
    return expression;
}

QString valueText(const QJsonValue& value, const QLocale& locale)
{
    if (value.isDouble()) {
        return numberText(value.toDouble(), locale);
    }
    if (value.isArray()) {
        QStringList parts;
        for (const auto& item : value.toArray()) {
            parts.append(valueText(item, locale));
        }
        return parts.join(QStringLiteral(", "));
    }
    return value.toString();
}

/// "{name#second|seconds}": the word for exactly one, or the other one.
QString chosenWord(const QRegularExpressionMatch& match, const QJsonValue& value, const QLocale& locale)
{
    const bool one = value.isDouble() && numberText(value.toDouble(), locale) == locale.toString(1);
    return match.captured(one ? u"one" : u"otherwise");
}

} // namespace

QString numberText(double number, const QLocale& locale)
{
    const double size = std::abs(number);
    const int digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    QString text = locale.toString(number, 'f', digits);
    if (digits > 0) {
        const QString point = locale.decimalPoint();
        while (text.endsWith(locale.zeroDigit())) {
            text.chop(1);
        }
        if (text.endsWith(point)) {
            text.chop(point.size());
        }
    }
    return text;
}

QString fillTemplate(const QString& text, const QJsonObject& values, const QStringList& placeholders,
                     const QLocale& locale)
{
    QString filled;
    qsizetype from = 0;
    auto matches = placeholder().globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const auto name = match.captured(u"name");
        const auto value = values.value(name);
        filled += QStringView(text).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        if (match.hasCaptured(u"choice")) {
            filled += chosenWord(match, value, locale);
        } else if (!value.isUndefined() && !value.isNull()) {
            filled += valueText(value, locale);
        } else if (match.hasCaptured(u"else")) {
            filled += match.captured(u"otherwise");
        } else {
            filled += placeholders.contains(name) ? QStringLiteral("?") : match.captured(0);
        }
    }
    filled += QStringView(text).mid(from);
    return filled;
}

QStringList unknownPlaceholders(const QString& text, const QStringList& placeholders)
{
    static const QRegularExpression code(QStringLiteral("```.*?```|`[^`\n]*`"),
                                         QRegularExpression::DotMatchesEverythingOption);
    QString prose = text;
    prose.remove(code);
    QStringList unknown;
    const auto look = [&](const QString& part, bool bareToo) {
        auto matches = placeholder().globalMatch(part);
        while (matches.hasNext()) {
            const auto match = matches.next();
            const auto name = match.captured(u"name");
            const bool meant = bareToo || match.hasCaptured(u"else");
            if (meant && !placeholders.contains(name) && !unknown.contains(name)) {
                unknown.append(name);
            }
        }
    };
    look(prose, true);
    look(text, false); // In code {name} may be the language's own; {name|otherwise} can only be ours.
    return unknown;
}

} // namespace doctor::knowledge
