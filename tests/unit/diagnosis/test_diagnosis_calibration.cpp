// SPDX-License-Identifier: GPL-3.0-or-later
// What may be said aloud: contested verdicts and all-clears stay modest, settled ones gain, nobody overtakes.
#include "app/diagnosis/calibration.h"
#include "records.h"
#include "tests/support/loaded_knowledge.h"

using namespace doctor;

namespace
{

core::Finding found(const QString& question, const QString& answer, const QString& test)
{
    core::Finding finding;
    finding.question = question;
    finding.answer = answer;
    finding.source = {core::SourceKind::Test, test};
    finding.confidence = 0.97;
    return finding;
}

double sumOf(const diagnosis::Probabilities& probabilities)
{
    double sum = 0;
    for (const double share : probabilities) {
        sum += share;
    }
    return sum;
}

} // namespace

class TestDiagnosisCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_knowledge = testing::loadedKnowledge(); }

    void contestedStaysBelowEighty()
    {
        for (double probability = 0.05; probability < 1; probability += 0.05) {
            QVERIFY(diagnosis::claimForFault(probability, 0.3) <= 0.79);
            QVERIFY(diagnosis::claimForFault(probability, 1) <= probability + 1e-12);
        }
    }

    void claimsRiseWithTheOddsAndFallWithTheRisk()
    {
        for (double risk = 0; risk < 0.5; risk += 0.02) {
            for (double probability = 0.05; probability < 0.95; probability += 0.05) {
                const double claim = diagnosis::claimForFault(probability, risk);
                QVERIFY(claim <= diagnosis::claimForFault(probability + 0.05, risk));
                QVERIFY(claim >= diagnosis::claimForFault(probability, risk + 0.02));
                QVERIFY(claim > 0 && claim < 1);
            }
        }
    }

    void healthIsNeverSure()
    {
        diagnosis::Probabilities odds{{u"no-fault-found"_s, 0.99}, {u"rate-limit"_s, 0.01}};
        const auto said = diagnosis::calibrated(odds, {}, *m_knowledge);
        QVERIFY(said.value(u"no-fault-found"_s) < 0.8);
        QVERIFY(std::abs(sumOf(said) - 1) < 1e-12);
    }

    /// Whether keep-alive probes carry a connection across the limit tells the server from a device on the way.
    void anOpenQuestionThatCouldOverturnContests()
    {
        std::vector<core::Finding> findings{found(u"idle-ending"_s, u"reset-in-quiet"_s, u"idle-survival"_s),
                                            found(u"connect-outcome"_s, u"all-connected"_s, u"connect"_s),
                                            found(u"first-exchange"_s, u"answered"_s, u"exchange"_s)};
        const auto riskNow = [&] {
            const auto odds = diagnosis::posterior(findings, u"idle"_s, *m_knowledge);
            return diagnosis::contestRisk(odds, u"server-idle-timeout"_s, findings, *m_knowledge);
        };
        const double open = riskNow();
        findings.push_back(found(u"idle-keepalive"_s, u"dies-too"_s, u"idle-survival"_s));
        findings.push_back(found(u"reset-origin"_s, u"server-connection"_s, u"reset-packets"_s));
        QVERIFY2(open > 0.1 && riskNow() < open / 2, qPrintable(u"%1 %2"_s.arg(open).arg(riskNow())));
    }

    /// The idle ladder can say that there is a limit; of what kind it is, the load test has yet to tell.
    void whatAnotherTestFoundInPassingStaysOpen()
    {
        std::vector<core::Finding> findings{found(u"connect-outcome"_s, u"all-connected"_s, u"connect"_s),
                                            found(u"first-exchange"_s, u"answered"_s, u"exchange"_s),
                                            found(u"load-outcome"_s, u"capped"_s, u"idle-survival"_s)};
        const auto inPassing = diagnosis::judged(findings, u"load"_s, *m_knowledge);
        findings.back().source.id = u"load-ramp"_s;
        const auto bothWays = diagnosis::judged(findings, u"load"_s, *m_knowledge);
        QVERIFY(inPassing.value(u"connection-limit"_s) < 0.8);
        QVERIFY(bothWays.value(u"connection-limit"_s) > inPassing.value(u"connection-limit"_s));
    }

    void theOrderOfTheOthersStays()
    {
        const std::vector<core::Finding> findings{found(u"connect-outcome"_s, u"refused"_s, u"connect"_s)};
        const auto odds = diagnosis::posterior(findings, u"connect"_s, *m_knowledge);
        const auto said = diagnosis::calibrated(odds, findings, *m_knowledge);
        for (auto a = odds.cbegin(); a != odds.cend(); ++a) {
            for (auto b = odds.cbegin(); b != odds.cend(); ++b) {
                QVERIFY(a.value() <= b.value() || said.value(a.key()) >= said.value(b.key()));
            }
        }
        QVERIFY(std::abs(sumOf(said) - 1) < 1e-9);
    }

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

QTEST_APPLESS_MAIN(TestDiagnosisCalibration)
#include "test_diagnosis_calibration.moc"
