// SPDX-License-Identifier: GPL-3.0-or-later
// One row a round; words as everywhere else, so that a reader needs no table of numbers.
#include "app/store/watch_table.h"

#include "app/core/model/names.h"

#include <QSqlQuery>
#include <QVariant>

namespace doctor::store::watchtable
{

namespace
{

constexpr qint64 KeptMs = 7LL * 24 * 3'600'000;

QVariant orNull(std::optional<double> value)
{
    return value ? QVariant(*value) : QVariant();
}

QVariant orNull(std::optional<int> value)
{
    return value ? QVariant(*value) : QVariant();
}

core::WatchRound roundOf(const QSqlQuery& query)
{
    core::WatchRound round;
    round.atMs = query.value(0).toLongLong();
    round.untilMs = query.value(1).toLongLong();
    round.outcome =
        core::fromWord<core::WatchOutcome>(query.value(2).toString()).value_or(core::WatchOutcome::NotTried);
    round.ending.who = core::fromWord<core::Who>(query.value(3).toString()).value_or(core::Who::Nobody);
    round.ending.how = core::fromWord<core::How>(query.value(4).toString()).value_or(core::How::Open);
    round.ending.phase = core::fromWord<core::Phase>(query.value(5).toString()).value_or(core::Phase::Connect);
    round.ending.detail = query.value(6).toString();
    if (!query.value(7).isNull())
        round.ending.nativeCode = query.value(7).toInt();
    round.status = query.value(8).toInt();
    if (!query.value(9).isNull())
        round.waitMs = query.value(9).toDouble();
    return round;
}

} // namespace

QStringList creation()
{
    return {QStringLiteral("CREATE TABLE IF NOT EXISTS watch (target TEXT NOT NULL, atMs INTEGER NOT NULL, untilMs "
                           "INTEGER NOT NULL, outcome TEXT NOT NULL, who TEXT NOT NULL, how TEXT NOT NULL, phase TEXT "
                           "NOT NULL, detail TEXT NOT NULL, code INTEGER, status INTEGER NOT NULL, waitMs REAL)"),
            QStringLiteral("CREATE INDEX IF NOT EXISTS watchByTarget ON watch (target, untilMs)")};
}

bool add(QSqlDatabase& database, const QString& target, const core::WatchRound& round, QSqlError& error)
{
    QSqlQuery query(database);
    query.prepare(QStringLiteral("INSERT INTO watch (target, atMs, untilMs, outcome, who, how, phase, detail, code, "
                                 "status, waitMs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    query.addBindValue(target);
    query.addBindValue(round.atMs);
    query.addBindValue(round.untilMs);
    query.addBindValue(core::toWord(round.outcome));
    query.addBindValue(core::toWord(round.ending.who));
    query.addBindValue(core::toWord(round.ending.how));
    query.addBindValue(core::toWord(round.ending.phase));
    query.addBindValue(round.ending.detail.isNull() ? QStringLiteral("") : round.ending.detail);
    query.addBindValue(orNull(round.ending.nativeCode));
    query.addBindValue(round.status);
    query.addBindValue(orNull(round.waitMs));
    if (!query.exec()) {
        error = query.lastError();
        return false;
    }
    query.prepare(QStringLiteral("DELETE FROM watch WHERE untilMs < ?"));
    query.addBindValue(round.untilMs - KeptMs);
    if (!query.exec()) {
        error = query.lastError();
        return false;
    }
    return true;
}

bool read(const QSqlDatabase& database, const QString& target, qint64 sinceMs, std::vector<core::WatchRound>& rounds,
          QSqlError& error)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT atMs, untilMs, outcome, who, how, phase, detail, code, status, waitMs FROM "
                                 "watch WHERE target = ? AND untilMs >= ? ORDER BY atMs, rowid"));
    query.addBindValue(target);
    query.addBindValue(sinceMs);
    if (!query.exec()) {
        error = query.lastError();
        return false;
    }
    while (query.next())
        rounds.push_back(roundOf(query));
    error = query.lastError();
    return !error.isValid();
}

} // namespace doctor::store::watchtable
