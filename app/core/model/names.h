// SPDX-License-Identifier: GPL-3.0-or-later
// The one table between enumerators and their words in JSON, on the command line and in the knowledge files.
#pragma once

#include "app/core/model/session.h"
#include "app/core/model/watch_round.h"

namespace doctor::core
{

/// Word of an enumerator as contract.md spells it ("tls-handshake", "server-application", "reset").
[[nodiscard]] QString toWord(Phase value);
[[nodiscard]] QString toWord(Who value);
[[nodiscard]] QString toWord(How value);
[[nodiscard]] QString toWord(Protocol value);
[[nodiscard]] QString toWord(Family value);
[[nodiscard]] QString toWord(SourceKind value);
[[nodiscard]] QString toWord(ClosedBy value);
[[nodiscard]] QString toWord(TestState value);
[[nodiscard]] QString toWord(WatchOutcome value);
/// "test:idle-survival".
[[nodiscard]] QString toWord(const Source& source);

/// The enumerator of a word, or nullopt for a word that this version does not know.
template <typename Enum>
[[nodiscard]] std::optional<Enum> fromWord(const QString& word);
template <>
std::optional<Phase> fromWord<Phase>(const QString& word);
template <>
std::optional<Who> fromWord<Who>(const QString& word);
template <>
std::optional<How> fromWord<How>(const QString& word);
template <>
std::optional<Protocol> fromWord<Protocol>(const QString& word);
template <>
std::optional<Family> fromWord<Family>(const QString& word);
template <>
std::optional<SourceKind> fromWord<SourceKind>(const QString& word);
template <>
std::optional<ClosedBy> fromWord<ClosedBy>(const QString& word);
template <>
std::optional<TestState> fromWord<TestState>(const QString& word);
template <>
std::optional<WatchOutcome> fromWord<WatchOutcome>(const QString& word);
template <>
std::optional<Source> fromWord<Source>(const QString& word);

/// All words of an enum in order, for help texts and choices.
template <typename Enum>
[[nodiscard]] QStringList allWords();
template <>
QStringList allWords<Phase>();
template <>
QStringList allWords<How>();
template <>
QStringList allWords<Protocol>();

} // namespace doctor::core
