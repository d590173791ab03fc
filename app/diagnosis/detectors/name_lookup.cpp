// SPDX-License-Identifier: GPL-3.0-or-later
// The look-up's one attempt to one answer.
#include "app/diagnosis/detectors/name_lookup.h"

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

Findings detectNameLookup(const core::Session& session)
{
    const auto test = u"name-lookup"_s;
    const auto seen = usable(session, test, u"lookup"_s);
    const auto* record = core::findTest(session, test);
    if (record == nullptr || seen.empty()) {
        return {};
    }
    const auto& last = *seen.back().attempt;
    QString answer;
    if (record->facts.value(u"literal").toBool()) {
        answer = u"literal"_s;
    } else if (last.succeeded) {
        answer = u"found"_s;
    } else if (last.ending.how == How::NameNotFound) {
        answer = u"not-found"_s;
    } else if (last.ending.how == How::NameLookupFailed || isSilence(last)) {
        answer = u"failed"_s;
    } else {
        return {};
    }
    auto finding = makeFinding(u"name-resolution"_s, answer, test, {seen.back()}, 1);
    finding.confidence = 0.98; // the system's resolver has already asked more than once
    finding.values.insert(u"addresses"_s, record->facts.value(u"addresses"));
    return {finding};
}

} // namespace doctor::diagnosis
