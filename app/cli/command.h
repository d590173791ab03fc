// SPDX-License-Identifier: GPL-3.0-or-later
// What a command is: a name, a description, its options, and a run that returns the exit status.
#pragma once

#include "app/cli/interrupts.h"
#include "app/cli/streams.h"
#include "app/cli/text/style.h"
#include "app/core/base/error.h"
#include "app/knowledge/knowledge.h"

#include <QString>
#include <QStringList>
#include <memory>
#include <string>
#include <vector>

namespace CLI
{
class App;
}

namespace doctor::cli
{

/// contract.md: exit status.
enum class ExitCode {
    NothingWrong = 0,
    FaultFound = 1,
    Usage = 2, ///< bad usage or unreadable input
    CouldNotRun = 3,
};

/// Everything a running command is given beside its own options.
struct Context {
    Streams& streams;
    Interrupts& interrupts;
    QString format;   ///< one of the command's own formats()
    QString language; ///< "en" or "de"
    Style style;

    /// Prints one sentence about an error and returns the status.
    [[nodiscard]] int fail(ExitCode code, const QString& sentence) const;
    /// The same for one of our errors: input that cannot be used is bad usage, the rest could not run.
    [[nodiscard]] int fail(const core::Error& error) const;
    [[nodiscard]] core::Result<std::shared_ptr<const knowledge::Knowledge>> knowledge() const;
};

class Command
{
public:
    virtual ~Command() = default;
    [[nodiscard]] virtual QString name() const = 0;
    [[nodiscard]] virtual QString description() const = 0;
    /// Words that --format takes, the standard one first.
    [[nodiscard]] virtual QStringList formats() const { return {QStringLiteral("text"), QStringLiteral("json")}; }
    /// Sentence for a format that does not exist.
    [[nodiscard]] virtual QString unknownFormat(const QString& format) const;
    virtual void addOptions(CLI::App& app) = 0;
    [[nodiscard]] virtual int run(Context& context) = 0;
};

/// All commands, in the order of the help text. A plain array in commands/registry.cpp.
[[nodiscard]] std::vector<std::unique_ptr<Command>> makeCommands();

/// Text from an option that was filled by the command line parser.
[[nodiscard]] inline QString fromArgument(const std::string& argument)
{
    return QString::fromUtf8(argument.data(), static_cast<qsizetype>(argument.size()));
}
[[nodiscard]] QStringList fromArguments(const std::vector<std::string>& arguments);
/// The same with "a,b" split at its commas.
[[nodiscard]] QStringList listFromArguments(const std::vector<std::string>& arguments);

} // namespace doctor::cli
