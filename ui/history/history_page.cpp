// SPDX-License-Identifier: GPL-3.0-or-later
// The history as a table.
#include "ui/history/history_page.h"

#include "app/figures/comparison.h"
#include "ui/history/history_keeper.h"
#include "ui/models/history_table_model.h"
#include "ui/shell/app_context.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/text_label.h"

#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QHideEvent>
#include <QItemSelectionModel>
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
constexpr int NarrowColumns = 140; ///< average characters
} // namespace

HistoryPage::HistoryPage(AppContext& context, QWidget* parent) : QWidget(parent), m_context(context)
{
    build();
    retranslate();
    m_undoTimer.setSingleShot(true);
    m_undoTimer.setInterval(UndoMs);
    m_filterTimer.setSingleShot(true);
    m_filterTimer.setInterval(FilterDelayMs);
    connect(&m_undoTimer, &QTimer::timeout, this, &HistoryPage::finishRemove);
    connect(&m_filterTimer, &QTimer::timeout, this, [this] {
        const qint64 current = currentId();
        m_model->setFilter(m_filter->text().trimmed());
        showRows(current);
    });
    connect(m_filter, &QLineEdit::textChanged, &m_filterTimer, qOverload<>(&QTimer::start));
    connect(m_open, &QPushButton::clicked, this, &HistoryPage::openCurrent);
    connect(m_compare, &QPushButton::clicked, this, [this] { Q_EMIT compareRequested(selectedIds()); });
    connect(m_export, &QPushButton::clicked, this, &HistoryPage::exportSelected);
    connect(m_remove, &QPushButton::clicked, this, &HistoryPage::removeSelected);
    connect(m_banner, &Banner::actionRequested, this, &HistoryPage::undoRemove);
    connect(m_emptyAction, &QPushButton::clicked, this, &HistoryPage::diagnosisRequested);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (index.column() != HistoryTableModel::Note)
            openCurrent();
    });
    connect(m_model, &HistoryTableModel::nameEdited, this,
            [this](qint64 id, const QString& name) { m_context.history().setName(id, name); });
    connect(m_model, &HistoryTableModel::noteEdited, this,
            [this](qint64 id, const QString& note) { m_context.history().setNote(id, note); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPage::showState);
    connect(&m_context, &AppContext::historyChanged, this, &HistoryPage::reload);
    connect(&m_context, &AppContext::knowledgeChanged, this, &HistoryPage::reload);
    reload();
}

HistoryPage::~HistoryPage()
{
    finishRemove();
}

void HistoryPage::build()
{
    m_title = new TextLabel(TextLabel::Role::Title, this);
    m_banner = new Banner(this);
    m_filter = new QLineEdit(this);
    m_filter->setClearButtonEnabled(true);
    m_filter->setObjectName(QStringLiteral("find"));
    m_filterLabel = new QLabel(this);
    m_filterLabel->setBuddy(m_filter);
    m_model = new HistoryTableModel(this);
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // thousands of rows are never measured
    m_table->horizontalHeader()->setResizeContentsPrecision(0);          // only what is in view is
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
    m_compare = new QPushButton(this);
    m_export = new QPushButton(this);
    m_folderChooser = [this](QWidget* parent) {
        return QFileDialog::getExistingDirectory(parent, tr("Folder for the chosen diagnoses"));
    };
    m_open = new QPushButton(this);
    for (QPushButton* button : {m_emptyAction, m_remove, m_export, m_compare, m_open})
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
    buttons->addWidget(m_export);
    buttons->addWidget(m_compare);
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
    const quint64 asked = ++m_asked;
    m_context.history().list(this, [this, asked](core::Result<HistoryKeeper::Entries> entries) {
        if (asked != m_asked)
            return;
        m_problem = entries ? QString() : entries.error().message;
        m_listed = true;
        const qint64 current = currentId();
        m_model->setEntries(entries ? std::move(*entries) : HistoryKeeper::Entries(), m_context.knowledge());
        showRows(current);
        Q_EMIT listed();
    });
}

/// After the rows have changed: the entry that was current is so again, else the first.
void HistoryPage::showRows(qint64 current)
{
    int row = 0;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        if (m_model->index(i, 0).data(HistoryTableModel::EntryIdRole).toLongLong() == current) {
            row = i;
            break;
        }
    }
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(row, 0));
    showState();
}

void HistoryPage::showState()
{
    const bool empty = m_model->rowCount() == 0;
    const std::size_t selected = selectedIds().size();
    m_open->setEnabled(selected == 1);
    m_compare->setEnabled(selected >= 2 && selected <= figures::MostCompared);
    m_remove->setEnabled(selected > 0);
    m_export->setEnabled(selected > 0);
    if (!m_listed)
        return; // neither rows nor word of why there are none: the answer follows at once
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!m_problem.isEmpty())
        m_empty->setText(m_problem);
    else if (m_filter->text().isEmpty())
        m_empty->setText(tr("No diagnoses yet. Start one, or try one on the practice server."));
    else
        m_empty->setText(tr("No diagnosis matches “%1”.").arg(m_filter->text()));
    m_emptyAction->setVisible(m_filter->text().isEmpty());
}

