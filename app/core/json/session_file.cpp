// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions in files: read with every message naming the file, written whole or not at all.
#include "app/core/json/session_json.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace doctor::core
{

Result<Session> loadSession(const QString& fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::Unreadable, QCoreApplication::translate("core", "The file “%1” cannot be opened: %2.")
                                                  .arg(fileName, file.errorString()));
    }
    // Read one byte more than allowed, so that endless devices and growing files stop here as well.
    const QByteArray bytes = file.read(MaxSessionBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        return failure(
            ErrorCode::Unreadable,
            QCoreApplication::translate("core", "The file “%1” cannot be read: %2.").arg(fileName, file.errorString()));
    }
    auto session = sessionFromJson(bytes);
    if (!session) {
        return failure(session.error().code, QCoreApplication::translate("core", "The file “%1” cannot be used. %2")
                                                 .arg(fileName, session.error().message));
    }
    return session;
}

Result<void> saveSession(const Session& session, const QString& fileName)
{
    QSaveFile file(fileName);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(toJsonBytes(session)) >= 0 && file.commit();
    if (!written) {
        return failure(ErrorCode::Unwritable,
                       QCoreApplication::translate("core", "The file “%1” cannot be written: %2.")
                           .arg(fileName, file.errorString()));
    }
    return {};
}

} // namespace doctor::core
