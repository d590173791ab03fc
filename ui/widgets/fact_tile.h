// SPDX-License-Identifier: GPL-3.0-or-later
// One fact in a small box: what it is, and its value.
#pragma once

#include "ui/widgets/card.h"

namespace doctor::ui
{

class FactTile final : public Card
{
    Q_OBJECT
public:
    FactTile(const QString& caption, const QString& value, QWidget* parent = nullptr);
};

} // namespace doctor::ui
