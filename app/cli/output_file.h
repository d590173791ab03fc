// SPDX-License-Identifier: GPL-3.0-or-later
// Files that commands write with -o: never over something else unless told, and whole or not at all.
#pragma once

#include "app/core/base/error.h"

#include <QByteArray>
#include <QString>
#include <string>

namespace CLI
{
class App;
}

namespace doctor::cli
{

struct OutputFile {
    std::string name;
    bool overwrite = false;

    /// Options -o and --overwrite; `help` is for -o.
    void addTo(CLI::App& app, const QString& help);
    /// Neither given nor "-", which is standard output.
    [[nodiscard]] bool isNamed() const { return !name.empty() && name != "-"; }
    /// To be asked before the work, so that none is lost. An empty file holds nothing to lose and may be there.
    /// Errors: InvalidInput for a place where nothing can be written, or a file that is there already.
    [[nodiscard]] core::Result<void> check() const;
    /// Error: Unwritable; then what was there is there still.
    [[nodiscard]] core::Result<void> write(const QByteArray& bytes) const;
};

} // namespace doctor::cli
