// SPDX-License-Identifier: GPL-3.0-or-later
// Runs tests one after another against a target, as the engine would, without planning, pacing or diagnosis.
#pragma once

#include "app/probes/probe.h"

#include <functional>
#include <stop_token>

namespace doctor::tests
{

struct BenchOptions {
    double seconds = 10; ///< for each test
    int connections = 40;
    bool thorough = false;
    std::stop_token stop;
    bool brisk = false;
    std::function<void(const core::Attempt&)> recorded = [](const core::Attempt&) {}; ///< on the test's thread
};

/// Collects what one test records.
class Collector final : public probes::Recorder
{
public:
    Collector(core::TestRecord& record, const BenchOptions& options) : m_record(record), m_options(options) {}
    void attempt(const core::Attempt& attempt) override
    {
        m_record.attempts.push_back(attempt);
        m_options.recorded(attempt);
    }
    void fact(const QString& name, const QJsonValue& value) override { m_record.facts.insert(name, value); }
    void progress(double fraction, const QString&, const QJsonObject&) override { m_fraction = fraction; }
    [[nodiscard]] double fraction() const { return m_fraction; }

private:
    core::TestRecord& m_record;
    const BenchOptions& m_options;
    double m_fraction = 0;
};

/// Runs one test on top of the session and appends its record.
inline void measureOne(core::Session& session, const QString& id, const BenchOptions& options)
{
    const core::SystemClock clock;
    net::Net net(options.stop, clock);
    core::TestRecord record;
    record.id = id;
    Collector collector(record, options);
    const probes::Situation situation = probes::situationFrom(session);
    int left = options.connections;
    probes::ProbeContext context{.net = net,
                                 .recorder = collector,
                                 .situation = situation,
                                 .limits = {.secondsLeft = options.seconds,
                                            .connectionsLeft = options.connections,
                                            .connectionsPerSecond = 50,
                                            .thorough = options.thorough,
                                            .brisk = options.brisk},
                                 .deadlineUs = net.nowUs() + static_cast<qint64>(options.seconds * 1e6),
                                 .turn = [&left](bool) -> net::Task<bool> { co_return left-- > 0; }};
    const probes::Probe* probe = probes::findProbe(id);
    if (probe && probe->cost(situation, context.limits).applicable) {
        net.run([&] { return probe->run(context); });
        record.state = core::TestState::Done;
    } else {
        record.state = core::TestState::Skipped;
    }
    session.tests.push_back(record);
}

[[nodiscard]] inline core::Session measure(const core::Target& target, const QString& when, const QStringList& ids,
                                           const BenchOptions& options = {})
{
    core::Session session;
    session.target = target;
    if (!when.isEmpty())
        session.symptoms.insert(QStringLiteral("when"), when);
    for (const QString& id : ids)
        measureOne(session, id, options);
    return session;
}

[[nodiscard]] inline core::Target local(int port, core::Protocol protocol)
{
    core::Target target;
    target.host = QStringLiteral("127.0.0.1");
    target.port = port;
    target.protocol = protocol;
    return target;
}

} // namespace doctor::tests
