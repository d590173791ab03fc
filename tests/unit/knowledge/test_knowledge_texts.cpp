// SPDX-License-Identifier: GPL-3.0-or-later
// Placeholders: measured values in the language's form, otherwise-words, code left alone; values derived for advice.
#include "app/knowledge/knowledge.h"
#include "app/knowledge/template_text.h"
#include "app/knowledge/template_values.h"
#include "tests/support/loaded_knowledge.h"

#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

class TestKnowledgeTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers_data()
    {
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("german");
        QTest::newRow("whole") << 3.0 << u"3"_s << u"3"_s;
        QTest::newRow("one digit") << 2.5 << u"2.5"_s << u"2,5"_s;
        QTest::newRow("two digits at most") << 0.12345 << u"0.12"_s << u"0,12"_s;
        QTest::newRow("tens") << 60.149 << u"60.1"_s << u"60,1"_s;
        QTest::newRow("hundreds") << 350.4 << u"350"_s << u"350"_s;
        QTest::newRow("thousands") << 65536.0 << u"65,536"_s << u"65.536"_s;
        QTest::newRow("whole tens") << 60.0 << u"60"_s << u"60"_s;
    }

    void numbers()
    {
        QFETCH(double, number);
        QFETCH(QString, english);
        QFETCH(QString, german);
        QCOMPARE(knowledge::numberText(number, QLocale(u"en"_s)), english);
        QCOMPARE(knowledge::numberText(number, QLocale(u"de"_s)), german);
    }

    void placeholders()
    {
        const auto knowledge = testing::loadedKnowledge(u"en"_s);
        const QJsonObject values{{u"idleSeconds"_s, 60.5}, {u"goodAddresses"_s, QJsonArray{u"::1"_s, u"127.0.0.1"_s}}};
        QCOMPARE(knowledge->fill(u"after {idleSeconds|some} s"_s, values), u"after 60.5 s"_s);
        QCOMPARE(knowledge->fill(u"after {idleSeconds|some} s"_s, {}), u"after some s"_s);
        QCOMPARE(knowledge->fill(u"after {idleSeconds} s"_s, {}), u"after ? s"_s);
        QCOMPARE(knowledge->fill(u"{goodAddresses} work"_s, values), u"::1, 127.0.0.1 work"_s);
        QCOMPARE(knowledge->fill(u"server { listen ${idleSeconds}; } awk '{print}'"_s, values),
                 u"server { listen ${idleSeconds}; } awk '{print}'"_s);
        QCOMPARE(knowledge->fillCode(u"limit {smallestBad};"_s, {{u"smallestBad"_s, 65536.5}}), u"limit 65537;"_s);
        QCOMPARE(knowledge->text(u"no.such.key"_s), u"no.such.key"_s);
        QVERIFY(!knowledge->hasText(u"no.such.key"_s));
    }

    void wordsAgreeWithTheNumber()
    {
        const auto knowledge = testing::loadedKnowledge(u"en"_s);
        const auto text = u"after {idleSeconds|some} {idleSeconds#second|seconds}"_s;
        QCOMPARE(knowledge->fill(text, {}), u"after some seconds"_s);
        QCOMPARE(knowledge->fill(text, {{u"idleSeconds"_s, 1.004}}), u"after 1 second"_s); // as it is shown
        QCOMPARE(knowledge->fill(text, {{u"idleSeconds"_s, 1.01}}), u"after 1.01 seconds"_s);
        QCOMPARE(knowledge->fill(text, {{u"idleSeconds"_s, 0}}), u"after 0 seconds"_s);
        QCOMPARE(knowledge->fill(text, {{u"idleSeconds"_s, u"1"_s}}), u"after 1 seconds"_s); // a name, not a quantity
        QCOMPARE(knowledge::unknownPlaceholders(u"`{nonsense#a|b}`"_s, {}), QStringList{u"nonsense"_s});
    }

    void siteIsWhatWasHeardThere_data()
    {
        QTest::addColumn<core::Protocol>("protocol");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("spoken");
        QTest::addColumn<QString>("site");
        const auto row = [](const char* name, core::Protocol protocol, const QString& host, int port,
                            const QString& spoken,
                            const QString& site) { QTest::newRow(name) << protocol << host << port << spoken << site; };
        using enum core::Protocol;
        row("plain was wished", Http, u"a.example"_s, 8443, u"http, TLS"_s, u"http://a.example:8443"_s);
        row("TLS was wished", Https, u"a.example"_s, 80, u"http"_s, u"https://a.example:80"_s);
        row("plain was heard", Auto, u"a.example"_s, 8000, u"http"_s, u"http://a.example:8000"_s);
        row("TLS was heard", Auto, u"a.example"_s, 80, u"http, TLS"_s, u"https://a.example:80"_s);
        row("nothing known, port of plain HTTP", Auto, u"a.example"_s, 80, QString(), u"http://a.example:80"_s);
        row("nothing known", Auto, u"::1"_s, 4711, QString(), u"https://[::1]:4711"_s);
    }

    void siteIsWhatWasHeardThere()
    {
        QFETCH(core::Protocol, protocol);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(QString, spoken);
        QFETCH(QString, site);
        core::Target target;
        target.host = host;
        target.port = port;
        target.protocol = protocol;
        core::Finding finding;
        if (!spoken.isEmpty()) {
            finding.values = {{u"spoken"_s, spoken}};
        }
        QCOMPARE(knowledge::templateValues(target, finding).value(u"site").toString(), site);
    }

    void tlsNameIsTheUsersOrTheOneThatWorked()
    {
        core::Target target;
        core::Finding finding;
        const auto name = [&](const QString& host, const QString& serverName, const QString& working) {
            target.host = host;
            target.serverName = serverName;
            finding.values = {{u"workingName"_s, working}};
            const auto values = knowledge::templateValues(target, finding);
            return values.contains(u"tlsName") ? values.value(u"tlsName").toString() : u"none"_s;
        };
        QCOMPARE(name(u"192.0.2.7"_s, {}, {}), u"none"_s);
        QCOMPARE(name(u"192.0.2.7"_s, {}, u"connection-doctor.invalid"_s), u"none"_s);
        QCOMPARE(name(u"192.0.2.7"_s, {}, u"www.example"_s), u"www.example"_s);
        QCOMPARE(name(u"a.example"_s, {}, u"www.example"_s), u"a.example"_s);
        QCOMPARE(name(u"2001:db8::7"_s, u"b.example"_s, u"www.example"_s), u"b.example"_s);
    }

    /// The report's first page says for each cause what to do first; only a sound target needs nothing.
    void everyCauseHasAFirstStep()
    {
        for (const auto& language : {u"en"_s, u"de"_s}) {
            const auto knowledge = testing::loadedKnowledge(language);
            for (const auto& cause : knowledge->causes()) {
                const QString key = u"first."_s + cause.id;
                QCOMPARE(knowledge->hasText(key), cause.id != u"no-fault-found");
                if (knowledge->hasText(key)) {
                    const QString step = knowledge->text(key, QJsonObject());
                    QVERIFY2(!step.contains(u'{') && !step.endsWith(u'.'), qPrintable(step));
                }
            }
        }
    }

    void adviceFollowsFromTheLimit()
    {
        core::Target target;
        target.host = u"db.example.org"_s;
        target.port = 1433;
        core::Finding finding;
        finding.values = {{u"idleSeconds"_s, 60.0}, {u"lowSeconds"_s, 58.0}};
        const auto values = knowledge::templateValues(target, finding);
        QCOMPARE(values.value(u"port").toString(), u"1433"_s);
        QCOMPARE(values.value(u"keepAliveSeconds").toDouble(), 29.0);
        QCOMPARE(values.value(u"poolSeconds").toDouble(), 52.0);
        QVERIFY(values.value(u"serverSeconds").toDouble() >= 120);
        finding.values = {{u"idleSeconds"_s, 0.5}};
        QCOMPARE(knowledge::templateValues(target, finding).value(u"keepAliveSeconds").toDouble(), 1.0);
        QVERIFY(knowledge::templateValues(target, finding).value(u"serverSeconds").toDouble() > 60);
        QVERIFY(!knowledge::templateValues(target, core::Finding{}).contains(u"keepAliveSeconds"));
    }

    void theFirstFindingsValuesWin()
    {
        core::Finding first;
        first.values = {{u"k"_s, 3}, {u"n"_s, 4}};
        core::Finding second;
        second.values = {{u"k"_s, 1}, {u"status"_s, 413}};
        const auto values = knowledge::templateValues(core::Target{}, {first, second});
        QCOMPARE(values.value(u"k").toInt(), 3);
        QCOMPARE(values.value(u"status").toInt(), 413);
    }
};

QTEST_APPLESS_MAIN(TestKnowledgeTexts)
#include "test_knowledge_texts.moc"
