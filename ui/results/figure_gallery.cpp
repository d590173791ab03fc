// SPDX-License-Identifier: GPL-3.0-or-later
// A chart costs some 20 ms to make; behind a tab that nobody opens it costs nothing.
#include "ui/results/figure_gallery.h"

#include "app/figures/figure.h"
#include "ui/charts/figure_view.h"
#include "ui/widgets/card.h"
#include "ui/widgets/text_label.h"

#include <QScrollBar>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{

constexpr int ChartLines = 24; ///< height of a card, in lines of text

} // namespace

FigureGallery::FigureGallery(QWidget* parent) : QScrollArea(parent)
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void FigureGallery::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_session = session;
    m_knowledge = std::move(knowledge);
    m_stale = true;
    if (isVisible())
        build();
}

void FigureGallery::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    if (m_stale)
        build();
}

void FigureGallery::build()
{
    m_stale = false;
    const int position = verticalScrollBar()->value();
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(4, 8, 12, 8);
    layout->setSpacing(12);
    const auto figures = m_knowledge ? figures::allFigures(m_session, *m_knowledge) : std::vector<figures::Figure>{};
    for (const figures::Figure& figure : figures) {
        auto* card = new Card(Card::Kind::Plain, page);
        auto* inside = new QVBoxLayout(card);
        auto* view = new FigureView(card);
        view->setFigure(figure);
        view->setMinimumHeight(fontMetrics().lineSpacing() * ChartLines);
        inside->addWidget(view);
        layout->addWidget(card);
        connect(view, &FigureView::pointActivated, this, &FigureGallery::pointActivated);
    }
    if (figures.empty()) {
        auto* nothing = new TextLabel(TextLabel::Role::Quiet, page);
        nothing->setAlignment(Qt::AlignCenter);
        nothing->setText(tr("Charts of this run will be here once a test has made its first connection."));
        layout->addWidget(nothing);
    }
    layout->addStretch(1);
    setWidget(page);
    verticalScrollBar()->setValue(position);
}

} // namespace doctor::ui
