// SPDX-License-Identifier: GPL-3.0-or-later
// Reads two sessions and prints what became of the fault between them.
#include "app/cli/commands/compare.h"

#include "app/cli/text/comparison_json.h"
#include "app/cli/text/comparison_text.h"
#include "app/core/json/session_json.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::CompareCommand)
};

QByteArray rendered(const Compared& compared, const Context& context)
{
    if (context.format == u"json")
        return QJsonDocument(comparisonJson(compared)).toJson();
    if (context.format == u"markdown")
        return comparisonMarkdown(compared).toUtf8();
    return comparisonText(compared, context.style, context.streams.width).toUtf8();
}

} // namespace

QString CompareCommand::description() const
{
    return Messages::tr("Compare two saved sessions: did the fix work?");
}

QStringList CompareCommand::formats() const
{
    return {u"text"_s, u"json"_s, u"markdown"_s};
}

void CompareCommand::addOptions(CLI::App& app)
{
    app.add_option("BEFORE", m_before,
                   Messages::tr("Session file that “diagnose -o” saved before the change").toStdString())
        ->type_name("");
    app.add_option("AFTER", m_after, Messages::tr("Session file of the same service after the change").toStdString())
        ->type_name("");
    m_output.addTo(app, Messages::tr("File to write; standard output without it"));
    app.footer(Messages::tr("Exit status:\n"
                            "  0  the later session finds no fault, or what failed before no longer fails\n"
                            "  1  a fault remains, or it cannot be told\n"
                            "  2  bad usage or unreadable input\n")
                   .toStdString());
}

int CompareCommand::run(Context& context)
{
    if (m_before.empty() || m_after.empty())
        return context.fail(ExitCode::Usage,
                            Messages::tr("A session file is missing: “compare” takes two that “diagnose "
                                         "-o” saved, the one before the change first."));
    if (const auto checked = m_output.check(); !checked)
        return context.fail(checked.error());
    const auto knowledge = context.knowledge();
    if (!knowledge)
        return context.fail(knowledge.error());
    const auto before = core::loadSession(fromArgument(m_before));
    if (!before)
        return context.fail(before.error());
    const auto after = core::loadSession(fromArgument(m_after));
    if (!after)
        return context.fail(after.error());

    const Compared compared{*before, *after, **knowledge, figures::checkFix(*before, *after, **knowledge)};
    const QByteArray document = rendered(compared, context);
    if (!m_output.isNamed())
        context.streams.print(document);
    else if (const auto written = m_output.write(document); !written)
        return context.fail(written.error());
    return static_cast<int>(compared.check.nothingWrongAfter ? ExitCode::NothingWrong : ExitCode::FaultFound);
}

} // namespace doctor::cli
