// SPDX-License-Identifier: GPL-3.0-or-later
// Two lists: covered, with k of n; not covered, with the reason.
#include "ui/results/coverage.h"

#include "app/core/model/names.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

namespace doctor::ui
{

namespace
{

QString reasonInWords(const QString& reason, const knowledge::Knowledge& knowledge)
{
    const QString key = QStringLiteral("reason.") + reason;
    return knowledge.hasText(key) ? knowledge.text(key) : reason;
}

} // namespace

QString stateInWords(const core::TestRecord& test, const knowledge::Knowledge& knowledge)
{
    const auto n = static_cast<int>(test.attempts.size());
    const auto k = static_cast<int>(std::count_if(test.attempts.begin(), test.attempts.end(),
                                                  [](const core::Attempt& attempt) { return attempt.succeeded; }));
    const QString counts = Coverage::tr("%1 of %2 went as they should", "%1 and %2 are counts of connections")
                               .arg(QLocale().toString(k), QLocale().toString(n));
    switch (test.state) {
    case core::TestState::Done:
        return n > 0 ? counts : Coverage::tr("Done");
    case core::TestState::Running:
        return Coverage::tr("Running");
    case core::TestState::Planned:
        return Coverage::tr("Not begun");
    case core::TestState::Cancelled:
        return n > 0 ? Coverage::tr("Stopped early; %1", "%1: how many went as they should").arg(counts)
                     : Coverage::tr("Stopped before it began");
    case core::TestState::Skipped:
        return test.reason.isEmpty()
                   ? Coverage::tr("Left out")
                   : Coverage::tr("Left out: %1", "%1 is a reason").arg(reasonInWords(test.reason, knowledge));
    case core::TestState::CouldNotRun:
        return test.reason.isEmpty()
                   ? Coverage::tr("Could not run")
                   : Coverage::tr("Could not run: %1", "%1 is a reason").arg(reasonInWords(test.reason, knowledge));
    }
    return {};
}

Coverage::Coverage(const core::Session& session, const knowledge::Knowledge& knowledge, QWidget* parent)
    : Card(Kind::Plain, parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(3);
    const auto list = [&](const QString& title, bool done) {
        auto* heading = new TextLabel(TextLabel::Role::Section, this);
        heading->setText(title);
        bool any = false;
        if (layout->count() > 0)
            layout->addSpacing(8);
        layout->addWidget(heading);
        for (const core::TestRecord& test : session.tests) {
            if ((test.state == core::TestState::Done) != done)
                continue;
            any = true;
            auto* line = new TextLabel(TextLabel::Role::Body, this);
            line->setText(tr("%1: %2", "%1 title of a test, %2 how it went")
                              .arg(words::testTitle(test.id, knowledge), stateInWords(test, knowledge)));
            layout->addWidget(line);
        }
        if (const QString leftOut = done ? QString() : core::leftOutSentence(session); !leftOut.isEmpty()) {
            any = true;
            auto* line = new TextLabel(TextLabel::Role::Body, this);
            line->setText(leftOut);
            layout->addWidget(line);
        }
        if (!any)
            delete heading;
    };
    list(tr("What was covered"), true);
    list(tr("What was not covered"), false);
}

} // namespace doctor::ui
