// SPDX-License-Identifier: GPL-3.0-or-later
// Runs one command line in this process.
#pragma once

#include "app/cli/app.h"

#include <QByteArray>
#include <QStringList>

namespace doctor::test
{

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;
};

/// With English texts unless the arguments ask for others; 100 columns, no terminal.
[[nodiscard]] Outcome run(const QStringList& arguments);
/// The same, interrupted as by Ctrl-C after a while.
[[nodiscard]] Outcome runInterrupted(const QStringList& arguments, int afterMs);

} // namespace doctor::test
