// SPDX-License-Identifier: GPL-3.0-or-later
// Typed reading of JSON members that remembers the first problem and where it was found.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/names.h"

#include <QJsonArray>
#include <QJsonObject>
#include <functional>
#include <optional>

namespace doctor::core
{

/// The first thing found wrong in a document; later ones are dropped.
class JsonProblem
{
public:
    void report(const QString& path, const QString& expected);
    [[nodiscard]] bool isEmpty() const { return m_message.isEmpty(); }
    [[nodiscard]] QString message() const { return m_message; }

private:
    QString m_message;
};

/// Reads one object. Getters without "optional" report a missing member; all report a wrong type and return a
/// default then, so that the reading code stays straight and the caller checks the problem once at its end.
class JsonReader
{
public:
    JsonReader(QJsonObject object, QString path, JsonProblem& problem);

    [[nodiscard]] bool has(const char* key) const; ///< present and not null
    [[nodiscard]] QString text(const char* key) const;
    [[nodiscard]] QString optionalText(const char* key) const;
    [[nodiscard]] bool optionalBool(const char* key) const;
    [[nodiscard]] double number(const char* key) const;
    [[nodiscard]] double number(const char* key, double minimum, double maximum) const;
    [[nodiscard]] std::optional<double> optionalNumber(const char* key) const;
    [[nodiscard]] qint64 integer(const char* key, qint64 minimum, qint64 maximum) const;
    [[nodiscard]] std::optional<qint64> optionalInteger(const char* key) const;
    [[nodiscard]] std::optional<int> optionalInt(const char* key) const;
    [[nodiscard]] QStringList texts(const char* key) const;        ///< absent: empty
    [[nodiscard]] std::vector<int> indexes(const char* key) const; ///< absent: empty
    [[nodiscard]] QJsonObject object(const char* key) const;       ///< absent: empty
    [[nodiscard]] JsonReader child(const char* key) const;
    /// Calls `each` with every object of an array; absent: none.
    void forEach(const char* key, const std::function<void(const JsonReader&)>& each) const;
    template <typename T>
    [[nodiscard]] std::vector<T> list(const char* key, T (*read)(const JsonReader&)) const
    {
        std::vector<T> values;
        forEach(key, [&](const JsonReader& reader) { values.push_back(read(reader)); });
        return values;
    }
    /// A word of an enum; `expected` names the kind of word for the message.
    template <typename Enum>
    [[nodiscard]] Enum word(const char* key) const
    {
        const QString value = text(key);
        const auto known = fromWord<Enum>(value);
        if (!known) {
            reportUnknownWord(key, value);
        }
        return known.value_or(Enum{});
    }
    void report(const char* key, const QString& expected) const;

private:
    [[nodiscard]] QJsonValue value(const char* key) const;
    [[nodiscard]] QString pathOf(const char* key) const;
    void reportUnknownWord(const char* key, const QString& word) const;

    QJsonObject m_object;
    QString m_path;
    JsonProblem& m_problem;
};

} // namespace doctor::core
