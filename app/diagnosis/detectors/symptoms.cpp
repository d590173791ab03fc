// SPDX-License-Identifier: GPL-3.0-or-later
// The user's answers as weak findings.
#include "app/diagnosis/detectors/symptoms.h"

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{
/// People compare under changing conditions; a measurement of ours outweighs what they remember.
constexpr double UserConfidence = 0.6;
} // namespace

Findings detectSymptoms(const core::Session& session)
{
    static const QStringList tellNothing{u"unknown"_s, u"not-tried"_s, QString()};
    Findings findings;
    for (auto it = session.symptoms.cbegin(); it != session.symptoms.cend(); ++it) {
        if (it.key() == u"when" || tellNothing.contains(it.value())) {
            continue;
        }
        core::Finding finding;
        finding.question = it.key();
        finding.answer = it.value();
        finding.source = {core::SourceKind::User, it.key()};
        finding.confidence = UserConfidence;
        findings.push_back(finding);
    }
    return findings;
}

} // namespace doctor::diagnosis
