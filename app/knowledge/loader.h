// SPDX-License-Identifier: GPL-3.0-or-later
// Loads everything for one language from a root and checks that it fits together.
//
// Placeholders that pages and texts may hold, as {name}, {name|otherwise} or {name#word for one|word for others}:
//   target      {target} {host} {port} {address}; {site} "http://host:port" as curl takes it, {tlsName} for a hello
//   counts      {k} of {n}: of the finding that speaks most for the cause
//   idle        {idleSeconds} limit found, {lowSeconds} survived, {highSeconds} not survived, {testedSeconds}
//               {keepAliveSeconds} speak at least this often (half of the limit), {poolSeconds} drop a pooled
//               connection before this age of rest, {serverSeconds} a roomier limit to ask of the server
//               {productNames} whose default fits, {announcedSeconds} by the server, {firstWordSeconds} before asking
//   in use      {ageSeconds} {busyRequests}; {windowMs} around the limit in which requests are lost
//   waiting     {waitedSeconds}
//   request     {limitSeconds} {how} {heldSeconds}      size  {largestGood} {smallestBad} {chunkBytes} {limitKilobytes}
//   load        {limit} {perSecond} {poolSize} {requestsPerSecond}
//   addresses   {addresses} {failedAddresses} {goodAddresses} {family}
//   tls         {alert} {version} {workingVersions} {failingVersions} {serverName} {workingName} {cipher}
//   exchange    {status} {protocol} {requests} {medianMs} {slowestMs} {asked} {spoken}    restarts {bursts}
// The list that is checked is questions.json: "values" of each question and at the top.
#pragma once

#include "app/knowledge/signatures.h"
#include "app/knowledge/sources.h"
#include "app/knowledge/tables.h"

namespace doctor::knowledge
{

/// What is the same in every language.
struct Logic {
    Questions questions;
    std::vector<CauseDefinition> causes;
    Priors priors;
    QMap<QString, std::vector<Source>> sources;
    std::vector<CompiledSignature> signatures;
};
using LogicPtr = std::shared_ptr<const Logic>;

/// All that a Knowledge holds.
struct Data {
    Root root;
    QString language;
    LogicPtr logic;
    QMap<QString, CausePage> pages;
    std::vector<LearnPage> learnPages;
    QHash<QString, QString> texts;
};

/// Reads and checks all files of a language. Errors name file, entry and what was expected. `logic` of the same root,
/// if it was read before, is not read again.
[[nodiscard]] core::Result<Data> loadData(const Root& root, const QString& language, LogicPtr logic = nullptr);

/// The same as a Knowledge, from any root: for tests of wrong files. Compiles the patterns too, as nothing vouches for
/// them.
[[nodiscard]] core::Result<std::shared_ptr<const Knowledge>> loadFrom(const Root& root, const QString& language);

} // namespace doctor::knowledge
