// SPDX-License-Identifier: GPL-3.0-or-later
// causes [ID]: prints the knowledge base.
#pragma once

#include "app/cli/command.h"

namespace doctor::cli
{

class CausesCommand final : public Command
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("causes"); }
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QStringList formats() const override;
    void addOptions(CLI::App& app) override;
    [[nodiscard]] int run(Context& context) override;

private:
    std::string m_id;
};

} // namespace doctor::cli
