// SPDX-License-Identifier: GPL-3.0-or-later
// Puts a shape beside the state word of a test, so that states differ without colour.
#pragma once

#include "app/core/model/session.h"

#include <QIcon>
#include <QStyledItemDelegate>
#include <map>
#include <tuple>

namespace doctor::ui
{

class StateDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    mutable std::map<std::tuple<core::TestState, QRgb, int, double>, QIcon> m_icons; ///< by ink, side, density
};

} // namespace doctor::ui