qint64 HistoryPage::currentId() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? current.data(HistoryTableModel::EntryIdRole).toLongLong() : -1;
}

std::vector<qint64> HistoryPage::selectedIds() const
{
    std::vector<qint64> ids;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        ids.push_back(row.data(HistoryTableModel::EntryIdRole).toLongLong());
    return ids;
}

void HistoryPage::edit(int column)
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    m_table->setFocus(Qt::OtherFocusReason);
    m_table->setCurrentIndex(current.siblingAtColumn(column));
    m_table->edit(m_table->currentIndex());
}

void HistoryPage::renameCurrent()
{
    edit(HistoryTableModel::Target);
}

void HistoryPage::annotateCurrent()
{
    edit(HistoryTableModel::Note);
}

void HistoryPage::openCurrent()
{
    if (currentId() >= 0)
        Q_EMIT openRequested(currentId());
}

void HistoryPage::exportSelected()
{
    const std::vector<qint64> ids = selectedIds();
    const QString folder = ids.empty() ? QString() : m_folderChooser(this);
    if (folder.isEmpty())
        return;
    finishRemove(); // its banner is needed
    m_context.history().exportTo(folder, ids, this, [this, folder](const core::Result<QStringList>& files) {
        if (!files) {
            m_banner->setMessage(files.error().message);
            return;
        }
        m_banner->setMessage(tr("%n diagnosis(es) saved in %1 with all names and addresses, to be opened on another "
                                "computer. To show one "
                                "to others, open it and export its report.",
                                "%1 path of a folder", static_cast<int>(files->size()))
                                 .arg(QDir::toNativeSeparators(folder)));
    });
}

void HistoryPage::removeSelected()
{
    const std::vector<qint64> ids = selectedIds();
    if (ids.empty())
        return;
    finishRemove(); // the way back is for the last wish only
    const int row = m_table->currentIndex().row();
    m_leaving = {ids.begin(), ids.end()};
    m_model->setHidden(m_leaving);
    m_table->setCurrentIndex(m_model->index(qMin(row, m_model->rowCount() - 1), 0));
    showState();
    m_banner->setMessage(tr("%n diagnosis(es) deleted.", nullptr, static_cast<int>(ids.size())), tr("&Undo"));
    m_undoTimer.start();
}

void HistoryPage::undoRemove()
{
    m_undoTimer.stop();
    m_banner->hide();
    const qint64 first = m_leaving.empty() ? -1 : *m_leaving.begin();
    m_leaving.clear();
    m_model->setHidden({});
    showRows(first);
}

void HistoryPage::finishRemove()
{
    if (m_leaving.empty())
        return;
    m_undoTimer.stop();
    m_banner->hide();
    // They stay hidden: the list is read again once they are gone.
    m_context.history().remove({m_leaving.begin(), m_leaving.end()});
    m_leaving.clear();
}

void HistoryPage::hideEvent(QHideEvent* event)
{
    if (!event->spontaneous())
        finishRemove(); // the way back was here
    QWidget::hideEvent(event);
}

void HistoryPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // Where the causes have little room, rows are two lines high: all alike, so that none is measured.
    const bool narrow = width() < fontMetrics().averageCharWidth() * NarrowColumns;
    const int lines = narrow ? 2 : 1;
    m_table->setWordWrap(narrow);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().lineSpacing() * lines + fontMetrics().height());
    m_table->setColumnWidth(HistoryTableModel::Note, fontMetrics().averageCharWidth() * (narrow ? 9 : 16));
}

void HistoryPage::retranslate()
{
    m_title->setText(tr("Diagnoses"));
    m_filterLabel->setText(tr("F&ind:"));
    m_filter->setPlaceholderText(tr("service, name, cause or note"));
    m_table->setAccessibleName(tr("Diagnoses"));
    m_emptyAction->setText(tr("&Start a diagnosis"));
    m_remove->setText(tr("&Delete"));
    m_export->setText(tr("Save &as files…"));
    m_export->setToolTip(tr("Saves the chosen diagnoses as files that can be opened on another computer."));
    m_export->setAccessibleDescription(m_export->toolTip());
    m_compare->setText(tr("&Compare"));
    m_compare->setToolTip(tr("Select two to four diagnoses with Shift or Ctrl to compare them."));
    m_compare->setAccessibleDescription(m_compare->toolTip());
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
