// SPDX-License-Identifier: GPL-3.0-or-later
// connection-doctor-cli as a function: reads the arguments, installs the language, runs one command.
#pragma once

#include "app/cli/interrupts.h"
#include "app/cli/streams.h"

#include <QStringList>

namespace doctor::cli
{

/// Runs one command line (without the program's name) to its end and returns the exit status of contract.md.
/// Needs a QCoreApplication; runs event loops of its own.
[[nodiscard]] int runCommandLine(const QStringList& arguments, Streams& streams, Interrupts& interrupts);

/// Standard output and error of this process, with their terminal's width.
[[nodiscard]] Streams standardStreams();

} // namespace doctor::cli
