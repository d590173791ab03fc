// SPDX-License-Identifier: GPL-3.0-or-later
// CLI11 splits the arguments; every sentence about what is wrong with them is ours, so that it can be translated.
#include "app/cli/parser.h"

#include "app/cli/text/table.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::Parser)
};

struct Common {
    std::string format;
    std::string color = "auto";
    std::string language;
};

constexpr const char* Program = "connection-doctor-cli";
constexpr int HelpColumn = 28;

std::string plain(const QString& text)
{
    return text.toStdString();
}

void addHelpAndVersion(CLI::App& app)
{
    app.set_help_flag("-h,--help", plain(Messages::tr("Print this help")));
    app.set_version_flag("--version", "connection-doctor " DOCTOR_VERSION, plain(Messages::tr("Print the version")));
    app.get_help_ptr()->group(plain(Messages::tr("General")));
    app.get_option("--version")->group(plain(Messages::tr("General")));
    app.allow_extras();
}

void addCommon(CLI::App& app, Common& common)
{
    const std::string group = plain(Messages::tr("General"));
    app.add_option("--color", common.color, plain(Messages::tr("Colours: auto, always or never")))
        ->type_name("WHEN")
        ->group(group);
    app.add_option("--language", common.language, plain(Messages::tr("Language of all texts: en or de")))
        ->type_name("LANGUAGE")
        ->group(group);
}

void addCommand(CLI::App& app, Command& command, Common& common)
{
    CLI::App* sub = app.add_subcommand(plain(command.name()), plain(command.description()));
    sub->group(plain(Messages::tr("Commands")));
    sub->option_defaults()->group(plain(Messages::tr("Options")));
    command.addOptions(*sub);
    for (CLI::Option* option : sub->get_options())
        option->allow_extra_args(
            false);          // those that may be repeated take one value each, and the target stands anywhere
    addHelpAndVersion(*sub); // after the command's own, so that help lists these last
    sub->add_option("--format", common.format,
                    plain(Messages::tr("Form of the result: %1").arg(command.formats().join(u", "_s))))
        ->type_name("FORMAT")
        ->group(plain(Messages::tr("General")));
    addCommon(*sub, common);
}

void translateHelp(CLI::App& app)
{
    auto formatter = std::make_shared<CLI::Formatter>();
    formatter->column_width(HelpColumn);
    formatter->label("Usage", plain(Messages::tr("Usage")));
    formatter->label("OPTIONS", plain(Messages::tr("OPTIONS")));
    formatter->label("SUBCOMMAND", plain(Messages::tr("COMMAND")));
    formatter->label("Positionals", plain(Messages::tr("Arguments")));
    app.formatter(formatter);
}

/// CLI11 aligns what follows a line break, but breaks no lines itself.
void wrapDescriptions(CLI::App& app, int width)
{
    for (CLI::Option* option : app.get_options())
        option->description(plain(wrap(fromArgument(option->get_description()), width - HelpColumn).join(u'\n')));
}

QStringList optionNames(const CLI::App& app)
{
    QStringList names;
    for (const CLI::Option* option : app.get_options([](const CLI::Option* one) { return one->nonpositional(); }))
        if (!option->get_lnames().empty())
            names << u"--"_s + fromArgument(option->get_lnames().front());
    names.sort();
    return names;
}

QString unexpected(const CLI::App& app, const CLI::App* sub, const std::vector<std::unique_ptr<Command>>& commands)
{
    const std::vector<std::string> extras = app.remaining(true);
    if (extras.empty() && sub)
        return {};
    const QString first = extras.empty() ? QString() : fromArgument(extras.front());
    if (sub && !app.remaining(false).empty() && optionNames(*sub).contains(first.section(u'=', 0, 0)))
        return Messages::tr("The option “%1” belongs behind the command: “%2 %3 %1”.")
            .arg(first, QLatin1StringView(Program), fromArgument(sub->get_name()));
    if (sub && first.startsWith(u'-'))
        return Messages::tr("“%1” has no option “%2”; it takes %3.")
            .arg(fromArgument(sub->get_name()), first, optionNames(*sub).join(u", "_s));
    if (sub)
        return Messages::tr("“%1” was not expected after “%2”; “%3 %2 --help” shows what is.")
            .arg(first, fromArgument(sub->get_name()), QLatin1StringView(Program));
    QStringList names;
    for (const auto& command : commands)
        names << command->name();
    return extras.empty() ? Messages::tr("A command is missing; there are %1.").arg(names.join(u", "_s))
                          : Messages::tr("There is no command “%1”; there are %2.").arg(first, names.join(u", "_s));
}

