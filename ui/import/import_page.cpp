// SPDX-License-Identifier: GPL-3.0-or-later
// Says of each file what was done with it and what was not: a file that is not evaluated is never called sound.
#include "ui/import/import_page.h"

#include "ui/history/history_keeper.h"
#include "ui/shell/app_context.h"
#include "ui/widgets/card.h"
#include "ui/widgets/page_layout.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/words.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace doctor::ui
{

namespace
{

constexpr int TickMs = 200;
constexpr std::size_t MostErrorsListed = 3;

enum Column { FileColumn, KindColumn, FoundColumn, ColumnCount };

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

ImportPage::ImportPage(AppContext& context, QWidget* parent) : QWidget(parent), m_context(context)
{
    build();
    m_tick.setInterval(TickMs);
    connect(&m_tick, &QTimer::timeout, this, &ImportPage::showProgress);
    for (QPushButton* button : {m_choose, m_emptyChoose})
        connect(button, &QPushButton::clicked, this, &ImportPage::filesWanted);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_progress->stop = true; });
    connect(m_act, &QPushButton::clicked, this, &ImportPage::act);
    connect(m_table, &QTableWidget::activated, this, &ImportPage::act);
    connect(m_table, &QTableWidget::currentItemChanged, this, &ImportPage::showState);
    retranslate();
}

ImportPage::~ImportPage()
{
    if (m_progress)
        m_progress->stop = true;
}

void ImportPage::build()
{
    m_title = new TextLabel(TextLabel::Role::Title, this);
    m_reason = new TextLabel(TextLabel::Role::Quiet, this);
    m_table = new QTableWidget(0, ColumnCount, this);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(FoundColumn, QHeaderView::Stretch);
    auto* card = new Card(Card::Kind::Plain, this);
    m_advice = new TextLabel(TextLabel::Role::Body, card);
    auto* inside = new QVBoxLayout(card);
    inside->addWidget(m_advice);
    auto* filled = new QWidget(this);
    auto* filledLayout = new QVBoxLayout(filled);
    filledLayout->setContentsMargins(0, 0, 0, 0);
    filledLayout->addWidget(m_table, 1);
    filledLayout->addWidget(card);
    auto* empty = new QWidget(this);
    m_empty = new TextLabel(TextLabel::Role::Body, empty);
    m_empty->setAlignment(Qt::AlignCenter);
    m_emptyChoose = new QPushButton(empty);
    auto* emptyLayout = new QVBoxLayout(empty);
    emptyLayout->addStretch(1);
    emptyLayout->addWidget(m_empty);
    emptyLayout->addWidget(m_emptyChoose, 0, Qt::AlignHCenter);
    emptyLayout->addStretch(2);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(empty);
    m_stack->addWidget(filled);
    m_stop = new QPushButton(this);
    m_choose = new QPushButton(this);
    m_act = new QPushButton(this);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_stop, m_choose, m_act}) {
        button->setAutoDefault(true);
        buttons->addWidget(button);
    }
    m_emptyChoose->setAutoDefault(true);
    QVBoxLayout* layout = pageLayout(this, m_title, m_reason);
    layout->addWidget(m_stack, 1);
    layout->addLayout(buttons);
}

QWidget* ImportPage::firstField() const
{
    return m_entries.empty() ? static_cast<QWidget*>(m_emptyChoose) : m_table;
}

void ImportPage::addFiles(const QStringList& files)
{
    if (!m_progress || m_progress->stop)
        m_progress = std::make_shared<LookProgress>();
    const std::size_t first = m_entries.size();
    for (const QString& file : files) {
        const std::size_t index = m_entries.size();
        Entry entry;
        entry.path = file;
        m_entries.push_back(entry);
        m_table->insertRow(static_cast<int>(index));
        for (int column = 0; column < ColumnCount; ++column)
            m_table->setItem(static_cast<int>(index), column, new QTableWidgetItem);
        showRow(index);
        m_background.post([this, index, file, knowledge = m_context.knowledge(), progress = m_progress] {
            progress->percent = 0;
            const FileLook look = progress->stop ? kindOf(file) : lookAt(file, *knowledge, *progress);
            return [this, index, look, stopped = progress->stop.load()] {
                m_entries[index].stopped = stopped;
                take(index, look);
            };
        });
    }
    m_table->setCurrentCell(static_cast<int>(first), 0);
    m_tick.start();
    showState();
    if (isVisible())
        m_table->setFocus(Qt::OtherFocusReason);
}

void ImportPage::take(std::size_t index, const FileLook& look)
{
    m_entries[index].look = look;
    if (look.kind == FileKind::Session) {
        takeSession(index);
        return;
    }
    m_entries[index].done = true;
    showRow(index);
    showState();
}

