// SPDX-License-Identifier: GPL-3.0-or-later
// Measured parameters are shown as they are: whoever opens a test wants the raw facts.
#include "ui/results/test_tree.h"

#include "app/core/model/names.h"
#include "ui/charts/marks.h"
#include "ui/results/coverage.h"
#include "ui/widgets/words.h"

#include <QApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr int IdRole = Qt::UserRole;

QString parametersOf(const QJsonObject& object)
{
    QStringList parts;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString value = it->isDouble()   ? QLocale().toString(it->toDouble(), 'g', 8)
                              : it->isBool()   ? QVariant(it->toBool()).toString()
                              : it->isString() ? it->toString()
                                               : QString();
        if (!value.isEmpty())
            parts.append(QStringLiteral("%1=%2").arg(it.key(), value));
    }
    return parts.join(QStringLiteral("  "));
}

figures::Mark markOf(const core::Attempt& attempt)
{
    using core::How;
    if (attempt.succeeded)
        return figures::Mark::Worked;
    switch (attempt.ending.how) {
    case How::Fin:
    case How::TlsTruncated:
    case How::TlsAlert:
        return attempt.ending.who == core::Who::Us ? figures::Mark::Other : figures::Mark::Fin;
    case How::Reset:
    case How::FinThenReset:
    case How::TlsAlertThenReset:
        return figures::Mark::Reset;
    case How::Refused:
        return figures::Mark::Refused;
    case How::Silence:
    case How::TimedOut:
    case How::Unreachable:
        return figures::Mark::Silence;
    default:
        return figures::Mark::Other;
    }
}

QString endingOf(const core::Attempt& attempt, const knowledge::Knowledge& knowledge)
{
    const core::Ending& ending = attempt.ending;
    if (ending.who == core::Who::Us)
        return TestTree::tr("Closed by us when done");
    if (attempt.succeeded && ending.how == core::How::Open)
        return TestTree::tr("Worked");
    QString text = knowledge.text(QStringLiteral("ending.") + core::toWord(ending.how));
    if (ending.nativeCode)
        text = TestTree::tr("%1, error %2", "%1 how it ended, %2 error number").arg(text).arg(*ending.nativeCode);
    return ending.detail.isEmpty() ? text
                                   : TestTree::tr("%1: %2", "%1 how it ended, %2 detail").arg(text, ending.detail);
}

QString tookOf(const core::Attempt& attempt)
{
    const auto& timings = attempt.timings;
    const std::optional<double> ms = timings.totalMs     ? timings.totalMs
                                     : timings.connectMs ? timings.connectMs
                                                         : timings.lookupMs;
    if (!ms)
        return {};
    return *ms < 1000 ? TestTree::tr("%1 ms", "milliseconds").arg(QLocale().toString(*ms, 'f', 0))
                      : TestTree::tr("%1 s", "seconds").arg(QLocale().toString(*ms / 1000, 'f', 1));
}

} // namespace

TestTree::TestTree(QWidget* parent) : QTreeWidget(parent)
{
    setColumnCount(4);
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setAllColumnsShowFocus(true);
    header()->setStretchLastSection(true);
}

void TestTree::show(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    clear();
    setAccessibleName(tr("Tests and their connections"));
    setHeaderLabels({tr("Test or connection"), tr("Outcome"), tr("Took"), tr("Details")});
    const Colours& colours = Theme::colours(QApplication::palette());
    const int side = fontMetrics().height();
    for (const core::TestRecord& test : session.tests) {
        auto* parent = new QTreeWidgetItem(this);
        parent->setText(0, words::testTitle(test.id, knowledge));
        parent->setData(0, IdRole, test.id);
        parent->setText(1, stateInWords(test, knowledge));
        if (test.durationSeconds)
            parent->setText(2, tr("%1 s", "seconds").arg(QLocale().toString(*test.durationSeconds, 'f', 1)));
        parent->setText(3, parametersOf(test.facts));
        int number = 0;
        for (const core::Attempt& attempt : test.attempts) {
            auto* item = new QTreeWidgetItem(parent);
            item->setText(0, tr("%1: %2", "%1 number of the connection, %2 its role in the test")
                                 .arg(QLocale().toString(++number), attempt.purpose));
            item->setIcon(0,
                          QIcon(QPixmap::fromImage(marks::image(markOf(attempt), colours, side, devicePixelRatioF()))));
            item->setText(1, endingOf(attempt, knowledge));
            item->setText(2, tookOf(attempt));
            item->setText(3, (attempt.address + QStringLiteral("  ") + parametersOf(attempt.parameters) +
                              QStringLiteral("  ") + parametersOf(attempt.observations))
                                 .simplified());
        }
        // What went wrong lies open, what went well is one click away.
        parent->setExpanded(std::any_of(test.attempts.begin(), test.attempts.end(),
                                        [](const core::Attempt& attempt) { return !attempt.succeeded; }));
    }
    header()->resizeSection(0, fontMetrics().averageCharWidth() * 38);
    header()->resizeSection(1, fontMetrics().averageCharWidth() * 34);
    header()->resizeSection(2, fontMetrics().averageCharWidth() * 10);
}

void TestTree::select(const QString& test, int attempt)
{
    for (int row = 0; row < topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = topLevelItem(row);
        if (item->data(0, IdRole).toString() != test)
            continue;
        item->setExpanded(true);
        QTreeWidgetItem* child = item->child(attempt);
        setCurrentItem(child ? child : item);
        scrollToItem(currentItem(), PositionAtCenter);
        return;
    }
}

} // namespace doctor::ui
