// SPDX-License-Identifier: GPL-3.0-or-later
// The history in SQLite: the session's JSON beside the columns that the list shows.
#include "app/core/json/session_json.h"
#include "app/store/store.h"
#include "app/store/watch_table.h"

#include <QAtomicInt>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace doctor::store
{

namespace
{

constexpr int SchemaVersion = 3;
constexpr int BusyMs = 3000;
/// A whole check reads every page. Larger files open without; what is damaged in them shows when it is read.
constexpr qint64 MostCheckedBytes = 16 * 1024 * 1024;

auto unwritable(const QString& file, const QString& why)
{
    return core::failure(
        core::ErrorCode::Unwritable,
        QCoreApplication::translate("store", "The history “%1” cannot be written: %2.").arg(file, why));
}

auto damaged(const QString& file)
{
    return core::failure(core::ErrorCode::Malformed,
                         QCoreApplication::translate(
                             "store", "The history “%1” is damaged or not a history; move it away to begin a new one.")
                             .arg(file));
}

/// SQLite's texts end in varied ways; ours ends with one full stop.
QString reason(const QSqlError& error)
{
    QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    while (text.endsWith(u'.') || text.endsWith(u' ')) {
        text.chop(1);
    }
    return text;
}

/// What SQLite says of a file that is no database or has lost pages: other failures may pass, and leave the file good.
bool isDamage(const QSqlError& error)
{
    return error.nativeErrorCode() == u"11" || error.nativeErrorCode() == u"26"; // SQLITE_CORRUPT, SQLITE_NOTADB
}

qint64 startMs(const core::Session& session)
{
    return session.startedAt.isValid() ? session.startedAt.toMSecsSinceEpoch() : 0;
}

class SqliteHistory final : public History
{
public:
    explicit SqliteHistory(QString file) : m_file(std::move(file)), m_name(freshName()) {}
    ~SqliteHistory() override
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    SqliteHistory(const SqliteHistory&) = delete;
    SqliteHistory& operator=(const SqliteHistory&) = delete;

    core::Result<void> open();
    core::Result<qint64> add(const core::Session& session) override;
    core::Result<qint64> put(const core::Session& session, bool interrupted) override;
    core::Result<std::optional<qint64>> find(const core::Session& session) const override;
    core::Result<std::vector<HistoryEntry>> list(const QString& filter) const override;
    core::Result<std::optional<HistoryEntry>> latest() const override;
    core::Result<core::Session> load(qint64 id) const override;
    core::Result<void> setName(qint64 id, const QString& name) override { return setText(u"name"_qs, id, name); }
    core::Result<void> setNote(qint64 id, const QString& note) override { return setText(u"note"_qs, id, note); }
    core::Result<void> remove(qint64 id) override;
    core::Result<void> removeBefore(const QDateTime& moment) override;
    core::Result<void> addWatched(const QString& target, const core::WatchRound& round) override;
    core::Result<std::vector<core::WatchRound>> watched(const QString& target, qint64 sinceMs) const override;

private:
    static void bindColumns(QSqlQuery& query, const core::Session& session, bool interrupted);
    [[nodiscard]] core::Result<qint64> insert(const core::Session& session, bool interrupted);
    [[nodiscard]] core::Result<std::vector<qint64>> sameRun(const core::Session& session) const;
    [[nodiscard]] core::Result<std::vector<HistoryEntry>> select(const QString& filter, int most) const;
    /// Qt keeps connections by name in one table for the whole program.
    static QString freshName()
    {
        static QAtomicInt counter;
        return QStringLiteral("history-%1").arg(counter.fetchAndAddRelaxed(1));
    }
    core::Result<void> createTables(int version);
    core::Result<void> change(QSqlQuery& query);
    core::Result<void> setText(const QString& column, qint64 id, const QString& text);
    [[nodiscard]] auto noSuchEntry() const
    {
        return core::failure(core::ErrorCode::InvalidInput,
                             QCoreApplication::translate("store", "This entry is no longer in the history."));
    }

    QString m_file;
    QString m_name;
    QSqlDatabase m_database;
};

core::Result<void> SqliteHistory::open()
{
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    if (!m_database.isValid()) {
        return core::failure(core::ErrorCode::Unavailable,
                             QCoreApplication::translate("store", "The SQLite driver of Qt is not installed."));
    }
    m_database.setDatabaseName(m_file);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(BusyMs));
    if (!m_database.open()) {
        return unwritable(m_file, reason(m_database.lastError()));
    }
    QSqlQuery query(m_database);
    // The first read is what finds out that a file is no database.
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next()) {
        return isDamage(query.lastError()) ? damaged(m_file) : unwritable(m_file, reason(query.lastError()));
    }
    const int version = query.value(0).toInt();
    query.finish();
    if (version > SchemaVersion) {
        return core::failure(
            core::ErrorCode::TooNew,
            QCoreApplication::translate("store", "The history “%1” was written by a newer version.").arg(m_file));
    }
    if (QFileInfo(m_file).size() <= MostCheckedBytes) {
        if (!query.exec(QStringLiteral("PRAGMA quick_check(1)")) || !query.next() ||
            query.value(0).toString() != u"ok") {
            return damaged(m_file);
        }
        query.finish();
    }
    return createTables(version);
}

