// SPDX-License-Identifier: GPL-3.0-or-later
// Cross-checks of the loaded files.
#include "app/knowledge/checks.h"

#include "app/core/model/names.h"
#include "app/knowledge/platforms.h"
#include "app/knowledge/template_text.h"

#include <QCoreApplication>
#include <QSet>
#include <algorithm>

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

class Collector
{
public:
    void add(const QString& file, const QString& entry, const QString& expected)
    {
        m_faults.append(wrong(file, entry, expected).value().message);
    }
    void checkPlaceholders(const QString& file, const QString& entry, const QString& text, const QStringList& known)
    {
        for (const auto& name : unknownPlaceholders(text, known)) {
            add(file, entry, Messages::tr("no question provides the placeholder '%1'").arg(name));
        }
    }
    [[nodiscard]] QStringList faults() const { return m_faults; }

private:
    QStringList m_faults;
};

template <typename Enum>
void addWords(QStringList& keys, const QString& prefix)
{
    for (const auto& word : core::allWords<Enum>()) {
        keys.append(prefix + word);
    }
}

void checkTexts(const Data& data, const QStringList& masterKeys, Collector& collector)
{
    const QString file = data.language + u"/strings.json"_s;
    for (const auto& key : requiredKeys(data) + masterKeys) {
        if (data.texts.value(key).trimmed().isEmpty()) {
            collector.add(file, key, Messages::tr("a text is expected"));
        }
    }
    const QSet<QString> master(masterKeys.begin(), masterKeys.end());
    for (auto it = data.texts.cbegin(); it != data.texts.cend(); ++it) {
        if (!master.isEmpty() && !master.contains(it.key())) {
            collector.add(file, it.key(), Messages::tr("the English file has no such text"));
        }
        // What a running test tells beside its activity is the test's own.
        if (!it.key().contains(u".activity")) {
            collector.checkPlaceholders(file, it.key(), it.value(), data.logic->questions.placeholders);
        }
    }
    for (const auto& question : data.logic->questions.all) {
        const auto known = data.logic->questions.shared + question.values;
        for (const auto& answer : question.answers) {
            const QString key = u"answer."_s + question.id + u'.' + answer;
            collector.checkPlaceholders(file, key, data.texts.value(key), known);
        }
    }
}

/// All of a fix as text, its snippet marked as code.
QString textOf(const core::Fix& fix)
{
    return QStringList{fix.title, fix.steps.join(u'\n'), u"```\n"_s + fix.snippet + u"\n```"_s, fix.risk}.join(u'\n');
}

void checkPages(const Data& data, Collector& collector)
{
    for (const auto& cause : data.logic->causes) {
        const QString file = data.language + u"/causes/"_s + cause.id + u".md"_s;
        const auto page = data.pages.constFind(cause.id);
        if (page == data.pages.constEnd()) {
            collector.add(file, Messages::tr("the file itself"), Messages::tr("each cause needs a page"));
            continue;
        }
        const auto check = [&](const QString& entry, const QString& text) {
            collector.checkPlaceholders(file, entry, text, data.logic->questions.placeholders);
        };
        check(Messages::tr("the text"), QStringList{page->title, page->headline, page->explanation, page->wire,
                                                    page->confirm, page->ask, page->prevention}
                                            .join(u'\n'));
        const auto checkPlatform = [&](const core::Fix& fix) {
            if (!fix.platform.isEmpty() && !isPlatform(fix.platform)) {
                collector.add(file, fix.title, Messages::tr("'%1' is no platform (platforms.cpp)").arg(fix.platform));
            }
        };
        for (const auto& fix : page->fixes) {
            check(fix.title, textOf(fix));
            checkPlatform(fix);
        }
        for (const auto& variant : page->variants) {
            QString text = variant.title + u'\n' + variant.text + u'\n' + variant.signs.join(u'\n');
            for (const auto& fix : variant.fixes) {
                text += u'\n' + textOf(fix);
                checkPlatform(fix);
            }
            check(variant.id, text);
        }
    }
}

} // namespace

