// SPDX-License-Identifier: GPL-3.0-or-later
// A title, a text, a button.
#include "ui/shell/help_dialog.h"

#include "ui/widgets/markdown_view.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace doctor::ui
{

HelpDialog::HelpDialog(QWidget* parent)
    : QDialog(parent), m_title(new TextLabel(TextLabel::Role::Title, this)),
      m_text(new MarkdownView(MarkdownView::Mode::Scroll, this)), m_close(new QPushButton(this))
{
    m_close->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_text, 1);
    layout->addLayout(buttons);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    const QFontMetrics metrics(font());
    resize(metrics.averageCharWidth() * 68, metrics.lineSpacing() * 26);
    retranslate();
}

void HelpDialog::explain(const QString& title, const QString& markdown)
{
    setWindowTitle(title);
    m_title->setText(title);
    m_text->setAccessibleName(title);
    m_text->setMarkdownText(markdown);
    show();
    raise();
    activateWindow();
    m_text->setFocus(Qt::OtherFocusReason);
}

void HelpDialog::retranslate()
{
    m_close->setText(tr("&Close"));
}

void HelpDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        close(); // its text is in the other language
    }
    QDialog::changeEvent(event);
}

} // namespace doctor::ui
