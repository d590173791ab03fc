// SPDX-License-Identifier: GPL-3.0-or-later
// The one place of the command line that chooses a language and installs its translator.
#pragma once

#include <QString>
#include <QTranslator>

namespace doctor::cli
{

/// "de" where the system's languages put German before English, else "en".
[[nodiscard]] QString systemLanguage();

/// Installs the texts and number forms of a language and takes them away again when it goes.
class InstalledLanguage
{
public:
    explicit InstalledLanguage(const QString& language);

private:
    QTranslator m_translator; ///< leaves the application in its destructor
};

} // namespace doctor::cli
