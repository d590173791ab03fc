// SPDX-License-Identifier: GPL-3.0-or-later
// Formats come from the report library's registry.
#include "app/cli/commands/report.h"

#include "app/core/json/session_json.h"
#include "app/engine/session_controller.h"
#include "app/report/evidence_request.h"
#include "app/report/report.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::ReportCommand)
};

core::Result<void> writeFile(const QString& fileName, const QByteArray& bytes)
{
    QSaveFile file(fileName);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return core::failure(core::ErrorCode::Unwritable,
                         Messages::tr("The report cannot be written to “%1”: %2.").arg(fileName, file.errorString()));
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
    app.add_option("-o,--output", m_output, Messages::tr("File to write; standard output without it").toStdString())
        ->type_name("FILE");
    app.add_flag(
        "--ask", m_ask,
        Messages::tr("Print the message to whoever runs the server or the network: connections, times, commands")
            .toStdString());
    app.add_option("--hide", m_hide, Messages::tr("Word to replace too (may be given several times)").toStdString())
        ->type_name("WORD");
    app.add_option("--keep", m_keep, Messages::tr("Word to leave as it is (may be given several times)").toStdString())
        ->type_name("WORD");
    app.add_flag("--keep-private-details", m_keepPrivateDetails,
                 Messages::tr("Do not replace names and addresses by pseudonyms").toStdString());
}

int ReportCommand::run(Context& context)
{
    if (m_session.empty())
        return context.fail(ExitCode::Usage,
                            Messages::tr("A session file is missing: “report” takes one that “diagnose -o” saved."));
    const auto loaded = core::loadSession(fromArgument(m_session));
    if (!loaded)
        return context.fail(loaded.error());
    const auto knowledge = context.knowledge();
    if (!knowledge)
        return context.fail(knowledge.error());
    const core::Session session =
        loaded->language == context.language ? *loaded : engine::SessionController::inLanguage(*loaded, **knowledge);
    // The other side needs the addresses, so the message keeps them.
    const auto document = m_ask ? core::Result<QByteArray>(report::evidenceRequest(session, **knowledge).toUtf8())
                                : report::render(session, **knowledge, context.format,
                                                 report::Options{.hidePrivateDetails = !m_keepPrivateDetails,
                                                                 .alsoHide = wordsOf(m_hide),
                                                                 .keep = wordsOf(m_keep)});
    if (!document)
        return context.fail(document.error());
    if (m_output.empty() || m_output == "-") {
        context.streams.print(*document);
    } else if (const auto written = writeFile(fromArgument(m_output), *document); !written) {
        return context.fail(written.error());
    }
    return static_cast<int>(ExitCode::NothingWrong);
}

} // namespace doctor::cli