core::Result<void> SqliteHistory::createTables(int version)
{
    QSqlQuery query(m_database);
    QStringList statements{
        QStringLiteral("PRAGMA secure_delete = ON"), // what is removed is not readable in the file either
        QStringLiteral(
            "CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY AUTOINCREMENT, startedAt TEXT NOT NULL, "
            "startedMs INTEGER NOT NULL, target TEXT NOT NULL, topCause TEXT NOT NULL, probability REAL NOT NULL, "
            "complete INTEGER NOT NULL, practice INTEGER NOT NULL, note TEXT NOT NULL DEFAULT '', "
            "session BLOB NOT NULL, interrupted INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '')"),
        QStringLiteral("CREATE INDEX IF NOT EXISTS runByStart ON run (startedMs DESC, id DESC)"),
        QStringLiteral("PRAGMA user_version = %1").arg(SchemaVersion)};
    if (version == 1 || version == 2) {
        statements.prepend(QStringLiteral("ALTER TABLE run ADD COLUMN name TEXT NOT NULL DEFAULT ''"));
    }
    if (version == 1) {
        statements.prepend(QStringLiteral("ALTER TABLE run ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0"));
    }
    statements += watchtable::creation();
    for (const QString& statement : statements) {
        if (!query.exec(statement)) {
            return unwritable(m_file, reason(query.lastError()));
        }
    }
    // A table of the same name and other columns is somebody else's file.
    if (!query.exec(
            QStringLiteral("SELECT id, startedAt, startedMs, target, topCause, probability, complete, practice, note, "
                           "session, interrupted, name FROM run LIMIT 1"))) {
        return damaged(m_file);
    }
    return {};
}

core::Result<void> SqliteHistory::change(QSqlQuery& query)
{
    if (!query.exec()) {
        return unwritable(m_file, reason(query.lastError()));
    }
    return query.numRowsAffected() > 0 ? core::Result<void>() : core::Result<void>(noSuchEntry());
}

void SqliteHistory::bindColumns(QSqlQuery& query, const core::Session& session, bool interrupted)
{
    const auto& causes = session.diagnosis.causes;
    const auto text = [](const QString& value) { return value.isNull() ? QStringLiteral("") : value; };
    query.addBindValue(
        text(session.startedAt.toOffsetFromUtc(session.startedAt.offsetFromUtc()).toString(Qt::ISODateWithMs)));
    query.addBindValue(text(causes.empty() ? QString() : causes.front().id));
    query.addBindValue(causes.empty() ? 0.0 : causes.front().probability);
    query.addBindValue(session.complete);
    query.addBindValue(session.practice);
    query.addBindValue(interrupted);
    query.addBindValue(qCompress(core::toJsonBytes(session)));
    query.addBindValue(startMs(session));
    query.addBindValue(core::displayName(session.target));
}

core::Result<qint64> SqliteHistory::add(const core::Session& session)
{
    return insert(session, false);
}

