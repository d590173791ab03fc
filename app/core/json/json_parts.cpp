// SPDX-License-Identifier: GPL-3.0-or-later
// Writing optional members: what was not measured is left out.
#include "app/core/json/json_parts.h"

namespace doctor::core
{

void put(QJsonObject& object, const char* key, const QString& value)
{
    if (!value.isEmpty()) {
        object.insert(QLatin1String(key), value);
    }
}

void put(QJsonObject& object, const char* key, const QJsonObject& value)
{
    if (!value.isEmpty()) {
        object.insert(QLatin1String(key), value);
    }
}

void put(QJsonObject& object, const char* key, std::optional<double> value)
{
    if (value && std::isfinite(*value)) {
        object.insert(QLatin1String(key), *value);
    }
}

void put(QJsonObject& object, const char* key, std::optional<int> value)
{
    if (value) {
        object.insert(QLatin1String(key), *value);
    }
}

void put(QJsonObject& object, const char* key, std::optional<qint64> value)
{
    if (value) {
        object.insert(QLatin1String(key), *value);
    }
}

QJsonArray toArray(const std::vector<int>& values)
{
    QJsonArray array;
    for (const int value : values) {
        array.append(value);
    }
    return array;
}

} // namespace doctor::core
