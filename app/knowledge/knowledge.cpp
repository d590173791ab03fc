// SPDX-License-Identifier: GPL-3.0-or-later
// The loaded files behind the Knowledge interface.
#include "app/knowledge/knowledge.h"

#include "app/knowledge/loader.h"
#include "app/knowledge/template_text.h"

namespace doctor::knowledge
{

namespace
{

const QString When = QStringLiteral("when");

QString knownLanguage(const QString& language)
{
    const QString wanted = language.left(2).toLower();
    return Knowledge::languages().contains(wanted) ? wanted : QStringLiteral("en");
}

class LoadedKnowledge final : public Knowledge
{
public:
    explicit LoadedKnowledge(Data data) : m_data(std::move(data)), m_locale(m_data.language) {}

    [[nodiscard]] QString language() const override { return m_data.language; }
    [[nodiscard]] const std::vector<Question>& questions() const override { return m_data.logic->questions.all; }
    [[nodiscard]] const std::vector<CauseDefinition>& causes() const override { return m_data.logic->causes; }
    [[nodiscard]] const std::vector<LearnPage>& learnPages() const override { return m_data.learnPages; }
    [[nodiscard]] const Question* question(const QString& id) const override
    {
        return find(m_data.logic->questions.all, id);
    }
    [[nodiscard]] const CauseDefinition* cause(const QString& id) const override
    {
        return find(m_data.logic->causes, id);
    }

    [[nodiscard]] const CausePage* page(const QString& causeId) const override
    {
        const auto found = m_data.pages.constFind(causeId);
        return found == m_data.pages.constEnd() ? nullptr : &*found;
    }

    [[nodiscard]] std::vector<Source> sources(const QString& id) const override
    {
        return m_data.logic->sources.value(id);
    }

    [[nodiscard]] QMap<QString, double> priors(const QString& when) const override
    {
        const auto& weights = m_data.logic->priors.weights;
        return weights.contains(when) ? weights.value(when) : weights.value(QStringLiteral("unknown"));
    }

    [[nodiscard]] QString text(const QString& key) const override { return m_data.texts.value(key, key); }
    [[nodiscard]] bool hasText(const QString& key) const override { return m_data.texts.contains(key); }
    [[nodiscard]] QString text(const QString& key, const QJsonObject& values) const override
    {
        return fill(text(key), values);
    }
    [[nodiscard]] QString fill(const QString& templateText, const QJsonObject& values) const override
    {
        return fillTemplate(templateText, values, m_data.logic->questions.placeholders, m_locale);
    }
    [[nodiscard]] QString fillCode(const QString& templateText, const QJsonObject& values) const override
    {
        QLocale plain = QLocale::c();
        plain.setNumberOptions(QLocale::OmitGroupSeparator);
        return fillTemplate(templateText, values, m_data.logic->questions.placeholders, plain);
    }

    [[nodiscard]] QStringList symptomKeys() const override
    {
        QStringList keys{When};
        for (const auto& question : m_data.logic->questions.all) {
            if (question.test == u"user") {
                keys.append(question.id);
            }
        }
        return keys;
    }

    [[nodiscard]] QStringList symptomAnswers(const QString& key) const override
    {
        if (key == When) {
            return m_data.logic->priors.when;
        }
        const auto* found = question(key);
        return found == nullptr || found->test != u"user" ? QStringList{}
                                                          : found->answers + QStringList{found->noAnswer};
    }

    [[nodiscard]] std::optional<Recognised> recognise(const QString& text) const override
    {
        return recogniseText(m_data.logic->signatures, text);
    }
    void prepareRecognition() const override { (void)compile(m_data.logic->signatures); } // checked by a test

    [[nodiscard]] core::Result<std::shared_ptr<const Knowledge>> inLanguage(const QString& language) const override
    {
        auto data = loadData(m_data.root, knownLanguage(language), m_data.logic);
        if (!data) {
            return tl::unexpected(data.error());
        }
        return std::make_shared<const LoadedKnowledge>(std::move(*data));
    }

private:
    template <typename Entry>
    static const Entry* find(const std::vector<Entry>& entries, const QString& id)
    {
        for (const auto& entry : entries) {
            if (entry.id == id) {
                return &entry;
            }
        }
        return nullptr;
    }

    Data m_data;
    QLocale m_locale;
};

} // namespace

double toNumber(Likelihood word)
{
    switch (word) {
    case Likelihood::Always:
        return 0.97;
    case Likelihood::Usually:
        return 0.80;
    case Likelihood::Often:
        return 0.55;
    case Likelihood::Sometimes:
        return 0.25;
    case Likelihood::Rarely:
        return 0.07;
    case Likelihood::Never:
        return 0.01;
    }
    return 0.01;
}

bool isForPeople(const Knowledge& knowledge, const QString& step)
{
    // Who the user is says nothing about the cause; the remedies are sorted by it.
    const auto* question = knowledge.question(step);
    return step == ServerCapture || (question != nullptr && question->test == u"user" && step != u"role");
}

FoundVariant findVariant(const Knowledge& knowledge, const QString& id)
{
    for (const auto& cause : knowledge.causes()) {
        const auto* page = knowledge.page(cause.id);
        if (page == nullptr) {
            continue;
        }
        for (const auto& variant : page->variants) {
            if (variant.id == id) {
                return {&cause, &variant};
            }
        }
    }
    return {};
}

QStringList Knowledge::languages()
{
    return {QStringLiteral("en"), QStringLiteral("de")};
}

core::Result<std::shared_ptr<const Knowledge>> Knowledge::load(const QString& language)
{
    auto data = loadData(builtInRoot(), knownLanguage(language));
    if (!data) {
        return tl::unexpected(data.error());
    }
    return std::make_shared<const LoadedKnowledge>(std::move(*data));
}

core::Result<std::shared_ptr<const Knowledge>> loadFrom(const Root& root, const QString& language)
{
    auto data = loadData(root, language);
    if (!data) {
        return tl::unexpected(data.error());
    }
    if (const auto compiled = compile(data->logic->signatures); !compiled) {
        return tl::unexpected(compiled.error());
    }
    return std::make_shared<const LoadedKnowledge>(std::move(*data));
}

} // namespace doctor::knowledge
