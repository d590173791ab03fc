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
#include <memory>

namespace doctor::engine
{
class SessionController;
}

namespace doctor::ui
{

/// Made once in main (or a test) and passed by reference. Lives on the window's thread.
class AppContext final : public QObject
{
    Q_OBJECT
public:
    using KnowledgePtr = std::shared_ptr<const knowledge::Knowledge>;

    /// What main brings along. `history` may be null: then `historyProblem` says why in one sentence.
    struct Parts {
        std::shared_ptr<const core::Clock> clock;
        std::unique_ptr<store::Settings> settings;
        std::unique_ptr<store::History> history;
        QString historyProblem;
        QString language; ///< asked for on the command line; empty: the settings', then the system's
    };
    /// Error: Internal when the knowledge of the language cannot be loaded.
    [[nodiscard]] static core::Result<std::unique_ptr<AppContext>> create(Parts parts);
    ~AppContext() override;

    [[nodiscard]] const KnowledgePtr& knowledge() const { return m_knowledge; }
    [[nodiscard]] engine::SessionController& controller() { return *m_controller; }
    [[nodiscard]] store::Settings& settings() { return *m_parts.settings; }
    [[nodiscard]] store::History* history() { return m_parts.history.get(); }
    [[nodiscard]] const QString& historyProblem() const { return m_parts.historyProblem; }
    [[nodiscard]] const core::Clock& clock() const { return *m_parts.clock; }

    /// Switches everything at once: texts, numbers and dates. Widgets get QEvent::LanguageChange after the knowledge
    /// has changed. Empty follows the system. The choice is remembered.
    core::Result<void> setLanguage(const QString& language);
    [[nodiscard]] QString language() const; ///< the one in use, "en" or "de"
    void setTheme(store::Theme theme);

Q_SIGNALS:
    /// Knowledge is in another language now; sent before widgets get LanguageChange.
    void knowledgeChanged();
    void historyChanged();

private:
    explicit AppContext(Parts parts);
    core::Result<void> load(const QString& language);
    void loadOthersInAdvance();
    void installTranslators(const QString& language);

    Parts m_parts;
    KnowledgePtr m_knowledge;
    QHash<QString, KnowledgePtr> m_loaded; ///< by language, so that switching back costs nothing
    std::unique_ptr<engine::SessionController> m_controller;
    QTranslator m_ownTexts;
    QTranslator m_qtTexts;
    Background m_background; ///< last member: ends before what its jobs use
};

/// The language to use for a wish: itself if we have it, else the first of the system's that we have, else English.
[[nodiscard]] QString effectiveLanguage(const QString& wish);

} // namespace doctor::ui
