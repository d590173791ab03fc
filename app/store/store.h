// SPDX-License-Identifier: GPL-3.0-or-later
// History of diagnoses (SQLite) and typed settings. Files only below the folder given.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"
#include "app/core/model/watch_round.h"

#include <QVariantMap>
#include <memory>
#include <optional>
#include <vector>

class QSettings;

namespace doctor::store
{

struct HistoryEntry {
    qint64 id = 0;
    QDateTime startedAt;
    QString target;
    QString topCause;
    double probability = 0;
    bool complete = false;
    bool practice = false;
    bool interrupted = false; ///< the program ended in the middle of it
    QString name;             ///< the user's; empty: none given
    QString note;

    /// What the user knows it by.
    [[nodiscard]] QString title() const { return name.isEmpty() ? target : name; }
};

/// Reason of a test that the end of the program cut short or kept from beginning.
inline constexpr auto InterruptedReason = "interrupted";

/// Not thread-safe; use from one thread.
class History
{
public:
    /// Opens or creates the database in `folder`. Error: Unwritable / Malformed with the file named.
    [[nodiscard]] static core::Result<std::unique_ptr<History>> open(const QString& folder);
    struct Opened;
    /// The same, but a damaged database is moved aside within the folder and a new one begun.
    [[nodiscard]] static core::Result<Opened> openOrBegin(const QString& folder);
    virtual ~History() = default;
    virtual core::Result<qint64> add(const core::Session& session) = 0;
    /// The same run further on takes the place of its earlier entry (same start and service) and keeps name and note;
    /// a run that is not there yet is added. `interrupted`: the program ended in the middle of it.
    virtual core::Result<qint64> put(const core::Session& session, bool interrupted = false) = 0;
    /// The entry that holds exactly this session.
    [[nodiscard]] virtual core::Result<std::optional<qint64>> find(const core::Session& session) const = 0;
    [[nodiscard]] virtual core::Result<std::vector<HistoryEntry>> list(const QString& filter = {}) const = 0;
    /// The newest entry, without reading the others.
    [[nodiscard]] virtual core::Result<std::optional<HistoryEntry>> latest() const = 0;
    [[nodiscard]] virtual core::Result<core::Session> load(qint64 id) const = 0;
    virtual core::Result<void> setName(qint64 id, const QString& name) = 0;
    virtual core::Result<void> setNote(qint64 id, const QString& note) = 0;
    virtual core::Result<void> remove(qint64 id) = 0;
    /// A moment of the watch over this service ("host:port"); a week of them is kept.
    virtual core::Result<void> addWatched(const QString& target, const core::WatchRound& round) = 0;
    /// Those that were not over before the moment (milliseconds since 1970 UTC), oldest first.
    [[nodiscard]] virtual core::Result<std::vector<core::WatchRound>> watched(const QString& target,
                                                                              qint64 sinceMs) const = 0;
    /// Removes every entry that began before the moment, watches too; an invalid moment removes all and gives the space
    /// back.
    virtual core::Result<void> removeBefore(const QDateTime& moment) = 0;
};

struct History::Opened {
    std::unique_ptr<History> history;
    QString notice; ///< one sentence when a damaged database was moved aside: where it lies now
};

/// The run under way on the disk, so that a power cut or a crash costs at most its last seconds. Every program that
/// uses the folder has a file of its own, held by a lock that ends with the program. Use from one thread.
class Journal
{
public:
    /// Writes nothing before the first keep().
    explicit Journal(QString folder);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    /// Replaces what was kept before, whole or not at all. Error: Unwritable.
    core::Result<void> keep(const core::Session& session);
    /// The run is kept elsewhere now.
    void forget();

