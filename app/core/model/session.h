// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that one diagnosis knows, as one immutable value with one JSON form.
#pragma once

#include "app/core/model/attempt.h"
#include "app/core/model/diagnosis.h"
#include "app/core/model/finding.h"
#include "app/core/model/target.h"

#include <QMap>

namespace doctor::core
{

enum class TestState { Planned, Running, Done, Skipped, Cancelled, CouldNotRun };

struct TestRecord {
    QString id;
    TestState state = TestState::Planned;
    QString
        reason; ///< machine word why it was skipped or could not run: "no-consent", "no-time", "not-needed", "user" …
    std::optional<double> startedSeconds; ///< after the start of the session
    std::optional<double> durationSeconds;
    QJsonObject facts; ///< results that are no single attempt's: {"protocol":"https"}, {"addresses":[…]}
    std::vector<Attempt> attempts;
    bool operator==(const TestRecord&) const = default;
};

struct Session {
    QString toolVersion;
    QString language;    ///< of the texts inside: "en", "de"
    QDateTime startedAt; ///< with the local offset, milliseconds
    double durationSeconds = 0;
    bool complete = false;
    bool practice = false;   ///< run against the practice server
    QString practiceFault;   ///< fault that the practice server played; empty otherwise
    QJsonObject environment; ///< of the computer that measured: os, kernel, architecture, qt; may be empty
    Target target;
    QMap<QString, QString> symptoms; ///< question key -> answer, e.g. "when" -> "idle"
    QString errorText;               ///< what the user pasted; kept for the report
    Diagnosis diagnosis;
    std::vector<Finding> findings;
    std::vector<TestRecord> tests;
    bool operator==(const Session&) const = default;
};

/// Test of that id, or nullptr.
[[nodiscard]] const TestRecord* findTest(const Session& session, const QString& id);

/// Addresses that connections would have gone to, and that no connection from the target's source address can reach
/// because they are of the other family, as test name-lookup recorded them. Empty where no source address was chosen.
[[nodiscard]] QStringList leftOutAddresses(const Session& session);
/// One sentence about them in the language spoken on this thread; empty when there are none.
[[nodiscard]] QString leftOutSentence(const Session& session);

} // namespace doctor::core
