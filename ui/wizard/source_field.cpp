// SPDX-License-Identifier: GPL-3.0-or-later
// New choices never change what stands in the field.
#include "ui/wizard/source_field.h"

#include <QLineEdit>
#include <QSignalBlocker>

namespace doctor::ui
{

SourceField::SourceField(QWidget* parent) : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(20);
    addItem(QString());
    retranslate();
    connect(&m_look, &engine::ComputerLook::addressesRead, this, &SourceField::offer);
    connect(this, &QComboBox::activated, this, &SourceField::edited);
    connect(lineEdit(), &QLineEdit::textEdited, this, &SourceField::edited);
}

void SourceField::setAddress(const QString& address)
{
    setEditText(address.isEmpty() ? itemText(0) : address);
}

QString SourceField::address() const
{
    const QString text = currentText().trimmed();
    return text == itemText(0) ? QString() : text;
}

void SourceField::offer(const QStringList& addresses)
{
    m_own = addresses;
    const QSignalBlocker quiet(this);
    const QString text = currentText();
    while (count() > 1)
        removeItem(count() - 1);
    addItems(addresses);
    setEditText(text);
}

void SourceField::retranslate()
{
    const bool automatic = address().isEmpty();
    setItemText(0, tr("Automatic"));
    if (automatic)
        setEditText(itemText(0));
}

void SourceField::showEvent(QShowEvent* event)
{
    QComboBox::showEvent(event);
    m_look.askAddresses();
}

} // namespace doctor::ui