void ImportPage::takeSession(std::size_t index)
{
    m_context.history().import({m_entries[index].path}, this, [this, index](const HistoryKeeper::Imported& imported) {
        Entry& entry = m_entries[index];
        entry.done = true;
        entry.problem = imported.problems.join(u'\n');
        entry.wasThere = imported.known > 0;
        if (!imported.ids.empty())
            entry.historyId = imported.ids.front();
        if (!imported.sessions.empty()) {
            const core::Session& session = imported.sessions.front();
            entry.service = core::displayName(session.target);
            const auto& causes = session.diagnosis.causes;
            if (!causes.empty())
                entry.cause = tr("%1: %2", "cause, then its likelihood")
                                  .arg(causes.front().title,
                                       words::likelihood(causes.front().probability, *m_context.knowledge()));
        }
        showRow(index);
        showState();
    });
}

QString ImportPage::kindText(const FileLook& look) const
{
    switch (look.kind) {
    case FileKind::Session:
        return tr("Saved diagnosis");
    case FileKind::Capture:
        return tr("Packet capture (%1)", "%1 name of a file format").arg(look.format);
    case FileKind::Log:
        return tr("Log or other text");
    case FileKind::WebArchive:
        return tr("Requests of a browser (HAR)");
    case FileKind::Compressed:
        return tr("Compressed (%1)", "%1 name of a file format").arg(look.format);
    case FileKind::Unknown:
        return tr("Unknown");
    case FileKind::Missing:
        return tr("Cannot be read");
    }
    return {};
}

QString ImportPage::meaningText(const QString& meaning) const
{
    const QString key = QStringLiteral("meaning.%1").arg(meaning);
    return m_context.knowledge()->hasText(key) ? m_context.knowledge()->text(key)
                                               : tr("a failure without a known word");
}

QString ImportPage::foundText(const Entry& entry) const
{
    const FileLook& look = entry.look;
    if (!entry.done)
        return tr("Waiting");
    int errors = 0;
    for (const KnownError& error : look.errors)
        errors += error.count;
    switch (look.kind) {
    case FileKind::Session:
        if (entry.historyId < 0)
            return tr("Not taken over");
        return entry.wasThere ? tr("%1, was among the diagnoses already", "%1 service").arg(entry.service)
                              : tr("%1, added to the diagnoses", "%1 service").arg(entry.service);
    case FileKind::Capture:
    case FileKind::Compressed:
    case FileKind::Unknown:
        return tr("Not evaluated");
    case FileKind::Log:
        if (errors == 0)
            return tr("No known error text in %Ln line(s)", nullptr, static_cast<int>(look.lines));
        return tr("Known error texts in %1 of %Ln line(s)", nullptr, static_cast<int>(look.lines)).arg(number(errors));
    case FileKind::WebArchive:
        if (look.looked == 0)
            return tr("Not evaluated");
        return tr("%1 of %Ln request(s) got no answer", nullptr, static_cast<int>(look.lines)).arg(number(errors));
    case FileKind::Missing:
        return look.reason;
    }
    return {};
}

QString ImportPage::errorText(const Entry& entry) const
{
    return entry.look.errors.empty() ? QString() : entry.look.errors.front().firstText;
}

