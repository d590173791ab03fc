// SPDX-License-Identifier: GPL-3.0-or-later
// report SESSION: renders a saved session for somebody who was not there.
#pragma once

#include "app/cli/command.h"
#include "app/cli/output_file.h"

#include <string>
#include <vector>

namespace doctor::cli
{

class ReportCommand final : public Command
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("report"); }
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList formats() const override;
    void addOptions(CLI::App& app) override;
    [[nodiscard]] int run(Context& context) override;

private:
    std::string m_session;
    OutputFile m_output;
    std::string m_language;
    std::string m_before;
    std::vector<std::string> m_hide;
    std::vector<std::string> m_keep;
    bool m_ask = false;
    bool m_keepPrivateDetails = false;
};

} // namespace doctor::cli
