// SPDX-License-Identifier: GPL-3.0-or-later
// A grid of three columns; its last line takes the room that is left.
#include "ui/settings/setting_rows.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace doctor::ui
{

namespace
{
constexpr int Columns = 3;
constexpr int LastRow = 100; ///< more than any page has
} // namespace

SettingRows::SettingRows(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setColumnStretch(1, 1);
    m_grid->setHorizontalSpacing(fontMetrics().height());
    m_grid->setRowStretch(LastRow, 1);
}

void SettingRows::add(QWidget* field, std::function<bool()> isDefault, std::function<void()> restore)
{
    auto* label = new QLabel(this);
    label->setBuddy(field);
    auto* reset = new QPushButton(this);
    reset->setAutoDefault(false);
    QSizePolicy keep = reset->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(keep);
    m_grid->addWidget(label, m_nextRow, 0);
    m_grid->addWidget(field, m_nextRow, 1);
    m_grid->addWidget(reset, m_nextRow, 2);
    ++m_nextRow;
    connect(reset, &QPushButton::clicked, this, [this, field, restore = std::move(restore)] {
        field->setFocus(Qt::OtherFocusReason); // the button is about to go
        restore();
        showValues();
    });
    m_rows.push_back({label, reset, std::move(isDefault)});
}

void SettingRows::addWide(QWidget* widget)
{
    m_grid->addWidget(widget, m_nextRow++, 0, 1, Columns);
}

void SettingRows::addWide(QLayout* layout)
{
    m_grid->addLayout(layout, m_nextRow++, 0, 1, Columns);
}

void SettingRows::setNames(const QStringList& names)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const QString name = names.value(static_cast<qsizetype>(i));
        m_rows[i].label->setText(name);
        m_rows[i].reset->setText(tr("Reset"));
        m_rows[i].reset->setAccessibleName(
            tr("Reset: %1", "%1 name of a setting").arg(QString(name).remove(u'&').remove(u':')));
    }
}

void SettingRows::showResets()
{
    for (const Row& row : m_rows)
        row.reset->setVisible(!row.isDefault());
}

void SettingRows::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showValues();
    }
    QWidget::changeEvent(event);
}

} // namespace doctor::ui
