// SPDX-License-Identifier: GPL-3.0-or-later
// Everything is checked before the first packet leaves.
#include "app/cli/commands/diagnose_options.h"

#include "app/cli/command.h"
#include "app/core/model/names.h"
#include "app/core/model/proxy.h"
#include "app/engine/client_identity.h"
#include "app/engine/computer_look.h"
#include "app/engine/source_check.h"
#include "app/engine/zone_check.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

constexpr double ShortestRun = 1;
constexpr double LongestRun = 3600;

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::DiagnoseCommand)
};

tl::unexpected<core::Error> refused(const QString& sentence)
{
    return core::failure(core::ErrorCode::InvalidInput, sentence);
}

std::string plain(const QString& text)
{
    return text.toStdString();
}

/// As much of it as makes it recognisable.
QString quotable(const QString& text)
{
    constexpr qsizetype Most = 100;
    return text.size() > Most ? text.left(Most) + u'…' : text;
}

core::Result<core::Target> readTarget(const DiagnoseOptions& options)
{
    const QString word = fromArgument(options.protocol);
    const auto protocol = core::fromWord<core::Protocol>(word);
    if (!protocol)
        return refused(Messages::tr("The option --protocol takes %1, not “%2”.")
                           .arg(core::allWords<core::Protocol>().join(u", "_s), word));
    const QString text = fromArgument(options.target);
    if (text.isEmpty())
        return refused(
            Messages::tr("A target is missing: host:port, [v6]:port or a URL, for example db.example.org:5432."));
    auto target = core::parseTarget(text, *protocol);
    if (!target)
        return refused(Messages::tr("The target “%1” cannot be used: %2").arg(quotable(text), target.error().message));
    if (const QString problem = engine::zoneProblem(*target); !problem.isEmpty())
        return refused(Messages::tr("The target “%1” cannot be used: %2").arg(text, problem));
    if (const QString name = fromArgument(options.serverName); !name.isEmpty()) {
        const auto host = core::parseHost(name);
        if (!host)
            return refused(Messages::tr("The option --server-name cannot be used: %1").arg(host.error().message));
        target->serverName = *host;
    }
    if (const QString path = fromArgument(options.path); !path.isEmpty()) {
        if (!path.startsWith(u'/') || path.contains(u' '))
            return refused(
                Messages::tr("The option --path takes a path that begins with “/” and holds no blanks, not “%1”.")
                    .arg(path));
        target->path = path;
    }
    return target;
}

/// By which proxy and from which address the target is reached. What the system's settings say is asked for by the run
/// itself; whether they can be used at all is said before it.
core::Result<void> readWay(const DiagnoseOptions& options, core::Target& target)
{
    const QString text = fromArgument(options.proxy);
    target.systemProxy = text.trimmed() == u"system";
    if (target.systemProxy) {
        if (const auto said = engine::systemProxyFor(target); !said)
            return refused(Messages::tr("The option --proxy cannot be used: %1").arg(said.error().message));
    } else {
        const auto proxy = core::parseProxy(text);
        if (!proxy)
            return refused(Messages::tr("The option --proxy cannot be used: %1").arg(proxy.error().message));
        target.proxy = *proxy ? text : QString();
    }
    target.sourceAddress = fromArgument(options.sourceAddress).trimmed();
    if (const QString problem = engine::sourceProblem(target, engine::ownAddresses()); !problem.isEmpty())
        return refused(Messages::tr("The option --source-address cannot be used: %1").arg(problem));
    return {};
}

core::Result<QMap<QString, QString>> readSymptoms(const DiagnoseOptions& options, const knowledge::Knowledge& knowledge)
{
    QMap<QString, QString> symptoms;
    const QStringList keys = knowledge.symptomKeys();
    for (const QString& text : fromArguments(options.symptoms)) {
        const qsizetype split = text.indexOf(u'=');
        const QString key = text.left(split);
        if (split < 1)
            return refused(
                Messages::tr("The option --symptom takes KEY=VALUE, for example when=idle, not “%1”.").arg(text));
        if (!keys.contains(key))
            return refused(Messages::tr("The option --symptom knows %1, not “%2”.").arg(keys.join(u", "_s), key));
        const QStringList answers = knowledge.symptomAnswers(key);
        const QString answer = text.mid(split + 1);
        if (!answers.contains(answer))
            return refused(
                Messages::tr("The symptom “%1” is one of %2, not “%3”.").arg(key, answers.join(u", "_s), answer));
        symptoms.insert(key, answer);
    }
    return symptoms;
}

core::Result<QStringList> readTests(const QString& option, const std::vector<std::string>& arguments,
                                    const QStringList& known)
{
    const QStringList ids = listFromArguments(arguments);
    if (ids.isEmpty() && !arguments.empty())
        return refused(Messages::tr("The option %1 takes test names out of %2, and none was given.")
                           .arg(option, known.join(u", "_s)));
    for (const QString& id : ids)
        if (!known.contains(id))
            return refused(Messages::tr("The option %1 takes test names out of %2, not “%3”.")
                               .arg(option, known.join(u", "_s), id));
    return ids;
}

