// SPDX-License-Identifier: GPL-3.0-or-later
// From which address of this computer: the system's choice, one of those it has, or one that is typed.
#pragma once

#include "app/core/model/target.h"
#include "app/engine/computer_look.h"

#include <QComboBox>

namespace doctor::ui
{

/// The computer's addresses are read beside the window's thread whenever the field comes into view.
class SourceField final : public QComboBox
{
    Q_OBJECT
public:
    explicit SourceField(QWidget* parent = nullptr);
    void setAddress(const QString& address);
    /// Empty: the system's choice.
    [[nodiscard]] QString address() const;
    /// Empty until they were read.
    [[nodiscard]] const QStringList& ownAddresses() const { return m_own; }
    void retranslate();

Q_SIGNALS:
    void edited();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void offer(const QStringList& addresses);

    engine::ComputerLook m_look;
    QStringList m_own;
};

} // namespace doctor::ui
