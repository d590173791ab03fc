// SPDX-License-Identifier: GPL-3.0-or-later
// connection-doctor-cli: the engine without a display.
#include "app/cli/app.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("connection-doctor"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DOCTOR_VERSION));

    doctor::cli::Streams streams = doctor::cli::standardStreams();
    doctor::cli::SignalInterrupts interrupts;
    return doctor::cli::runCommandLine(QCoreApplication::arguments().mid(1), streams, interrupts);
}