core::Result<qint64> SqliteHistory::insert(const core::Session& session, bool interrupted)
{
    QSqlQuery query(m_database);
    query.prepare(
        QStringLiteral("INSERT INTO run (startedAt, topCause, probability, complete, practice, interrupted, session, "
                       "startedMs, target) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    bindColumns(query, session, interrupted);
    if (const auto written = change(query); !written) {
        return tl::unexpected(written.error());
    }
    return query.lastInsertId().toLongLong();
}

core::Result<qint64> SqliteHistory::put(const core::Session& session, bool interrupted)
{
    const auto earlier = sameRun(session);
    if (!earlier) {
        return tl::unexpected(earlier.error());
    }
    if (earlier->empty()) {
        return insert(session, interrupted);
    }
    QSqlQuery query(m_database);
    query.prepare(
        QStringLiteral("UPDATE run SET startedAt = ?, topCause = ?, probability = ?, complete = ?, practice = ?, "
                       "interrupted = ?, session = ? WHERE startedMs = ? AND target = ?"));
    bindColumns(query, session, interrupted);
    if (const auto written = change(query); !written) {
        return tl::unexpected(written.error());
    }
    return earlier->front();
}

core::Result<std::optional<qint64>> SqliteHistory::find(const core::Session& session) const
{
    const auto candidates = sameRun(session);
    if (!candidates) {
        return tl::unexpected(candidates.error());
    }
    for (const qint64 id : *candidates) {
        if (const auto kept = load(id); kept && *kept == session) {
            return id;
        }
    }
    return std::nullopt;
}

core::Result<std::vector<qint64>> SqliteHistory::sameRun(const core::Session& session) const
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("SELECT id FROM run WHERE startedMs = ? AND target = ? ORDER BY id"));
    query.addBindValue(startMs(session));
    query.addBindValue(core::displayName(session.target));
    if (!query.exec()) {
        return damaged(m_file);
    }
    std::vector<qint64> ids;
    while (query.next()) {
        ids.push_back(query.value(0).toLongLong());
    }
    return ids;
}

core::Result<std::vector<HistoryEntry>> SqliteHistory::list(const QString& filter) const
{
    return select(filter, -1); // SQLite's word for no limit
}

core::Result<std::optional<HistoryEntry>> SqliteHistory::latest() const
{
    auto newest = select({}, 1);
    if (!newest) {
        return tl::unexpected(newest.error());
    }
    return newest->empty() ? std::nullopt : std::optional(std::move(newest->front()));
}

core::Result<std::vector<HistoryEntry>> SqliteHistory::select(const QString& filter, int most) const
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    query.prepare(QStringLiteral(
        "SELECT id, startedAt, target, topCause, probability, complete, practice, note, interrupted, name FROM run "
        "WHERE ? = '' OR instr(lower(target), ?) > 0 OR instr(lower(topCause), ?) > 0 OR "
        "instr(lower(note), ?) > 0 OR instr(lower(name), ?) > 0 ORDER BY startedMs DESC, id DESC LIMIT ?"));
    const QString wanted = filter.trimmed().isEmpty() ? QStringLiteral("") : filter.trimmed().toLower();
    for (int i = 0; i < 5; ++i) {
        query.addBindValue(wanted);
    }
    query.addBindValue(most);
    if (!query.exec()) {
        return damaged(m_file);
    }
    std::vector<HistoryEntry> entries;
    while (query.next()) {
        HistoryEntry entry;
        entry.id = query.value(0).toLongLong();
        entry.startedAt = QDateTime::fromString(query.value(1).toString(), Qt::ISODateWithMs);
        entry.target = query.value(2).toString();
        entry.topCause = query.value(3).toString();
        entry.probability = query.value(4).toDouble();
        entry.complete = query.value(5).toBool();
        entry.practice = query.value(6).toBool();
        entry.note = query.value(7).toString();
        entry.interrupted = query.value(8).toBool();
        entry.name = query.value(9).toString();
        entries.push_back(std::move(entry));
    }
    return query.lastError().isValid() ? core::Result<std::vector<HistoryEntry>>(damaged(m_file)) : entries;
}

core::Result<core::Session> SqliteHistory::load(qint64 id) const
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("SELECT session FROM run WHERE id = ?"));
    query.addBindValue(id);
    if (!query.exec()) {
        return damaged(m_file);
    }
    if (!query.next()) {
        return noSuchEntry();
    }
    const QByteArray packed = query.value(0).toByteArray();
    // The first four bytes hold the unpacked size; a damaged one must not make us ask for gigabytes.
    const bool plausible = packed.size() > 4 && static_cast<quint8>(packed.at(0)) < (core::MaxSessionBytes >> 24) + 1;
    const QByteArray bytes = plausible ? qUncompress(packed) : QByteArray();
    if (bytes.isEmpty()) {
        return damaged(m_file);
    }
    return core::sessionFromJson(bytes);
}

