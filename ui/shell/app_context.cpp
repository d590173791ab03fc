// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the parts and switches language and theme.
#include "ui/shell/app_context.h"

#include "app/engine/session_controller.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QLibraryInfo>
#include <QLocale>

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

AppContext::AppContext(Parts parts) : m_parts(std::move(parts)) {}

AppContext::~AppContext() = default;

core::Result<std::unique_ptr<AppContext>> AppContext::create(Parts parts)
{
    const QString wish = parts.language.isEmpty() ? parts.settings->language() : parts.language;
    std::unique_ptr<AppContext> context(new AppContext(std::move(parts)));
    if (auto loaded = context->load(effectiveLanguage(wish)); !loaded)
        return tl::unexpected<core::Error>(loaded.error());
    context->m_controller = std::make_unique<engine::SessionController>(context->m_knowledge, context->m_parts.clock);
    context->installTranslators(context->language());
    context->loadOthersInAdvance();
    return context;
}

void AppContext::loadOthersInAdvance()
{
    // A change of language then costs no more than saying the texts anew.
    for (const QString& language : knowledge::Knowledge::languages()) {
        if (m_loaded.contains(language))
            continue;
        m_background.post([this, language] {
            auto loaded = knowledge::Knowledge::load(language);
            return [this, language, loaded] {
                if (loaded) // what is wrong with it is told when it is asked for
                    m_loaded.insert(language, *loaded);
            };
        });
    }
}

core::Result<void> AppContext::load(const QString& language)
{
    if (!m_loaded.contains(language)) {
        auto loaded = knowledge::Knowledge::load(language);
        if (!loaded)
            return tl::unexpected<core::Error>(loaded.error());
        m_loaded.insert(language, *loaded);
    }
    m_knowledge = m_loaded.value(language);
    return {};
}

QString AppContext::language() const
{
    return m_knowledge->language();
}

core::Result<void> AppContext::setLanguage(const QString& language)
{
    const QString effective = effectiveLanguage(language);
    if (effective != this->language()) {
        if (auto loaded = load(effective); !loaded)
            return loaded;
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

void AppContext::setTheme(store::Theme theme)
{
    m_parts.settings->setTheme(theme);
    Theme::apply(*qobject_cast<QApplication*>(QCoreApplication::instance()), theme);
}

} // namespace doctor::ui
