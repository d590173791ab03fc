// SPDX-License-Identifier: GPL-3.0-or-later
// Kept in the page, not in a box: nothing needs to be confirmed.
#include "ui/export/saved_line.h"

#include "ui/widgets/copy_button.h"
#include "ui/widgets/text_label.h"

#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QUrl>

namespace doctor::ui
{

SavedLine::SavedLine(QWidget* parent)
    : Card(Kind::Plain, parent), m_text(new TextLabel(TextLabel::Role::Body, this)), m_open(new QPushButton(this)),
      m_folder(new QPushButton(this)), m_copy(new CopyButton({}, {}, this))
{
    m_text->setObjectName(QStringLiteral("savedLine"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(m_text, 1);
    for (QPushButton* button : {m_open, m_folder}) {
        button->setAutoDefault(false);
        layout->addWidget(button);
    }
    layout->addWidget(m_copy);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_file)); });
    connect(m_folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_file).absolutePath())); });
    retranslate();
    hide();
}

void SavedLine::showSaved(const QString& file, qint64 bytes)
{
    m_file = file;
    m_bytes = bytes;
    m_failure.clear();
    retranslate();
    show();
}

void SavedLine::showFailure(const QString& reason)
{
    m_failure = reason;
    retranslate();
    show();
}

QString SavedLine::text() const
{
    return m_text->text();
}

void SavedLine::changeEvent(QEvent* event)
{
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SavedLine::retranslate()
{
    const bool saved = m_failure.isEmpty();
    m_text->setText(saved ? tr("Saved %1 (%2)", "%1 file name, %2 size")
                                .arg(QFileInfo(m_file).fileName(), QLocale().formattedDataSize(m_bytes, 0))
                          : m_failure);
    m_text->setToolTip(saved ? QDir::toNativeSeparators(m_file) : QString());
    m_open->setText(tr("Open"));
    m_folder->setText(tr("Show in folder"));
    m_copy->setCaption(tr("Copy path"));
    m_copy->setContent(tr("Path of the report"), QDir::toNativeSeparators(m_file));
    for (QWidget* button :
         {static_cast<QWidget*>(m_open), static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_copy)})
        button->setVisible(saved);
}

} // namespace doctor::ui
