// SPDX-License-Identifier: GPL-3.0-or-later
// The names that people know platform words by; products keep their own spelling in every language.
#pragma once

#include <QString>

namespace doctor::knowledge
{

/// "postgresql" -> "PostgreSQL". A word that is not known comes back as it is.
[[nodiscard]] QString platformName(const QString& word);
[[nodiscard]] bool isPlatform(const QString& word);

} // namespace doctor::knowledge
