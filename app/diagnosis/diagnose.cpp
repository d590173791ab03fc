// SPDX-License-Identifier: GPL-3.0-or-later
// From a session's records to its findings and its diagnosis.
#include "app/diagnosis/diagnose.h"

#include "app/diagnosis/calibration.h"
#include "app/diagnosis/detectors/registry.h"
#include "app/diagnosis/evidence.h"
#include "app/diagnosis/next_test.h"
#include "app/diagnosis/posterior.h"
#include "app/diagnosis/prevention.h"
#include "app/diagnosis/products.h"
#include "app/diagnosis/verdict.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

std::vector<core::Finding> detect(const core::Session& session)
{
    std::vector<core::Finding> findings;
    for (const auto detector : allDetectors()) {
        const auto found = detector(session);
        findings.insert(findings.end(), found.begin(), found.end());
    }
    return findings;
}

core::Diagnosis diagnose(const core::Session& session, const std::vector<core::Finding>& findings,
                         const knowledge::Knowledge& knowledge, const QMap<QString, double>& available)
{
    const auto when = session.symptoms.value(u"when"_s);
    const auto probabilities = judged(findings, when, knowledge);
    const auto priors = knowledge.priors(when);
    const double otherPrior = priors.value(u"something-else"_s);
    core::Diagnosis diagnosis;
    for (const auto& cause : knowledge.causes()) {
        auto ranked = rankedCause(cause, probabilities.value(cause.id), session, findings, knowledge);
        ranked.priorDecibans = decibans(priors.value(cause.id) / otherPrior);
        diagnosis.causes.push_back(std::move(ranked));
    }
    std::stable_sort(diagnosis.causes.begin(), diagnosis.causes.end(),
                     [](const auto& a, const auto& b) { return a.probability > b.probability; });
    diagnosis.nextTest = chooseNextTest(diagnosis.causes, session, findings, knowledge, available);
    const auto* settling = diagnosis.nextTest ? &*diagnosis.nextTest : nullptr;
    diagnosis.verdict = makeVerdict(diagnosis.causes, session, findings, knowledge, settling);
    diagnosis.prevention = prevention(session, findings);
    return diagnosis;
}

core::Session diagnosed(core::Session session, const knowledge::Knowledge& knowledge,
                        const QMap<QString, double>& available)
{
    session.language = knowledge.language();
    session.findings = detect(session);
    if (const auto products = productFinding(session, session.findings, knowledge::productLimits())) {
        session.findings.push_back(*products);
    }
    session.diagnosis = diagnose(session, session.findings, knowledge, available);
    return session;
}

} // namespace doctor::diagnosis
