// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict: who, when, how, how sure; never more than a client can see; in both languages, pure.
#include "records.h"

using namespace doctor;

namespace
{

Try answered(const QString& purpose)
{
    return Try(purpose)
        .seen(u"state"_s, u"answered"_s)
        .seen(u"status"_s, 200)
        .seen(u"keepsAlive"_s, true)
        .firstByte(10);
}

core::Session healthyStart()
{
    auto result = session({record(u"connect"_s, times(5, Try(u"connect"_s).connected(1))),
                           record(u"service"_s, {answered(u"http-request"_s).seen(u"answer"_s, u"HTTP/1.1 200 OK"_s)},
                                  {{u"protocol"_s, u"http"_s}, {u"tls"_s, false}, {u"asked"_s, u"http"_s}}),
                           record(u"exchange"_s, [] {
                               auto all = times(3, answered(u"fresh"_s));
                               const auto more = times(5, answered(u"reused"_s));
                               all.insert(all.end(), more.begin(), more.end());
                               return all;
                           }())});
    return result;
}

core::TestRecord idleFin(double seconds)
{
    std::vector<core::Attempt> attempts;
    for (int i = 0; i < 4; ++i) {
        attempts.push_back(Try(u"idle"_s)
                               .ended(How::Fin, Phase::Idle)
                               .with(u"idleSeconds"_s, seconds * 2)
                               .with(u"afterRequest"_s, true)
                               .idle(seconds)
                               .from(20 + i * 0.25, seconds)
                               .seen(u"inQuiet"_s, u"fin"_s)
                               .seen(u"wake"_s, u"not-tested"_s));
    }
    return record(u"idle-survival"_s, attempts);
}

std::shared_ptr<const knowledge::Knowledge> in(const QString& language)
{
    const auto loaded = knowledge::Knowledge::load(language);
    if (!loaded) {
        qFatal("%s", qPrintable(loaded.error().message));
    }
    return *loaded;
}

} // namespace

