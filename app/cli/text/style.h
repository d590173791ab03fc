// SPDX-License-Identifier: GPL-3.0-or-later
// Colours for terminals; the words must say it all without them.
#pragma once

#include <QString>

namespace doctor::cli
{

enum class Tone { Plain, Strong, Dim, Good, Bad };

struct Style {
    bool colours = false;
    /// The text between the tone's escape sequences, or as it is.
    [[nodiscard]] QString paint(Tone tone, const QString& text) const;
};

} // namespace doctor::cli
