// SPDX-License-Identifier: GPL-3.0-or-later
// A table with the two buttons that change it.
#include "ui/export/replaced_words.h"

#include "app/store/store.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/field_message.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>

namespace doctor::ui
{

ReplacedWords::ReplacedWords(QWidget* parent)
    : QWidget(parent), m_title(new TextLabel(TextLabel::Role::Section, this)), m_table(new QTableWidget(0, 3, this)),
      m_keep(new QPushButton(this)), m_word(new QLineEdit(this)), m_hide(new QPushButton(this)),
      m_later(new QCheckBox(this)), m_wordMessage(new FieldMessage(m_word, this)),
      m_warning(new TextLabel(TextLabel::Role::Quiet, this))
{
    build();
    retranslate();
    connect(m_hide, &QPushButton::clicked, this, &ReplacedWords::addWord);
    connect(m_word, &QLineEdit::returnPressed, this, &ReplacedWords::addWord);
    connect(m_word, &QLineEdit::textEdited, m_wordMessage, &QWidget::hide);
    connect(m_keep, &QPushButton::clicked, this, &ReplacedWords::keepSelected);
    connect(m_table, &QTableWidget::itemSelectionChanged, this,
            [this] { m_keep->setEnabled(!m_table->selectedItems().isEmpty()); });
}

void ReplacedWords::build()
{
    m_table->setTabKeyNavigation(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(m_table->fontMetrics().averageCharWidth() * 36);
    m_keep->setEnabled(false);
    for (QPushButton* button : {m_keep, m_hide})
        button->setAutoDefault(false);
    m_wordMessage->hide();
    m_warning->setObjectName(QStringLiteral("stillPrivate"));
    m_warning->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_word, 1);
    row->addWidget(m_hide);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_keep);
    layout->addLayout(row);
    layout->addWidget(m_wordMessage);
    layout->addWidget(m_later, 0, Qt::AlignLeft);
    layout->addWidget(m_warning);
}

void ReplacedWords::show(const std::vector<report::Replacement>& replaced, const QStringList& stillPrivate)
{
    m_table->setRowCount(static_cast<int>(replaced.size()));
    int row = 0;
    for (const report::Replacement& one : replaced) {
        auto* cell = new QTableWidgetItem(one.original);
        cell->setToolTip(one.original);
        m_table->setItem(row, 0, cell);
        m_table->setItem(row, 1, new QTableWidgetItem(one.pseudonym));
        auto* count = new QTableWidgetItem(QLocale().toString(one.count));
        count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->setItem(row++, 2, count);
    }
    m_keep->setEnabled(false);
    //: %1 words such as host names and addresses
    m_warning->setText(stillPrivate.isEmpty()
                           ? QString()
                           : tr("Still looks private: %1").arg(stillPrivate.join(QStringLiteral(", "))));
    m_warning->setVisible(!stillPrivate.isEmpty());
    m_any = !replaced.empty();
    m_title->setText(m_any ? tr("Replaced words") : tr("No words replaced"));
}

void ReplacedWords::addWord()
{
    const QString word = m_word->text().trimmed();
    if (word.isEmpty())
        return;
    if (word.size() < store::Settings::ShortestWord || word.size() > store::Settings::LongestWord) {
        m_wordMessage->setVisible(true);
        m_wordMessage->showProblem(tr("A word to replace has 2 to 100 letters."));
        m_word->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_word->clear();
    Q_EMIT wordAdded(word, m_later->isChecked());
}

void ReplacedWords::keepSelected()
{
    const int row = m_table->currentRow();
    if (row >= 0 && m_table->item(row, 0))
        Q_EMIT wordKept(m_table->item(row, 0)->text());
}

void ReplacedWords::retranslate()
{
    m_title->setText(m_any ? tr("Replaced words") : tr("No words replaced"));
    m_table->setAccessibleName(tr("Replaced words"));
    m_table->setHorizontalHeaderLabels({tr("Word"), tr("Replaced by"), tr("Times")});
    m_keep->setText(tr("&Keep the selected word"));
    m_word->setPlaceholderText(tr("Another word"));
    m_word->setAccessibleName(tr("Another word to replace"));
    m_hide->setText(tr("Re&place"));
    m_hide->setAccessibleName(tr("Replace this word too"));
    m_later->setText(tr("Also &in later reports"));
    m_later->setToolTip(tr("The word is kept in the settings on this computer, under Privacy. Do not do this with a "
                           "password."));
    m_later->setAccessibleDescription(m_later->toolTip());
}

void ReplacedWords::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
