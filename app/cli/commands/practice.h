// SPDX-License-Identifier: GPL-3.0-or-later
// practice: runs the server that misbehaves on demand until Ctrl-C.
#pragma once

#include "app/cli/command.h"

namespace doctor::cli
{

class PracticeCommand final : public Command
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("practice"); }
    [[nodiscard]] QString description() const override;
    void addOptions(CLI::App& app) override;
    [[nodiscard]] int run(Context& context) override;

private:
    [[nodiscard]] int list(Context& context) const;
    [[nodiscard]] int serve(Context& context) const;

    std::string m_fault = "idle-fin";
    std::string m_port = "0";
    std::vector<std::string> m_options;
    bool m_list = false;
};

} // namespace doctor::cli
