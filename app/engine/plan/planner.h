// SPDX-License-Identifier: GPL-3.0-or-later
// Which tests to run, in which order, at what cost. Pure: the same inputs give the same plan.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <memory>
#include <optional>

namespace doctor::probes
{
struct Limits;
}

namespace doctor::engine
{

/// What the user asked for.
struct RunRequest {
    core::Target target;
    QMap<QString, QString> symptoms;
    QString errorText;
    double maxDurationSeconds = 60;
    int maxConnections = 40;
    std::optional<int> neverMoreConnections; ///< not even when heavy tests would need them
    double connectionsPerSecond = 2;
    bool brisk = false;    ///< nobody gave a time: the run may end before it is over, as soon as its verdict stands
    bool thorough = false; ///< consent to heavy tests
    QStringList onlyTests; ///< empty: all that fit
    QStringList skipTests;
    bool practice = false;
    QString practiceFault;
    bool operator==(const RunRequest&) const = default;
};

struct PlannedTest {
    QString id;
    double seconds = 0;
    int connections = 0;
    bool heavy = false; ///< needs consent
    bool selected = true;
    QString reason; ///< machine word when not selected: "no-consent", "no-time", "no-address", "user" …
    bool operator==(const PlannedTest&) const = default;
};

struct Plan {
    std::vector<PlannedTest> tests;
    double seconds = 0; ///< of the selected ones
    int connections = 0;
    bool operator==(const Plan&) const = default;
};

/// The plan before anything is known; also what the wizard's commit page shows.
[[nodiscard]] Plan makePlan(const RunRequest& request, const knowledge::Knowledge& knowledge);

/// The test to run now: basics first, then the largest expected gain per second among those that fit; empty: none. A
/// brisk run (brisk.h) leaves out what takes long or would change nothing.
[[nodiscard]] QString nextTest(const core::Session& session, const RunRequest& request, const probes::Limits& limits,
                               const knowledge::Knowledge& knowledge);

/// Connections that a run may make: the request's, or what the heavy tests need when the user consented to them, but
/// never more than the request rules out.
[[nodiscard]] int connectionBudget(const RunRequest& request);

/// What one test may spend out of what the run has left: the tests still to come keep their part.
[[nodiscard]] probes::Limits shareFor(const QString& testId, const core::Session& session, const RunRequest& request,
                                      const probes::Limits& limits, const knowledge::Knowledge* knowledge = nullptr);

/// Machine word why a test that has no record was not run: "user", "no-time", "no-connections", "no-address" …; of a
/// brisk run also "not-quick", and "not-needed" when `knowledge` tells that it would change nothing.
[[nodiscard]] QString reasonNotRun(const QString& testId, const core::Session& session, const RunRequest& request,
                                   const probes::Limits& limits, const knowledge::Knowledge* knowledge = nullptr);

/// Tests without a result that could still be run on this session -> seconds.
[[nodiscard]] QMap<QString, double> availableTests(const core::Session& session);

} // namespace doctor::engine
