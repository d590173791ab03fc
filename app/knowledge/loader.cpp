// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the parts of one language together.
#include "app/knowledge/loader.h"

#include "app/knowledge/checks.h"
#include "app/knowledge/page_parser.h"
#include "app/knowledge/products.h"

#include <QCoreApplication>

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

core::Result<QHash<QString, QString>> loadTexts(const Root& root, const QString& language)
{
    const QString file = language + u"/strings.json"_s;
    const auto object = readObject(root, file);
    if (!object) {
        return tl::unexpected(object.error());
    }
    QHash<QString, QString> texts;
    for (auto it = object->begin(); it != object->end(); ++it) {
        if (!it.value().isString()) {
            return wrong(file, it.key(), Messages::tr("a text is expected"));
        }
        texts.insert(it.key(), it.value().toString());
    }
    return texts;
}

core::Result<void> loadCausePages(const Root& root, Data& data)
{
    const QString folder = data.language + u"/causes"_s;
    for (const auto& name : filesIn(root, folder)) {
        const QString file = folder + u'/' + name;
        const QString id = QString(name).remove(QStringLiteral(".md"));
        const bool known = std::any_of(data.logic->causes.begin(), data.logic->causes.end(),
                                       [&](const auto& c) { return c.id == id; });
        if (!known) {
            return wrong(file, id, Messages::tr("causes.json has no such cause"));
        }
        const auto text = readText(root, file);
        const auto page = text.and_then([&](const QString& content) { return parseCausePage(content, file, id); });
        if (!page) {
            return tl::unexpected(page.error());
        }
        data.pages.insert(id, *page);
    }
    return {};
}

core::Result<void> loadLearnPages(const Root& root, Data& data)
{
    const QString folder = data.language + u"/learn"_s;
    for (const auto& name : filesIn(root, folder)) {
        const QString file = folder + u'/' + name;
        const auto text = readText(root, file);
        const auto page = text.and_then([&](const QString& content) { return parseLearnPage(content, file); });
        if (!page) {
            return tl::unexpected(page.error());
        }
        data.learnPages.push_back(*page);
    }
    return {};
}

core::Result<LogicPtr> loadLogic(const Root& root)
{
    auto logic = std::make_shared<Logic>();
    auto questions = loadQuestions(root);
    if (!questions) {
        return tl::unexpected(questions.error());
    }
    logic->questions = std::move(*questions);
    auto causes = loadCauses(root, logic->questions.all);
    if (!causes) {
        return tl::unexpected(causes.error());
    }
    logic->causes = std::move(*causes);
    auto priors = loadPriors(root, logic->causes);
    if (!priors) {
        return tl::unexpected(priors.error());
    }
    logic->priors = std::move(*priors);
    auto sources = loadSources(root);
    if (!sources) {
        return tl::unexpected(sources.error());
    }
    logic->sources = std::move(*sources);
    auto signatures = loadSignatures(root);
    if (!signatures) {
        return tl::unexpected(signatures.error());
    }
    logic->signatures = std::move(*signatures);
    if (const auto products = loadProducts(root); !products) {
        return tl::unexpected(products.error());
    }
    return logic;
}

core::Result<void> loadLanguage(const Root& root, Data& data)
{
    auto texts = loadTexts(root, data.language);
    if (!texts) {
        return tl::unexpected(texts.error());
    }
    data.texts = std::move(*texts);
    return loadCausePages(root, data).and_then([&] { return loadLearnPages(root, data); });
}

} // namespace

core::Result<Data> loadData(const Root& root, const QString& language, LogicPtr logic)
{
    Data data;
    data.root = root;
    data.language = language;
    data.logic = std::move(logic);
    if (!data.logic) {
        auto read = loadLogic(root);
        if (!read) {
            return tl::unexpected(read.error());
        }
        data.logic = std::move(*read);
    }
    if (const auto loaded = loadLanguage(root, data); !loaded) {
        return tl::unexpected(loaded.error());
    }
    const auto master = loadTexts(root, QStringLiteral("en"));
    if (!master) {
        return tl::unexpected(master.error());
    }
    const auto faults = findFaults(data, master->keys());
    if (!faults.isEmpty()) {
        return core::failure(core::ErrorCode::Internal, faults.first());
    }
    return data;
}

} // namespace doctor::knowledge
