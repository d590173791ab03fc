// SPDX-License-Identifier: GPL-3.0-or-later
// The history as a table.
#include "ui/history/history_page.h"

#include "app/core/model/session.h"
#include "ui/models/history_table_model.h"
#include "ui/shell/app_context.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{
constexpr int UndoMs = 10'000;
constexpr int FilterDelayMs = 150;
} // namespace

HistoryPage::HistoryPage(AppContext& context, QWidget* parent) : QWidget(parent), m_context(context)
{
    build();
    retranslate();
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(UndoMs);
    m_filterTimer.setSingleShot(true);
    m_filterTimer.setInterval(FilterDelayMs);
    connect(&m_undoTimer, &QTimer::timeout, this, [this] {
        m_removed.reset();
        m_banner->hide();
    });
    connect(&m_filterTimer, &QTimer::timeout, this, &HistoryPage::reload);
    connect(m_filter, &QLineEdit::textChanged, &m_filterTimer, qOverload<>(&QTimer::start));
    connect(m_open, &QPushButton::clicked, this, &HistoryPage::openCurrent);
    connect(m_remove, &QPushButton::clicked, this, &HistoryPage::removeCurrent);
    connect(m_banner, &Banner::actionRequested, this, &HistoryPage::undoRemove);
    connect(m_emptyAction, &QPushButton::clicked, this, &HistoryPage::diagnosisRequested);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (index.column() != HistoryTableModel::Note)
            openCurrent();
    });
    connect(m_model, &HistoryTableModel::noteEdited, this, [this](qint64 id, const QString& note) {
        if (store::History* history = m_context.history())
            if (const auto done = history->setNote(id, note); !done)
                m_banner->setMessage(done.error().message);
    });
    connect(&m_context, &AppContext::historyChanged, this, &HistoryPage::reload);
    connect(&m_context, &AppContext::knowledgeChanged, this, &HistoryPage::reload);
    reload();
}

HistoryPage::~HistoryPage() = default;

void HistoryPage::build()
{
    m_title = new TextLabel(TextLabel::Role::Title, this);
    m_banner = new Banner(this);
    m_filter = new QLineEdit(this);
    m_filter->setClearButtonEnabled(true);
    m_filterLabel = new QLabel(this);
    m_filterLabel->setBuddy(m_filter);
    m_model = new HistoryTableModel(this);
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(HistoryTableModel::Cause, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(HistoryTableModel::Note, QHeaderView::Interactive);
    m_table->setColumnWidth(HistoryTableModel::Note, fontMetrics().averageCharWidth() * 16);
    m_empty = new QLabel(this);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_emptyAction = new QPushButton(this);
    m_remove = new QPushButton(this);
    m_open = new QPushButton(this);
    for (QPushButton* button : {m_emptyAction, m_remove, m_open})
        button->setAutoDefault(true);

    auto* empty = new QWidget(this);
    auto* emptyLayout = new QVBoxLayout(empty);
    emptyLayout->addStretch(1);
    emptyLayout->addWidget(m_empty);
    emptyLayout->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    emptyLayout->addStretch(2);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_table);
    m_stack->addWidget(empty);

    const int gap = fontMetrics().height();
    auto* filter = new QHBoxLayout;
    filter->addWidget(m_filterLabel);
    filter->addWidget(m_filter, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_open);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap / 2, gap, gap / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_banner);
    layout->addLayout(filter);
    layout->addWidget(m_stack, 1);
    layout->addLayout(buttons);
}

QWidget* HistoryPage::firstField() const
{
    if (m_model->rowCount() == 0)
        return m_emptyAction;
    return m_table;
}

void HistoryPage::reload()
{
    std::vector<store::HistoryEntry> entries;
    QString problem = m_context.historyProblem();
    if (store::History* history = m_context.history()) {
        auto listed = history->list(m_filter->text().trimmed());
        if (listed)
            entries = std::move(*listed);
        else
            problem = listed.error().message;
    }
    const qint64 before = currentId();
    const bool empty = entries.empty();
    m_model->setEntries(std::move(entries), m_context.knowledge());
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (row == 0 || m_model->index(row, 0).data(HistoryTableModel::EntryIdRole).toLongLong() == before)
            m_table->setCurrentIndex(m_model->index(row, 0));
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!problem.isEmpty())
        m_empty->setText(problem);
    else if (m_filter->text().isEmpty())
        m_empty->setText(tr("No diagnoses yet. Start one, or try one on the practice server."));
    else
        m_empty->setText(tr("No diagnosis matches “%1”.").arg(m_filter->text()));
    m_emptyAction->setVisible(m_filter->text().isEmpty());
    m_open->setEnabled(!empty);
    m_remove->setEnabled(!empty);
}

qint64 HistoryPage::currentId() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.data(HistoryTableModel::EntryIdRole).toLongLong() : -1;
}

void HistoryPage::openCurrent()
{
    if (currentId() >= 0)
        Q_EMIT openRequested(currentId());
}

void HistoryPage::removeCurrent()
{
    const qint64 id = currentId();
    store::History* history = m_context.history();
    if (id < 0 || !history)
        return;
    auto session = history->load(id);
    if (const auto done = history->remove(id); !done) {
        m_banner->setMessage(done.error().message);
        return;
    }
    if (session)
        m_removed = std::make_unique<core::Session>(std::move(*session));
    m_banner->setMessage(tr("The diagnosis is deleted."), m_removed ? tr("&Undo") : QString());
    m_undoTimer.start();
    Q_EMIT m_context.historyChanged();
}

void HistoryPage::undoRemove()
{
    if (!m_removed || !m_context.history())
        return;
    m_undoTimer.stop();
    m_banner->hide();
    if (const auto added = m_context.history()->add(*m_removed); !added)
        m_banner->setMessage(added.error().message);
    m_removed.reset();
    Q_EMIT m_context.historyChanged();
}

void HistoryPage::retranslate()
{
    m_title->setText(tr("Diagnoses"));
    m_filterLabel->setText(tr("F&ind:"));
    m_filter->setPlaceholderText(tr("service, cause or note"));
    m_table->setAccessibleName(tr("Diagnoses"));
    m_emptyAction->setText(tr("&Start a diagnosis"));
    m_remove->setText(tr("&Delete"));
    m_open->setText(tr("&Open"));
}

void HistoryPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        reload();
    }
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
