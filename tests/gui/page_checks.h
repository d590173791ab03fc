// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every page: access keys once, a name for whatever can have the focus, and no text that is cut off.
#pragma once

#include <QMainWindow>
#include <QStringList>

namespace doctor::testsupport
{

/// Alt keys that two things in view share, a window's menu bar included.
[[nodiscard]] QStringList doubleKeys(QWidget& window, const QString& page);

/// What can have the focus and has no name for assistive tools, or shares its name with another button in view.
[[nodiscard]] QStringList namelessOrDouble(QWidget& window, const QString& page);

/// Labels, buttons and boxes in view that have less room than their text needs, and widgets that stick out of what
/// holds them. What a scroll area can bring into view is not cut off.
[[nodiscard]] QStringList clipped(QWidget& window, const QString& page);

} // namespace doctor::testsupport