/// What later versions will take is refused rather than ignored.
core::Result<void> checkUnsupported(const DiagnoseOptions& options)
{
    if (!options.captures.empty())
        return refused(Messages::tr("The option --capture cannot be used: this version does not read capture files."));
    if (!options.logs.empty())
        return refused(Messages::tr("The option --log cannot be used: this version does not read log files."));
    return {};
}

} // namespace

void DiagnoseOptions::addTo(CLI::App& app)
{
    const auto words = core::allWords<core::Protocol>().join(u", "_s);
    app.add_option("TARGET", target, plain(Messages::tr("host:port, [v6]:port or a URL")))->type_name("");
    app.add_option("--protocol", protocol, plain(Messages::tr("What the target speaks: %1").arg(words)))
        ->type_name("NAME");
    app.add_option("--symptom", symptoms,
                   plain(Messages::tr("What you know already, for example when=idle; repeatable")))
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app.add_option("--max-duration", maxDuration,
                   plain(Messages::tr(
                       "Seconds that the run may take, and uses to look for rare faults and idle limits; without "
                       "it, it ends as soon as its result stands, after 60 at the latest")))
        ->type_name("S");
    app.add_flag("--thorough", thorough, plain(Messages::tr("Consent to tests that take long or add load")));
    app.add_option("--tests", tests, plain(Messages::tr("Only these tests, separated by commas")))
        ->type_name("LIST")
        ->expected(1)
        ->take_all();
    app.add_option("--skip", skip, plain(Messages::tr("Not these tests, separated by commas")))
        ->type_name("LIST")
        ->expected(1)
        ->take_all();
    app.add_option("--server-name", serverName, plain(Messages::tr("Name sent in TLS if it is not the host")))
        ->type_name("NAME");
    app.add_option("--path", path, plain(Messages::tr("Path that is asked for over HTTP")))->type_name("PATH");
    app.add_option("--proxy", proxy,
                   plain(Messages::tr("Proxy URL, none, or system for what this computer's settings say")))
        ->type_name("URL");
    app.add_option("--source-address", sourceAddress,
                   plain(Messages::tr("Address of this computer that the connections come from")))
        ->type_name("ADDRESS");
    app.add_option("--client-cert", clientCertificate,
                   plain(Messages::tr("PEM file of the certificate to show where the server asks for one")))
        ->type_name("FILE");
    app.add_option("--client-key", clientKey, plain(Messages::tr("PEM file of its key, if it is in another file")))
        ->type_name("FILE");
    app.add_option("--capture", captures,
                   plain(Messages::tr("Capture file as further evidence; refused by this version")))
        ->type_name("FILE")
        ->expected(1)
        ->take_all();
    app.add_option("--log", logs, plain(Messages::tr("Log file as further evidence; refused by this version")))
        ->type_name("FILE")
        ->expected(1)
        ->take_all();
    output.addTo(app, Messages::tr("Save the session to this file"));
}

core::Result<engine::RunRequest> requestFrom(const DiagnoseOptions& options, const knowledge::Knowledge& knowledge)
{
    if (auto checked = checkUnsupported(options); !checked)
        return tl::unexpected(checked.error());
    engine::RunRequest request;
    auto target = readTarget(options);
    if (!target)
        return tl::unexpected(target.error());
    request.target = *target;
    if (auto way = readWay(options, request.target); !way)
        return tl::unexpected(way.error());
    const auto identity =
        engine::readClientIdentity(fromArgument(options.clientCertificate), fromArgument(options.clientKey));
    if (!identity)
        return refused(Messages::tr("The option %1 cannot be used: %2", "option, a whole sentence")
                           .arg(options.clientCertificate.empty() ? u"--client-key"_s : u"--client-cert"_s,
                                identity.error().message));
    request.target.identity = *identity;

    auto symptoms = readSymptoms(options, knowledge);
    if (!symptoms)
        return tl::unexpected(symptoms.error());
    request.symptoms = *symptoms;

    bool isNumber = false;
    const QString duration = options.maxDuration ? fromArgument(*options.maxDuration) : u"60"_s;
    request.maxDurationSeconds = duration.toDouble(&isNumber);
    if (!isNumber || !(request.maxDurationSeconds >= ShortestRun && request.maxDurationSeconds <= LongestRun))
        return refused(Messages::tr("The option --max-duration takes seconds from 1 to 3600, not “%1”.").arg(duration));
    request.brisk = !options.maxDuration;
    request.thorough = options.thorough;

    QStringList known;
    for (const engine::PlannedTest& test : engine::makePlan(request, knowledge).tests)
        known << test.id;
    auto only = readTests(u"--tests"_s, options.tests, known);
    if (!only)
        return tl::unexpected(only.error());
    auto skip = readTests(u"--skip"_s, options.skip, known);
    if (!skip)
        return tl::unexpected(skip.error());
    const QStringList wanted = only->isEmpty() ? known : *only;
    if (std::all_of(wanted.begin(), wanted.end(), [&skip](const QString& id) { return skip->contains(id); }))
        return refused(Messages::tr("The options --tests and --skip leave no test to run; at least one was expected."));
    request.onlyTests = *only;
    request.skipTests = *skip;

    if (auto checked = options.output.check(); !checked)
        return tl::unexpected(checked.error());
    return request;
}

} // namespace doctor::cli
