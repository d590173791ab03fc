// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge as it is compiled in; without it no test that needs it could say anything.
#pragma once

#include "app/knowledge/knowledge.h"

namespace doctor::testing
{

/// Ends the program, with the reason, where the knowledge cannot be loaded.
inline std::shared_ptr<const knowledge::Knowledge> loadedKnowledge(const QString& language = QStringLiteral("en"))
{
    const auto result = knowledge::Knowledge::load(language);
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    return *result;
}

} // namespace doctor::testing
