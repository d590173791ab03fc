// SPDX-License-Identifier: GPL-3.0-or-later
// Known error texts: which program wrote it and what it means.
#pragma once

#include "app/knowledge/json_file.h"
#include "app/knowledge/knowledge.h"

#include <QRegularExpression>

namespace doctor::knowledge
{

struct CompiledSignature {
    Signature signature;
    QRegularExpression expression;
    bool generic = false; ///< a system's own words that any program may print; loses against a named program
};

/// More of a pasted text is not looked at.
inline constexpr qsizetype MaxRecognisedBytes = 64 * 1024;

/// Patterns are not compiled yet: that takes longer than all the rest, and only a paste needs them.
[[nodiscard]] core::Result<std::vector<CompiledSignature>> loadSignatures(const Root& root);

/// Compiles every pattern now. Error Internal names the first that is no regular expression.
core::Result<void> compile(const std::vector<CompiledSignature>& signatures);

/// Named programs before generic wording, then the longest match, then the order of the file.
[[nodiscard]] std::optional<Recognised> recogniseText(const std::vector<CompiledSignature>& signatures,
                                                      const QString& text);

} // namespace doctor::knowledge
