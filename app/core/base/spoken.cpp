// SPDX-License-Identifier: GPL-3.0-or-later
// One translator per language, loaded at first use and kept.
#include "app/core/base/spoken.h"

#include <QCoreApplication>
#include <QTranslator>
#include <map>
#include <memory>
#include <mutex>

namespace doctor::core
{

namespace
{

thread_local const QTranslator* t_spoken = nullptr;
thread_local QString t_language;

/// nullptr when the program has no translations for it.
const QTranslator* translatorOf(const QString& language)
{
    static std::mutex mutex;
    static std::map<QString, std::unique_ptr<QTranslator>> loaded;
    const std::lock_guard lock(mutex);
    auto& translator = loaded[language];
    if (!translator) {
        auto made = std::make_unique<QTranslator>();
        if (!made->load(QStringLiteral(":/i18n/connection-doctor_%1.qm").arg(language))) {
            return nullptr;
        }
        translator = std::move(made);
    }
    return translator.get();
}

} // namespace

SpokenLanguage::SpokenLanguage(const QString& language) : m_before(t_spoken), m_languageBefore(t_language)
{
    if (const QTranslator* translator = translatorOf(language)) {
        t_spoken = translator;
        t_language = language;
    }
}

SpokenLanguage::~SpokenLanguage()
{
    t_spoken = m_before;
    t_language = m_languageBefore;
}

QString spokenLanguage()
{
    return t_language;
}

QString translate(const char* context, const char* source, const char* comment)
{
    if (t_spoken == nullptr) {
        return QCoreApplication::translate(context, source, comment);
    }
    // English is the source language, so its file holds plural forms only.
    const QString text = t_spoken->translate(context, source, comment);
    return text.isEmpty() ? QString::fromUtf8(source) : text;
}

} // namespace doctor::core