QString ImportPage::adviceText(const Entry& entry) const
{
    const FileLook& look = entry.look;
    const QString name = QFileInfo(entry.path).fileName();
    QStringList sentences;
    switch (look.kind) {
    case FileKind::Session:
        return entry.problem.isEmpty() ? entry.cause : entry.problem;
    case FileKind::Capture:
        return tr("This version does not evaluate packet captures: it says nothing about the connections in this one. "
                  "A diagnosis of the same service measures for itself how connections end. To look by hand: in "
                  "Wireshark, the filter tcp.flags.reset == 1 shows every connection that was cut off hard.");
    case FileKind::Compressed:
        return tr("Compressed files are not looked into. Unpack %1, then open what was in it.", "%1 file name")
            .arg(name);
    case FileKind::Unknown:
        return tr("%1 is neither text nor a kind of file that is known here. Expected are saved diagnoses (.json), "
                  "logs, "
                  "web archives (.har) and packet captures.",
                  "%1 file name")
            .arg(name);
    case FileKind::Missing:
        return tr("%1 cannot be read: %2", "%1 path of a file, %2 the system's words")
            .arg(QDir::toNativeSeparators(entry.path), look.reason);
    case FileKind::Log:
    case FileKind::WebArchive:
        break;
    }
    if (look.kind == FileKind::WebArchive && look.looked == 0)
        return tr("%1 could not be read as a web archive: expected is JSON with a list “entries” in “log”, of at most "
                  "64 MB.",
                  "%1 file name")
            .arg(name);
    for (std::size_t i = 0; i < look.errors.size() && i < MostErrorsListed; ++i) {
        const KnownError& error = look.errors[i];
        const QString meaning = words::capitalised(meaningText(error.meaning));
        sentences.append(
            error.firstLine > 0
                ? tr("%1: %Ln line(s), first in line %2: %3", "meaning, line, the line itself", error.count)
                      .arg(meaning, number(error.firstLine), error.firstText)
                : tr("%1: %Ln request(s), first: %2", "meaning, address of the first", error.count)
                      .arg(meaning, error.firstText));
    }
    if (look.kind == FileKind::Log && look.looked < look.bytes)
        sentences.append(entry.stopped ? tr("Stopped: only the first %Ln line(s) were looked at.", nullptr,
                                            static_cast<int>(look.lines))
                                       : tr("The file is long: only its first %Ln line(s) were looked at.", nullptr,
                                            static_cast<int>(look.lines)));
    sentences.append(
        look.errors.empty()
            ? tr("That is no proof that nothing failed: only known error texts are recognised here; times, "
                 "counts and patterns are not evaluated.")
            : tr("Only known error texts are recognised here; times and patterns are not evaluated. A "
                 "diagnosis can start from the most frequent one."));
    return sentences.join(u'\n');
}

void ImportPage::showRow(std::size_t index)
{
    const Entry& entry = m_entries[index];
    const int row = static_cast<int>(index);
    m_table->item(row, FileColumn)->setText(QFileInfo(entry.path).fileName());
    m_table->item(row, FileColumn)->setToolTip(QDir::toNativeSeparators(entry.path));
    m_table->item(row, KindColumn)->setText(entry.done ? kindText(entry.look) : QString());
    m_table->item(row, FoundColumn)->setText(foundText(entry));
}

const ImportPage::Entry* ImportPage::current() const
{
    const int row = m_table->currentRow();
    return row >= 0 && row < static_cast<int>(m_entries.size()) ? &m_entries[static_cast<std::size_t>(row)] : nullptr;
}

void ImportPage::showState()
{
    const bool reading =
        std::any_of(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return !entry.done; });
    if (!reading)
        m_tick.stop();
    m_stack->setCurrentIndex(m_entries.empty() ? 0 : 1);
    m_choose->setVisible(!m_entries.empty());
    m_stop->setVisible(reading);
    const Entry* entry = current();
    const bool done = entry && entry->done;
    m_advice->setText(done ? adviceText(*entry) : QString());
    m_advice->parentWidget()->setVisible(!m_advice->text().isEmpty());
    m_table->setAccessibleDescription(m_advice->text());
    const bool opens = done && entry->historyId >= 0;
    const bool starts = done && entry->historyId < 0 && entry->look.kind != FileKind::Missing;
    m_act->setVisible(!m_entries.empty());
    m_act->setEnabled(opens || starts);
    if (opens || !starts)
        m_act->setText(tr("&Open"));
    else
        m_act->setText(errorText(*entry).isEmpty() ? tr("&Start a diagnosis") : tr("&Start with this error"));
}

void ImportPage::showProgress()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].done)
            continue;
        const int percent = m_progress->percent;
        m_table->item(static_cast<int>(i), FoundColumn)
            ->setText(percent > 0 ? tr("Reading: %1 %", "%1 percentage").arg(percent) : tr("Reading"));
        return; // one at a time
    }
}

void ImportPage::act()
{
    const Entry* entry = current();
    if (!entry || !m_act->isEnabled())
        return;
    if (entry->historyId >= 0)
        Q_EMIT openRequested(entry->historyId);
    else
        Q_EMIT diagnosisRequested(errorText(*entry));
}

void ImportPage::retranslate()
{
    m_title->setText(tr("Import"));
    m_reason->setText(tr("For what was recorded elsewhere. Nothing is sent anywhere; the files stay as they are."));
    m_empty->setText(tr("Drop saved diagnoses, logs, web archives (HAR) or packet captures here.\nSaved diagnoses open "
                        "as they were; in logs and web archives known error texts are looked for."));
    for (QPushButton* button : {m_choose, m_emptyChoose})
        button->setText(tr("&Choose files…"));
    m_stop->setText(tr("Sto&p reading"));
    m_table->setHorizontalHeaderLabels({tr("File"), tr("What it is"), tr("What was found")});
    m_table->setAccessibleName(tr("Files"));
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        showRow(i);
    showState();
}

void ImportPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
