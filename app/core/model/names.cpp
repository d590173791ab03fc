// SPDX-License-Identifier: GPL-3.0-or-later
// One row per enumerator: the word that JSON, command line and knowledge files use for it.
#include "app/core/model/names.h"

#include <array>
#include <utility>

namespace doctor::core
{

namespace
{

template <typename Enum>
using Row = std::pair<Enum, const char*>;

constexpr std::array PhaseWords{
    Row<Phase>{Phase::NameLookup, "name-lookup"},     Row<Phase>{Phase::Connect, "connect"},
    Row<Phase>{Phase::Established, "established"},    Row<Phase>{Phase::TlsHandshake, "tls-handshake"},
    Row<Phase>{Phase::FirstRequest, "first-request"}, Row<Phase>{Phase::Request, "request"},
    Row<Phase>{Phase::Response, "response"},          Row<Phase>{Phase::Idle, "idle"},
    Row<Phase>{Phase::LongLived, "long-lived"},       Row<Phase>{Phase::Close, "close"},
};
constexpr std::array WhoWords{
    Row<Who>{Who::Nobody, "nobody"},
    Row<Who>{Who::Peer, "peer"},
    Row<Who>{Who::Us, "us"},
};
constexpr std::array HowWords{
    Row<How>{How::Open, "open"},
    Row<How>{How::Fin, "fin"},
    Row<How>{How::FinThenReset, "fin-then-reset"},
    Row<How>{How::Reset, "reset"},
    Row<How>{How::Refused, "refused"},
    Row<How>{How::TimedOut, "timed-out"},
    Row<How>{How::Unreachable, "unreachable"},
    Row<How>{How::Silence, "silence"},
    Row<How>{How::TlsAlert, "tls-alert"},
    Row<How>{How::TlsAlertThenReset, "tls-alert-then-reset"},
    Row<How>{How::TlsTruncated, "tls-truncated"},
    Row<How>{How::ProtocolError, "protocol-error"},
    Row<How>{How::NameNotFound, "name-not-found"},
    Row<How>{How::NameLookupFailed, "name-lookup-failed"},
    Row<How>{How::LocalFailure, "local-failure"},
    Row<How>{How::Cancelled, "cancelled"},
};
constexpr std::array ProtocolWords{
    Row<Protocol>{Protocol::Auto, "auto"},
    Row<Protocol>{Protocol::Tcp, "tcp"},
    Row<Protocol>{Protocol::Tls, "tls"},
    Row<Protocol>{Protocol::Http, "http"},
    Row<Protocol>{Protocol::Https, "https"},
    Row<Protocol>{Protocol::Ssh, "ssh"},
    Row<Protocol>{Protocol::Smtp, "smtp"},
    Row<Protocol>{Protocol::Ftp, "ftp"},
    Row<Protocol>{Protocol::Redis, "redis"},
    Row<Protocol>{Protocol::Memcached, "memcached"},
    Row<Protocol>{Protocol::Postgres, "postgres"},
    Row<Protocol>{Protocol::Mysql, "mysql"},
    Row<Protocol>{Protocol::SqlServer, "sqlserver"},
};
constexpr std::array FamilyWords{
    Row<Family>{Family::Any, "any"},
    Row<Family>{Family::V4, "v4"},
    Row<Family>{Family::V6, "v6"},
};
constexpr std::array SourceWords{
    Row<SourceKind>{SourceKind::User, "user"},         Row<SourceKind>{SourceKind::Test, "test"},
    Row<SourceKind>{SourceKind::Capture, "capture"},   Row<SourceKind>{SourceKind::Log, "log"},
    Row<SourceKind>{SourceKind::Computer, "computer"},
};
constexpr std::array ClosedByWords{
    Row<ClosedBy>{ClosedBy::ServerApplication, "server-application"},
    Row<ClosedBy>{ClosedBy::ServerSystem, "server-system"},
    Row<ClosedBy>{ClosedBy::Middlebox, "middlebox"},
    Row<ClosedBy>{ClosedBy::ThisComputer, "this-computer"},
    Row<ClosedBy>{ClosedBy::NetworkPath, "network-path"},
    Row<ClosedBy>{ClosedBy::Nobody, "nobody"},
    Row<ClosedBy>{ClosedBy::Unknown, "unknown"},
};
constexpr std::array StateWords{
    Row<TestState>{TestState::Planned, "planned"},     Row<TestState>{TestState::Running, "running"},
    Row<TestState>{TestState::Done, "done"},           Row<TestState>{TestState::Skipped, "skipped"},
    Row<TestState>{TestState::Cancelled, "cancelled"}, Row<TestState>{TestState::CouldNotRun, "could-not-run"},
};

constexpr std::array WatchWords{
    Row<WatchOutcome>{WatchOutcome::Worked, "worked"},        Row<WatchOutcome>{WatchOutcome::Failed, "failed"},
    Row<WatchOutcome>{WatchOutcome::NoNetwork, "no-network"}, Row<WatchOutcome>{WatchOutcome::Asleep, "asleep"},
    Row<WatchOutcome>{WatchOutcome::NotTried, "not-tried"},   Row<WatchOutcome>{WatchOutcome::NoProxy, "no-proxy"},
};

template <typename Table, typename Enum>
QString wordOf(const Table& table, Enum value)
{
    for (const auto& [candidate, word] : table) {
        if (candidate == value) {
            return QString::fromLatin1(word);
        }
    }
    return {};
}

template <typename Enum, typename Table>
std::optional<Enum> valueOf(const Table& table, const QString& word)
{
    for (const auto& [value, candidate] : table) {
        if (word == QLatin1String(candidate)) {
            return value;
        }
    }
    return std::nullopt;
}

template <typename Table>
QStringList wordsOf(const Table& table)
{
    QStringList words;
    for (const auto& row : table) {
        words << QString::fromLatin1(row.second);
    }
    return words;
}

} // namespace

QString toWord(Phase value)
{
    return wordOf(PhaseWords, value);
}
QString toWord(Who value)
{
    return wordOf(WhoWords, value);
}
QString toWord(How value)
{
    return wordOf(HowWords, value);
}
QString toWord(Protocol value)
{
    return wordOf(ProtocolWords, value);
}
QString toWord(Family value)
{
    return wordOf(FamilyWords, value);
}
QString toWord(SourceKind value)
{
    return wordOf(SourceWords, value);
}
QString toWord(ClosedBy value)
{
    return wordOf(ClosedByWords, value);
}
QString toWord(TestState value)
{
    return wordOf(StateWords, value);
}
QString toWord(WatchOutcome value)
{
    return wordOf(WatchWords, value);
}
QString toWord(const Source& source)
{
    return toWord(source.kind) + u':' + source.id;
}

template <>
std::optional<Phase> fromWord<Phase>(const QString& word)
{
    return valueOf<Phase>(PhaseWords, word);
}
template <>
std::optional<Who> fromWord<Who>(const QString& word)
{
    return valueOf<Who>(WhoWords, word);
}
template <>
std::optional<How> fromWord<How>(const QString& word)
{
    return valueOf<How>(HowWords, word);
}
template <>
std::optional<Protocol> fromWord<Protocol>(const QString& word)
{
    return valueOf<Protocol>(ProtocolWords, word);
}
template <>
std::optional<Family> fromWord<Family>(const QString& word)
{
    return valueOf<Family>(FamilyWords, word);
}
template <>
std::optional<SourceKind> fromWord<SourceKind>(const QString& word)
{
    return valueOf<SourceKind>(SourceWords, word);
}
template <>
std::optional<ClosedBy> fromWord<ClosedBy>(const QString& word)
{
    return valueOf<ClosedBy>(ClosedByWords, word);
}
template <>
std::optional<TestState> fromWord<TestState>(const QString& word)
{
    return valueOf<TestState>(StateWords, word);
}
template <>
std::optional<WatchOutcome> fromWord<WatchOutcome>(const QString& word)
{
    return valueOf<WatchOutcome>(WatchWords, word);
}
template <>
std::optional<Source> fromWord<Source>(const QString& word)
{
    const auto colon = word.indexOf(u':');
    const auto kind = fromWord<SourceKind>(word.left(qMax(colon, qsizetype{0})));
    if (!kind) {
        return std::nullopt;
    }
    return Source{*kind, word.mid(colon + 1)};
}

template <>
QStringList allWords<Phase>()
{
    return wordsOf(PhaseWords);
}
template <>
QStringList allWords<How>()
{
    return wordsOf(HowWords);
}
template <>
QStringList allWords<Protocol>()
{
    return wordsOf(ProtocolWords);
}

} // namespace doctor::core
