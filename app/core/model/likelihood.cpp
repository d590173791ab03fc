// SPDX-License-Identifier: GPL-3.0-or-later
// Cut points of the likelihood words.
#include "app/core/model/likelihood.h"

namespace doctor::core
{

QString likelihoodWord(double probability)
{
    if (probability > 0.95)
        return QStringLiteral("almost-certain");
    if (probability > 0.85)
        return QStringLiteral("very-likely");
    if (probability > 0.65)
        return QStringLiteral("likely");
    return probability > 0.35 ? QStringLiteral("possible") : QStringLiteral("unlikely");
}

} // namespace doctor::core
