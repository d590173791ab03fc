// SPDX-License-Identifier: GPL-3.0-or-later
// The address goes to standard output, so that scripts can read it; how to diagnose it goes to standard error.
#include "app/cli/commands/practice.h"

#include "app/cli/text/table.h"
#include "app/practice/practice.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::PracticeCommand)
};

QString titleOf(const practice::Fault& fault, const knowledge::Knowledge& knowledge)
{
    return knowledge.text(u"fault."_s + fault.id);
}

QJsonObject toJson(const practice::Fault& fault, const knowledge::Knowledge& knowledge)
{
    QJsonObject options;
    for (const practice::FaultOption& option : practice::optionsOf(fault.id))
        options.insert(option.name, option.standard);
    return {{u"id"_s, fault.id},       {u"title"_s, titleOf(fault, knowledge)},
            {u"cause"_s, fault.cause}, {u"protocol"_s, fault.protocol},
            {u"when"_s, fault.when},   {u"needsThorough"_s, fault.needsThorough},
            {u"options"_s, options}};
}

QString optionsText(const practice::Fault& fault)
{
    QStringList texts;
    for (const practice::FaultOption& option : practice::optionsOf(fault.id))
        texts << option.name + u'=' + QString::number(option.standard);
    return texts.join(u' ');
}

core::Result<QJsonObject> readOptions(const std::vector<std::string>& arguments)
{
    QJsonObject options;
    for (const QString& text : fromArguments(arguments)) {
        bool isNumber = false;
        const double value = text.section(u'=', 1).toDouble(&isNumber);
        if (text.indexOf(u'=') < 1 || !isNumber)
            return core::failure(
                core::ErrorCode::InvalidInput,
                Messages::tr("The option --option takes NAME=NUMBER, for example idleSeconds=5, not “%1”.").arg(text));
        options.insert(text.section(u'=', 0, 0), value);
    }
    return options;
}

QString invitation(const practice::Server& server)
{
    QString command =
        u"connection-doctor-cli diagnose 127.0.0.1:%1 --protocol %2"_s.arg(server.port()).arg(server.fault().protocol);
    if (!server.fault().when.isEmpty())
        command += u" --symptom when="_s + server.fault().when;
    if (server.fault().needsThorough)
        command += u" --thorough"_s;
    return Messages::tr("Playing “%1” until Ctrl-C. Diagnose it with: %2").arg(server.fault().id, command);
}

} // namespace

QString PracticeCommand::description() const
{
    return Messages::tr("Run a server on this computer that misbehaves on demand");
}

void PracticeCommand::addOptions(CLI::App& app)
{
    app.add_option("--fault", m_fault, Messages::tr("Fault to play (idle-fin); --list shows all").toStdString())
        ->type_name("ID");
    app.add_option("--port", m_port, Messages::tr("Port to listen on; 0 takes a free one").toStdString())
        ->type_name("N");
    app.add_option("--option", m_options, Messages::tr("A number that the fault can be told; repeatable").toStdString())
        ->type_name("NAME=NUMBER")
        ->expected(1)
        ->take_all();
    app.add_flag("--list", m_list, Messages::tr("List the faults and end").toStdString());
}

int PracticeCommand::run(Context& context)
{
    return m_list ? list(context) : serve(context);
}

int PracticeCommand::list(Context& context) const
{
    const auto knowledge = context.knowledge();
    if (!knowledge)
        return context.fail(knowledge.error());
    if (context.format == u"json") {
        QJsonArray faults;
        for (const practice::Fault& fault : practice::allFaults())
            faults.append(toJson(fault, **knowledge));
        context.streams.print(QJsonDocument(QJsonObject{{u"faults"_s, faults}}).toJson());
        return static_cast<int>(ExitCode::NothingWrong);
    }
    Table table({{Messages::tr("Fault"), false, false},
                 {Messages::tr("What it does"), false, true},
                 {Messages::tr("Cause to be found"), false, false},
                 {Messages::tr("Options"), false, false}});
    for (const practice::Fault& fault : practice::allFaults())
        table.add({{fault.id, Tone::Strong}, {titleOf(fault, **knowledge)}, {fault.cause}, {optionsText(fault)}});
    context.streams.print(table.render(context.streams.width, context.style));
    return static_cast<int>(ExitCode::NothingWrong);
}

int PracticeCommand::serve(Context& context) const
{
    const QString fault = fromArgument(m_fault);
    if (!practice::findFault(fault))
        return context.fail(
            ExitCode::Usage,
            Messages::tr("The option --fault does not know “%1”; “practice --list” shows all faults.").arg(fault));
    bool isNumber = false;
    const int port = fromArgument(m_port).toInt(&isNumber);
    if (!isNumber || port < 0 || port > 65535)
        return context.fail(
            ExitCode::Usage,
            Messages::tr("The option --port takes a number from 0 to 65535, not “%1”.").arg(fromArgument(m_port)));
    const auto options = readOptions(m_options);
    if (!options)
        return context.fail(options.error());

    QEventLoop loop;
    QObject::connect(&context.interrupts, &Interrupts::interrupted, &loop, &QEventLoop::quit);
    const auto server = practice::Server::start(fault, port, *options);
    if (!server)
        return context.fail(server.error());
    context.streams.tell(invitation(**server) + u'\n');
    context.streams.print(u"127.0.0.1:%1\n"_s.arg((*server)->port()));
    loop.exec();
    return static_cast<int>(ExitCode::NothingWrong);
}

} // namespace doctor::cli
