// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped knowledge: loads in every language, tables sum to one, German says all that English says.
#include "app/knowledge/checks.h"
#include "app/knowledge/knowledge.h"
#include "app/knowledge/template_text.h"
#include "app/knowledge/template_values.h"
#include "tests/support/loaded_knowledge.h"

#include <QtTest>
#include <cmath>

using namespace doctor;
using namespace Qt::StringLiterals;

class TestKnowledgeFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loads_data()
    {
        QTest::addColumn<QString>("language");
        for (const auto& language : knowledge::Knowledge::languages()) {
            QTest::newRow(qPrintable(language)) << language;
        }
    }

    void loads()
    {
        QFETCH(QString, language);
        const auto result = knowledge::Knowledge::load(language);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        QCOMPARE((*result)->language(), language);
        QVERIFY((*result)->page(u"server-idle-timeout"_s) != nullptr);
        QVERIFY((*result)->page(u"no-such-cause"_s) == nullptr);
        for (const auto& cause : (*result)->causes()) {
            QVERIFY2((*result)->page(cause.id) != nullptr, qPrintable(cause.id + u" has no page"_s));
        }
        QVERIFY(!(*result)->learnPages().empty());
    }

    void unknownLanguageFallsBackToEnglish()
    {
        QCOMPARE(testing::loadedKnowledge(u"xx"_s)->language(), u"en"_s);
        QCOMPARE(testing::loadedKnowledge(u"de_AT"_s)->language(), u"de"_s);
    }

    void tablesSumToOne()
    {
        const auto knowledge = testing::loadedKnowledge(u"en"_s);
        for (const auto& cause : knowledge->causes()) {
            QCOMPARE(cause.answers.size(), static_cast<qsizetype>(knowledge->questions().size()));
            for (auto it = cause.answers.cbegin(); it != cause.answers.cend(); ++it) {
                double sum = 0;
                for (const double share : it.value()) {
                    QVERIFY(share > 0);
                    sum += share;
                }
                QVERIFY2(std::abs(sum - 1) < 1e-9, qPrintable(cause.id + u' ' + it.key()));
            }
        }
        for (const auto& when : knowledge->symptomAnswers(u"when"_s)) {
            double sum = 0;
            for (const double share : knowledge->priors(when)) {
                sum += share;
            }
            QVERIFY2(std::abs(sum - 1) < 1e-9, qPrintable(when));
        }
        QCOMPARE(knowledge->priors(u"nonsense"_s), knowledge->priors(u"unknown"_s));
    }

    void allCausesOfTheContractAreThere()
    {
        const QStringList wanted =
            u"listen-backlog-overflow connection-limit rate-limit server-overloaded server-restarting "
            u"server-idle-timeout "
            "middlebox-idle-timeout keep-alive-race request-timeout connection-lifetime-limit tls-version-mismatch "
            "tls-cipher-mismatch tls-sni-required tls-client-certificate-required wrong-protocol port-closed "
            "ip-filtering "
            "address-family-broken faulty-backend content-filtering dns-failure request-too-large abortive-close "
            "unhandled-exception address-banned ephemeral-port-exhaustion no-fault-found something-else "
            "tls-large-client-hello mtu-black-hole unstable-link local-firewall proxy-interference"_s.split(u' ');
        const auto knowledge = testing::loadedKnowledge(u"en"_s);
        for (const auto& id : wanted) {
            QVERIFY2(knowledge->cause(id) != nullptr, qPrintable(id));
        }
    }

    void germanIsComplete()
    {
        const auto english = knowledge::loadData(knowledge::builtInRoot(), u"en"_s);
        QVERIFY2(english, english ? "" : qPrintable(english.error().message));
        const auto german = knowledge::loadData(knowledge::builtInRoot(), u"de"_s);
        QVERIFY2(german, german ? "" : qPrintable(german.error().message));
        QStringList missing = knowledge::findFaults(*german, english->texts.keys());
        for (const auto& id : english->pages.keys()) {
            const auto& here = english->pages[id];
            const auto& there = german->pages[id];
            if (here.fixes.size() != there.fixes.size()) {
                missing +=
                    u"de/causes/%1.md has %2 fixes, en has %3"_s.arg(id).arg(there.fixes.size()).arg(here.fixes.size());
            }
            if (here.headline == there.headline) {
                missing += u"de/causes/%1.md: the headline is English"_s.arg(id);
            }
        }
        missing += knowledge::findDifferences(*german, english->pages);
        if (english->learnPages.size() != german->learnPages.size()) {
            missing += u"learn pages: %1 in English, %2 in German"_s.arg(english->learnPages.size())
                           .arg(german->learnPages.size());
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
    }

    /// The list of root causes that we set out to know: each is a cause of its own or a named variant.
    void everyRootCauseIsReachable()
    {
        const auto file = knowledge::readObject(
            qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/unit/knowledge/data"_s, u"root_causes.json"_s);
        QVERIFY2(file, file ? "" : qPrintable(file.error().message));
        const auto reachable = file->value(u"reachable").toObject();
        QCOMPARE(reachable.size(), 53);
        for (const auto& language : knowledge::Knowledge::languages()) {
            const auto knowledge = testing::loadedKnowledge(language);
            QSet<QString> told;
            for (auto it = reachable.begin(); it != reachable.end(); ++it) {
                const auto id = it.value().toString();
                const auto variant = knowledge::findVariant(*knowledge, id);
                QVERIFY2(knowledge->cause(id) != nullptr || variant.variant != nullptr,
                         qPrintable(it.key() + u" -> "_s + id));
                QVERIFY2(!knowledge->sources(id).empty(), qPrintable(id));
                QVERIFY2(!told.contains(id), qPrintable(id + u" tells of two"_s));
                told.insert(id);
                if (variant.variant != nullptr) {
                    QVERIFY2(variant.variant->signs.size() >= 3 && !variant.variant->fixes.empty(), qPrintable(id));
                }
            }
        }
    }

    /// What people copy into a configuration is complete, whether something was measured or not, and machines read it.
    void snippetsAreCompleteWithAndWithoutMeasurements()
    {
        core::Target target;
        target.host = u"example.org"_s;
        target.port = 15432;
        core::Finding finding;
        finding.values = {{u"idleSeconds"_s, 3600.4}, {u"lowSeconds"_s, 3598.2},   {u"limit"_s, 2000},
                          {u"perSecond"_s, 3.4},      {u"largestGood"_s, 1048576}, {u"smallestBad"_s, 2097152}};
        const auto measured = knowledge::templateValues(target, finding);
        QVERIFY(measured[u"keepAliveSeconds"_s].toDouble() * 2 <= 3598.2);
        QVERIFY(measured[u"poolSeconds"_s].toDouble() < 3598.2 - 60);
        QVERIFY(measured[u"serverSeconds"_s].toDouble() > 3600.4);
        int filledIn = 0;
        for (const auto& language : knowledge::Knowledge::languages()) {
            const auto knowledge = testing::loadedKnowledge(language);
            const auto check = [&](const QString& where, const core::Fix& fix) {
                const auto with = knowledge->fillCode(fix.snippet, measured);
                const auto without = knowledge->fillCode(fix.snippet, {});
                filledIn += with == without ? 0 : 1;
                for (const auto& text : {with, without}) {
                    QVERIFY2(text.count(u'?') == fix.snippet.count(u'?'), qPrintable(where + u": "_s + text));
                    QVERIFY2(knowledge::unknownPlaceholders(u"```"_s + text + u"```"_s, {}).isEmpty(),
                             qPrintable(where + u": "_s + text));
                    QVERIFY2(!text.contains(u"1,7"_s) && !text.contains(u"3.238"_s) && !text.contains(u"15.432"_s) &&
                                 !text.contains(u"15,432"_s),
                             qPrintable(where + u": "_s + text));
                }
            };
            for (const auto& cause : knowledge->causes()) {
                const auto* page = knowledge->page(cause.id);
                for (const auto& fix : page->fixes) {
                    check(cause.id + u' ' + fix.platform, fix);
                }
                for (const auto& variant : page->variants) {
                    for (const auto& fix : variant.fixes) {
                        check(variant.id + u' ' + fix.platform, fix);
                    }
                }
            }
        }
        QVERIFY2(filledIn > 120, qPrintable(QString::number(filledIn)));
    }

    void symptomsKeepTheirOrder()
    {
        const auto knowledge = testing::loadedKnowledge(u"en"_s);
        QCOMPARE(knowledge->symptomKeys().first(), u"when"_s);
        QCOMPARE(knowledge->symptomAnswers(u"when"_s).last(), u"unknown"_s);
        QCOMPARE(knowledge->symptomAnswers(u"since"_s),
                 (QStringList{u"always"_s, u"after-change"_s, u"some-days"_s, u"unknown"_s}));
        QVERIFY(knowledge->symptomAnswers(u"connect-outcome"_s).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestKnowledgeFiles)
#include "test_knowledge_files.moc"
