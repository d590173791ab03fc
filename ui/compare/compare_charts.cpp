// SPDX-License-Identifier: GPL-3.0-or-later
// Rows turn with the room; texts of one row get the same height, so that their charts start and end alike.
#include "ui/compare/compare_charts.h"

#include "ui/charts/figure_view.h"
#include "ui/widgets/card.h"
#include "ui/widgets/part_by_part.h"
#include "ui/widgets/text_label.h"

#include <QBoxLayout>
#include <QEvent>
#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr int ChartLines = 23;      ///< height of a chart with its texts, in lines of text
constexpr int CharsBesideEach = 48; ///< a chart narrower than this goes below the other

} // namespace

CompareCharts::CompareCharts(QWidget* parent) : QWidget(parent), m_parts(new PartByPart(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_align.setSingleShot(true);
    m_align.setInterval(0);
    connect(&m_align, &QTimer::timeout, this, [this] {
        for (const QBoxLayout* row : m_rows)
            alignRow(row);
    });
}

CompareCharts::~CompareCharts() = default;

void CompareCharts::setRows(const std::vector<figures::Comparison::Row>& rows)
{
    m_rows.clear();
    delete m_box;
    m_box = new QWidget(this);
    auto* layout = new QVBoxLayout(m_box);
    layout->setContentsMargins(0, 0, 0, 0);
    this->layout()->addWidget(m_box);
    std::vector<PartByPart::Part> built;
    for (const figures::Comparison::Row& row : rows)
        built.emplace_back([this, row] { addRow(row); });
    m_parts->start(std::move(built));
}

void CompareCharts::setRoom(int width)
{
    m_room = width;
    turnRows();
}

void CompareCharts::addRow(const figures::Comparison::Row& row)
{
    auto* card = new Card(Card::Kind::Plain, m_box);
    auto* inside = new QVBoxLayout(card);
    auto* heading = new TextLabel(TextLabel::Role::Section, card);
    heading->setText(row.question);
    inside->addWidget(heading);
    auto* charts = new QBoxLayout(QBoxLayout::LeftToRight);
    for (const figures::Figure& figure : row.figures) {
        auto* view = new FigureView(card);
        view->setFigure(figure);
        view->setHintShown(false);
        view->setMinimumHeight(card->fontMetrics().lineSpacing() * ChartLines);
        view->installEventFilter(this);
        charts->addWidget(view, 1);
    }
    inside->addLayout(charts);
    m_box->layout()->addWidget(card);
    m_rows.push_back(charts);
    turnRows();
}

void CompareCharts::turnRows()
{
    const int room = m_room - fontMetrics().height() * 2; // the card's own edges
    for (QBoxLayout* row : m_rows) {
        int needed = 0;
        for (int i = 0; i < row->count(); ++i)
            needed += std::max(fontMetrics().averageCharWidth() * CharsBesideEach,
                               row->itemAt(i)->minimumSize().width() + row->spacing());
        row->setDirection(room >= needed ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    }
    m_align.start();
}

void CompareCharts::alignRow(const QBoxLayout* row)
{
    for (const char* name : {"figureAnswer", "figureLegend"}) {
        std::vector<QWidget*> parts;
        int height = 0;
        for (int i = 0; i < row->count(); ++i) {
            parts.push_back(row->itemAt(i)->widget()->findChild<QWidget*>(QString::fromLatin1(name)));
            height = std::max(height, parts.back()->heightForWidth(parts.back()->width()));
        }
        for (QWidget* part : parts)
            part->setMinimumHeight(row->direction() == QBoxLayout::LeftToRight ? height : 0);
    }
}

bool CompareCharts::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        m_align.start(); // texts need another height now
    return QWidget::eventFilter(watched, event);
}

} // namespace doctor::ui
