// SPDX-License-Identifier: GPL-3.0-or-later
// The command line parser: hands out the chosen command and the common options, or says what was not understood.
#pragma once

#include "app/cli/command.h"

namespace doctor::cli
{

struct Parsed {
    Command* command = nullptr; ///< null when `text` answers already
    QString text;               ///< help or version for standard output, or a sentence for standard error
    bool understood = false;
    QString format;
    QString color;
    QString language;
};

/// Parses with the options of all commands; help is at most `width` columns wide.
[[nodiscard]] Parsed parseCommandLine(const QStringList& arguments,
                                      const std::vector<std::unique_ptr<Command>>& commands, int width);

/// The value of --language before anything else is parsed, since help and errors are written in it; empty: not given.
[[nodiscard]] QString languageArgument(const QStringList& arguments);

} // namespace doctor::cli
