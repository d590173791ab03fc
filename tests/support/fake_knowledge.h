// SPDX-License-Identifier: GPL-3.0-or-later
// A knowledge base without files: every text is its own key unless a test sets it.
#pragma once

#include "app/knowledge/knowledge.h"

#include <algorithm>

namespace doctor::testing
{

class FakeKnowledge final : public knowledge::Knowledge
{
public:
    explicit FakeKnowledge(QString language = QStringLiteral("en")) : m_language(std::move(language)) {}
    void setText(const QString& key, const QString& text) { m_texts.insert(key, text); }
    void setPage(const QString& cause, const knowledge::CausePage& page) { m_pages.insert(cause, page); }
    void addQuestion(const knowledge::Question& question) { m_questions.push_back(question); }
    /// All causes that are added are equally likely at the start.
    void addCause(const knowledge::CauseDefinition& cause) { m_causes.push_back(cause); }

    [[nodiscard]] QString language() const override { return m_language; }
    [[nodiscard]] const std::vector<knowledge::Question>& questions() const override { return m_questions; }
    [[nodiscard]] const knowledge::Question* question(const QString& id) const override
    {
        return find(m_questions, id);
    }
    [[nodiscard]] const std::vector<knowledge::CauseDefinition>& causes() const override { return m_causes; }
    [[nodiscard]] const knowledge::CauseDefinition* cause(const QString& id) const override
    {
        return find(m_causes, id);
    }
    [[nodiscard]] const knowledge::CausePage* page(const QString& causeId) const override
    {
        const auto found = m_pages.constFind(causeId);
        return found == m_pages.constEnd() ? nullptr : &*found;
    }
    [[nodiscard]] std::vector<knowledge::Source> sources(const QString&) const override { return {}; }
    [[nodiscard]] QMap<QString, double> priors(const QString&) const override
    {
        QMap<QString, double> same;
        for (const auto& cause : m_causes) {
            same.insert(cause.id, 1.0 / static_cast<double>(m_causes.size()));
        }
        return same;
    }
    [[nodiscard]] const std::vector<knowledge::LearnPage>& learnPages() const override { return m_learn; }
    [[nodiscard]] QString text(const QString& key) const override { return m_texts.value(key, key); }
    [[nodiscard]] bool hasText(const QString& key) const override { return m_texts.contains(key); }
    [[nodiscard]] QString text(const QString& key, const QJsonObject& values) const override
    {
        return fill(text(key), values);
    }
    [[nodiscard]] QString fill(const QString& templateText, const QJsonObject& values) const override
    {
        QString filled = templateText;
        for (auto it = values.begin(); it != values.end(); ++it) {
            filled.replace(u'{' + it.key() + u'}', it->toVariant().toString());
        }
        return filled;
    }
    [[nodiscard]] QString fillCode(const QString& templateText, const QJsonObject& values) const override
    {
        return fill(templateText, values);
    }
    [[nodiscard]] QStringList symptomKeys() const override { return {QStringLiteral("when")}; }
    [[nodiscard]] QStringList symptomAnswers(const QString&) const override { return {QStringLiteral("idle")}; }
    [[nodiscard]] std::optional<knowledge::Recognised> recognise(const QString&) const override { return std::nullopt; }
    void prepareRecognition() const override {}
    [[nodiscard]] core::Result<std::shared_ptr<const knowledge::Knowledge>> inLanguage(const QString&) const override
    {
        return std::make_shared<const FakeKnowledge>(*this);
    }

private:
    template <typename Entry>
    static const Entry* find(const std::vector<Entry>& entries, const QString& id)
    {
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.id == id; });
        return found == entries.end() ? nullptr : &*found;
    }

    QString m_language;
    QMap<QString, QString> m_texts;
    QMap<QString, knowledge::CausePage> m_pages;
    std::vector<knowledge::Question> m_questions;
    std::vector<knowledge::CauseDefinition> m_causes;
    std::vector<knowledge::LearnPage> m_learn;
};

} // namespace doctor::testing
