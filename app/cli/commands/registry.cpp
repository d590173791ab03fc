// SPDX-License-Identifier: GPL-3.0-or-later
// The one list of commands.
#include "app/cli/command.h"
#include "app/cli/commands/causes.h"
#include "app/cli/commands/compare.h"
#include "app/cli/commands/diagnose.h"
#include "app/cli/commands/practice.h"
#include "app/cli/commands/report.h"

namespace doctor::cli
{

std::vector<std::unique_ptr<Command>> makeCommands()
{
    std::vector<std::unique_ptr<Command>> commands;
    commands.push_back(std::make_unique<DiagnoseCommand>());
    commands.push_back(std::make_unique<ReportCommand>());
    commands.push_back(std::make_unique<CompareCommand>());
    commands.push_back(std::make_unique<PracticeCommand>());
    commands.push_back(std::make_unique<CausesCommand>());
    return commands;
}

} // namespace doctor::cli
