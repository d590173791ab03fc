// SPDX-License-Identifier: GPL-3.0-or-later
// A figure with one kind of mark needs a legend too: a shape that nobody names says nothing.
#include "ui/charts/mark_legend.h"

#include "ui/charts/marks.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/text_label.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>
#include <set>

namespace doctor::ui
{

namespace
{

/// The border above which failures stand says so on itself.
bool explainsItself(const figures::Line& line)
{
    const auto level = [&line](const auto& point) { return point.second == line.points.front().second; };
    return !line.label.isEmpty() && std::all_of(line.points.begin(), line.points.end(), level);
}

std::vector<figures::Mark> marksOf(const figures::Figure& figure)
{
    std::set<figures::Mark> used;
    for (const figures::Point& point : figure.points)
        used.insert(point.mark);
    // There the bars only count or last; words about evidence would mislead.
    if (figure.id != QStringLiteral("ranking") && figure.id != QStringLiteral("step-times")) {
        for (const figures::Bar& bar : figure.bars)
            used.insert(bar.mark);
    }
    for (const figures::Line& line : figure.lines) {
        if (line.mark == figures::Mark::Reference && !explainsItself(line))
            used.insert(line.mark);
    }
    return {used.begin(), used.end()};
}

} // namespace

MarkLegend::MarkLegend(QWidget* parent) : QWidget(parent), m_layout(new FlowLayout(this, 14)) {}

void MarkLegend::setFigure(const figures::Figure& figure)
{
    auto marks = marksOf(figure);
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    rebuild();
}

void MarkLegend::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange)
        rebuild();
}

void MarkLegend::rebuild()
{
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const Colours& colours = Theme::colours(QApplication::palette());
    const int side = fontMetrics().height();
    for (const figures::Mark mark : m_marks) {
        auto* entry = new QWidget(this);
        auto* row = new QHBoxLayout(entry);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(4);
        auto* picture = new QLabel(entry);
        picture->setPixmap(QPixmap::fromImage(marks::image(mark, colours, side, devicePixelRatioF())));
        auto* text = new TextLabel(TextLabel::Role::Quiet, entry);
        text->setWordWrap(false);
        text->setText(marks::meaning(mark));
        row->addWidget(picture);
        row->addWidget(text);
        m_layout->addWidget(entry);
    }
    updateGeometry();
}

} // namespace doctor::ui
