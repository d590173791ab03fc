// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of the program in a language that need not be the one its window or its messages speak.
#pragma once

#include <QString>

class QTranslator;

namespace doctor::core
{

/// While it lives, translate() answers in this language on this thread ("en", "de" …); they nest. Without a file of
/// translations for it, the application's own language stays.
class SpokenLanguage
{
public:
    explicit SpokenLanguage(const QString& language);
    ~SpokenLanguage();
    SpokenLanguage(const SpokenLanguage&) = delete;
    SpokenLanguage& operator=(const SpokenLanguage&) = delete;

private:
    const QTranslator* m_before;
    QString m_languageBefore;
};

/// As QCoreApplication::translate, in the language that is spoken on this thread.
[[nodiscard]] QString translate(const char* context, const char* source, const char* comment = nullptr);

/// Language in which translate() answers on this thread; empty: the application's.
[[nodiscard]] QString spokenLanguage();

} // namespace doctor::core
