// SPDX-License-Identifier: GPL-3.0-or-later
// A test whose conversation is written in the test that needs it.
#pragma once

#include "app/probes/probe.h"

#include <functional>

namespace doctor::test
{

class ScriptedProbe final : public probes::Probe
{
public:
    using Script = std::function<net::Task<>(probes::ProbeContext&)>;
    explicit ScriptedProbe(Script script) : m_script(std::move(script)) {}
    [[nodiscard]] QString id() const override { return QStringLiteral("scripted"); }
    [[nodiscard]] QStringList questions() const override { return {}; }
    [[nodiscard]] probes::Cost cost(const probes::Situation&, const probes::Limits&) const override { return {}; }
    net::Task<> run(probes::ProbeContext& context) const override { return m_script(context); }

private:
    Script m_script;
};

} // namespace doctor::test
