// SPDX-License-Identifier: GPL-3.0-or-later
// The ranked causes and the verdict. Texts are in the language that the diagnosis was written in.
#pragma once

#include "app/core/model/ending.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace doctor::core
{

enum class ClosedBy { ServerApplication, ServerSystem, Middlebox, ThisComputer, NetworkPath, Nobody, Unknown };

/// One finding as it bears on one cause.
struct Evidence {
    QString question;
    QString answer;
    QString text;        ///< the finding in words, measured values filled in
    double decibans = 0; ///< weight: 10·log10 of how much likelier the answer is under this cause than otherwise
    QString source;      ///< as Source in JSON: "test:idle-survival"
    std::vector<int> attempts;
    bool operator==(const Evidence&) const = default;
};

/// A question that would bear on the cause and has no answer yet.
struct MissingEvidence {
    QString question;
    QString text; ///< what is not known, in words
    QString test; ///< test that would answer it
    bool operator==(const MissingEvidence&) const = default;
};

struct Fix {
    QString place; ///< "this-computer", "server" or "network"
    QString title;
    QStringList steps;
    QString snippet;  ///< text to copy; may be empty
    QString platform; ///< machine word: linux, windows, nginx …; empty when it fits all
    QString risk;     ///< what may go wrong, one sentence; may be empty
    bool operator==(const Fix&) const = default;
};

struct RankedCause {
    QString id;
    QString title;
    QString family;
    double probability = 0;
    std::vector<Evidence> evidenceFor;
    std::vector<Evidence> evidenceAgainst;
    std::vector<MissingEvidence> evidenceMissing;
    double priorDecibans = 0; ///< starting odds against something-else, in decibans
    std::vector<Fix> fixes;
    bool operator==(const RankedCause&) const = default;
};

struct Verdict {
    ClosedBy closedBy = ClosedBy::Unknown;
    std::optional<Phase> phase;
    std::optional<How> how;
    QString summary;        ///< one or two sentences: who closed it, when, how sure
    double probability = 0; ///< of the leading cause
    bool operator==(const Verdict&) const = default;
};

struct NextTest {
    QString id;
    QString why;
    double seconds = 0;
    bool operator==(const NextTest&) const = default;
};

/// How a habit of the client would have fared on the failures that were measured: a replay, not a promise.
struct PolicyOutcome {
    QString
        policy; ///< machine word: "retry-once", "retry-backoff", "keep-alive-traffic", "tcp-keep-alive", "pool-idle" …
    int failures = 0; ///< measured failures of requests that a program would make
    int hidden = 0;   ///< of these, the program's user would not have noticed
    int unsafe = 0;   ///< of the hidden, the first request may have been carried out: repeat only what may run twice
    std::optional<double> addedMs; ///< median wait that it adds where it helped
    double extraConnections = 0;   ///< connections that it adds per 100 attempts
    QJsonObject values;            ///< its settings: {"keepAliveSeconds":30}
    bool operator==(const PolicyOutcome&) const = default;
};

struct Diagnosis {
    Verdict verdict;
    std::vector<RankedCause> causes; ///< sorted by probability, which sums to 1
    std::optional<NextTest> nextTest;
    std::vector<PolicyOutcome> prevention; ///< empty: no failure to prevent
    bool operator==(const Diagnosis&) const = default;
};

} // namespace doctor::core
