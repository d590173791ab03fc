// SPDX-License-Identifier: GPL-3.0-or-later
// Compares the ids of a session with ours.
#include "app/knowledge/unknown.h"

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

Unknown unknownIn(const core::Session& session, const Knowledge& knowledge)
{
    Unknown unknown;
    if (knowledge.causes().empty()) {
        return unknown;
    }
    for (const auto& cause : session.diagnosis.causes) {
        if (knowledge.cause(cause.id) == nullptr) {
            unknown.causes.append(cause.id);
        }
    }
    for (const auto& finding : session.findings) {
        const auto* question = knowledge.question(finding.question);
        if (question == nullptr || !question->answers.contains(finding.answer)) {
            unknown.answers.append(finding.question + u": "_s + finding.answer);
        }
    }
    unknown.answers.removeDuplicates();
    return unknown;
}

} // namespace doctor::knowledge
