// SPDX-License-Identifier: GPL-3.0-or-later
// One worker owns the database from its opening to its end, as Qt's connections ask for.
#include "ui/history/history_keeper.h"

#include "app/core/json/session_json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <future>

namespace doctor::ui
{

namespace
{
constexpr qint64 JournalEveryMs = 1000;
/// Service and start, with a number where such a file is there already.
QString freeFileName(const QString& folder, const core::Session& session)
{
    static const QRegularExpression odd(QStringLiteral("[^A-Za-z0-9.-]+"));
    const QString base =
        QStringLiteral("%1-%2").arg(core::displayName(session.target).replace(odd, QStringLiteral("-")),
                                    session.startedAt.toString(QStringLiteral("yyyyMMdd-hhmmss")));
    const QDir place(folder);
    QString name = base + QStringLiteral(".json");
    for (int number = 2; place.exists(name); ++number)
        name = QStringLiteral("%1-%2.json").arg(base).arg(number);
    return place.filePath(name);
}
} // namespace

struct HistoryKeeper::Store {
    explicit Store(const QString& where) : folder(where), journal(where) {}

    QString folder;
    store::Journal journal;
    std::unique_ptr<store::History> history;
    QString notice; ///< of the opening, until it has been told

    /// Opens at the first use, and tries again at the next if that was impossible.
    core::Result<store::History*> opened()
    {
        if (!history) {
            auto made = store::History::openOrBegin(folder);
            if (!made)
                return tl::unexpected(made.error());
            history = std::move(made->history);
            notice = made->notice;
        }
        return history.get();
    }

