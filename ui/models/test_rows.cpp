// SPDX-License-Identifier: GPL-3.0-or-later
// Merges what was planned with what was measured.
#include "ui/models/test_rows.h"

#include <algorithm>

namespace doctor::ui
{

namespace
{

QString noteOf(const core::Session& session, const QString& test, const QString& reason,
               const knowledge::Knowledge& knowledge)
{
    if (!reason.isEmpty())
        return knowledge.text(QStringLiteral("reason.%1").arg(reason));
    return findingSentences(session, knowledge, test).join(u' ');
}

TestRow fromRecord(const core::Session& session, const core::TestRecord& record, const QString& runningTest,
                   const knowledge::Knowledge& knowledge)
{
    TestRow row;
    row.id = record.id;
    row.title = knowledge.text(QStringLiteral("test.%1.title").arg(record.id));
    row.state = record.id == runningTest ? core::TestState::Running : record.state;
    row.tried = static_cast<int>(record.attempts.size());
    row.worked = static_cast<int>(std::count_if(record.attempts.begin(), record.attempts.end(),
                                                [](const core::Attempt& a) { return a.succeeded; }));
    row.note = noteOf(session, record.id, record.reason, knowledge);
    return row;
}

TestRow fromPlan(const engine::PlannedTest& planned, const QString& runningTest, const knowledge::Knowledge& knowledge)
{
    TestRow row;
    row.id = planned.id;
    row.title = knowledge.text(QStringLiteral("test.%1.title").arg(planned.id));
    if (planned.id == runningTest)
        row.state = core::TestState::Running;
    else
        row.state = planned.selected ? core::TestState::Planned : core::TestState::Skipped;
    if (!planned.selected && !planned.reason.isEmpty())
        row.note = knowledge.text(QStringLiteral("reason.%1").arg(planned.reason));
    return row;
}

} // namespace

std::vector<TestRow> testRows(const core::Session& session, const engine::Plan& plan, const QString& runningTest,
                              const knowledge::Knowledge& knowledge)
{
    std::vector<TestRow> rows;
    for (const engine::PlannedTest& planned : plan.tests) {
        const core::TestRecord* record = core::findTest(session, planned.id);
        rows.push_back(record ? fromRecord(session, *record, runningTest, knowledge)
                              : fromPlan(planned, runningTest, knowledge));
    }
    for (const core::TestRecord& record : session.tests) {
        const bool known =
            std::any_of(rows.begin(), rows.end(), [&record](const TestRow& row) { return row.id == record.id; });
        if (!known)
            rows.push_back(fromRecord(session, record, runningTest, knowledge));
    }
    return rows;
}

QStringList findingSentences(const core::Session& session, const knowledge::Knowledge& knowledge, const QString& test)
{
    QStringList sentences;
    for (const core::Finding& finding : session.findings) {
        if (finding.source.kind != core::SourceKind::Test || (!test.isEmpty() && finding.source.id != test))
            continue;
        const QString key = QStringLiteral("answer.%1.%2").arg(finding.question, finding.answer);
        sentences.append(knowledge.text(key, finding.values));
    }
    return sentences;
}

} // namespace doctor::ui
