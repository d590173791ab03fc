// SPDX-License-Identifier: GPL-3.0-or-later
// What every page is given: knowledge in the current language, clock, settings, history and the controller.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/base/error.h"
#include "app/knowledge/knowledge.h"
#include "app/store/store.h"
#include "ui/widgets/background.h"

#include <QHash>
#include <QObject>
#include <QTranslator>
#include <functional>
#include <future>
#include <memory>

namespace doctor::engine
{
class SessionController;
}

namespace doctor::ui
{

class HistoryKeeper;
class WatchDesk;

/// Made once in main (or a test) and passed by reference. Lives on the window's thread.
class AppContext final : public QObject
{
    Q_OBJECT
public:
    using KnowledgePtr = std::shared_ptr<const knowledge::Knowledge>;

    /// What main brings along.
    struct Parts {
        std::shared_ptr<const core::Clock> clock;
        std::unique_ptr<store::Settings> settings;
        QString dataFolder; ///< where history and settings lie or shall be made
        QString language;   ///< asked for on the command line; empty: the settings', then the system's
    };
    /// Costs next to nothing: what takes time is made at its first use, or in the background by prepare().
    explicit AppContext(Parts parts);
    ~AppContext() override;

    /// Loads the knowledge beside the window's thread; knowledgeReady() tells the end. Calls after the first do
    /// nothing.
    void prepare();
    /// Never null. Waits for the load under way, so that a quick user meets a short delay and never a missing page.
    [[nodiscard]] const KnowledgePtr& knowledge();
    [[nodiscard]] engine::SessionController& controller();
    [[nodiscard]] store::Settings& settings() { return *m_parts.settings; }
    /// Asks a worker: nothing waits for the disk, and what goes wrong comes as historyProblem().
    [[nodiscard]] HistoryKeeper& history();
    [[nodiscard]] const core::Clock& clock() const { return *m_parts.clock; }
    [[nodiscard]] std::shared_ptr<const core::Clock> sharedClock() const { return m_parts.clock; }
    /// Made at its first use.
    [[nodiscard]] WatchDesk& watch();

    /// Switches everything at once: texts, numbers and dates. Widgets get QEvent::LanguageChange after the knowledge
    /// has changed. Empty follows the system. The choice is remembered.
    core::Result<void> setLanguage(const QString& language);
    [[nodiscard]] QString language() const { return m_language; } ///< the one in use, "en" or "de"
    void setTheme(store::Theme theme);
    void setTextSize(int percent);
    void setLimits(const store::Settings::Limits& limits);
    void setReports(const store::Settings::Reports& reports);
    /// Where everything lies that the program keeps.
    [[nodiscard]] const QString& dataFolder() const { return m_parts.dataFolder; }
    /// Removes diagnoses older than the settings say.
    void removeOld();
    /// Removes every diagnosis, every target and every setting; `then` hears how it went while `receiver` lives.
    void forgetEverything(QObject* receiver, std::function<void(core::Result<void>)> then);

Q_SIGNALS:
    /// Sent once, after prepare(): knowledge() will not wait any more.
    void knowledgeReady();
    /// Knowledge is in another language now; sent before widgets get LanguageChange.
    void knowledgeChanged();
    /// The limits of diagnoses or what reports hide; pages in view follow.
    void settingsChanged();
    void historyChanged();
    /// What went wrong with the history, or was found in it at the start, in whole sentences.
    void historyProblem(const QString& sentence);

private:
    using Loaded = core::Result<KnowledgePtr>;
    using Loading = std::shared_future<Loaded>;

    Loading load(const QString& language);
    void installTranslators(const QString& language);

    Parts m_parts;
    QString m_language;
    KnowledgePtr m_knowledge;        ///< of the language in use, once somebody asked for it
    QHash<QString, Loading> m_loads; ///< by language, so that switching back costs nothing
    std::unique_ptr<HistoryKeeper> m_history;
    bool m_prepared = false;
    std::unique_ptr<engine::SessionController> m_controller;
    std::unique_ptr<WatchDesk> m_watch;
    QTranslator m_ownTexts;
    QTranslator m_qtTexts;
    Background m_background; ///< last member: ends before what its jobs use
};

/// The language to use for a wish: itself if we have it, else the first of the system's that we have, else English.
[[nodiscard]] QString effectiveLanguage(const QString& wish);

} // namespace doctor::ui
