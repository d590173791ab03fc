// SPDX-License-Identifier: GPL-3.0-or-later
// Runs each test by itself against sound practice servers and prints its time beyond what its waits require: for an
// answer, for a turn, for a quiet time to pass. Then whole runs that nobody gave a time, 20 ms away.
#include "app/engine/plan/order.h"
#include "app/engine/practice_target.h"
#include "app/engine/run/test_runner.h"
#include "app/engine/session_controller.h"
#include "tests/bench/overhead/work_time.h"
#include "tests/support/delaying_relay.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSet>
#include <algorithm>
#include <cstdio>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

constexpr double MostSeconds = 12; ///< per test: those that take all the time they get show their overhead in this too
constexpr double PerSecond = 2;

class Keeper final : public probes::Recorder
{
public:
    explicit Keeper(core::TestRecord& record) : m_record(record) {}
    void attempt(const core::Attempt& attempt) override { m_record.attempts.push_back(attempt); }
    void fact(const QString& name, const QJsonValue& value) override { m_record.facts.insert(name, value); }
    void progress(double, const QString&, const QJsonObject&) override {}

private:
    core::TestRecord& m_record;
};

void printHeading()
{
    std::printf("each test against a sound practice server\n%-20s %-13s %9s %12s %9s %9s %9s\n", "test", "server",
                "seconds", "connections", "own ms", "on CPU", "ready");
}

/// Runs one test on what the earlier ones have found, adds its record to the session, and prints its line if wanted.
void runOne(const probes::Probe& probe, core::Session& session, const QString& fault, bool prints)
{
    const core::SystemClock clock;
    const probes::Situation situation = probes::situationFrom(session);
    probes::Limits limits;
    limits.secondsLeft = MostSeconds;
    limits.connectionsPerSecond = PerSecond;
    engine::Pacer pacer(limits.connectionsLeft, PerSecond);
    core::TestRecord record;
    record.id = probe.id();
    Keeper keeper(record);
    const auto begin = clock.now().monotonicUs;
    const bench::WorkTime before = bench::workTimeOfThread();
    const engine::TestJob job{.probe = probe,
                              .situation = situation,
                              .share = limits,
                              .deadlineUs = begin + static_cast<qint64>(MostSeconds * 1e6)};
    const engine::TestEnd end = engine::runTest(job, std::stop_source(), pacer, keeper, clock);
    const bench::WorkTime own = bench::workTimeOfThread() - before;
    const double seconds = static_cast<double>(clock.now().monotonicUs - begin) / 1e6;
    if (prints)
        std::printf("%-20s %-13s %9.2f %12d %9.1f %9.1f %9.1f%s\n", qPrintable(probe.id()), qPrintable(fault), seconds,
                    limits.connectionsLeft - pacer.left(), own.sum(), own.onCpuMs, own.readyMs,
                    end == engine::TestEnd::Finished ? "" : "   did not end by itself");
    record.state = core::TestState::Done;
    session.tests.push_back(std::move(record));
}

/// The tests that have something to measure there and had nothing elsewhere, and what they build on.
bool runAgainst(const QString& fault, QSet<QString>& had, QMap<QString, QString>& reasons)
{
    const auto target = engine::PracticeTarget::start(fault);
    if (!target) {
        std::fprintf(stderr, "%s: %s\n", qPrintable(fault), qPrintable(target.error().message));
        return false;
    }
    core::Session session;
    session.target = (*target)->request().target;
    for (const auto& probe : probes::allProbes()) {
        probes::Limits limits;
        limits.secondsLeft = MostSeconds;
        const probes::Cost cost = probe->cost(probes::situationFrom(session), limits);
        if (!cost.applicable)
            reasons.insert(probe->id(), reasons.value(probe->id(), cost.reason)); // the first server's
        const bool isNew = !had.contains(probe->id());
        const bool isNeeded = engine::isGroundwork(probe->id()) || probe->id() == engine::LongWait;
        if (!cost.applicable || (!isNew && !isNeeded))
            continue;
        runOne(*probe, session, fault, isNew);
        had.insert(probe->id());
    }
    return true;
}

/// Seconds of the run in which no test was under way.
double betweenTests(const core::Session& session)
{
    std::vector<std::pair<double, double>> spans;
    for (const core::TestRecord& record : session.tests)
        if (record.startedSeconds && record.durationSeconds && !record.attempts.empty())
            spans.emplace_back(*record.startedSeconds, *record.startedSeconds + *record.durationSeconds);
    std::sort(spans.begin(), spans.end());
    double covered = 0;
    double until = 0;
    for (const auto& [from, to] : spans) {
        covered += std::max(0.0, to - std::max(from, until));
        until = std::max(until, to);
    }
    return session.durationSeconds - covered;
}

void runWhole(const QString& fault, const std::shared_ptr<const knowledge::Knowledge>& knowledge)
{
    const auto target = engine::PracticeTarget::start(fault);
    if (!target)
        return;
    const testing::DelayingRelay relay((*target)->port(), std::chrono::milliseconds{10});
    engine::SessionController controller(knowledge, std::make_shared<core::SystemClock>());
    engine::RunRequest request;
    request.target.host = u"127.0.0.1"_s;
    request.target.port = relay.port();
    request.brisk = true;
    controller.start(request);
    while (controller.isRunning())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const core::Session session = controller.snapshot().session;
    const QString cause = session.diagnosis.causes.empty() ? u"(none)"_s : session.diagnosis.causes.front().id;
    std::printf("%-26s %9.2f %12d %18.0f   %s\n", qPrintable(fault), session.durationSeconds, relay.connections(),
                betweenTests(session) * 1000, qPrintable(cause));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    printHeading();
    QSet<QString> had;
    QMap<QString, QString> reasons;
    for (const QString& fault : {u"healthy-http"_s, u"healthy-tls"_s, u"idle-fin"_s, u"tls-reset-on-hello"_s})
        if (!runAgainst(fault, had, reasons))
            return 1;
    for (const auto& probe : probes::allProbes())
        if (!had.contains(probe->id()))
            std::printf("%-20s not run: %s\n", qPrintable(probe->id()), qPrintable(reasons.value(probe->id())));

    const auto knowledge = knowledge::Knowledge::load(u"en"_s);
    if (!knowledge) {
        std::fprintf(stderr, "%s\n", qPrintable(knowledge.error().message));
        return 1;
    }
    std::printf("\nruns that nobody gave a time, 20 ms away\n%-26s %9s %12s %18s   %s\n", "server", "seconds",
                "connections", "between tests, ms", "found");
    for (const char* fault :
         {"healthy-tcp", "healthy-http", "healthy-tls", "reset-after-first-bytes", "close-with-unread-data",
          "reset-mid-response", "request-too-large", "tls-old-only", "tls-client-certificate", "tls-large-hello"})
        runWhole(QString::fromLatin1(fault), *knowledge);
    return 0;
}