    /// Runs whose program is gone, unfinished ones marked as interrupted, with the files that hold them; whoever has
    /// kept them elsewhere removes the files. A file that cannot be read is renamed and told of in `problems`.
    struct Leftovers {
        std::vector<std::pair<core::Session, QString>> runs;
        QStringList problems;
    };
    [[nodiscard]] static Leftovers leftovers(const QString& folder);
    /// Removes what ended programs have left: their runs, files that could not be read, and histories that were moved
    /// aside as damaged. Runs of living programs stay. Error: Unwritable, naming a file that could not be removed.
    static core::Result<void> removeLeftovers(const QString& folder);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

enum class Theme { System, Light, Dark };

/// How much a new diagnosis may take unless the user says otherwise.
enum class Thoroughness { Quick, Standard, LongIdle };

/// User settings, typed, each with its default. No secrets are ever stored.
class Settings
{
public:
    static constexpr int SmallestText = 80;
    static constexpr int LargestText = 200;
    static constexpr int MostMinutes = 120;
    static constexpr int FewestConnections = 5; ///< below, not even the groundwork can be done
    static constexpr int MostConnections = 500;
    static constexpr double SlowestPace = 0.2; ///< connections a second
    static constexpr double FastestPace = 2;   ///< a faster one may itself trip a limit of the service
    static constexpr int ShortestWord = 2;
    static constexpr int LongestWord = 100;

    explicit Settings(const QString& fileName); ///< empty: in memory only
    ~Settings();
    [[nodiscard]] QString language() const; ///< "" follows the system
    void setLanguage(const QString& language);
    [[nodiscard]] Theme theme() const;
    void setTheme(Theme theme);
    [[nodiscard]] int textSize() const; ///< percent of the system's size, 80 to 200
    void setTextSize(int percent);
    [[nodiscard]] Thoroughness thoroughness() const;
    void setThoroughness(Thoroughness thoroughness);
    [[nodiscard]] int historyDays() const; ///< how long diagnoses are kept; 0: for ever
    void setHistoryDays(int days);
    /// What no diagnosis from the window exceeds, whatever its plan. As delivered they hold nothing back.
    struct Limits {
        int minutes = MostMinutes;
        int connections = MostConnections;
        double perSecond = FastestPace; ///< connections started in a second, outside ladders
        bool operator==(const Limits&) const = default;
    };
    [[nodiscard]] Limits limits() const;
    void setLimits(const Limits& limits); ///< brought into the ranges above
    /// How reports begin; each may still be changed on its page.
    struct Reports {
        bool hidesPrivate = true;
        QStringList hiddenWords; ///< the user's own words that are private too, 2 to 100 letters each, at most 100
        bool operator==(const Reports&) const = default;
    };
    [[nodiscard]] Reports reports() const;
    void setReports(const Reports& reports); ///< words that are too short or too long are left out
    [[nodiscard]] bool notifies() const;     ///< tells of news while no window of ours is in front
    void setNotifies(bool notifies);
    /// Whether the end of a diagnosis that takes long is told as well; nothing as long as nobody has been asked.
    [[nodiscard]] std::optional<bool> tellsEnds() const;
    void setTellsEnds(bool tells);
    /// Everything is as on the first day.
    void forget();
    [[nodiscard]] QStringList recentTargets() const; ///< newest first, at most 10
    void addRecentTarget(const QString& target);
    [[nodiscard]] bool hasSeenThingsToKnow() const;
    void setSeenThingsToKnow();
    /// The last watch: its service as the user wrote it, seconds between its exchanges, and whether a failure starts a
    /// diagnosis.
    struct Watch {
        QString target;
        QString protocol; ///< word of core::Protocol; empty: not named
        QString proxy;    ///< URL without a login; empty: none
        bool systemProxy = false;
        QString sourceAddress; ///< numeric; empty: the system's choice
        int seconds = 60;
        bool diagnoses = false;
        bool operator==(const Watch&) const = default;
    };
    static constexpr int ShortestWatch = 10;  ///< seconds
    static constexpr int LongestWatch = 3600; ///< seconds
    [[nodiscard]] Watch watch() const;
    void setWatch(const Watch& watch);
    /// What becomes of a watch when the window is closed.
    enum class Leaving { Ask, Background, End };
    [[nodiscard]] Leaving leaving() const;
    void setLeaving(Leaving leaving);
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);

private:
    [[nodiscard]] QVariant value(const QString& key) const;
    void setValue(const QString& key, const QVariant& value);

    std::unique_ptr<QSettings> m_settings; ///< null: in memory only
    QVariantMap m_memory;
};

} // namespace doctor::store
