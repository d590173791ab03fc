// SPDX-License-Identifier: GPL-3.0-or-later
// The one JSON form of a session (schema connection-doctor/session/1, resources/report/session.schema.json).
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"

#include <QByteArray>
#include <QJsonObject>

namespace doctor::core
{

inline constexpr auto SessionSchema = "connection-doctor/session/1";
/// Larger files are refused unread: a session of an hour's tests is under 5 MB.
inline constexpr qint64 MaxSessionBytes = 64LL * 1024 * 1024;

[[nodiscard]] QJsonObject toJson(const Session& session);
[[nodiscard]] QByteArray toJsonBytes(const Session& session);

/// Loads what toJson wrote; loads back equal. Unknown members are ignored, unknown causes and questions are kept.
/// Errors: Malformed (names member and what was expected), TooNew (a later schema number).
[[nodiscard]] Result<Session> sessionFromJson(const QByteArray& bytes);
/// The same from JSON that is read already.
[[nodiscard]] Result<Session> sessionFromJson(const QJsonObject& object);

/// Reads a file; adds Unreadable to the errors above. Every message names the file.
[[nodiscard]] Result<Session> loadSession(const QString& fileName);
/// Writes the file whole or not at all.
[[nodiscard]] Result<void> saveSession(const Session& session, const QString& fileName);

} // namespace doctor::core
