// SPDX-License-Identifier: GPL-3.0-or-later
// Runs programs of the system.
#pragma once

#include <QString>
#include <QStringList>

namespace doctor::lab
{

/// Full path of a program, also in the folders that only root has in its path; empty when it is missing.
[[nodiscard]] QString programPath(const QString& name);

struct CommandResult {
    bool ok = false;
    QString output; ///< both streams
};

/// Runs a script with sh to its end, at most `seconds`.
CommandResult runScript(const QString& script, int seconds = 30);

} // namespace doctor::lab