core::Result<void> SqliteHistory::setText(const QString& column, qint64 id, const QString& text)
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("UPDATE run SET %1 = ? WHERE id = ?").arg(column));
    query.addBindValue(text.isNull() ? QStringLiteral("") : text);
    query.addBindValue(id);
    return change(query);
}

core::Result<void> SqliteHistory::remove(qint64 id)
{
    QSqlQuery query(m_database);
    query.prepare(QStringLiteral("DELETE FROM run WHERE id = ?"));
    query.addBindValue(id);
    return change(query);
}

core::Result<void> SqliteHistory::removeBefore(const QDateTime& moment)
{
    QSqlQuery query(m_database);
    for (const auto& [table, column] : {std::pair("run", "startedMs"), std::pair("watch", "untilMs")}) {
        const auto everything = QStringLiteral("DELETE FROM %1").arg(QLatin1String(table));
        query.prepare(moment.isValid() ? QStringLiteral("%1 WHERE %2 < ?").arg(everything, QLatin1String(column))
                                       : everything);
        if (moment.isValid()) {
            query.addBindValue(moment.toMSecsSinceEpoch());
        }
        if (!query.exec()) {
            return unwritable(m_file, reason(query.lastError()));
        }
    }
    if (!moment.isValid() && !query.exec(QStringLiteral("VACUUM"))) {
        return unwritable(m_file, reason(query.lastError()));
    }
    return {};
}

core::Result<void> SqliteHistory::addWatched(const QString& target, const core::WatchRound& round)
{
    QSqlError error;
    return watchtable::add(m_database, target, round, error) ? core::Result<void>()
                                                             : core::Result<void>(unwritable(m_file, reason(error)));
}

core::Result<std::vector<core::WatchRound>> SqliteHistory::watched(const QString& target, qint64 sinceMs) const
{
    QSqlError error;
    std::vector<core::WatchRound> rounds;
    if (!watchtable::read(m_database, target, sinceMs, rounds, error)) {
        return damaged(m_file);
    }
    return rounds;
}

} // namespace

core::Result<std::unique_ptr<History>> History::open(const QString& folder)
{
    const QString file = QDir(folder).filePath(QStringLiteral("history.sqlite"));
    if (!QDir().mkpath(folder)) {
        return unwritable(file, QCoreApplication::translate("store", "its folder cannot be made"));
    }
    if (!QFileInfo::exists(file) && !QFileInfo(folder).isWritable()) {
        return unwritable(file, QCoreApplication::translate("store", "its folder is read-only"));
    }
    auto history = std::make_unique<SqliteHistory>(file);
    if (const auto opened = history->open(); !opened) {
        return tl::unexpected(opened.error());
    }
    return history;
}

core::Result<History::Opened> History::openOrBegin(const QString& folder)
{
    auto opened = open(folder);
    if (opened) {
        return Opened{std::move(*opened), {}};
    }
    if (opened.error().code != core::ErrorCode::Malformed) {
        return tl::unexpected(opened.error());
    }
    const QDir place(folder);
    const QString now = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    const QString aside = place.filePath(QStringLiteral("history-damaged-%1.sqlite").arg(now));
    if (!QFile::rename(place.filePath(QStringLiteral("history.sqlite")), aside)) {
        return tl::unexpected(opened.error());
    }
    // What SQLite had not yet written into the file belongs to it, and would spoil the new one.
    for (const QString& tail : {QStringLiteral("-journal"), QStringLiteral("-wal")}) {
        const QString file = place.filePath(QStringLiteral("history.sqlite")) + tail;
        if (QFile::exists(file) && !QFile::rename(file, aside + tail)) {
            return tl::unexpected(opened.error());
        }
    }
    opened = open(folder);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    return Opened{std::move(*opened),
                  QCoreApplication::translate(
                      "store", "The history was damaged. It is kept as “%1”, and a new history has been begun.")
                      .arg(QDir::toNativeSeparators(aside))};
}

} // namespace doctor::store
