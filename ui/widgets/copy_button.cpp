// SPDX-License-Identifier: GPL-3.0-or-later
// "Copied" stays long enough to be read, then the button is itself again.
#include "ui/widgets/copy_button.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QTimer>
#include <chrono>

namespace doctor::ui
{

using namespace std::chrono_literals;

CopyButton::CopyButton(const QString& what, const QString& content, QWidget* parent)
    : QPushButton(parent), m_what(what), m_content(content), m_reset(new QTimer(this))
{
    setAutoDefault(false);
    m_reset->setSingleShot(true);
    m_reset->setInterval(2500ms);
    connect(m_reset, &QTimer::timeout, this, [this] {
        m_copied = false;
        retranslate();
    });
    connect(this, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_content);
        m_copied = true;
        retranslate();
        m_reset->start();
    });
    retranslate();
}

void CopyButton::setContent(const QString& what, const QString& content)
{
    m_what = what;
    m_content = content;
    retranslate();
}

void CopyButton::setCaption(const QString& caption)
{
    m_caption = caption;
    retranslate();
}

void CopyButton::changeEvent(QEvent* event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void CopyButton::retranslate()
{
    setText(m_copied ? tr("Copied") : m_caption.isEmpty() ? tr("Copy") : m_caption);
    if (!m_what.isEmpty())
        setAccessibleName(m_copied ? tr("Copied: %1").arg(m_what) : tr("Copy: %1").arg(m_what));
}

} // namespace doctor::ui