QStringList requiredKeys(const Data& data)
{
    QStringList keys;
    QSet<QString> tests;
    for (const auto& question : data.logic->questions.all) {
        keys.append(u"question."_s + question.id);
        for (const auto& answer : question.answers) {
            keys.append(u"answer."_s + question.id + u'.' + answer);
        }
        if (question.test == u"user") {
            keys.append(u"symptom."_s + question.id);
            for (const auto& answer : question.answers + QStringList{question.noAnswer}) {
                keys.append(u"symptom."_s + question.id + u'.' + answer);
            }
        } else if (question.test != u"cross-test") {
            tests.insert(question.test);
        }
    }
    for (const auto& test : tests) {
        for (const auto* part : {"title", "question", "activity", "why"}) {
            keys.append(u"test."_s + test + u'.' + QLatin1String(part));
        }
    }
    keys.append(QStringLiteral("symptom.when"));
    for (const auto& when : data.logic->priors.when) {
        keys.append(u"symptom.when."_s + when);
    }
    for (const auto& cause : data.logic->causes) {
        keys.append(u"family."_s + cause.family);
        keys.append(u"closed-by."_s + core::toWord(cause.closedBy));
    }
    for (const auto* word : {"almost-certain", "very-likely", "likely", "possible", "unlikely"}) {
        keys.append(u"likelihood."_s + QLatin1String(word));
    }
    addWords<core::Phase>(keys, QStringLiteral("phase."));
    addWords<core::How>(keys, QStringLiteral("ending."));
    keys.removeDuplicates();
    return keys;
}

namespace
{

void checkSections(const Data& data, Collector& collector)
{
    for (const auto& cause : data.logic->causes) {
        for (const auto& section : cause.articleSections) {
            const bool known = std::any_of(data.learnPages.begin(), data.learnPages.end(),
                                           [&](const auto& page) { return page.id == section; });
            if (!known) {
                collector.add(
                    QStringLiteral("causes.json"), cause.id,
                    Messages::tr("the article section '%1' has no page in %2/learn").arg(section, data.language));
            }
        }
    }
}

} // namespace

namespace
{

/// Ids of causes and variants are one space, and each of them says where its statements come from.
void checkSources(const Data& data, Collector& collector)
{
    QStringList ids;
    for (const auto& cause : data.logic->causes) {
        ids.append(cause.id);
    }
    for (const auto& cause : data.logic->causes) {
        for (const auto& variant : data.pages.value(cause.id).variants) {
            if (ids.contains(variant.id)) {
                collector.add(data.language + u"/causes/"_s + cause.id + u".md"_s, variant.id,
                              Messages::tr("another cause or variant has this id"));
            }
            ids.append(variant.id);
        }
    }
    for (const auto& id : data.logic->sources.keys()) {
        if (!ids.contains(id)) {
            collector.add(QStringLiteral("sources.json"), id, Messages::tr("there is no such cause or variant"));
        }
    }
    for (const auto& cause : data.logic->causes) {
        if (cause.family == u"none") {
            ids.removeAll(cause.id); // That nothing was found, or nothing known fits, is no statement of a source.
        }
    }
    for (const auto& id : ids) {
        if (!data.logic->sources.contains(id)) {
            collector.add(QStringLiteral("sources.json"), id, Messages::tr("at least one source is expected"));
        }
    }
}

/// A translation must have the variants and fixes of the master, in its order, with the same snippets' places.
QStringList shapeOf(const CausePage& page)
{
    QStringList shape;
    const auto add = [&](const QString& prefix, const std::vector<core::Fix>& fixes) {
        for (const auto& fix : fixes) {
            shape.append(prefix + fix.place + u'/' + fix.platform);
        }
    };
    add({}, page.fixes);
    for (const auto& variant : page.variants) {
        shape.append(variant.id);
        add(variant.id + u' ', variant.fixes);
    }
    return shape;
}

} // namespace

QStringList findDifferences(const Data& data, const QMap<QString, CausePage>& master)
{
    Collector collector;
    for (auto it = master.cbegin(); it != master.cend(); ++it) {
        const auto here = shapeOf(data.pages.value(it.key()));
        const auto there = shapeOf(it.value());
        for (qsizetype i = 0; i < std::max(here.size(), there.size()); ++i) {
            if (here.value(i) != there.value(i)) {
                collector.add(data.language + u"/causes/"_s + it.key() + u".md"_s,
                              here.value(i, Messages::tr("the end")),
                              Messages::tr("'%1' stands here in English").arg(there.value(i, Messages::tr("the end"))));
                break;
            }
        }
    }
    return collector.faults();
}

QStringList findFaults(const Data& data, const QStringList& masterKeys)
{
    Collector collector;
    checkTexts(data, masterKeys, collector);
    checkPages(data, collector);
    checkSections(data, collector);
    checkSources(data, collector);
    return collector.faults();
}

} // namespace doctor::knowledge
