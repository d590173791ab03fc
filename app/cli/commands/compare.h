// SPDX-License-Identifier: GPL-3.0-or-later
// compare BEFORE AFTER: did the fix work?
#pragma once

#include "app/cli/command.h"
#include "app/cli/output_file.h"

#include <string>

namespace doctor::cli
{

class CompareCommand final : public Command
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("compare"); }
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList formats() const override;
    void addOptions(CLI::App& app) override;
    [[nodiscard]] int run(Context& context) override;

private:
    std::string m_before;
    std::string m_after;
    OutputFile m_output;
};

} // namespace doctor::cli