    template <typename T>
    core::Result<T> with(const std::function<core::Result<T>(store::History&)>& work)
    {
        const auto there = opened();
        if (!there)
            return tl::unexpected(there.error());
        return work(**there);
    }
};

HistoryKeeper::HistoryKeeper(const QString& folder, QObject* parent)
    : QObject(parent), m_store(std::make_shared<Store>(folder))
{
}

HistoryKeeper::~HistoryKeeper()
{
    m_background.post([kept = m_store] {
        kept->history.reset(); // on the thread that opened it
        return [] {};
    });
    wait();
}

void HistoryKeeper::wait()
{
    auto reached = std::make_shared<std::promise<void>>();
    auto end = reached->get_future();
    m_background.post([reached] {
        reached->set_value();
        return [] {};
    });
    end.wait();
}

void HistoryKeeper::tellNotice()
{
    ask<QString>(
        this, [](Store& kept) -> core::Result<QString> { return std::exchange(kept.notice, {}); },
        [this](const core::Result<QString>& notice) {
            if (!notice->isEmpty())
                Q_EMIT problem(*notice);
        });
}

void HistoryKeeper::list(QObject* receiver, Then<Entries> then)
{
    ask<Entries>(
        receiver,
        [](Store& kept) { return kept.with<Entries>([](store::History& history) { return history.list(); }); },
        std::move(then));
    tellNotice();
}

void HistoryKeeper::latest(QObject* receiver, Then<std::optional<store::HistoryEntry>> then)
{
    using Latest = std::optional<store::HistoryEntry>;
    ask<Latest>(
        receiver,
        [](Store& kept) { return kept.with<Latest>([](store::History& history) { return history.latest(); }); },
        std::move(then));
    tellNotice();
}

void HistoryKeeper::load(const std::vector<qint64>& ids, QObject* receiver, Then<Sessions> then)
{
    ask<Sessions>(
        receiver,
        [ids](Store& kept) {
            return kept.with<Sessions>([&ids](store::History& history) -> core::Result<Sessions> {
                Sessions sessions;
                for (const qint64 id : ids) {
                    auto session = history.load(id);
                    if (!session)
                        return tl::unexpected(session.error());
                    sessions.push_back(std::move(*session));
                }
                return sessions;
            });
        },
        std::move(then));
}

void HistoryKeeper::change(std::function<core::Result<void>(Store&)> work)
{
    ask<void>(this, std::move(work), [this](const core::Result<void>& done) {
        if (!done)
            Q_EMIT problem(done.error().message);
        Q_EMIT changed();
    });
}

void HistoryKeeper::setName(qint64 id, const QString& name)
{
    changeShown([id, name](store::History& history) { return history.setName(id, name); });
}

void HistoryKeeper::setNote(qint64 id, const QString& note)
{
    changeShown([id, note](store::History& history) { return history.setNote(id, note); });
}

/// The row shows it already; only a failure makes the list be read again.
void HistoryKeeper::changeShown(std::function<core::Result<void>(store::History&)> work)
{
    ask<void>(
        this, [work = std::move(work)](Store& kept) { return kept.with<void>(work); },
        [this](const core::Result<void>& done) {
            if (done)
                return;
            Q_EMIT problem(done.error().message);
            Q_EMIT changed();
        });
}

void HistoryKeeper::remove(const std::vector<qint64>& ids)
{
    change([ids](Store& kept) {
        return kept.with<void>([&ids](store::History& history) {
            core::Result<void> done;
            for (const qint64 id : ids) {
                if (const auto removed = history.remove(id); !removed && done)
                    done = removed;
            }
            return done;
        });
    });
}

void HistoryKeeper::removeBefore(const QDateTime& moment, QObject* receiver, Then<void> then)
{
    ask<void>(
        this,
        [moment](Store& kept) {
            const auto done =
                kept.with<void>([&moment](store::History& history) { return history.removeBefore(moment); });
            if (moment.isValid() || !done)
                return done;
            kept.journal.forget();
            return store::Journal::removeLeftovers(kept.folder);
        },
        [this, guard = QPointer<QObject>(receiver), then = std::move(then)](const core::Result<void>& done) {
            if (guard)
                then(done);
            Q_EMIT changed();
        });
}

void HistoryKeeper::keepWatched(const QString& target, const core::WatchRound& round)
{
    ask<void>(
        this,
        [target, round](Store& kept) {
            return kept.with<void>([&](store::History& history) { return history.addWatched(target, round); });
        },
        [this](const core::Result<void>& done) {
            if (!done && !std::exchange(m_watchTold, true))
                Q_EMIT problem(done.error().message);
            if (done)
                m_watchTold = false;
        });
}

void HistoryKeeper::watched(const QString& target, qint64 sinceMs, QObject* receiver, Then<Watched> then)
{
    ask<Watched>(
        receiver,
        [target, sinceMs](Store& kept) {
            return kept.with<Watched>([&](store::History& history) { return history.watched(target, sinceMs); });
        },
        std::move(then));
}

void HistoryKeeper::keep(const core::Session& session)
{
    m_sinceJournal.invalidate();
    m_journalTold = false;
    change([session](Store& kept) {
        const auto done = kept.with<void>([&session](store::History& history) -> core::Result<void> {
            const auto id = history.put(session);
            return id ? core::Result<void>() : core::Result<void>(tl::unexpected(id.error()));
        });
        if (done) {
            kept.journal.forget();
            return done;
        }
        // The journal keeps it, if that can be written: the next start puts it into the history.
        if (kept.journal.keep(session))
            return core::Result<void>(core::failure(
                done.error().code,
                tr("%1 The diagnosis is kept beside it and is added at the next start.", "%1 a whole sentence")
                    .arg(done.error().message)));
        return core::Result<void>(
            core::failure(done.error().code, tr("%1 The diagnosis stays in this window: export its report to keep it.",
                                                "%1 a whole sentence")
                                                 .arg(done.error().message)));
    });
}

void HistoryKeeper::follow(const core::Session& session)
{
    if (m_sinceJournal.isValid() && m_sinceJournal.elapsed() < JournalEveryMs)
        return;
    m_sinceJournal.start();
    ask<void>(
        this, [session](Store& kept) { return kept.journal.keep(session); },
        [this](const core::Result<void>& done) {
            if (done || m_journalTold)
                return;
            m_journalTold = true;
            Q_EMIT problem(done.error().message);
        });
}

void HistoryKeeper::recover()
{
    ask<QStringList>(
        this,
        [](Store& kept) -> core::Result<QStringList> {
            auto found = store::Journal::leftovers(kept.folder);
            QStringList sentences = found.problems;
            if (!found.runs.empty() && kept.opened() && !kept.notice.isEmpty())
                sentences.prepend(std::exchange(kept.notice, {})); // one message at a time is shown
            for (const auto& [session, file] : found.runs) {
                const auto put = kept.with<qint64>(
                    [&run = session](store::History& history) { return history.put(run, !run.complete); });
                if (!put) {
                    sentences.append(put.error().message); // the file stays for the next start
                    continue;
                }
                QFile::remove(file);
                const QString sentence =
                    session.complete
                        ? tr("The diagnosis of %1 could not be kept at the time and is in the history now.")
                        : tr("The diagnosis of %1 was interrupted. What it had measured is in the history.");
                sentences.append(sentence.arg(core::displayName(session.target)));
            }
            return sentences;
        },
        [this](const core::Result<QStringList>& sentences) {
            if (sentences->isEmpty())
                return;
            Q_EMIT problem(sentences->join(u'\n'));
            Q_EMIT changed();
        });
}

void HistoryKeeper::exportTo(const QString& folder, const std::vector<qint64>& ids, QObject* receiver,
                             Then<QStringList> then)
{
    ask<QStringList>(
        receiver,
        [folder, ids](Store& kept) {
            return kept.with<QStringList>([&](store::History& history) -> core::Result<QStringList> {
                QStringList files;
                for (const qint64 id : ids) {
                    const auto session = history.load(id);
                    if (!session)
                        return tl::unexpected(session.error());
                    const QString file = freeFileName(folder, *session);
                    if (const auto saved = core::saveSession(*session, file); !saved)
                        return tl::unexpected(saved.error());
                    files.append(file);
                }
                return files;
            });
        },
        std::move(then));
}

void HistoryKeeper::import(const QStringList& files, QObject* receiver, std::function<void(Imported)> then)
{
    ask<Imported>(
        this,
        [files](Store& kept) -> core::Result<Imported> {
            Imported result;
            for (const QString& file : files) {
                auto session = core::loadSession(file);
                if (!session) {
                    result.problems.append(session.error().message);
                    continue;
                }
                const auto add = [&](store::History& history) -> core::Result<qint64> {
                    const auto known = history.find(*session);
                    if (!known)
                        return tl::unexpected(known.error());
                    (*known ? result.known : result.added) += 1;
                    return *known ? core::Result<qint64>(**known) : history.add(*session);
                };
                const int addedBefore = result.added;
                const auto id = kept.with<qint64>(add);
                if (id) {
                    result.ids.push_back(*id);
                } else {
                    result.added = addedBefore;
                    result.problems.append(id.error().message);
                }
                if (result.sessions.empty())
                    result.sessions.push_back(std::move(*session));
            }
            return result;
        },
        [this, guard = QPointer<QObject>(receiver), then = std::move(then)](core::Result<Imported> result) {
            const bool fresh = result->added > 0;
            if (guard)
                then(std::move(*result));
            if (fresh)
                Q_EMIT changed();
        });
}

} // namespace doctor::ui
