// SPDX-License-Identifier: GPL-3.0-or-later
// Formats come from the report library's registry.
#include "app/cli/commands/report.h"

#include "app/core/json/session_json.h"
#include "app/engine/session_controller.h"
#include "app/report/evidence_request.h"
#include "app/report/report.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <utility>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::ReportCommand)
};

/// The session of a file, its texts in the language of the report.
core::Result<core::Session> sessionFrom(const std::string& file, const knowledge::Knowledge& knowledge)
{
    auto session = core::loadSession(fromArgument(file));
    if (session && session->language != knowledge.language())
        return engine::SessionController::inLanguage(*session, knowledge);
    return session;
}

QStringList wordsOf(const std::vector<std::string>& arguments)
{
    QStringList words;
    for (const std::string& argument : arguments)
        words << QString::fromStdString(argument);
    return words;
}

} // namespace

QString ReportCommand::description() const
{
    return Messages::tr("Render a saved session as a document");
}

QStringList ReportCommand::formats() const
{
    QStringList ids;
    for (const report::Format& format : report::formats())
        ids << format.id;
    return ids;
}

void ReportCommand::addOptions(CLI::App& app)
{
    app.add_option("SESSION", m_session, Messages::tr("Session file that “diagnose -o” saved").toStdString())
        ->type_name("");
    m_output.addTo(app, Messages::tr("File to write; standard output without it"));
    app.add_option("--report-language", m_language,
                   Messages::tr("Language of the report, en or de; the language of all texts without it").toStdString())
        ->type_name("LANGUAGE");
    app.add_option("--before", m_before,
                   Messages::tr("Session file of an earlier run, to show whether it got better").toStdString())
        ->type_name("FILE");
    app.add_flag(
        "--ask", m_ask,
        Messages::tr("Print the message to whoever runs the server or the network: connections, times, commands")
            .toStdString());
    app.add_option("--hide", m_hide, Messages::tr("Word to replace too (may be given several times)").toStdString())
        ->type_name("WORD")
        ->expected(1)
        ->take_all();
    app.add_option("--keep", m_keep, Messages::tr("Word to leave as it is (may be given several times)").toStdString())
        ->type_name("WORD")
        ->expected(1)
        ->take_all();
    app.add_flag("--keep-private-details", m_keepPrivateDetails,
                 Messages::tr("Do not replace names and addresses by pseudonyms").toStdString());
}

int ReportCommand::run(Context& context)
{
    if (m_session.empty())
        return context.fail(ExitCode::Usage,
                            Messages::tr("A session file is missing: “report” takes one that “diagnose -o” saved."));
    if (const auto checked = m_output.check(); !checked)
        return context.fail(checked.error());
    const QString language = m_language.empty() ? context.language : fromArgument(m_language);
    if (const QStringList known = knowledge::Knowledge::languages(); !known.contains(language))
        return context.fail(
            ExitCode::Usage,
            Messages::tr("The option --report-language takes %1, not “%2”.").arg(known.join(u", "_s), language));
    const auto knowledge = knowledge::Knowledge::load(language);
    if (!knowledge)
        return context.fail(knowledge.error());
    const auto loaded = sessionFrom(m_session, **knowledge);
    if (!loaded)
        return context.fail(loaded.error());
    const core::Session& session = *loaded;
    std::shared_ptr<const core::Session> before;
    if (!m_before.empty()) {
        const auto earlier = sessionFrom(m_before, **knowledge);
        if (!earlier)
            return context.fail(earlier.error());
        before = std::make_shared<const core::Session>(*earlier);
    }
    // The other side needs the addresses, so the message keeps them.
    const auto document = m_ask ? core::Result<QByteArray>(report::evidenceRequest(session, **knowledge).toUtf8())
                                : report::render(session, **knowledge, context.format,
                                                 report::Options{.hidePrivateDetails = !m_keepPrivateDetails,
                                                                 .alsoHide = wordsOf(m_hide),
                                                                 .keep = wordsOf(m_keep),
                                                                 .before = std::move(before)});
    if (!document)
        return context.fail(document.error());
    if (!m_output.isNamed())
        context.streams.print(*document);
    else if (const auto written = m_output.write(*document); !written)
        return context.fail(written.error());
    return static_cast<int>(ExitCode::NothingWrong);
}

} // namespace doctor::cli
