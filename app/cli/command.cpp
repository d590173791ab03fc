// SPDX-License-Identifier: GPL-3.0-or-later
// What all commands share.
#include "app/cli/command.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::Command)
};

} // namespace

int Context::fail(ExitCode code, const QString& sentence) const
{
    streams.tell(u"connection-doctor-cli: "_s + sentence.simplified() + u'\n'); // one line, whatever it quotes
    return static_cast<int>(code);
}

int Context::fail(const core::Error& error) const
{
    switch (error.code) {
    case core::ErrorCode::InvalidInput:
    case core::ErrorCode::Unreadable:
    case core::ErrorCode::Malformed:
    case core::ErrorCode::TooNew:
    case core::ErrorCode::Unwritable:
        return fail(ExitCode::Usage, error.message);
    case core::ErrorCode::Unavailable:
    case core::ErrorCode::Internal:
        break;
    }
    return fail(ExitCode::CouldNotRun, error.message);
}

core::Result<std::shared_ptr<const knowledge::Knowledge>> Context::knowledge() const
{
    return knowledge::Knowledge::load(language);
}

QString Command::unknownFormat(const QString& format) const
{
    return Messages::tr("The option --format of “%1” takes %2, not “%3”.").arg(name(), formats().join(u", "_s), format);
}

QStringList fromArguments(const std::vector<std::string>& arguments)
{
    QStringList texts;
    for (const std::string& argument : arguments)
        texts << fromArgument(argument);
    return texts;
}

QStringList listFromArguments(const std::vector<std::string>& arguments)
{
    QStringList items;
    for (const QString& text : fromArguments(arguments))
        for (const QString& item : text.split(u',', Qt::SkipEmptyParts))
            items << item.trimmed();
    return items;
}

} // namespace doctor::cli
