// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the parts and switches language and theme.
#include "ui/shell/app_context.h"

#include "app/engine/session_controller.h"
#include "ui/history/history_keeper.h"
#include "ui/watch/watch_desk.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QLibraryInfo>
#include <QLocale>
#include <algorithm>

namespace doctor::ui
{

QString effectiveLanguage(const QString& wish)
{
    const QStringList known = knowledge::Knowledge::languages();
    QStringList wishes{wish};
    wishes.append(QLocale::system().uiLanguages());
    for (const QString& candidate : wishes) {
        const QString language = candidate.section(u'-', 0, 0).section(u'_', 0, 0).toLower();
        if (known.contains(language))
            return language;
    }
    return QStringLiteral("en");
}

AppContext::AppContext(Parts parts)
    : m_parts(std::move(parts)),
      m_language(effectiveLanguage(m_parts.language.isEmpty() ? m_parts.settings->language() : m_parts.language))
{
    installTranslators(m_language);
}

AppContext::~AppContext() = default;

AppContext::Loading AppContext::load(const QString& language)
{
    if (const auto under = m_loads.constFind(language); under != m_loads.constEnd())
        return *under;
    // The languages share their logic, and the first to be asked for is read first.
    std::vector<Loading> earlier(m_loads.cbegin(), m_loads.cend());
    auto promise = std::make_shared<std::promise<Loaded>>();
    const Loading loading = promise->get_future().share();
    m_loads.insert(language, loading);
    m_background.post([language, promise, earlier = std::move(earlier)] {
        const auto sibling =
            std::find_if(earlier.begin(), earlier.end(), [](const Loading& one) { return one.get().has_value(); });
        promise->set_value(sibling == earlier.end() ? knowledge::Knowledge::load(language)
                                                    : (*sibling).get().value()->inLanguage(language));
        return [] {};
    });
    return loading;
}

void AppContext::prepare()
{
    if (m_prepared)
        return;
    m_prepared = true;
    const Loading own = load(m_language);
    m_background.post([this] { return [this] { Q_EMIT knowledgeReady(); }; });
    // A change of language then costs no more than saying the texts anew, and the first paste no more than a search.
    for (const QString& language : knowledge::Knowledge::languages())
        (void)load(language);
    m_background.post([own] {
        if (own.get())
            (*own.get())->prepareRecognition();
        return [] {};
    });
}

const AppContext::KnowledgePtr& AppContext::knowledge()
{
    if (!m_knowledge) {
        const Loading loading = load(m_language);
        const Loaded& loaded = loading.get();
        if (!loaded) // these files are compiled in and checked by the tests: the program itself is broken
            qFatal("%s", qUtf8Printable(loaded.error().message));
        m_knowledge = *loaded;
    }
    return m_knowledge;
}

engine::SessionController& AppContext::controller()
{
    if (!m_controller)
        m_controller = std::make_unique<engine::SessionController>(knowledge(), m_parts.clock);
    return *m_controller;
}

HistoryKeeper& AppContext::history()
{
    if (!m_history) {
        m_history = std::make_unique<HistoryKeeper>(m_parts.dataFolder);
        connect(m_history.get(), &HistoryKeeper::changed, this, &AppContext::historyChanged);
        connect(m_history.get(), &HistoryKeeper::problem, this, &AppContext::historyProblem);
    }
    return *m_history;
}

WatchDesk& AppContext::watch()
{
    if (!m_watch)
        m_watch = std::make_unique<WatchDesk>(*this);
    return *m_watch;
}

void AppContext::removeOld()
{
    const int days = m_parts.settings->historyDays();
    if (days == 0)
        return;
    history().removeBefore(QDateTime::fromMSecsSinceEpoch(m_parts.clock->now().wallMs).addDays(-days), this,
                           [this](const core::Result<void>& removed) {
                               if (!removed)
                                   Q_EMIT historyProblem(removed.error().message);
                           });
}

void AppContext::forgetEverything(QObject* receiver, std::function<void(core::Result<void>)> then)
{
    if (m_watch)
        m_watch->stop(); // else its next round would be kept again
    m_parts.settings->forget();
    Q_EMIT settingsChanged();
    history().removeBefore({}, receiver, std::move(then));
}

core::Result<void> AppContext::setLanguage(const QString& language)
{
    const QString effective = effectiveLanguage(language);
    if (effective != m_language) {
        const Loading loading = load(effective);
        if (!loading.get())
            return tl::unexpected<core::Error>(loading.get().error());
        m_language = effective;
        m_knowledge = *loading.get();
        if (m_controller)
            m_controller->setKnowledge(m_knowledge);
        Q_EMIT knowledgeChanged();
        installTranslators(effective);
    }
    m_parts.settings->setLanguage(language);
    return {};
}

void AppContext::installTranslators(const QString& language)
{
    QCoreApplication::removeTranslator(&m_ownTexts);
    QCoreApplication::removeTranslator(&m_qtTexts);
    // In the system's own language its regional number and date forms are kept.
    const QLocale plain(language);
    QLocale::setDefault(QLocale::system().language() == plain.language() ? QLocale::system() : plain);
    if (m_qtTexts.load(QStringLiteral("qtbase_%1").arg(language), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTexts);
    if (m_ownTexts.load(QStringLiteral(":/i18n/connection-doctor_%1.qm").arg(language)))
        QCoreApplication::installTranslator(&m_ownTexts);
    // English needs no file, so nothing may have been installed: the widgets must hear of it all the same.
    QEvent changed(QEvent::LanguageChange);
    QCoreApplication::sendEvent(QCoreApplication::instance(), &changed);
}

void AppContext::setTextSize(int percent)
{
    m_parts.settings->setTextSize(percent);
    Theme::setTextSize(m_parts.settings->textSize());
}

void AppContext::setLimits(const store::Settings::Limits& limits)
{
    m_parts.settings->setLimits(limits);
    Q_EMIT settingsChanged();
}

void AppContext::setReports(const store::Settings::Reports& reports)
{
    m_parts.settings->setReports(reports);
    Q_EMIT settingsChanged();
}

void AppContext::setTheme(store::Theme theme)
{
    m_parts.settings->setTheme(theme);
    Theme::apply(*qobject_cast<QApplication*>(QCoreApplication::instance()), theme);
}

} // namespace doctor::ui
