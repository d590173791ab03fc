// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the engine, shows its progress, prints what came of it, also when it was stopped.
#include "app/cli/commands/diagnose.h"

#include "app/cli/progress.h"
#include "app/cli/text/diagnosis_text.h"
#include "app/core/json/session_json.h"
#include "app/report/report.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::DiagnoseCommand)
};

bool measuredAnything(const core::Session& session)
{
    return std::any_of(session.tests.begin(), session.tests.end(),
                       [](const core::TestRecord& test) { return !test.attempts.empty(); });
}

bool sawFailure(const core::Session& session)
{
    return std::any_of(session.tests.begin(), session.tests.end(), [](const core::TestRecord& test) {
        return std::any_of(test.attempts.begin(), test.attempts.end(),
                           [](const core::Attempt& attempt) { return attempt.ending.isFailure(); });
    });
}

core::Session runToEnd(Context& context, const std::shared_ptr<const knowledge::Knowledge>& knowledge,
                       const engine::RunRequest& request)
{
    engine::SessionController controller(knowledge, std::make_shared<core::SystemClock>());
    ProgressLine progress(context.streams, *knowledge);
    core::Session result;
    QEventLoop loop;
    bool finished = false;
    QObject::connect(&controller, &engine::SessionController::snapshotChanged, &loop,
                     [&](const engine::Snapshot& snapshot) { progress.show(snapshot); });
    QObject::connect(&controller, &engine::SessionController::finished, &loop, [&](const core::Session& session) {
        result = session;
        finished = true;
        loop.quit();
    });
    QObject::connect(&context.interrupts, &Interrupts::interrupted, &controller, &engine::SessionController::stop);
    controller.start(request);
    if (!finished)
        loop.exec();
    progress.clear();
    return result;
}

core::Result<QByteArray> rendered(const core::Session& session, const knowledge::Knowledge& knowledge,
                                  const Context& context)
{
    if (context.format == u"json")
        return core::toJsonBytes(session);
    if (context.format == u"text")
        return diagnosisText(session, knowledge, context.style, context.streams.width).toUtf8();
    // On one's own screen nothing is hidden; "report" is for passing on.
    return report::render(session, knowledge, context.format, report::Options{.hidePrivateDetails = false});
}

} // namespace

ExitCode exitCodeOf(const core::Session& session)
{
    if (!session.complete && !measuredAnything(session))
        return ExitCode::CouldNotRun;
    const bool healthy = session.diagnosis.causes.empty() || session.diagnosis.causes.front().id == u"no-fault-found";
    // The odds of a run that was stopped early say little as long as nothing went wrong.
    const bool fault = session.complete ? !healthy : !healthy && sawFailure(session);
    return fault ? ExitCode::FaultFound : ExitCode::NothingWrong;
}

QString DiagnoseCommand::description() const
{
    return Messages::tr("Run the tests against a target and print the diagnosis");
}

QStringList DiagnoseCommand::formats() const
{
    return {u"text"_s, u"json"_s, u"markdown"_s};
}

int DiagnoseCommand::run(Context& context)
{
    const auto knowledge = context.knowledge();
    if (!knowledge)
        return context.fail(knowledge.error());
    const auto request = requestFrom(m_options, **knowledge);
    if (!request)
        return context.fail(request.error());

    const core::Session session = runToEnd(context, *knowledge, *request);
    const auto text = rendered(session, **knowledge, context);
    if (!text)
        return context.fail(text.error());
    context.streams.print(text->endsWith('\n') ? *text : *text + '\n');
    if (m_options.output.isNamed())
        if (const auto saved = m_options.output.write(core::toJsonBytes(session)); !saved)
            return context.fail(saved.error());
    return static_cast<int>(exitCodeOf(session));
}

} // namespace doctor::cli
