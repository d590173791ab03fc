// SPDX-License-Identifier: GPL-3.0-or-later
// Wrong knowledge files are refused with file, entry and what was expected.
#include "app/knowledge/loader.h"
#include "app/knowledge/page_parser.h"

#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

/// A copy of the shipped files that a test may spoil.
class Copy
{
public:
    Copy() { copy(knowledge::builtInRoot(), m_folder.path()); }
    [[nodiscard]] QString root() const { return m_folder.path(); }

    void write(const QString& file, const QByteArray& bytes) const
    {
        QFile::remove(root() + u'/' + file);
        QFile handle(root() + u'/' + file);
        QVERIFY(handle.open(QIODevice::WriteOnly));
        handle.write(bytes);
    }
    void replace(const QString& file, const QByteArray& before, const QByteArray& after) const
    {
        QFile handle(root() + u'/' + file);
        QVERIFY(handle.open(QIODevice::ReadOnly));
        auto bytes = handle.readAll();
        const auto at = bytes.indexOf(before);
        QVERIFY2(at >= 0, before.constData());
        bytes.replace(at, before.size(), after);
        write(file, bytes);
    }

private:
    static void copy(const QString& from, const QString& to)
    {
        QDir().mkpath(to);
        const QDir source(from);
        for (const auto& name : source.entryList(QDir::Files)) {
            QFile::copy(from + u'/' + name, to + u'/' + name);
        }
        for (const auto& name : source.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            copy(from + u'/' + name, to + u'/' + name);
        }
    }

    QTemporaryDir m_folder;
};

} // namespace

class TestKnowledgeFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spoilt_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("named");
        const auto row = [](const char* name, const char* file, const char* before, const char* after,
                            QStringList named) {
            QTest::newRow(name) << QString::fromLatin1(file) << QByteArray(before) << QByteArray(after) << named;
        };
        row("broken JSON", "causes.json", "{", "[", {u"causes.json"_s});
        row("unknown word", "causes.json", "\"always\"", "\"mostly\"", {u"causes.json"_s, u"often"_s});
        row("unknown answer", "causes.json", "\"fin-in-quiet\": \"often\"", "\"fin-in-peace\": \"often\"",
            {u"causes.json"_s, u"fin-in-peace"_s, u"idle-ending"_s});
        row("unknown question", "causes.json", "\"idle-ending\": {", "\"idle-endings\": {",
            {u"causes.json"_s, u"idle-endings"_s});
        row("unknown closer", "causes.json", "\"middlebox\"", "\"somebody\"", {u"causes.json"_s, u"closedBy"_s});
        row("base off one", "questions.json", "\"all-connected\": 0.82", "\"all-connected\": 0.53",
            {u"questions.json"_s, u"connect-outcome"_s});
        row("sound over one", "questions.json", "\"all-connected\": 0.99", "\"all-connected\": 1.0, \"refused\": 0.5",
            {u"questions.json"_s, u"connect-outcome.sound"_s});
        row("implied by nothing", "questions.json", "\"impliedBy\": {\"name-resolution\": [\"not-found\"",
            "\"impliedBy\": {\"name-resolution\": [\"lost\"", {u"questions.json"_s, u"lost"_s});
        row("prior missing", "priors.json", "\"rate-limit\":", "\"rate-limits\":", {u"priors.json"_s, u"rate-limit"_s});
        row("bad signature", "signatures.json", "(?i)", "(?i", {u"signatures.json"_s});
        row("missing text", "de/strings.json", "\"question.restarts\"", "\"question.restarted\"",
            {u"de/strings.json"_s, u"question.restarts"_s});
        row("unknown placeholder", "de/strings.json", "{idleSeconds}", "{ruheSekunden}",
            {u"de/strings.json"_s, u"ruheSekunden"_s});
        row("page for another cause", "de/causes/rate-limit.md", "id: rate-limit", "id: rate",
            {u"de/causes/rate-limit.md"_s, u"rate-limit"_s});
        row("place of a fix", "de/causes/rate-limit.md", "### [", "### [moon/",
            {u"de/causes/rate-limit.md"_s, u"this-computer"_s});
        row("missing section", "de/causes/rate-limit.md", "## prevention", "## vorsorge",
            {u"de/causes/rate-limit.md"_s, u"prevention"_s});
        row("placeholder in a page", "de/causes/rate-limit.md", "## prevention", "## prevention\n{unheard|of}",
            {u"de/causes/rate-limit.md"_s, u"unheard"_s});
    }

    void spoilt()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QStringList, named);
        const Copy copy;
        copy.replace(file, before, after);
        const auto loaded = knowledge::loadFrom(copy.root(), u"de"_s);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, core::ErrorCode::Internal);
        for (const auto& word : named) {
            QVERIFY2(loaded.error().message.contains(word), qPrintable(loaded.error().message));
        }
    }

    void missingPageIsRefused()
    {
        const Copy copy;
        QVERIFY(QFile::remove(copy.root() + u"/de/causes/rate-limit.md"_s));
        const auto loaded = knowledge::loadFrom(copy.root(), u"de"_s);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains(u"de/causes/rate-limit.md"_s), qPrintable(loaded.error().message));
    }

    void missingFolderIsRefused()
    {
        const auto loaded = knowledge::loadFrom(u"/nowhere"_s, u"en"_s);
        QVERIFY(!loaded);
        QVERIFY(loaded.error().message.contains(u"questions.json"_s));
    }

    void pageHoldsStepsSnippetsAndRisk()
    {
        const QString text = uR"(---
id: x
title: A title: with colon
headline: It closes after {idleSeconds|some} s.
---
## explanation
Text with `## confirm` in it.
```
## fixes
```
## confirm
1. Look.
## fixes
### [server/nginx] Raise the limit
1. Open the file
   and find the line.
2. Change it:
   ```nginx
   keepalive_timeout {serverSeconds|120}s;
   ```
Risk: More memory.
### [this-computer] Retry
Try again once.
## prevention
- Do.
)"_s;
        const auto page = knowledge::parseCausePage(text, u"x.md"_s, u"x"_s);
        QVERIFY2(page, page ? "" : qPrintable(page.error().message));
        QCOMPARE(page->title, u"A title: with colon"_s);
        QVERIFY(page->explanation.contains(u"## fixes"_s));
        QCOMPARE(page->fixes.size(), size_t{2});
        const auto& first = page->fixes.front();
        QCOMPARE(first.place, u"server"_s);
        QCOMPARE(first.platform, u"nginx"_s);
        QCOMPARE(first.steps, (QStringList{u"Open the file and find the line."_s, u"Change it:"_s}));
        QCOMPARE(first.snippet, u"keepalive_timeout {serverSeconds|120}s;"_s);
        QCOMPARE(first.risk, u"More memory."_s);
        QCOMPARE(page->fixes.back().steps, QStringList{u"Try again once."_s});
        QVERIFY(page->fixes.back().platform.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestKnowledgeFaults)
#include "test_knowledge_faults.moc"
