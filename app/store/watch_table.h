// SPDX-License-Identifier: GPL-3.0-or-later
// The table of watches inside the history's database.
#pragma once

#include "app/core/model/watch_round.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>
#include <vector>

namespace doctor::store::watchtable
{

/// Statements that make the table where it is not there yet; an older program leaves it alone.
[[nodiscard]] QStringList creation();
/// Adds a round and forgets those of all targets that are over a week old. False: the database said no, see `error`.
bool add(QSqlDatabase& database, const QString& target, const core::WatchRound& round, QSqlError& error);
/// Rounds that were not over before that moment, oldest first.
bool read(const QSqlDatabase& database, const QString& target, qint64 sinceMs, std::vector<core::WatchRound>& rounds,
          QSqlError& error);

} // namespace doctor::store::watchtable
