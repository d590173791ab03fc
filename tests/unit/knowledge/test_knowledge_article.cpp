// SPDX-License-Identifier: GPL-3.0-or-later
// Each section of the article that this program answers is told in it, in every language, where article.json says so.
#include "app/knowledge/knowledge.h"

#include "app/knowledge/json_file.h"

#include <QJsonArray>
#include <QSet>
#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

QString textOf(const knowledge::Knowledge& knowledge, const QString& where)
{
    const auto id = where.section(u':', 1);
    if (where.startsWith(u"page:")) {
        for (const auto& page : knowledge.learnPages()) {
            if (page.id == id) {
                return page.title + u'\n' + page.markdown;
            }
        }
        return {};
    }
    const auto* page = knowledge.page(id);
    if (page == nullptr) {
        return {};
    }
    QString text = QStringList{page->title,   page->headline, page->explanation, page->wire,
                               page->confirm, page->ask,      page->prevention}
                       .join(u'\n');
    const auto add = [&](const std::vector<core::Fix>& fixes) {
        for (const auto& fix : fixes) {
            text += u'\n' + fix.title + u'\n' + fix.steps.join(u'\n') + u'\n' + fix.snippet;
        }
    };
    add(page->fixes);
    for (const auto& variant : page->variants) {
        text += u'\n' + variant.title + u'\n' + variant.text + u'\n' + variant.signs.join(u'\n');
        add(variant.fixes);
    }
    return text;
}

} // namespace

class TestKnowledgeArticle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySectionIsTold()
    {
        const auto file = knowledge::readObject(
            qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/unit/knowledge/data"_s, u"article.json"_s);
        QVERIFY2(file, file ? "" : qPrintable(file.error().message));
        const auto sections = file->value(u"sections").toArray();
        QStringList missing;
        QSet<QString> told;
        for (const auto& language : knowledge::Knowledge::languages()) {
            const auto loaded = knowledge::Knowledge::load(language);
            QVERIFY(loaded);
            for (const auto& entry : sections) {
                const auto section = entry.toObject();
                const auto points = section.value(u"points").toArray();
                QVERIFY2(!points.isEmpty(), qPrintable(section.value(u"section").toString()));
                told.insert(section.value(u"section").toString());
                for (const auto& one : points) {
                    const auto point = one.toObject();
                    const auto where = point.value(u"where").toString();
                    const auto text = textOf(**loaded, where);
                    for (const auto& word : point.value(language).toArray()) {
                        if (!text.contains(word.toString(), Qt::CaseInsensitive)) {
                            missing += u"%1: '%2' is told nowhere in %3 (%4, '%5')"_s.arg(
                                section.value(u"section").toString(), point.value(u"point").toString(), where, language,
                                word.toString());
                        }
                    }
                    if (point.value(language).toArray().isEmpty()) {
                        missing += u"%1: no words to look for in %2"_s.arg(point.value(u"point").toString(), language);
                    }
                }
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
        QCOMPARE(told, (QSet<QString>{u"meaning"_s, u"scenarios"_s, u"causes and solutions"_s, u"troubleshooting"_s,
                                      u"prevention"_s, u"next steps"_s, u"table"_s}));
    }
};

QTEST_APPLESS_MAIN(TestKnowledgeArticle)
#include "test_knowledge_article.moc"