/// CLI11 puts the option's name before a colon.
QString sentenceFor(const CLI::ParseError& error)
{
    const QString words = QString::fromUtf8(error.what());
    const QString option = words.section(u':', 0, 0);
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) && option.startsWith(u'-'))
        return Messages::tr("The option %1 needs exactly one value after it.").arg(option);
    static const QRegularExpression flag(u"--[a-z-]+"_s);
    if (const auto named = flag.match(words); dynamic_cast<const CLI::ConversionError*>(&error) && named.hasMatch())
        return Messages::tr("The option %1 takes no value.").arg(named.captured());
    return Messages::tr("The arguments cannot be understood (%1).").arg(words);
}

QString checkCommon(Parsed& parsed)
{
    const QStringList formats = parsed.command->formats();
    if (parsed.format.isEmpty())
        parsed.format = formats.front();
    if (!formats.contains(parsed.format))
        return parsed.command->unknownFormat(parsed.format);
    if (!QStringList{u"auto"_s, u"always"_s, u"never"_s}.contains(parsed.color))
        return Messages::tr("The option --color takes auto, always or never, not “%1”.").arg(parsed.color);
    const QStringList languages = knowledge::Knowledge::languages();
    if (!parsed.language.isEmpty() && !languages.contains(parsed.language))
        return Messages::tr("The option --language takes %1, not “%2”.").arg(languages.join(u", "_s), parsed.language);
    return {};
}

} // namespace

QString languageArgument(const QStringList& arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i].startsWith(u"--language="))
            return arguments[i].section(u'=', 1);
        if (arguments[i] == u"--language")
            return arguments.value(i + 1);
    }
    return {};
}

Parsed parseCommandLine(const QStringList& arguments, const std::vector<std::unique_ptr<Command>>& commands, int width)
{
    Common common;
    CLI::App app(plain(Messages::tr("Finds out who closed a connection, when and why, and what to do about it.")),
                 Program);
    translateHelp(app);
    addHelpAndVersion(app);
    addCommon(app, common);
    for (const auto& command : commands)
        addCommand(app, *command, common);
    wrapDescriptions(app, width);
    for (CLI::App* sub : app.get_subcommands({}))
        wrapDescriptions(*sub, width);

    std::vector<std::string> reversed; // as CLI11 wants them
    for (auto it = arguments.rbegin(); it != arguments.rend(); ++it)
        reversed.push_back(plain(*it));
    Parsed parsed;
    try {
        app.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        const auto chosen = app.get_subcommands();
        parsed.text = QString::fromStdString(chosen.empty() ? app.help() : chosen.front()->help(Program));
        parsed.understood = true;
        return parsed;
    } catch (const CLI::CallForVersion& version) {
        parsed.text = QString::fromUtf8(version.what()) + u'\n';
        parsed.understood = true;
        return parsed;
    } catch (const CLI::ParseError& error) {
        parsed.text = sentenceFor(error);
        return parsed;
    }

    const auto chosen = app.get_subcommands();
    parsed.text = unexpected(app, chosen.empty() ? nullptr : chosen.front(), commands);
    if (!parsed.text.isEmpty())
        return parsed;
    const QString name = fromArgument(chosen.front()->get_name());
    parsed.command =
        std::find_if(commands.begin(), commands.end(), [&](const auto& one) { return one->name() == name; })->get();
    parsed.format = fromArgument(common.format);
    parsed.color = fromArgument(common.color);
    parsed.language = fromArgument(common.language);
    parsed.text = checkCommon(parsed);
    parsed.understood = parsed.text.isEmpty();
    return parsed;
}

} // namespace doctor::cli
