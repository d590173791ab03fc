// SPDX-License-Identifier: GPL-3.0-or-later
// The history and the journal of the run under way, beside the window's thread: the window never waits for a disk.
#pragma once

#include "app/core/base/error.h"
#include "app/store/store.h"
#include "ui/widgets/background.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

namespace doctor::ui
{

/// Lives on the window's thread. Wishes are carried out in order; answers come on the window's thread while `receiver`
/// lives. The destructor carries out what is still to be written.
class HistoryKeeper final : public QObject
{
    Q_OBJECT
public:
    template <typename T>
    using Then = std::function<void(core::Result<T>)>;
    using Entries = std::vector<store::HistoryEntry>;
    using Sessions = std::vector<core::Session>;
    using Watched = std::vector<core::WatchRound>;

    explicit HistoryKeeper(const QString& folder, QObject* parent = nullptr);
    ~HistoryKeeper() override;

    void list(QObject* receiver, Then<Entries> then);
    void latest(QObject* receiver, Then<std::optional<store::HistoryEntry>> then);
    /// All of them, in the order of the ids; the first that cannot be read is the error.
    void load(const std::vector<qint64>& ids, QObject* receiver, Then<Sessions> then);
    void setName(qint64 id, const QString& name);
    void setNote(qint64 id, const QString& note);
    void remove(const std::vector<qint64>& ids);
    /// An invalid moment removes all, the journal's run too.
    void removeBefore(const QDateTime& moment, QObject* receiver, Then<void> then);

    /// A finished run: takes the place of its earlier state. Its journal goes once it is kept.
    void keep(const core::Session& session);
    /// A run under way: into the journal, at most once a second.
    void follow(const core::Session& session);
    /// Takes over the runs of programs that ended in the middle; tells of each through problem().
    void recover();

    /// A moment of a watch; that it cannot be kept is told once, until one can.
    void keepWatched(const QString& target, const core::WatchRound& round);
    void watched(const QString& target, qint64 sinceMs, QObject* receiver, Then<Watched> then);

    /// Reads session files into the history.
    struct Imported {
        int added = 0;
        int known = 0;           ///< were there already
        QStringList problems;    ///< one sentence for each file that could not be read or kept
        std::vector<qint64> ids; ///< of the files that are in the history now
        Sessions sessions;       ///< at most the first that could be read
    };
    /// Writes each as a session file of its own into the folder, beside what is there; gives their paths, or the first
    /// error.
    void exportTo(const QString& folder, const std::vector<qint64>& ids, QObject* receiver, Then<QStringList> then);
    void import(const QStringList& files, QObject* receiver, std::function<void(Imported)> then);

    /// Returns when everything asked for so far has been carried out; answers are delivered by the event loop.
    void wait();

Q_SIGNALS:
    /// The entries are not what they were.
    void changed();
    /// What went wrong, or was found at the start, in whole sentences.
    void problem(const QString& sentence);

private:
    struct Store;

    template <typename T>
    void ask(QObject* receiver, std::function<core::Result<T>(Store&)> work, Then<T> then)
    {
        m_background.post([guard = QPointer<QObject>(receiver), kept = m_store, work = std::move(work),
                           then = std::move(then)]() -> std::function<void()> {
            auto result = std::make_shared<core::Result<T>>(work(*kept));
            return [guard, then, result] {
                if (guard)
                    then(std::move(*result));
            };
        });
    }
    void change(std::function<core::Result<void>(Store&)> work);
    void changeShown(std::function<core::Result<void>(store::History&)> work);
    void tellNotice();

    std::shared_ptr<Store> m_store; ///< touched by the worker only
    QElapsedTimer m_sinceJournal;
    bool m_journalTold = false; ///< a failure of the journal is told once a run
    bool m_watchTold = false;   ///< the same of a watch
    Background m_background;    ///< last member: ends before what its jobs use
};

} // namespace doctor::ui
