// SPDX-License-Identifier: GPL-3.0-or-later
// Reads cases.json and turns its rows into findings.
#include "tests/support/finding_cases.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::test
{

namespace
{

QStringList strings(const QJsonValue& value)
{
    QStringList list;
    for (const auto& item : value.toArray()) {
        list.append(item.toString());
    }
    return list;
}

FindingCase readCase(const QJsonObject& object, const QJsonObject& bases)
{
    FindingCase one;
    one.name = object.value(u"name").toString();
    one.when = strings(object.value(u"when"));
    one.top = object.value(u"top").toString();
    one.atLeast = object.value(u"atLeast").toDouble(0);
    one.atMost = object.value(u"atMost").toDouble(1);
    one.never = strings(object.value(u"never"));
    const auto base = bases.value(object.value(u"base").toString()).toObject();
    const auto changed = object.value(u"findings").toObject();
    for (const auto& question : base.keys() + changed.keys()) {
        const auto value = changed.contains(question) ? changed.value(question) : base.value(question);
        if (value.isString()) {
            one.answers.insert(question, value.toString());
        } else {
            one.answers.remove(question);
        }
    }
    const auto confidence = object.value(u"confidence").toObject();
    for (const auto& question : confidence.keys()) {
        one.confidence.insert(question, confidence.value(question).toDouble());
    }
    return one;
}

} // namespace

std::vector<FindingCase> findingCases()
{
    std::vector<FindingCase> cases;
    QFile file(qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/cases/cases.json"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        return cases;
    }
    const auto root = QJsonDocument::fromJson(file.readAll()).object();
    for (const auto& row : root.value(u"cases").toArray()) {
        cases.push_back(readCase(row.toObject(), root.value(u"bases").toObject()));
    }
    return cases;
}

std::vector<core::Finding> findingsOf(const FindingCase& one, const knowledge::Knowledge& knowledge)
{
    constexpr double Told = 0.6;
    constexpr double Measured = 0.97;
    std::vector<core::Finding> findings;
    for (auto it = one.answers.cbegin(); it != one.answers.cend(); ++it) {
        core::Finding finding;
        finding.question = it.key();
        finding.answer = it.value();
        const auto* question = knowledge.question(it.key());
        const bool user = question != nullptr && question->test == u"user";
        finding.source = {user ? core::SourceKind::User : core::SourceKind::Test,
                          user || question == nullptr ? it.key() : question->test};
        finding.confidence = one.confidence.value(it.key(), user ? Told : Measured);
        findings.push_back(finding);
    }
    return findings;
}

std::vector<std::pair<QString, double>> ranked(const diagnosis::Probabilities& probabilities)
{
    std::vector<std::pair<QString, double>> causes;
    for (auto it = probabilities.cbegin(); it != probabilities.cend(); ++it) {
        causes.emplace_back(it.key(), it.value());
    }
    std::stable_sort(causes.begin(), causes.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return causes;
}

} // namespace doctor::test
