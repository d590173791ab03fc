// SPDX-License-Identifier: GPL-3.0-or-later
// Shows Markdown or HTML in a comfortable measure; follows the theme, and opens web links outside.
#pragma once

#include <QTextBrowser>

namespace doctor::ui
{

class MarkdownView final : public QTextBrowser
{
    Q_OBJECT
public:
    /// Scroll: a pane of its own. Fit: as high as its text, for use inside a page that scrolls.
    enum class Mode { Scroll, Fit };
    explicit MarkdownView(Mode mode, QWidget* parent = nullptr);
    void setMarkdownText(const QString& markdown);
    void setHtmlText(const QString& html);
    void setPlainTextBlock(const QString& text);

Q_SIGNALS:
    /// A link that is ours ("cause:…", "page:…"); web links are opened outside by the view itself.
    void innerLinkActivated(const QString& link);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Kind { Markdown, Html, Plain };
    void show(Kind kind, const QString& text);
    void render();
    void styleBlocks();
    void fit();
    Mode m_mode;
    Kind m_kind = Kind::Plain;
    QString m_text;
};

} // namespace doctor::ui
