// SPDX-License-Identifier: GPL-3.0-or-later
// The options of "diagnose" and what they ask of the engine.
#pragma once

#include "app/cli/output_file.h"
#include "app/core/base/error.h"
#include "app/engine/plan/planner.h"

#include <QString>
#include <optional>
#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace doctor::cli
{

/// Texts as they stood on the command line.
struct DiagnoseOptions {
    std::string target;
    std::string protocol = "auto";
    std::vector<std::string> symptoms;
    std::optional<std::string> maxDuration;
    bool thorough = false;
    std::vector<std::string> tests;
    std::vector<std::string> skip;
    std::string serverName;
    std::string path;
    std::string proxy = "none";
    std::string sourceAddress;
    std::string clientCertificate;
    std::string clientKey;
    std::vector<std::string> captures;
    std::vector<std::string> logs;
    OutputFile output;

    void addTo(CLI::App& app);
};

/// Checks every option. Error: InvalidInput, one sentence that names the argument and what was expected.
[[nodiscard]] core::Result<engine::RunRequest> requestFrom(const DiagnoseOptions& options,
                                                           const knowledge::Knowledge& knowledge);

} // namespace doctor::cli
