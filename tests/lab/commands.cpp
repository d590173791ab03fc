// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of the system.
#include "tests/lab/commands.h"

#include <QProcess>
#include <QStandardPaths>

namespace doctor::lab
{

using namespace Qt::StringLiterals;

QString programPath(const QString& name)
{
    const auto path = QStandardPaths::findExecutable(name);
    return path.isEmpty() ? QStandardPaths::findExecutable(
                                name, {u"/usr/sbin"_s, u"/sbin"_s, u"/usr/local/sbin"_s, u"/usr/games"_s})
                          : path;
}

CommandResult runScript(const QString& script, int seconds)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"/bin/sh"_s, {u"-c"_s, u"PATH=$PATH:/usr/sbin:/sbin; "_s + script});
    const bool ended = process.waitForFinished(seconds * 1000);
    if (!ended) {
        process.kill();
        process.waitForFinished(1000);
    }
    const bool ok = ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return {ok, QString::fromUtf8(process.readAll()).trimmed()};
}

} // namespace doctor::lab
