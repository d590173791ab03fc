// SPDX-License-Identifier: GPL-3.0-or-later
// Typed reading of JSON members with one sentence for the first problem.
#include "app/core/json/json_reader.h"

#include <QCoreApplication>
#include <cmath>
#include <limits>

namespace doctor::core
{

namespace
{

// Integers beyond this are not exact in JSON readers that only know doubles.
constexpr qint64 MaxExact = 9007199254740992LL;

QString aText()
{
    return QCoreApplication::translate("core", "a text is expected there");
}
QString aNumber()
{
    return QCoreApplication::translate("core", "a number is expected there");
}
QString anObject()
{
    return QCoreApplication::translate("core", "an object is expected there");
}
QString anArray()
{
    return QCoreApplication::translate("core", "a list is expected there");
}
QString aWholeNumber(qint64 minimum, qint64 maximum)
{
    return QCoreApplication::translate("core", "a whole number from %1 to %2 is expected there")
        .arg(minimum)
        .arg(maximum);
}

std::optional<qint64> exactInteger(const QJsonValue& value)
{
    const double number = value.toDouble(std::numeric_limits<double>::quiet_NaN());
    if (!value.isDouble() || std::abs(number) > static_cast<double>(MaxExact) || std::floor(number) != number) {
        return std::nullopt;
    }
    return value.toInteger();
}

} // namespace

void JsonProblem::report(const QString& path, const QString& expected)
{
    if (m_message.isEmpty()) {
        m_message = QCoreApplication::translate("core", "the member “%1” is not right: %2").arg(path, expected);
    }
}

JsonReader::JsonReader(QJsonObject object, QString path, JsonProblem& problem)
    : m_object(std::move(object)), m_path(std::move(path)), m_problem(problem)
{
}

QJsonValue JsonReader::value(const char* key) const
{
    return m_object.value(QLatin1String(key));
}

QString JsonReader::pathOf(const char* key) const
{
    return m_path.isEmpty() ? QString::fromLatin1(key) : m_path + u'.' + QLatin1String(key);
}

void JsonReader::report(const char* key, const QString& expected) const
{
    m_problem.report(pathOf(key), expected);
}

void JsonReader::reportUnknownWord(const char* key, const QString& word) const
{
    report(key, QCoreApplication::translate("core", "“%1” is not a known word").arg(word.left(40)));
}

bool JsonReader::has(const char* key) const
{
    const QJsonValue found = value(key);
    return !found.isUndefined() && !found.isNull();
}

QString JsonReader::text(const char* key) const
{
    const QJsonValue found = value(key);
    if (!found.isString()) {
        report(key, aText());
    }
    return found.toString();
}

QString JsonReader::optionalText(const char* key) const
{
    return has(key) ? text(key) : QString();
}

bool JsonReader::optionalBool(const char* key) const
{
    if (has(key) && !value(key).isBool()) {
        report(key, QCoreApplication::translate("core", "true or false is expected there"));
    }
    return value(key).toBool();
}

double JsonReader::number(const char* key) const
{
    const QJsonValue found = value(key);
    if (!found.isDouble()) {
        report(key, aNumber());
    }
    return found.toDouble();
}

double JsonReader::number(const char* key, double minimum, double maximum) const
{
    const double found = number(key);
    if (found < minimum || found > maximum) {
        report(
            key,
            QCoreApplication::translate("core", "a number from %1 to %2 is expected there").arg(minimum).arg(maximum));
    }
    return found;
}

std::optional<double> JsonReader::optionalNumber(const char* key) const
{
    return has(key) ? std::optional(number(key)) : std::nullopt;
}

qint64 JsonReader::integer(const char* key, qint64 minimum, qint64 maximum) const
{
    const auto found = exactInteger(value(key));
    if (!found || *found < minimum || *found > maximum) {
        report(key, aWholeNumber(minimum, maximum));
        return minimum;
    }
    return *found;
}

std::optional<qint64> JsonReader::optionalInteger(const char* key) const
{
    return has(key) ? std::optional(integer(key, -MaxExact, MaxExact)) : std::nullopt;
}

std::optional<int> JsonReader::optionalInt(const char* key) const
{
    using Limits = std::numeric_limits<int>;
    return has(key) ? std::optional(static_cast<int>(integer(key, Limits::min(), Limits::max()))) : std::nullopt;
}

QStringList JsonReader::texts(const char* key) const
{
    if (!has(key)) {
        return {};
    }
    if (!value(key).isArray()) {
        report(key, anArray());
    }
    QStringList found;
    const QJsonArray array = value(key).toArray();
    for (const QJsonValue& entry : array) {
        if (!entry.isString()) {
            report(key, aText());
        }
        found << entry.toString();
    }
    return found;
}

std::vector<int> JsonReader::indexes(const char* key) const
{
    if (!has(key)) {
        return {};
    }
    if (!value(key).isArray()) {
        report(key, anArray());
    }
    std::vector<int> found;
    const QJsonArray array = value(key).toArray();
    for (const QJsonValue& entry : array) {
        const auto index = exactInteger(entry);
        if (!index || *index < 0 || *index > std::numeric_limits<int>::max()) {
            report(key, aWholeNumber(0, std::numeric_limits<int>::max()));
            return {};
        }
        found.push_back(static_cast<int>(*index));
    }
    return found;
}

QJsonObject JsonReader::object(const char* key) const
{
    if (has(key) && !value(key).isObject()) {
        report(key, anObject());
    }
    return value(key).toObject();
}

JsonReader JsonReader::child(const char* key) const
{
    if (!value(key).isObject()) {
        report(key, anObject());
    }
    return {value(key).toObject(), pathOf(key), m_problem};
}

void JsonReader::forEach(const char* key, const std::function<void(const JsonReader&)>& each) const
{
    if (!has(key)) {
        return;
    }
    if (!value(key).isArray()) {
        report(key, anArray());
    }
    const QJsonArray array = value(key).toArray();
    for (qsizetype i = 0; i < array.size() && m_problem.isEmpty(); ++i) {
        const QString path = pathOf(key) + u'[' + QString::number(i) + u']';
        if (!array.at(i).isObject()) {
            m_problem.report(path, anObject());
        }
        each(JsonReader(array.at(i).toObject(), path, m_problem));
    }
}

} // namespace doctor::core
