// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of findings and what must be made of them (cases.json): the true cause leads, look-alikes do not, doubt stays.
#include "app/diagnosis/calibration.h"
#include "app/diagnosis/diagnose.h"
#include "tests/support/finding_cases.h"
#include "tests/support/loaded_knowledge.h"

#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

class TestCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_knowledge = testing::loadedKnowledge();
        m_cases = test::findingCases();
        QVERIFY(m_cases.size() > 50);
    }

    void answersExist()
    {
        for (const auto& one : m_cases) {
            for (auto it = one.answers.cbegin(); it != one.answers.cend(); ++it) {
                const auto* question = m_knowledge->question(it.key());
                QVERIFY2(question != nullptr && question->answers.contains(it.value()),
                         qPrintable(one.name + u": "_s + it.key() + u' ' + it.value()));
            }
        }
    }

    void rightCauseLeads()
    {
        QStringList wrong;
        for (const auto& one : m_cases) {
            for (const auto& when : one.when) {
                const auto [id, probability] = ranking(one, when).front();
                const bool right = (one.top.isEmpty() || id == one.top) && probability >= one.atLeast &&
                                   probability <= one.atMost && !one.never.contains(id);
                if (!right) {
                    wrong += u"%1 (%2): %3 %4"_s.arg(one.name, when, id).arg(probability);
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyCauseHasCasesThatItWins()
    {
        QStringList lacking;
        for (const auto& cause : m_knowledge->causes()) {
            const auto count =
                std::count_if(m_cases.begin(), m_cases.end(), [&](const auto& one) { return one.top == cause.id; });
            if (count < 2) {
                lacking += cause.id;
            }
        }
        QVERIFY2(lacking.isEmpty(), qPrintable(lacking.join(u' ')));
    }

    void everyCauseHasALookAlikeThatItMustNotWin()
    {
        QStringList lacking;
        for (const auto& cause : m_knowledge->causes()) {
            const bool has = std::any_of(m_cases.begin(), m_cases.end(),
                                         [&](const auto& one) { return one.never.contains(cause.id); });
            if (!has && cause.id != u"something-else") { // what nobody knows looks like nothing
                lacking += cause.id;
            }
        }
        QVERIFY2(lacking.isEmpty(), qPrintable(lacking.join(u' ')));
    }

    /// A finding less must not turn the verdict into a confident wrong one; a wrong all-clear is one too.
    void leavingOneOutNeverMakesAConfidentError()
    {
        QStringList wrong;
        for (const auto& one : m_cases) {
            if (one.top.isEmpty()) {
                continue;
            }
            for (const auto& question : one.answers.keys()) {
                test::FindingCase less = one;
                less.answers.remove(question);
                for (const auto& when : one.when) {
                    const auto [id, probability] = ranking(less, when).front();
                    if (id != one.top && probability > 0.8) {
                        wrong += u"%1 (%2) without %3: %4 %5"_s.arg(one.name, when, question, id).arg(probability);
                    }
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void nothingMeasuredNamesNobody()
    {
        for (const auto& when : m_knowledge->symptomAnswers(u"when"_s)) {
            core::Session session;
            session.symptoms.insert(u"when"_s, when);
            const auto diagnosis = diagnosis::diagnose(session, {}, *m_knowledge);
            QVERIFY2(diagnosis.causes.front().probability < 0.5, qPrintable(when));
            QCOMPARE(diagnosis.verdict.closedBy, core::ClosedBy::Unknown);
            QCOMPARE(diagnosis.verdict.summary, m_knowledge->text(u"verdict.untested"_s));
        }
    }

    /// People misremember: an answer of theirs may shift the odds of no cause by more than a factor of 3.2 (5 dB).
    void usersAnswersAreWeak()
    {
        for (const auto& question : m_knowledge->questions()) {
            if (question.test != u"user") {
                continue;
            }
            for (const auto& answer : question.answers) {
                const auto finding = told(question.id, answer);
                for (const auto& cause : m_knowledge->causes()) {
                    const double factor = diagnosis::ratio(finding, cause, *m_knowledge);
                    QVERIFY2(factor < 3.2 && factor > 0.31,
                             qPrintable(u"%1 %2.%3: %4"_s.arg(cause.id, question.id, answer).arg(factor)));
                }
            }
        }
    }

    /// Circumstances that are known to make a family of causes likelier (detection rules, modifiers of the odds).
    void circumstancesShiftTheOdds_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("cause");
        QTest::addColumn<double>("factor");
        const auto row = [](const char* question, const char* answer, const char* cause, double factor) {
            QTest::addRow("%s %s %s", question, answer, cause)
                << QString::fromLatin1(question) << QString::fromLatin1(answer) << QString::fromLatin1(cause) << factor;
        };
        row("surroundings", "vpn", "mtu-black-hole", 2);
        row("surroundings", "vpn", "ip-filtering", 1.6);
        row("surroundings", "vpn", "content-filtering", 1.6);
        row("surroundings", "container", "mtu-black-hole", 1.7);
        row("surroundings", "container", "server-overloaded", 1.5); // holds the full tracking table
        row("surroundings", "proxy", "proxy-interference", 2);
        row("software-age", "old", "tls-version-mismatch", 3);
        row("software-age", "old", "tls-cipher-mismatch", 3);
        row("pooled", "yes", "server-idle-timeout", 2);
        row("pooled", "yes", "middlebox-idle-timeout", 2);
        row("pooled", "yes", "keep-alive-race", 2);
        row("other-programs", "works", "tls-sni-required", 1.1);
        row("other-programs", "works", "proxy-interference", 1.4);
    }

    void circumstancesShiftTheOdds()
    {
        QFETCH(QString, question);
        QFETCH(QString, answer);
        QFETCH(QString, cause);
        QFETCH(double, factor);
        const double shift = diagnosis::ratio(told(question, answer), *m_knowledge->cause(cause), *m_knowledge);
        QVERIFY2(shift > factor - 0.05, qPrintable(QString::number(shift)));
    }

    void probabilitiesSumToOne()
    {
        for (const auto& one : m_cases) {
            double sum = 0;
            for (const auto& cause : ranking(one, one.when.first())) {
                sum += cause.second;
            }
            QVERIFY2(std::abs(sum - 1) < 1e-9, qPrintable(one.name));
        }
    }

private:
    /// An answer of the user as the detector reports it.
    [[nodiscard]] static core::Finding told(const QString& question, const QString& answer)
    {
        core::Session session;
        session.symptoms.insert(question, answer);
        const auto findings = diagnosis::detect(session);
        const auto found = std::find_if(findings.begin(), findings.end(),
                                        [&](const auto& finding) { return finding.question == question; });
        return found == findings.end() ? core::Finding{} : *found;
    }

    /// The ranking alone: texts and fixes would only cost time here.
    [[nodiscard]] std::vector<std::pair<QString, double>> ranking(const test::FindingCase& one,
                                                                  const QString& when) const
    {
        return test::ranked(diagnosis::judged(test::findingsOf(one, *m_knowledge), when, *m_knowledge));
    }

    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    std::vector<test::FindingCase> m_cases;
};

QTEST_APPLESS_MAIN(TestCases)
#include "test_cases.moc"
