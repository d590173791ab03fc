// SPDX-License-Identifier: GPL-3.0-or-later
// The lab's program: chooses rows, runs them a few at a time, prints the table. Root only.
#include "tests/lab/commands.h"
#include "tests/lab/network.h"
#include "tests/lab/verdict_table.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTextStream>

#include <atomic>
#include <mutex>
#include <thread>
#include <unistd.h>

using namespace doctor::lab;
using namespace Qt::StringLiterals;

namespace
{

constexpr int Skipped = 77; ///< CTest's word for "skipped"

void say(const QString& text)
{
    QTextStream(stdout) << text << Qt::endl;
}

/// What the machine lacks, or nothing.
QString obstacle(const Settings& settings)
{
    if (::geteuid() != 0) {
        return u"the lab needs root: it makes network namespaces"_s;
    }
    for (const auto& program : {u"ip"_s, u"ss"_s, u"iptables"_s, u"ip6tables"_s, u"nft"_s, u"sysctl"_s, u"openssl"_s}) {
        if (programPath(program).isEmpty()) {
            return u"the lab needs the program "_s + program;
        }
    }
    if (const auto made = runScript(u"unshare --net true"_s); !made.ok) {
        return u"this system lets nobody make network namespaces: "_s + made.output;
    }
    return QFileInfo(settings.cli).isExecutable() ? QString() : u"there is no program "_s + settings.cli;
}

struct Choice {
    QString only;
    bool all = false;
    QString hints = u"both"_s;
};

bool isWanted(const Scenario& scenario, const Choice& choice)
{
    if (choice.only.isEmpty()) {
        return choice.all || scenario.quick;
    }
    for (const auto& part : choice.only.split(u',')) {
        const auto name = part.section(u'+', 0, 0);
        const QRegularExpression pattern(QRegularExpression::wildcardToRegularExpression(name));
        if (pattern.match(scenario.name).hasMatch()) {
            return true;
        }
    }
    return false;
}

std::vector<Row> chosenRows(const std::vector<Scenario>& scenarios, const Choice& choice)
{
    std::vector<Row> rows;
    for (const auto& scenario : scenarios) {
        if (!isWanted(scenario, choice)) {
            continue;
        }
        // The subset runs each row once, in the way that is harder: without a hint.
        const bool hintable = !scenario.when.isEmpty();
        const bool both = choice.all || !choice.only.isEmpty();
        if (choice.hints != u"given" || !hintable) {
            rows.push_back({&scenario, false});
        }
        if (hintable && both && choice.hints != u"none") {
            rows.push_back({&scenario, true});
        }
    }
    return rows;
}

std::vector<Result> runAll(const std::vector<Row>& rows, const Settings& settings, int parallel)
{
    std::vector<Result> results(rows.size());
    std::atomic<size_t> next{0};
    std::mutex printing;
    std::vector<std::jthread> workers;
    for (int i = 0; i < parallel; ++i) {
        workers.emplace_back([&] {
            for (size_t index = next++; index < rows.size(); index = next++) {
                results[index] = {rows[index], perform(rows[index], static_cast<int>(index), settings)};
                const std::scoped_lock lock(printing);
                say(lineFor(results[index]));
            }
        });
    }
    workers.clear();
    return results;
}

void list(const std::vector<Scenario>& scenarios)
{
    for (const auto& scenario : scenarios) {
        say(u"%1 %2 %3 %4"_s.arg(scenario.name, -36)
                .arg(scenario.quick ? u"quick"_s : QString(), -6)
                .arg(scenario.causes.join(u'|'), -40)
                .arg(scenario.says));
    }
    say(u"%1 scenarios; with and without the user's hint %2 rows"_s.arg(scenarios.size())
            .arg(chosenRows(scenarios, {.only = {}, .all = true}).size()));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--sweep-when-gone") == 0) {
        return sweepWhenGone(QByteArray(argv[2]).toLongLong());
    }
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Real servers and real packet filters in namespaces: client - router - router - server. Without --all or "
        "--only the quick subset runs."_s);
    parser.addHelpOption();
    const QCommandLineOption listOption(u"list"_s, u"List the scenarios and end."_s);
    const QCommandLineOption allOption(u"all"_s, u"Run every scenario, with and without the user's hint."_s);
    const QCommandLineOption onlyOption(u"only"_s, u"Run these; wildcards and commas."_s, u"names"_s);
    const QCommandLineOption hintsOption(u"hints"_s, u"both, none or given."_s, u"which"_s, u"both"_s);
    const QCommandLineOption saveOption(u"save"_s, u"Keep sessions in this folder as cases to replay."_s, u"folder"_s);
    const QCommandLineOption parallelOption(u"parallel"_s, u"Scenarios at a time."_s, u"count"_s, u"6"_s);
    const QCommandLineOption durationOption(u"max-duration"_s, u"Seconds per diagnosis."_s, u"seconds"_s, u"45"_s);
    const QCommandLineOption cliOption(u"cli"_s, u"The program to judge."_s, u"path"_s,
                                       qEnvironmentVariable("DOCTOR_BINARY_DIR") +
                                           u"/app/main/cli/connection-doctor-cli"_s);
    parser.addOptions(
        {listOption, allOption, onlyOption, hintsOption, saveOption, parallelOption, durationOption, cliOption});
    parser.process(application);

    const auto scenarios = allScenarios();
    if (parser.isSet(listOption)) {
        list(scenarios);
        return 0;
    }
    const QTemporaryDir folder(QDir::tempPath() + u"/doctor-lab-%1-XXXXXX"_s.arg(::getpid()));
    Settings settings;
    settings.cli = parser.value(cliOption);
    settings.tools = qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/lab/tools"_s;
    settings.workFolder = folder.path();
    settings.saveFolder = parser.value(saveOption);
    settings.maxDuration = parser.value(durationOption).toDouble();
    if (const auto why = obstacle(settings); !why.isEmpty()) {
        say(u"skipped: "_s + why);
        return Skipped;
    }
    QFile::setPermissions(folder.path(), QFile::Permissions(0x7755)); // servers that give up root pass through it
    const auto certificate = runScript(
        u"cd %1 && openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=lab.test -addext "
        "subjectAltName=DNS:lab.test,DNS:service.test,IP:10.78.0.2 -keyout key.pem -out cert.pem && chmod 644 key.pem"_s
            .arg(folder.path()));
    sweepDeadLabs();
    if (!certificate.ok || !startSweeper()) {
        say(u"the lab could not be prepared: "_s + certificate.output);
        return 1;
    }
    const auto rows = chosenRows(
        scenarios,
        {.only = parser.value(onlyOption), .all = parser.isSet(allOption), .hints = parser.value(hintsOption)});
    if (rows.empty()) {
        say(u"no scenario has this name; --list names them"_s);
        return 2;
    }
    say(tableHead());
    const auto results = runAll(rows, settings, std::max(1, parser.value(parallelOption).toInt()));
    say(u"\n"_s + tableHead());
    for (const auto& result : results) {
        say(lineFor(result));
    }
    const auto summary = summarise(results, settings.maxDuration);
    say(u'\n' + summary.text + (summary.passed ? u"passed"_s : u"NOT passed"_s));
    return summary.passed ? 0 : 1;
}
