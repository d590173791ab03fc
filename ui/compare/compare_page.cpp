// SPDX-License-Identifier: GPL-3.0-or-later
// Answer, two tables and charts in one scroll area, or the word of what would be here.
#include "ui/compare/compare_page.h"

#include "app/figures/comparison.h"
#include "ui/compare/compare_charts.h"
#include "ui/compare/fixed_table.h"
#include "ui/widgets/page_layout.h"
#include "ui/widgets/text_label.h"

#include <QBoxLayout>
#include <QEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace doctor::ui
{

struct ComparePage::Impl {
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    std::vector<core::Session> sessions;
    TextLabel* title = nullptr;
    TextLabel* names = nullptr;
    TextLabel* answer = nullptr;
    QScrollArea* area = nullptr;
    TextLabel* settingsTitle = nullptr;
    TextLabel* settingsSame = nullptr;
    FixedTable* settings = nullptr;
    TextLabel* resultsTitle = nullptr;
    FixedTable* results = nullptr;
    TextLabel* figuresTitle = nullptr;
    CompareCharts* charts = nullptr;
    QPushButton* choose = nullptr;
    QWidget* empty = nullptr; ///< what would be here, and one button
    TextLabel* emptyText = nullptr;
    QPushButton* emptyChoose = nullptr;

    void build(ComparePage* page);
    void buildEmpty(ComparePage* page);
    void show();
};

ComparePage::ComparePage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>())
{
    m_impl->build(this);
    for (QPushButton* button : {m_impl->choose, m_impl->emptyChoose})
        connect(button, &QPushButton::clicked, this, &ComparePage::chooseRequested);
    m_impl->area->viewport()->installEventFilter(this);
    m_impl->show();
}

ComparePage::~ComparePage()
{
    // Children may signal while they go, so they go before what they reach.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void ComparePage::Impl::build(ComparePage* page)
{
    title = new TextLabel(TextLabel::Role::Title, page);
    names = new TextLabel(TextLabel::Role::Quiet, page);
    area = new QScrollArea(page);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget(area);
    answer = new TextLabel(TextLabel::Role::Section, inside);
    settingsTitle = new TextLabel(TextLabel::Role::Section, inside);
    settingsSame = new TextLabel(TextLabel::Role::Body, inside);
    settings = new FixedTable(inside);
    settings->setObjectName(QStringLiteral("settings"));
    resultsTitle = new TextLabel(TextLabel::Role::Section, inside);
    results = new FixedTable(inside);
    results->setObjectName(QStringLiteral("results"));
    figuresTitle = new TextLabel(TextLabel::Role::Section, inside);
    const int gap = page->fontMetrics().height();
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, gap / 2, gap);
    column->addWidget(answer);
    column->addSpacing(gap / 2);
    column->addWidget(settingsTitle);
    column->addWidget(settingsSame);
    column->addWidget(settings);
    column->addSpacing(gap / 2);
    column->addWidget(resultsTitle);
    column->addWidget(results);
    column->addSpacing(gap / 2);
    column->addWidget(figuresTitle);
    charts = new CompareCharts(inside);
    column->addWidget(charts);
    column->addStretch(1);
    area->setWidget(inside);
    choose = new QPushButton(page);
    choose->setAutoDefault(true);

    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(choose);
    QVBoxLayout* layout = pageLayout(page, title, names);
    layout->addWidget(area, 1);
    buildEmpty(page);
    layout->addWidget(empty, 1);
    layout->addLayout(buttons);
}

void ComparePage::Impl::buildEmpty(ComparePage* page)
{
    empty = new QWidget(page);
    emptyText = new TextLabel(TextLabel::Role::Body, empty);
    emptyText->setAlignment(Qt::AlignCenter);
    emptyChoose = new QPushButton(empty);
    emptyChoose->setAutoDefault(true);
    auto* layout = new QVBoxLayout(empty);
    layout->addStretch(1);
    layout->addWidget(emptyText);
    layout->addWidget(emptyChoose, 0, Qt::AlignHCenter);
    layout->addStretch(2);
}

void ComparePage::setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->knowledge = std::move(knowledge);
    m_impl->show();
}

void ComparePage::setSessions(std::vector<core::Session> sessions)
{
    m_impl->sessions = std::move(sessions);
    m_impl->show();
    m_impl->area->verticalScrollBar()->setValue(0);
}

QWidget* ComparePage::firstField() const
{
    return m_impl->sessions.size() < 2 ? static_cast<QWidget*>(m_impl->emptyChoose) : m_impl->results;
}

void ComparePage::Impl::show()
{
    title->setText(tr("Compare diagnoses"));
    for (QPushButton* button : {choose, emptyChoose})
        button->setText(tr("&Choose diagnoses"));
    emptyText->setText(tr("Choose two to four diagnoses in the list of diagnoses, for example one from before a change "
                          "and one from after it."));
    settingsTitle->setText(tr("What differs in the settings"));
    settingsSame->setText(tr("Nothing: the settings are the same, so the results can be compared."));
    resultsTitle->setText(tr("What was measured"));
    figuresTitle->setText(tr("The same on one scale"));
    settings->setAccessibleName(settingsTitle->text());
    results->setAccessibleName(resultsTitle->text());
    area->setAccessibleName(title->text());
    const bool any = knowledge && sessions.size() >= 2;
    for (QWidget* part : {static_cast<QWidget*>(area), static_cast<QWidget*>(names), static_cast<QWidget*>(choose)})
        part->setVisible(any);
    empty->setVisible(!any);
    if (!any) {
        charts->setRows({});
        return;
    }
    const figures::Comparison comparison = figures::compare(sessions, *knowledge);
    names->setText(comparison.names.join(u'\n'));
    answer->setText(comparison.answer);
    settings->setTable(comparison.settings);
    settings->setVisible(!comparison.settings.rows.empty());
    settingsSame->setVisible(comparison.settings.rows.empty());
    results->setTable(comparison.results);
    results->setAccessibleDescription(comparison.answer);
    figuresTitle->setVisible(!comparison.figures.empty());
    charts->setRows(comparison.figures);
}

void ComparePage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_impl->show();
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        m_impl->charts->setRoom(m_impl->area->viewport()->width());
    return QWidget::eventFilter(watched, event);
}

} // namespace doctor::ui
