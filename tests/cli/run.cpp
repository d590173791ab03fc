// SPDX-License-Identifier: GPL-3.0-or-later
// Streams into memory instead of a terminal.
#include "tests/cli/run.h"

#include <QTimer>
#include <sstream>

namespace doctor::test
{

namespace
{

Outcome runWith(QStringList arguments, cli::Interrupts& interrupts)
{
    std::ostringstream out;
    std::ostringstream err;
    cli::Streams streams{out, err};
    const int status = cli::runCommandLine(arguments, streams, interrupts);
    return {status, QByteArray::fromStdString(out.str()), QByteArray::fromStdString(err.str())};
}

} // namespace

Outcome run(const QStringList& arguments)
{
    cli::Interrupts interrupts;
    return runWith(arguments, interrupts);
}

Outcome runInterrupted(const QStringList& arguments, int afterMs)
{
    cli::Interrupts interrupts;
    QTimer::singleShot(afterMs, &interrupts, &cli::Interrupts::interrupted);
    return runWith(arguments, interrupts);
}

} // namespace doctor::test
