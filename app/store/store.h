// SPDX-License-Identifier: GPL-3.0-or-later
// History of diagnoses (SQLite) and typed settings. Files only below the folder given.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"

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
    QString note;
};

/// Not thread-safe; use from one thread.
class History
{
public:
    /// Opens or creates the database in `folder`. Error: Unwritable / Malformed with the file named.
    [[nodiscard]] static core::Result<std::unique_ptr<History>> open(const QString& folder);
    virtual ~History() = default;
    virtual core::Result<qint64> add(const core::Session& session) = 0;
    [[nodiscard]] virtual core::Result<std::vector<HistoryEntry>> list(const QString& filter = {}) const = 0;
    /// The newest entry, without reading the others.
    [[nodiscard]] virtual core::Result<std::optional<HistoryEntry>> latest() const = 0;
    [[nodiscard]] virtual core::Result<core::Session> load(qint64 id) const = 0;
    virtual core::Result<void> setNote(qint64 id, const QString& note) = 0;
    virtual core::Result<void> remove(qint64 id) = 0;
    /// Removes every entry that began before the moment; an invalid moment removes all and gives the space back.
    virtual core::Result<void> removeBefore(const QDateTime& moment) = 0;
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
    /// Everything is as on the first day.
    void forget();
    [[nodiscard]] QStringList recentTargets() const; ///< newest first, at most 10
    void addRecentTarget(const QString& target);
    [[nodiscard]] bool hasSeenThingsToKnow() const;
    void setSeenThingsToKnow();
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);

private:
    [[nodiscard]] QVariant value(const QString& key) const;
    void setValue(const QString& key, const QVariant& value);

    std::unique_ptr<QSettings> m_settings; ///< null: in memory only
    QVariantMap m_memory;
};

} // namespace doctor::store
