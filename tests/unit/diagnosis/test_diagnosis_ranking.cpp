// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic: weights of evidence, doubtful findings, facts that count once, gain and next test.
#include "app/core/model/likelihood.h"
#include "app/diagnosis/posterior.h"
#include "records.h"
#include "tests/support/loaded_knowledge.h"

using namespace doctor;

namespace
{

core::Finding found(const QString& question, const QString& answer, double confidence = 0.97)
{
    core::Finding finding;
    finding.question = question;
    finding.answer = answer;
    finding.confidence = confidence;
    return finding;
}

const core::RankedCause* causeOf(const core::Diagnosis& diagnosis, const QString& id)
{
    for (const auto& cause : diagnosis.causes) {
        if (cause.id == id) {
            return &cause;
        }
    }
    return nullptr;
}

} // namespace

class TestDiagnosisRanking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_knowledge = testing::loadedKnowledge(); }

    void likelihoodWords()
    {
        QCOMPARE(core::likelihoodWord(0.96), u"almost-certain"_s);
        QCOMPARE(core::likelihoodWord(0.95), u"very-likely"_s);
        QCOMPARE(core::likelihoodWord(0.85), u"likely"_s);
        QCOMPARE(core::likelihoodWord(0.65), u"possible"_s);
        QCOMPARE(core::likelihoodWord(0.35), u"unlikely"_s);
    }

    void doubtSoftens()
    {
        const auto* cause = m_knowledge->cause(u"server-idle-timeout"_s);
        const double sure = diagnosis::ratio(found(u"idle-ending"_s, u"fin-in-quiet"_s, 1), *cause, *m_knowledge);
        const double half = diagnosis::ratio(found(u"idle-ending"_s, u"fin-in-quiet"_s, 0.5), *cause, *m_knowledge);
        QVERIFY(sure > 5);
        QCOMPARE(half, 0.5 * sure + 0.5);
        QCOMPARE(diagnosis::ratio(found(u"idle-ending"_s, u"fin-in-quiet"_s, 0), *cause, *m_knowledge), 1.0);
    }

    void theSameFactCountsOnce()
    {
        const auto once =
            diagnosis::posterior({found(u"connect-outcome"_s, u"reset-at-once"_s)}, u"connect"_s, *m_knowledge);
        const auto repeated = diagnosis::posterior({found(u"connect-outcome"_s, u"reset-at-once"_s),
                                                    found(u"reset-trigger"_s, u"at-accept"_s),
                                                    found(u"spoken-protocol"_s, u"ended-without-word"_s)},
                                                   u"connect"_s, *m_knowledge);
        for (const auto& cause : once.keys()) {
            QVERIFY(std::abs(once[cause] - repeated[cause]) < 1e-9);
        }
    }

    void unknownQuestionsAndAnswersMoveNothing()
    {
        const auto before = diagnosis::posterior({}, u"idle"_s, *m_knowledge);
        QCOMPARE(diagnosis::posterior({found(u"moon-phase"_s, u"full"_s), found(u"idle-ending"_s, u"vanished"_s)},
                                      u"idle"_s, *m_knowledge),
                 before);
    }

    void evidenceForAgainstAndMissing()
    {
        const std::vector findings{found(u"idle-ending"_s, u"fin-in-quiet"_s),
                                   found(u"connect-outcome"_s, u"all-connected"_s)};
        core::Session session;
        session.symptoms.insert(u"when"_s, u"idle"_s);
        const auto diagnosis = diagnosis::diagnose(session, findings, *m_knowledge);
        const auto* idle = causeOf(diagnosis, u"server-idle-timeout"_s);
        QCOMPARE(idle->evidenceFor.size(), size_t{1});
        QCOMPARE(idle->evidenceFor.front().question, u"idle-ending"_s);
        QVERIFY(idle->evidenceFor.front().decibans > 5);
        const auto* none = causeOf(diagnosis, u"no-fault-found"_s);
        QCOMPARE(none->evidenceAgainst.front().question, u"idle-ending"_s);
        const auto* closed = causeOf(diagnosis, u"port-closed"_s);
        QCOMPARE(closed->evidenceAgainst.front().question, u"connect-outcome"_s);
        const auto asks = [](const core::RankedCause& cause, const QString& question) {
            return std::any_of(cause.evidenceMissing.begin(), cause.evidenceMissing.end(),
                               [&](const auto& one) { return one.question == question; });
        };
        QVERIFY(asks(*idle, u"slow-request"_s));
        QVERIFY(!asks(*idle, u"idle-ending"_s));
        QVERIFY(!asks(*idle, u"tls-versions"_s));
        QVERIFY(!idle->fixes.empty());
    }

    void aTestThatRanIsNotMissing()
    {
        const auto done = session({record(u"request-time"_s, {})});
        const auto diagnosis = diagnosis::diagnose(done, {found(u"idle-ending"_s, u"fin-in-quiet"_s)}, *m_knowledge);
        for (const auto& one : causeOf(diagnosis, u"server-idle-timeout"_s)->evidenceMissing) {
            QVERIFY(one.test != u"request-time");
        }
    }

    void gainComesFromWhatSeparates()
    {
        const std::vector findings{found(u"connect-outcome"_s, u"all-connected"_s),
                                   found(u"first-exchange"_s, u"answered"_s)};
        const double idle = diagnosis::expectedGain(findings, u"idle"_s, {u"idle-ending"_s}, *m_knowledge);
        const double size = diagnosis::expectedGain(findings, u"idle"_s, {u"payload-size"_s}, *m_knowledge);
        QVERIFY(idle > 0.2);
        QVERIFY(idle > 3 * size);
        QCOMPARE(diagnosis::expectedGain(findings, u"idle"_s, {u"first-exchange"_s, u"no-such"_s}, *m_knowledge), 0.0);
        const std::vector refused{found(u"connect-outcome"_s, u"refused"_s)};
        QCOMPARE(diagnosis::expectedGain(refused, u"idle"_s, {u"idle-ending"_s}, *m_knowledge), 0.0);
    }

    void nextTestWeighsGainAgainstTime()
    {
        const std::vector findings{found(u"connect-outcome"_s, u"all-connected"_s),
                                   found(u"first-exchange"_s, u"answered"_s)};
        core::Session session;
        session.symptoms.insert(u"when"_s, u"idle"_s);
        const auto pick = [&](const QMap<QString, double>& available) {
            const auto next = diagnosis::diagnose(session, findings, *m_knowledge, available).nextTest;
            return next ? next->id : u"none"_s;
        };
        QCOMPARE(pick({{u"idle-survival"_s, 20}, {u"payload-size"_s, 20}}), u"idle-survival"_s);
        QCOMPARE(pick({{u"idle-survival"_s, 3600}, {u"request-time"_s, 6}}), u"request-time"_s);
        const auto next = diagnosis::diagnose(session, findings, *m_knowledge, {{u"idle-survival"_s, 20}}).nextTest;
        QVERIFY(next->why.contains(m_knowledge->text(u"test.idle-survival.question"_s)));
    }

    /// When no test is left, a person may still find out more: by trying elsewhere, or with a capture on the server.
    void peopleAreAskedWhenTheyCanTellMore()
    {
        const auto next = [&](const std::vector<core::Finding>& findings, const core::Session& session = {}) {
            return diagnosis::diagnose(session, findings, *m_knowledge, {}).nextTest;
        };
        QVERIFY(!next({})); // nothing measured: the tests come first
        const std::vector refused{found(u"connect-outcome"_s, u"no-answer"_s)};
        const auto first = next(refused);
        QVERIFY(first);
        QVERIFY2(knowledge::isForPeople(*m_knowledge, first->id), qPrintable(first->id));
        QVERIFY(m_knowledge->hasText(u"test."_s + first->id + u".title"_s));
        QVERIFY(!first->why.contains(u"test."_s) && !first->why.contains(u"question."_s));
        QVERIFY(first->seconds >= 30);
        // What was answered is not asked again.
        auto more = refused;
        for (const auto& question : m_knowledge->questions()) {
            if (question.test == u"user") {
                core::Finding told = found(question.id, question.answers.first());
                told.source.kind = core::SourceKind::User;
                more.push_back(told);
            }
        }
        const auto last = next(more);
        QVERIFY(!last); // nothing was ended, so a capture on the server would show no end
        // Who is sure asks nobody for a capture.
        const std::vector sure{found(u"connect-outcome"_s, u"all-connected"_s),
                               found(u"tls-outcome"_s, u"alert-version"_s), found(u"tls-versions"_s, u"only-older"_s),
                               found(u"tls-spoken"_s, u"yes"_s)};
        const auto none = next(sure);
        QVERIFY2(!none || none->id != knowledge::ServerCapture, qPrintable(none ? none->id : QString()));
    }

    void everyStepOfPeopleHasATitle()
    {
        for (const auto& question : m_knowledge->questions()) {
            const bool asked = knowledge::isForPeople(*m_knowledge, question.id);
            QCOMPARE(asked, question.test == u"user" && question.id != u"role");
            QVERIFY2(!asked || m_knowledge->hasText(u"test."_s + question.id + u".title"_s), qPrintable(question.id));
        }
        QVERIFY(m_knowledge->hasText(u"test.server-capture.title"_s));
    }

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

QTEST_APPLESS_MAIN(TestDiagnosisRanking)
#include "test_diagnosis_ranking.moc"
