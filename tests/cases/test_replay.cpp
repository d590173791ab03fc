// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded runs (tests/cases/sessions) diagnosed anew: the true cause leads, the verdict accuses nobody wrongly, and a
// test less makes no confident error.
#include "app/core/model/names.h"
#include "app/diagnosis/calibration.h"
#include "app/diagnosis/diagnose.h"
#include "tests/support/finding_cases.h"
#include "tests/support/loaded_knowledge.h"
#include "tests/support/session_cases.h"

#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

/// An accusation above this is a confident one.
constexpr double Confident = 0.8;

qsizetype placeOf(const core::Diagnosis& diagnosis, const QString& id)
{
    const auto found = std::find_if(diagnosis.causes.begin(), diagnosis.causes.end(),
                                    [&](const auto& cause) { return cause.id == id; });
    return std::distance(diagnosis.causes.begin(), found);
}

/// What is wrong with the diagnosis of a case, in words; empty: nothing.
QStringList problems(const test::SessionCase& one, const core::Diagnosis& diagnosis)
{
    QStringList wrong;
    const auto& leader = diagnosis.causes.front();
    if (!one.undecided.isEmpty()) {
        const bool accused = !one.top.contains(leader.id) && leader.probability > Confident;
        return accused ? QStringList{u"%1: %2 (%3) is too sure"_s.arg(one.name, leader.id).arg(leader.probability)}
                       : QStringList{};
    }
    if (!one.top.contains(leader.id)) {
        wrong +=
            u"%1: %2 leads (%3), not %4"_s.arg(one.name, leader.id).arg(leader.probability).arg(one.top.join(u'/'));
    }
    const QString closedBy = core::toWord(diagnosis.verdict.closedBy);
    if (!one.closedBy.isEmpty() && !one.closedBy.contains(closedBy)) {
        wrong += u"%1: closed by %2, not %3"_s.arg(one.name, closedBy, one.closedBy.join(u'/'));
    }
    for (const auto& rival : one.notAbove) {
        for (const auto& top : one.top) {
            if (placeOf(diagnosis, rival) < placeOf(diagnosis, top)) {
                wrong += u"%1: %2 stands above %3"_s.arg(one.name, rival, top);
            }
        }
    }
    for (const auto& question : one.missing) {
        const auto& open = leader.evidenceMissing;
        if (std::none_of(open.begin(), open.end(), [&](const auto& item) { return item.question == question; })) {
            wrong += u"%1: %2 is not listed as not tested"_s.arg(one.name, question);
        }
    }
    return wrong;
}

} // namespace

class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_knowledge = testing::loadedKnowledge();
        const auto cases = test::sessionCases();
        QVERIFY2(cases, cases ? "" : qPrintable(cases.error().message));
        m_cases = *cases;
        QVERIFY(!m_cases.empty());
    }

    void recordedRunsAreJudgedRightly()
    {
        QStringList wrong;
        for (const auto& one : m_cases) {
            wrong += problems(one, diagnosis::diagnosed(one.session, *m_knowledge).diagnosis);
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void aTestLessMakesNoConfidentError()
    {
        QStringList wrong;
        for (const auto& one : m_cases) {
            for (std::size_t left = 0; left < one.session.tests.size(); ++left) {
                core::Session less = one.session;
                const QString test = less.tests[left].id;
                less.tests.erase(less.tests.begin() + static_cast<std::ptrdiff_t>(left));
                const auto when = less.symptoms.value(u"when"_s);
                const auto [id, probability] =
                    test::ranked(diagnosis::judged(diagnosis::detect(less), when, *m_knowledge)).front();
                if (!one.top.contains(id) && probability > Confident) {
                    wrong += u"%1 without %2: %3 (%4)"_s.arg(one.name, test, id).arg(probability);
                }
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    std::vector<test::SessionCase> m_cases;
};

QTEST_APPLESS_MAIN(TestReplay)
#include "test_replay.moc"
