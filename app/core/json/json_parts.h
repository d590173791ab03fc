// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a session's JSON form, one pair of functions each, and how optional members are written.
#pragma once

#include "app/core/json/json_reader.h"
#include "app/core/model/session.h"

#include <cmath>

namespace doctor::core
{

/// Writes a member only when there is something to write; an infinite or undefined number counts as not measured.
void put(QJsonObject& object, const char* key, const QString& value);
void put(QJsonObject& object, const char* key, const QJsonObject& value);
void put(QJsonObject& object, const char* key, std::optional<double> value);
void put(QJsonObject& object, const char* key, std::optional<int> value);
void put(QJsonObject& object, const char* key, std::optional<qint64> value);
[[nodiscard]] QJsonArray toArray(const std::vector<int>& values);
/// Moment as ISO 8601 in UTC with milliseconds.
[[nodiscard]] QString utcText(qint64 wallMs);

template <typename T>
QJsonArray toArray(const std::vector<T>& values, QJsonObject (*write)(const T&))
{
    QJsonArray array;
    for (const T& value : values) {
        array.append(write(value));
    }
    return array;
}

[[nodiscard]] QJsonObject attemptToJson(const Attempt& attempt);
[[nodiscard]] Attempt attemptFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject testToJson(const TestRecord& test);
[[nodiscard]] TestRecord testFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject findingToJson(const Finding& finding);
[[nodiscard]] Finding findingFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject targetToJson(const Target& target);
[[nodiscard]] Target targetFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject verdictToJson(const Verdict& verdict);
[[nodiscard]] Verdict verdictFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject causeToJson(const RankedCause& cause);
[[nodiscard]] RankedCause causeFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject nextTestToJson(const NextTest& test);
[[nodiscard]] NextTest nextTestFromJson(const JsonReader& reader);
[[nodiscard]] QJsonObject policyToJson(const PolicyOutcome& policy);
[[nodiscard]] PolicyOutcome policyFromJson(const JsonReader& reader);

} // namespace doctor::core