class TestDiagnosisVerdict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Whoever runs the server reads first what to change there; the answer changes no probability.
    void fixesOfYourOwnSideComeFirst()
    {
        auto measured = healthyStart();
        measured.symptoms.insert(u"when"_s, u"idle"_s);
        measured.tests.push_back(idleFin(3));
        const auto silent = diagnosis::diagnosed(measured, *in(u"en"_s)).diagnosis.causes.front();
        const std::vector<std::pair<QString, QString>> places{
            {u"server"_s, u"server"_s}, {u"client"_s, u"this-computer"_s}, {u"user"_s, u"this-computer"_s}};
        for (const auto& [role, place] : places) {
            measured.symptoms.insert(u"role"_s, role);
            const auto told = diagnosis::diagnosed(measured, *in(u"en"_s)).diagnosis.causes.front();
            QCOMPARE(told.fixes.front().place, place);
            QCOMPARE(told.fixes.size(), silent.fixes.size());
            QVERIFY(std::abs(told.probability - silent.probability) < 1e-9);
        }
    }

    void idleLimitIsNamedWithItsValues()
    {
        auto measured = healthyStart();
        measured.symptoms.insert(u"when"_s, u"idle"_s);
        measured.tests.push_back(idleFin(3));
        const auto result = diagnosis::diagnosed(measured, *in(u"en"_s));
        const auto& verdict = result.diagnosis.verdict;
        QCOMPARE(result.diagnosis.causes.front().id, u"server-idle-timeout"_s);
        QCOMPARE(verdict.closedBy, core::ClosedBy::ServerApplication);
        QCOMPARE(verdict.phase, std::optional(Phase::Idle));
        QCOMPARE(verdict.how, std::optional(How::Fin));
        QVERIFY2(verdict.summary.contains(u" 3 "_s), qPrintable(verdict.summary));
        QVERIFY2(verdict.summary.contains(u"\u00a0%"_s), qPrintable(verdict.summary));
        QVERIFY(!verdict.summary.contains(u'{'));
        QCOMPARE(result.tests, measured.tests);
    }

    void noTextHoldsAPlaceholder()
    {
        auto measured = healthyStart();
        measured.tests.push_back(idleFin(3));
        for (const auto& language : knowledge::Knowledge::languages()) {
            const auto result = diagnosis::diagnosed(measured, *in(language));
            QCOMPARE(result.language, language);
            for (const auto& cause : result.diagnosis.causes) {
                QVERIFY2(!cause.title.contains(u'{'), qPrintable(cause.title));
                for (const auto& evidence : cause.evidenceFor) {
                    QVERIFY2(!evidence.text.contains(u'{') && !evidence.text.contains(u'?'), qPrintable(evidence.text));
                }
                for (const auto& evidence : cause.evidenceAgainst) {
                    QVERIFY2(!evidence.text.contains(u'{') && !evidence.text.contains(u'?'), qPrintable(evidence.text));
                }
            }
        }
    }

    void healthyIsNobodysFault()
    {
        const auto result = diagnosis::diagnosed(healthyStart(), *in(u"en"_s));
        QCOMPARE(result.diagnosis.causes.front().id, u"no-fault-found"_s);
        QCOMPARE(result.diagnosis.verdict.closedBy, core::ClosedBy::Nobody);
        QVERIFY(!result.diagnosis.verdict.how);
    }

    void aHardCutLeavesTheDeviceInFrontPossible()
    {
        auto measured = healthyStart();
        measured.target.host = u"192.0.2.9"_s;
        measured.tests.back() =
            record(u"exchange"_s,
                   times(3, Try(u"fresh"_s).ended(How::Reset, Phase::Response).seen(u"state"_s, u"truncated"_s)));
        const auto knowledge = in(u"en"_s);
        const auto result = diagnosis::diagnosed(measured, *knowledge);
        QCOMPARE(result.diagnosis.causes.front().id, u"unhandled-exception"_s);
        QVERIFY(result.diagnosis.verdict.summary.contains(knowledge->text(u"verdict.or-device"_s)));
    }

    /// What was seen is a fact; only its explanation is likely.
    void theLikelihoodIsThatOfTheExplanation()
    {
        const auto knowledge = in(u"en"_s);
        const auto sound = diagnosis::diagnosed(healthyStart(), *knowledge).diagnosis.verdict.summary;
        QVERIFY2(sound.contains(u"Nothing failed in these tests") && sound.contains(u"That nothing is wrong is "_s),
                 qPrintable(sound));
        auto measured = healthyStart();
        measured.tests.push_back(idleFin(3));
        const auto cut = diagnosis::diagnosed(measured, *knowledge).diagnosis.verdict.summary;
        QVERIFY2(cut.contains(u"This explanation is "_s), qPrintable(cut));
    }

    void betweenAComputerAndItselfStandsNoDevice()
    {
        auto measured = healthyStart();
        measured.target.host = u"127.0.0.1"_s;
        measured.tests.back() =
            record(u"exchange"_s,
                   times(3, Try(u"fresh"_s).ended(How::Reset, Phase::Response).seen(u"state"_s, u"truncated"_s)));
        const auto summary = diagnosis::diagnosed(measured, *in(u"en"_s)).diagnosis.verdict.summary;
        QVERIFY2(!summary.contains(u"device"_s), qPrintable(summary));
    }

    void whatCannotBeToldIsNotClaimed()
    {
        const auto fin =
            session({record(u"connect"_s, times(5, Try(u"connect"_s).ended(How::Fin, Phase::Established)))});
        const auto knowledge = in(u"en"_s);
        const auto result = diagnosis::diagnosed(fin, *knowledge);
        QVERIFY(result.diagnosis.verdict.probability < 0.35);
        QCOMPARE(result.diagnosis.verdict.closedBy, core::ClosedBy::Unknown);
        QVERIFY2(result.diagnosis.verdict.summary.contains(result.diagnosis.causes.front().id == u"something-else"
                                                               ? result.diagnosis.causes[1].title
                                                               : result.diagnosis.causes.front().title),
                 qPrintable(result.diagnosis.verdict.summary));
        // What people could try next makes likelier at best; only the server's side settles it.
        QVERIFY(result.diagnosis.nextTest && knowledge::isForPeople(*knowledge, result.diagnosis.nextTest->id));
        QVERIFY(result.diagnosis.verdict.summary.contains(knowledge->text(u"verdict.settle-server"_s)));
    }

    void stoppedBeforeAnythingWasMeasured()
    {
        auto nothing =
            session({record(u"connect"_s, times(2, Try(u"connect"_s).ended(How::Cancelled, Phase::Connect, Who::Us)))});
        nothing.symptoms = {{u"when"_s, u"idle"_s}, {u"retry"_s, u"helps"_s}};
        const auto knowledge = in(u"de"_s);
        const auto result = diagnosis::diagnosed(nothing, *knowledge);
        QCOMPARE(result.diagnosis.verdict.summary, knowledge->text(u"verdict.untested"_s));
        QCOMPARE(result.diagnosis.verdict.closedBy, core::ClosedBy::Unknown);
    }

    void languageChangesTextsOnly()
    {
        auto measured = healthyStart();
        measured.tests.push_back(idleFin(7.5));
        const auto english = diagnosis::diagnosed(measured, *in(u"en"_s));
        const auto german = diagnosis::diagnosed(english, *in(u"de"_s));
        QCOMPARE(german.findings, english.findings);
        QCOMPARE(german.diagnosis.verdict.probability, english.diagnosis.verdict.probability);
        QVERIFY(german.diagnosis.verdict.summary != english.diagnosis.verdict.summary);
        QVERIFY2(german.diagnosis.verdict.summary.contains(u"7,5"_s), qPrintable(german.diagnosis.verdict.summary));
        QCOMPARE(diagnosis::diagnosed(german, *in(u"en"_s)), english);
    }

    void symptomsBecomeWeakFindings()
    {
        auto told = healthyStart();
        told.symptoms = {{u"when"_s, u"idle"_s},
                         {u"retry"_s, u"helps"_s},
                         {u"on-server"_s, u"not-tried"_s},
                         {u"since"_s, u"unknown"_s}};
        const auto findings = diagnosis::detect(told);
        QVERIFY(findingOf(findings, u"retry"_s) != nullptr);
        QVERIFY(findingOf(findings, u"retry"_s)->confidence < 0.7);
        QCOMPARE(findingOf(findings, u"retry"_s)->source.kind, core::SourceKind::User);
        QVERIFY(findingOf(findings, u"when"_s) == nullptr);
        QVERIFY(findingOf(findings, u"on-server"_s) == nullptr);
        QVERIFY(findingOf(findings, u"since"_s) == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestDiagnosisVerdict)
#include "test_diagnosis_verdict.moc"
