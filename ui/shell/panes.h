// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a window that F6 goes through.
#pragma once

#include <QWidget>

namespace doctor::ui
{

/// Puts the keyboard into the next part (or the one before) that can take it, into the field where it was there last.
/// Parts are the given areas; one that is split by movable dividers counts as its pieces. Without any nothing happens.
void focusNextPane(const QList<QWidget*>& areas, bool backward);

} // namespace doctor::ui
