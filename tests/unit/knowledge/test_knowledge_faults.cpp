// SPDX-License-Identifier: GPL-3.0-or-later
// Wrong knowledge files are refused with file, entry and what was expected.
#include "app/knowledge/checks.h"
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
        row("open answer that is none", "questions.json", "\"openAnswers\": [\"survived-brief\"]",
            "\"openAnswers\": [\"slept\"]", {u"questions.json"_s, u"slept"_s});
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
        row("placeholder in a snippet", "de/causes/rate-limit.md", "## ask",
            "### [server] X\n```\n{unherd|5}\n```\n## ask", {u"de/causes/rate-limit.md"_s, u"unherd"_s});
        row("platform", "de/causes/rate-limit.md", "[server/nginx]", "[server/ngnix]",
            {u"de/causes/rate-limit.md"_s, u"ngnix"_s});
        row("variant without an id", "de/causes/mtu-black-hole.md", "### [vpn-client]", "### ",
            {u"de/causes/mtu-black-hole.md"_s, u"[id]"_s});
        row("variant without signs", "de/causes/mtu-black-hole.md", "## variants",
            "## variants\n### [bare] Bare\nText.\n#### [server] Do\n1. It.",
            {u"de/causes/mtu-black-hole.md"_s, u"bare"_s});
        row("variant twice", "de/causes/mtu-black-hole.md", "[vpn-client]", "[nat-forgets]",
            {u"de/causes/"_s, u"nat-forgets"_s});
        row("variant called like a cause", "de/causes/mtu-black-hole.md", "[vpn-client]", "[rate-limit]",
            {u"de/causes/mtu-black-hole.md"_s, u"rate-limit"_s});
        row("variant without a source", "de/causes/mtu-black-hole.md", "[vpn-client]", "[vpn-clients]",
            {u"sources.json"_s, u"vpn-client"_s});
        row("source of nothing", "sources.json", "\"rate-limit\"", "\"rate-limits\"",
            {u"sources.json"_s, u"rate-limits"_s});
        row("source without a place", "sources.json", "\"where\"", "\"whence\"", {u"sources.json"_s, u"where"_s});
        row("missing wire section", "de/causes/rate-limit.md", "## wire", "## leitung",
            {u"de/causes/rate-limit.md"_s, u"wire"_s});
        row("section of the article without a page", "causes.json", "\"article\": [\"scenarios\"",
            "\"article\": [\"scenes\"", {u"causes.json"_s, u"scenes"_s});
        row("noAnswer text missing", "de/strings.json", "\"symptom.since.unknown\"", "\"symptom.since.unknowable\"",
            {u"de/strings.json"_s, u"symptom.since.unknown"_s});
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
## wire
- A reset.
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
## ask
- Who?
## prevention
- Do.
## variants
### [at-night] Only at night
Text with a word
on a second line.
- Dark,
  very dark.
- Quiet.
#### [this-computer] Sleep
1. Wait.
### [by-day] Only by day
Text.
- Light.
#### [network/aws] Wake
1. Do it:
```bash
#### not a heading
```
Risk: Noise.
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
        QCOMPARE(page->wire, u"- A reset."_s);
        QCOMPARE(page->ask, u"- Who?"_s);
        QCOMPARE(page->variants.size(), size_t{2});
        const auto& night = page->variants.front();
        QCOMPARE(night.id, u"at-night"_s);
        QCOMPARE(night.title, u"Only at night"_s);
        QCOMPARE(night.text, u"Text with a word\non a second line."_s);
        QCOMPARE(night.signs, (QStringList{u"Dark, very dark."_s, u"Quiet."_s}));
        QCOMPARE(night.fixes.size(), size_t{1});
        const auto& day = page->variants.back();
        QCOMPARE(day.fixes.front().platform, u"aws"_s);
        QCOMPARE(day.fixes.front().snippet, u"#### not a heading"_s);
        QCOMPARE(day.fixes.front().risk, u"Noise."_s);
    }

    /// What a translation lacks is named with its file, the place and what English has there.
    void translationWithoutAVariantIsNamed()
    {
        const auto english = knowledge::loadData(knowledge::builtInRoot(), u"en"_s);
        QVERIFY(english);
        const Copy copy;
        QFile file(copy.root() + u"/de/causes/unhandled-exception.md"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto bytes = file.readAll();
        bytes.truncate(bytes.indexOf("## variants"));
        copy.write(u"de/causes/unhandled-exception.md"_s, bytes);
        const auto german = knowledge::loadFrom(copy.root(), u"de"_s);
        QVERIFY2(!german, "a page of one language without the variant that has sources must not load");
        QVERIFY2(german.error().message.contains(u"crash-on-input"_s), qPrintable(german.error().message));

        auto data = *english;
        data.language = u"de"_s;
        data.pages[u"unhandled-exception"_s].variants.clear();
        data.pages[u"rate-limit"_s].fixes.pop_back();
        const auto faults = knowledge::findDifferences(data, english->pages);
        QCOMPARE(faults.size(), 2);
        QVERIFY2(faults.last().contains(u"de/causes/unhandled-exception.md"_s) &&
                     faults.last().contains(u"crash-on-input"_s),
                 qPrintable(faults.last()));
    }
};

QTEST_GUILESS_MAIN(TestKnowledgeFaults)
#include "test_knowledge_faults.moc"
