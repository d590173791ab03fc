// SPDX-License-Identifier: GPL-3.0-or-later
// Qt's Markdown reader sets tight lines and its own sizes; the blocks are restyled here after each rendering.
#include "ui/widgets/markdown_view.h"

#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDesktopServices>
#include <QFontDatabase>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>
#include <QWheelEvent>

namespace doctor::ui
{

namespace
{

bool isCode(const QTextBlockFormat& format)
{
    return format.hasProperty(QTextFormat::BlockCodeFence) || format.nonBreakableLines();
}

bool codeEnds(const QTextBlock& block)
{
    return !block.next().isValid() || !isCode(block.next().blockFormat());
}

} // namespace

MarkdownView::MarkdownView(Mode mode, QWidget* parent) : QTextBrowser(parent), m_mode(mode)
{
    setOpenLinks(false);
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);
    document()->setDocumentMargin(mode == Mode::Scroll ? 18 : 2);
    if (mode == Mode::Fit) {
        setFrameShape(QFrame::NoFrame);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        viewport()->setAutoFillBackground(false);
    }
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        if (url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https"))
            QDesktopServices::openUrl(url);
        else
            Q_EMIT innerLinkActivated(url.toString());
    });
}

void MarkdownView::setMarkdownText(const QString& markdown)
{
    show(Kind::Markdown, markdown);
}

void MarkdownView::setHtmlText(const QString& html)
{
    show(Kind::Html, html);
}

void MarkdownView::setPlainTextBlock(const QString& text)
{
    show(Kind::Plain, text);
}

void MarkdownView::show(Kind kind, const QString& text)
{
    m_kind = kind;
    m_text = text;
    render();
    moveCursor(QTextCursor::Start); // setting a document leaves the cursor, and with it the view, at its end
    verticalScrollBar()->setValue(0);
}

void MarkdownView::render()
{
    const int position = verticalScrollBar()->value();
    document()->setDefaultFont(m_kind == Kind::Plain ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font());
    switch (m_kind) {
    case Kind::Markdown:
        // No raw HTML: the texts hold measured values, and those come from the network.
        document()->setMarkdown(m_text, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                                            QTextDocument::MarkdownNoHTML);
        styleBlocks();
        break;
    case Kind::Html:
        setHtml(m_text);
        break;
    case Kind::Plain:
        setPlainText(m_text);
        break;
    }
    verticalScrollBar()->setValue(position);
    fit();
}

void MarkdownView::styleBlocks()
{
    const Colours& colours = Theme::colours(palette());
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        const bool code = isCode(format);
        const bool inList = block.textList() != nullptr;
        if (code)
            format.setLineHeight(0, QTextBlockFormat::SingleHeight);
        else
            format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        if (format.headingLevel() > 0) {
            format.setTopMargin(block.blockNumber() == 0 ? 0 : 14);
            format.setBottomMargin(4);
        } else if (code) {
            format.setBackground(colours.dark ? colours.card : palette().color(QPalette::AlternateBase));
            format.setLeftMargin(8);
            format.setTopMargin(0);
            format.setBottomMargin(codeEnds(block) ? 8 : 0);
        } else {
            format.setBottomMargin(inList ? 3 : 8);
        }
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            QTextCharFormat text = fragment.charFormat();
            if (!text.fontFixedPitch() && !text.isAnchor())
                continue;
            if (text.fontFixedPitch())
                text.setFontFamilies(fixed.families());
            if (text.isAnchor())
                text.setForeground(palette().color(QPalette::Link));
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(text);
        }
    }
    cursor.endEditBlock();
}

void MarkdownView::fit()
{
    if (m_mode != Mode::Fit)
        return;
    document()->setTextWidth(viewport()->width());
    setFixedHeight(qMax(fontMetrics().height(), qRound(document()->size().height()) + 2 * frameWidth()));
}

void MarkdownView::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        render();
}

void MarkdownView::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    fit();
}

void MarkdownView::wheelEvent(QWheelEvent* event)
{
    if (m_mode == Mode::Fit)
        event->ignore(); // the page scrolls, not the text inside it
    else
        QTextBrowser::wheelEvent(event);
}

void MarkdownView::paintEvent(QPaintEvent* event)
{
    QTextBrowser::paintEvent(event);
    if (m_mode != Mode::Fit || !hasFocus())
        return;
    QPainter painter(viewport());
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

} // namespace doctor::ui
