// SPDX-License-Identifier: GPL-3.0-or-later
// Sets one scenario up, has it diagnosed, and takes it down again.
#pragma once

#include "tests/lab/scenario.h"

#include <QJsonObject>
#include <optional>

namespace doctor::lab
{

/// One run of a scenario: with or without the user's hint.
struct Row {
    const Scenario* scenario = nullptr;
    bool hinted = false;
    [[nodiscard]] QString name() const
    {
        return hinted ? scenario->name + QStringLiteral("+") + scenario->when : scenario->name;
    }
};

/// What came of it. Exactly one of session, skipped and trouble says why.
struct Outcome {
    QJsonObject session;
    QString skipped; ///< a program that is missing
    QString trouble; ///< why there is no session although there should be one
    double seconds = 0;
    int exitCode = -1;
    std::optional<int> connections; ///< that reached the server
};

struct Settings {
    QString cli;        ///< path of connection-doctor-cli
    QString tools;      ///< folder of the lab's own small servers
    QString workFolder; ///< scenarios keep their files in folders below it
    QString saveFolder; ///< sessions are kept here; empty: nowhere
    double maxDuration = 45;
};

/// Blocking; several may run in parallel threads. `number` tells them apart within this process.
[[nodiscard]] Outcome perform(const Row& row, int number, const Settings& settings);

} // namespace doctor::lab
