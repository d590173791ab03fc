// SPDX-License-Identifier: GPL-3.0-or-later
// diagnose TARGET: runs the tests and prints the diagnosis.
#pragma once

#include "app/cli/command.h"
#include "app/cli/commands/diagnose_options.h"
#include "app/core/model/session.h"

namespace doctor::cli
{

class DiagnoseCommand final : public Command
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("diagnose"); }
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList formats() const override;
    void addOptions(CLI::App& app) override { m_options.addTo(app); }
    [[nodiscard]] int run(Context& context) override;

private:
    DiagnoseOptions m_options;
};

/// Exit status that a finished or stopped session deserves.
[[nodiscard]] ExitCode exitCodeOf(const core::Session& session);

} // namespace doctor::cli
