// SPDX-License-Identifier: GPL-3.0-or-later
// English is the source language, but it too has a file: plural forms.
#include "app/cli/language.h"

#include "app/knowledge/knowledge.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

QString systemLanguage()
{
    const QStringList known = knowledge::Knowledge::languages();
    for (const QString& wish : QLocale::system().uiLanguages()) {
        const QString language = wish.section(u'-', 0, 0);
        if (known.contains(language))
            return language;
    }
    return u"en"_s;
}

InstalledLanguage::InstalledLanguage(const QString& language)
{
    QLocale::setDefault(QLocale(language));
    if (m_translator.load(u":/i18n/connection-doctor_%1.qm"_s.arg(language)))
        QCoreApplication::installTranslator(&m_translator);
}

} // namespace doctor::cli
