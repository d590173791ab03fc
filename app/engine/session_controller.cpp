// SPDX-License-Identifier: GPL-3.0-or-later
// Starts runs, passes their snapshots on at a pace that views can draw, and drops what comes too late.
#include "app/engine/session_controller.h"

#include "app/core/base/environment.h"
#include "app/diagnosis/diagnose.h"
#include "app/engine/run/run.h"
#include "app/knowledge/unknown.h"

#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

constexpr int SnapshotIntervalMs = 50; ///< at most 20 a second

core::Session freshSession(const RunRequest& request, const core::Clock& clock)
{
    core::Session session;
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(clock.now().wallMs);
    session.startedAt = local.toOffsetFromUtc(local.offsetFromUtc());
    session.target = request.target;
    session.symptoms = request.symptoms;
    session.errorText = request.errorText;
    session.practice = request.practice;
    session.practiceFault = request.practiceFault;
    return session;
}

} // namespace

struct SessionController::Impl {
    Impl(SessionController& owner, std::shared_ptr<const knowledge::Knowledge> words,
         std::shared_ptr<const core::Clock> source)
        : q(owner), knowledge(std::move(words)), clock(std::move(source))
    {
        timer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, &q, [this] { publish(); });
    }

    quint64 begin(const RunRequest& request, core::Session session);
    void noteChange(quint64 runId);
    void publish();

    SessionController& q;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    std::shared_ptr<const core::Clock> clock;
    Snapshot snapshot;
    std::shared_ptr<LiveState> live;
    std::unique_ptr<Run> run;
    QTimer timer;
    QElapsedTimer sincePublished;
    quint64 lastRunId = 0;
    std::optional<RunRequest> waiting;
};

quint64 SessionController::Impl::begin(const RunRequest& request, core::Session session)
{
    run.reset(); // a run under way is stopped; what it still has to say is dropped by its id
    timer.stop();
    const quint64 runId = ++lastRunId;
    session.complete = false;
    session.toolVersion = QStringLiteral(DOCTOR_VERSION);
    session.environment = core::environmentOfThisComputer();
    session = inLanguage(session, *knowledge);

    Snapshot first;
    first.runId = runId;
    first.state = RunState::Running;
    first.session = session;
    first.plan = makePlan(request, *knowledge);
    snapshot = first;
    live = std::make_shared<LiveState>(std::move(first), knowledge, [this, runId] {
        QMetaObject::invokeMethod(
            &q, [this, runId] { noteChange(runId); }, Qt::QueuedConnection);
    });
    run = std::make_unique<Run>(request, std::move(session), live, clock);
    return runId;
}

void SessionController::Impl::noteChange(quint64 runId)
{
    if (runId != lastRunId || !run)
        return;
    if (live->isFinished()) { // the end waits for nobody
        timer.stop();
        publish();
        return;
    }
    if (timer.isActive())
        return;
    const qint64 since = sincePublished.isValid() ? sincePublished.elapsed() : SnapshotIntervalMs;
    if (since >= SnapshotIntervalMs)
        publish();
    else
        timer.start(static_cast<int>(SnapshotIntervalMs - since));
}

void SessionController::Impl::publish()
{
    if (!run)
        return;
    snapshot = live->copy();
    sincePublished.start();
    const bool over = snapshot.state == RunState::Finished;
    if (over)
        run.reset();
    const Snapshot shown = snapshot; // a receiver may start another run
    Q_EMIT q.snapshotChanged(shown);
    if (!over)
        return;
    Q_EMIT q.finished(shown.session);
    if (waiting && !run)
        Q_EMIT q.waitingStarted(q.start(*std::exchange(waiting, std::nullopt)));
}

SessionController::SessionController(std::shared_ptr<const knowledge::Knowledge> knowledge,
                                     std::shared_ptr<const core::Clock> clock, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, std::move(knowledge), std::move(clock)))
{
}

SessionController::~SessionController() = default;

void SessionController::setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->knowledge = knowledge;
    if (m_impl->run) {
        m_impl->live->setKnowledge(knowledge);
        m_impl->live->change([&](Snapshot& snapshot) { snapshot.session = inLanguage(snapshot.session, *knowledge); });
    } else if (m_impl->snapshot.runId != 0) {
        m_impl->snapshot.session = inLanguage(m_impl->snapshot.session, *knowledge);
        Q_EMIT snapshotChanged(m_impl->snapshot);
    }
}

quint64 SessionController::start(const RunRequest& request)
{
    return m_impl->begin(request, freshSession(request, *m_impl->clock));
}

quint64 SessionController::startWhenFree(const RunRequest& request)
{
    if (!isRunning())
        return start(request);
    m_impl->waiting = request;
    return 0;
}

bool SessionController::isWaiting() const
{
    return m_impl->waiting.has_value();
}

void SessionController::dropWaiting()
{
    m_impl->waiting.reset();
}

QStringList SessionController::remainingTests(const core::Session& session)
{
    QStringList tests = availableTests(session).keys();
    tests.removeIf([&](const QString& id) {
        const core::TestRecord* record = core::findTest(session, id);
        return record && record->reason == u"no-consent";
    });
    return tests;
}

quint64 SessionController::continueWith(const core::Session& session, const RunRequest& request,
                                        const QStringList& tests)
{
    core::Session base = session;
    base.tests.erase(std::remove_if(base.tests.begin(), base.tests.end(),
                                    [&](const core::TestRecord& record) { return tests.contains(record.id); }),
                     base.tests.end());
    RunRequest more = request;
    more.target = session.target;
    more.symptoms = session.symptoms;
    more.onlyTests = tests;
    more.skipTests.clear();
    return m_impl->begin(more, std::move(base));
}

void SessionController::pause()
{
    if (m_impl->run)
        m_impl->run->pause();
}

void SessionController::resume()
{
    if (m_impl->run)
        m_impl->run->resume();
}

void SessionController::skipTest()
{
    if (m_impl->run)
        m_impl->run->skipTest();
}

void SessionController::stop()
{
    if (!m_impl->run)
        return;
    m_impl->live->change([](Snapshot& snapshot) {
        if (snapshot.state == RunState::Running || snapshot.state == RunState::Paused)
            snapshot.state = RunState::Stopping;
    });
    m_impl->run->stop();
}

bool SessionController::isRunning() const
{
    return m_impl->run != nullptr;
}

const Snapshot& SessionController::snapshot() const
{
    return m_impl->snapshot;
}

core::Session SessionController::inLanguage(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    // Judging anew would drop what another version found and this one does not know.
    if (!knowledge::unknownIn(session, knowledge).isEmpty())
        return session;
    return diagnosis::diagnosed(session, knowledge, availableTests(session));
}

} // namespace doctor::engine
