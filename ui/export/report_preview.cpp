// SPDX-License-Identifier: GPL-3.0-or-later
// HTML goes to a text browser, everything else to a plain text view, which is far quicker with long files.
#include "ui/export/report_preview.h"

#include "ui/widgets/markdown_view.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedLayout>
#include <QTextBlock>

namespace doctor::ui
{

ReportPreview::ReportPreview(QWidget* parent)
    : QWidget(parent), m_find(new QLineEdit(this)), m_previous(new QPushButton(this)), m_next(new QPushButton(this)),
      m_hits(new TextLabel(TextLabel::Role::Quiet, this)), m_stack(new QStackedLayout),
      m_page(new MarkdownView(MarkdownView::Mode::Scroll, this)), m_plain(new QPlainTextEdit(this)),
      m_cut(new TextLabel(TextLabel::Role::Quiet, this))
{
    m_page->setObjectName(QStringLiteral("reportPreview"));
    m_plain->setObjectName(QStringLiteral("reportPreviewPlain"));
    m_plain->setReadOnly(true);
    m_plain->setTabChangesFocus(true);
    m_plain->setUndoRedoEnabled(false);
    m_plain->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_plain->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_find->setClearButtonEnabled(true);
    m_find->setObjectName(QStringLiteral("find")); // Ctrl+F of the window
    m_hits->setWordWrap(false);
    m_stack->addWidget(m_page);
    m_stack->addWidget(m_plain);
    m_cut->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_find, 1);
    row->addWidget(m_hits);
    for (QPushButton* button : {m_previous, m_next}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addLayout(m_stack, 1);
    layout->addWidget(m_cut);
    connect(m_find, &QLineEdit::textChanged, this, [this] {
        countHits();
        findNext(false);
    });
    connect(m_find, &QLineEdit::returnPressed, this, [this] { findNext(false); });
    connect(m_next, &QPushButton::clicked, this, [this] { findNext(false); });
    connect(m_previous, &QPushButton::clicked, this, [this] { findNext(true); });
    retranslate();
}

void ReportPreview::show(std::shared_ptr<const RenderedReport> report)
{
    m_report = std::move(report);
    m_cut->setVisible(m_report && m_report->previewIsCut);
    if (isHtml()) {
        m_page->document()->clear();
        for (const auto& [address, picture] : m_report->pictures)
            m_page->document()->addResource(QTextDocument::ImageResource, QUrl(address), picture);
        m_page->setHtmlText(m_report->previewText);
        m_stack->setCurrentWidget(m_page);
    } else {
        m_plain->setPlainText(m_report ? m_report->previewText : QString());
        m_stack->setCurrentWidget(m_plain);
    }
    countHits();
}

void ReportPreview::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ReportPreview::retranslate()
{
    m_find->setPlaceholderText(tr("Find in preview"));
    m_find->setAccessibleName(tr("Find in preview"));
    m_previous->setText(tr("Previous"));
    m_previous->setAccessibleName(tr("Previous place in the preview"));
    m_next->setText(tr("Next"));
    m_next->setAccessibleName(tr("Next place in the preview"));
    m_page->setAccessibleName(tr("Report preview"));
    m_plain->setAccessibleName(tr("Report preview as text"));
    m_page->setPlaceholderText(tr("Making the report…"));
    m_plain->setPlaceholderText(tr("Making the report…"));
    m_cut->setText(tr("The preview shows the beginning; the saved file holds everything."));
    countHits();
}

void ReportPreview::countHits()
{
    const QString wanted = m_find->text();
    const bool searching = !wanted.isEmpty();
    for (QPushButton* button : {m_previous, m_next})
        button->setEnabled(searching);
    if (!searching) {
        m_hits->setText({});
        return;
    }
    const QString text = isHtml() ? m_page->toPlainText() : m_plain->toPlainText();
    const auto count = static_cast<int>(text.count(wanted, Qt::CaseInsensitive));
    m_hits->setText(count == 0 ? tr("Not in the report") : tr("Found %n time(s)", nullptr, count));
}

void ReportPreview::findNext(bool backward)
{
    const QString wanted = m_find->text();
    if (wanted.isEmpty())
        return;
    const auto flags = backward ? QTextDocument::FindFlags(QTextDocument::FindBackward) : QTextDocument::FindFlags();
    const auto search = [&](auto* view) {
        if (view->find(wanted, flags))
            return;
        const QTextCursor before = view->textCursor();
        view->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        if (!view->find(wanted, flags))
            view->setTextCursor(before);
    };
    if (isHtml())
        search(m_page);
    else
        search(m_plain);
}

} // namespace doctor::ui
