// SPDX-License-Identifier: GPL-3.0-or-later
// Each test against practice servers: what it must record when things go wrong, and when they do not.
#include "app/core/model/names.h"
#include "app/practice/practice.h"
#include "tests/unit/probes/probe_bench.h"

#include <QtTest>
#include <algorithm>

using namespace doctor;
using namespace doctor::tests;
using namespace Qt::StringLiterals;
using core::How;

namespace
{

struct Practice {
    explicit Practice(const QString& fault, const QJsonObject& options = {})
    {
        auto started = practice::Server::start(fault, 0, options);
        if (!started)
            qFatal("%s", qPrintable(started.error().message));
        server = std::move(*started);
    }
    [[nodiscard]] core::Target target() const
    {
        return local(server->port(), core::fromWord<core::Protocol>(server->fault().protocol).value());
    }
    std::unique_ptr<practice::Server> server;
};

const QStringList UpToService{u"name-lookup"_s, u"connect"_s, u"service"_s};
const QStringList UpToMatrix = UpToService + QStringList{u"tls-handshake"_s, u"tls-matrix"_s};
const QStringList UpToExchange = UpToService + QStringList{u"exchange"_s};

std::vector<core::Attempt> attemptsOf(const core::Session& session, const QString& test, const QString& purpose)
{
    std::vector<core::Attempt> found;
    const core::TestRecord* record = core::findTest(session, test);
    if (record)
        std::copy_if(record->attempts.begin(), record->attempts.end(), std::back_inserter(found),
                     [&](const core::Attempt& attempt) { return purpose.isEmpty() || attempt.purpose == purpose; });
    return found;
}

bool allEnded(const std::vector<core::Attempt>& attempts, How how)
{
    return !attempts.empty() && std::all_of(attempts.begin(), attempts.end(),
                                            [&](const core::Attempt& attempt) { return attempt.ending.how == how; });
}

QString observed(const core::Attempt& attempt, const QString& name)
{
    return attempt.observations.value(name).toString();
}

} // namespace

class TestProbesMeasure : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusedPortIsRefused();
    void briskConnectsLookCloserAtWhatFailsNowAndThen();
    void resetAtAcceptIsNoSuccess();
    void healthyConnectsSucceed();
    void serviceTellsWhatSpeaks_data();
    void serviceTellsWhatSpeaks();
    void serviceSeesThatOnlyTheHelloIsCut();
    void wrongProtocolIsQuoted();
    void oldTlsShowsInOneVariant();
    void missingNameShowsInTwoVariants();
    void largeHelloIsComparedWithTheUsualOne();
    void aHealthyServerTakesEveryHello();
    void demandedCertificateShowsAfterTheHandshake();
    void answeredThenReset();
    void cutInsideTheAnswer();
    void healthyExchangesAndReuse();
    void announcedCloseEndsTheSeries();
    void slowRequestIsCut();
    void limitsOfRequestsOnOneConnection();
    void waitingForAnAnswerIsTimed();
    void tooLargeIsTriedTwice();
    void rampFindsTheCap();
    void rampLeavesAHealthyServerAlone();
    void recordsLittleWhenTheBudgetIsSpent();
};

void TestProbesMeasure::refusedPortIsRefused()
{
    int port = 0;
    {
        const Practice gone(u"healthy-tcp"_s);
        port = gone.server->port();
    }
    const auto session = measure(local(port, core::Protocol::Auto), {}, UpToService);
    const auto attempts = attemptsOf(session, u"connect"_s, u"connect"_s);
    QCOMPARE(attempts.size(), std::size_t{5});
    QVERIFY(allEnded(attempts, How::Refused));
    QVERIFY(attemptsOf(session, u"connect"_s, u"canary"_s).empty());
    QCOMPARE(core::findTest(session, u"service"_s)->state, core::TestState::Skipped);
}

void TestProbesMeasure::briskConnectsLookCloserAtWhatFailsNowAndThen()
{
    int port = 0;
    {
        const Practice gone(u"healthy-tcp"_s);
        port = gone.server->port();
    }
    std::unique_ptr<practice::Server> back;
    int refused = 0;
    BenchOptions options;
    options.brisk = true;
    options.recorded = [&](const core::Attempt& attempt) {
        refused += attempt.ending.how == How::Refused ? 1 : 0;
        if (refused < 2 || back)
            return;
        if (auto started = practice::Server::start(u"healthy-tcp"_s, port))
            back = std::move(*started);
    };
    const auto session = measure(local(port, core::Protocol::Auto), {}, UpToService.mid(0, 2), options);
    if (!back)
        QSKIP("somebody else took the port meanwhile");
    QCOMPARE(refused, 2);
    QVERIFY2(attemptsOf(session, u"connect"_s, u"connect"_s).size() >= 5, "as many as a run that takes its time");
}

void TestProbesMeasure::resetAtAcceptIsNoSuccess()
{
    const Practice practice(u"reset-at-accept"_s);
    const auto session = measure(practice.target(), {}, UpToService);
    const auto attempts = attemptsOf(session, u"connect"_s, u"connect"_s);
    QVERIFY(allEnded(attempts, How::Reset));
    QVERIFY(std::none_of(attempts.begin(), attempts.end(), [](const auto& a) { return a.succeeded; }));
    for (const core::Attempt& attempt : attemptsOf(session, u"service"_s, {}))
        QCOMPARE(attempt.ending.phase, core::Phase::Established);
}

void TestProbesMeasure::healthyConnectsSucceed()
{
    const Practice practice(u"healthy-tcp"_s);
    const auto session = measure(practice.target(), {}, {u"name-lookup"_s, u"connect"_s});
    const auto attempts = attemptsOf(session, u"connect"_s, {});
    QCOMPARE(attempts.size(), std::size_t{6});
    for (const core::Attempt& attempt : attempts) {
        QVERIFY(attempt.succeeded);
        QVERIFY(!observed(attempt, u"greeting"_s).isEmpty());
        QCOMPARE(attempt.parameters.value(u"family").toString(), u"v4"_s);
        QVERIFY(attempt.timings.connectMs.has_value());
    }
}

void TestProbesMeasure::serviceTellsWhatSpeaks_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<core::Protocol>("asked");
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<bool>("tls");
    QTest::newRow("http, told") << u"healthy-http"_s << core::Protocol::Http << u"http"_s << false;
    QTest::newRow("http, untold") << u"healthy-http"_s << core::Protocol::Auto << u"http"_s << false;
    QTest::newRow("https, untold") << u"healthy-tls"_s << core::Protocol::Auto << u"https"_s << true;
    QTest::newRow("https, called tls") << u"healthy-tls"_s << core::Protocol::Tls << u"tls"_s << true;
    QTest::newRow("http, called https") << u"healthy-http"_s << core::Protocol::Https << u"http"_s << false;
    QTest::newRow("https, called http") << u"healthy-tls"_s << core::Protocol::Http << u"https"_s << true;
    QTest::newRow("lines, told") << u"healthy-tcp"_s << core::Protocol::Tcp << u"tcp"_s << false;
    QTest::newRow("lines, untold") << u"healthy-tcp"_s << core::Protocol::Auto << u"unknown"_s << false;
    QTest::newRow("cut, called http") << u"reset-after-first-bytes"_s << core::Protocol::Http << u"unknown"_s << false;
}

void TestProbesMeasure::serviceTellsWhatSpeaks()
{
    QFETCH(QString, fault);
    QFETCH(core::Protocol, asked);
    QFETCH(QString, protocol);
    QFETCH(bool, tls);
    const Practice practice(fault);
    const auto session = measure(local(practice.server->port(), asked), {}, UpToService);
    const QJsonObject facts = core::findTest(session, u"service"_s)->facts;
    QCOMPARE(facts.value(u"protocol").toString(), protocol);
    QCOMPARE(facts.value(u"tls").toBool(), tls);
    QCOMPARE(facts.value(u"asked").toString(), core::toWord(asked));
    QVERIFY(attemptsOf(session, u"service"_s, {}).size() <= 6);
}

void TestProbesMeasure::serviceSeesThatOnlyTheHelloIsCut()
{
    const Practice practice(u"tls-reset-on-hello"_s);
    const auto session = measure(practice.target(), {}, UpToService);
    QVERIFY(allEnded(attemptsOf(session, u"service"_s, u"tls-hello"_s), How::Reset));
    for (const QString& purpose : {u"http-request"_s, u"plain-bytes"_s}) {
        const auto others = attemptsOf(session, u"service"_s, purpose);
        QCOMPARE(others.size(), std::size_t{1});
        QVERIFY(others.front().ending.how != How::Reset);
    }
}

void TestProbesMeasure::wrongProtocolIsQuoted()
{
    const Practice practice(u"wrong-protocol"_s);
    const auto session = measure(practice.target(), {}, UpToService);
    const auto asked = attemptsOf(session, u"service"_s, u"http-request"_s);
    QCOMPARE(asked.size(), std::size_t{1});
    QVERIFY(observed(asked.front(), u"answer"_s).startsWith(u"ERR"));
    QCOMPARE(observed(asked.front(), u"looksLike"_s), u"unknown"_s);
    QVERIFY(!asked.front().succeeded);
}

void TestProbesMeasure::oldTlsShowsInOneVariant()
{
    const Practice practice(u"tls-old-only"_s);
    const auto session = measure(practice.target(), {}, UpToMatrix);
    for (const core::Attempt& attempt : attemptsOf(session, u"tls-handshake"_s, {}))
        QVERIFY(!attempt.succeeded);
    const auto variants = attemptsOf(session, u"tls-matrix"_s, {});
    for (const core::Attempt& attempt : variants)
        QCOMPARE(attempt.succeeded, attempt.purpose == u"version-1.0" || attempt.purpose == u"canary");
    QCOMPARE(variants.size(), std::size_t{5}); // four versions tell; what works is tried once more at the end
}

void TestProbesMeasure::missingNameShowsInTwoVariants()
{
    const Practice practice(u"tls-name-required"_s);
    const auto session = measure(practice.target(), {}, UpToMatrix);
    const auto variants = attemptsOf(session, u"tls-matrix"_s, {});
    QCOMPARE(variants.size(), std::size_t{3});
    for (const core::Attempt& attempt : variants)
        QVERIFY(attempt.succeeded && !attempt.parameters.value(u"serverName").toString().isEmpty());
}

void TestProbesMeasure::largeHelloIsComparedWithTheUsualOne()
{
    const Practice practice(u"tls-large-hello"_s);
    const auto session = measure(practice.target(), {}, UpToMatrix);
    for (const QString& purpose : {u"large-hello"_s, u"large-hello-again"_s}) {
        const auto large = attemptsOf(session, u"tls-matrix"_s, purpose);
        QCOMPARE(large.size(), std::size_t{1});
        QVERIFY(large.front().observations.value(u"helloBytes").toInt() > 1500);
        QCOMPARE(large.front().ending.how, How::Reset);
    }
    for (const QString& purpose : {u"split-hello"_s, u"canary"_s})
        QVERIFY(attemptsOf(session, u"tls-matrix"_s, purpose).front().succeeded);
}

void TestProbesMeasure::aHealthyServerTakesEveryHello()
{
    const Practice practice(u"healthy-tls"_s);
    const auto brief = measure(practice.target(), {}, UpToMatrix);
    QCOMPARE(attemptsOf(brief, u"tls-matrix"_s, {}).size(), std::size_t{1});
    const auto full = measure(practice.target(), u"tls"_s, UpToMatrix);
    const auto variants = attemptsOf(full, u"tls-matrix"_s, {});
    QVERIFY(variants.size() <= 12);
    for (const QString& purpose : {u"large-hello"_s, u"other-name"_s, u"version-1.2"_s, u"canary"_s})
        QVERIFY2(attemptsOf(full, u"tls-matrix"_s, purpose).front().succeeded, qPrintable(purpose));
    QVERIFY(!attemptsOf(full, u"tls-matrix"_s, u"version-1.1"_s).front().succeeded);
}

void TestProbesMeasure::demandedCertificateShowsAfterTheHandshake()
{
    const Practice practice(u"tls-client-certificate"_s);
    const auto session = measure(practice.target(), {}, UpToExchange + QStringList{u"tls-handshake"_s});
    const auto defaults = attemptsOf(session, u"tls-handshake"_s, u"default"_s);
    QCOMPARE(defaults.size(), std::size_t{2});
    for (const core::Attempt& attempt : defaults) {
        QVERIFY(!attempt.succeeded);
        QCOMPARE(observed(attempt, u"afterHandshake"_s), u"alert"_s);
        QVERIFY(attempt.observations.value(u"tlsCompleted").toBool());
    }
}

void TestProbesMeasure::answeredThenReset()
{
    const Practice practice(u"close-with-unread-data"_s);
    const auto session = measure(practice.target(), {}, UpToExchange);
    const auto fresh = attemptsOf(session, u"exchange"_s, u"fresh"_s);
    QCOMPARE(fresh.size(), std::size_t{3});
    for (const core::Attempt& attempt : fresh) {
        QCOMPARE(observed(attempt, u"state"_s), u"answered"_s);
        QCOMPARE(attempt.ending.how, How::Reset);
        QVERIFY(!attempt.succeeded);
    }
}

void TestProbesMeasure::cutInsideTheAnswer()
{
    const Practice practice(u"reset-mid-response"_s);
    const auto session = measure(practice.target(), {}, UpToExchange);
    for (const core::Attempt& attempt : attemptsOf(session, u"exchange"_s, u"fresh"_s)) {
        QCOMPARE(observed(attempt, u"state"_s), u"truncated"_s);
        QCOMPARE(attempt.ending.how, How::Reset);
    }
    QVERIFY(!probes::situationFrom(session).healthyExchange);
}

void TestProbesMeasure::healthyExchangesAndReuse()
{
    for (const QString& fault : {u"healthy-http"_s, u"healthy-tls"_s}) {
        const Practice practice(fault);
        const auto session = measure(practice.target(), {}, UpToExchange);
        const auto all = attemptsOf(session, u"exchange"_s, {});
        QCOMPARE(all.size(), std::size_t{16}); // 3 fresh, 12 on one connection, and one that asks before it sends
        for (const core::Attempt& attempt : all) {
            QVERIFY(attempt.succeeded);
            QCOMPARE(attempt.observations.value(u"status").toInt(), 200);
            QVERIFY(attempt.timings.firstByteMs.has_value());
            QVERIFY(attempt.bytesSent.value_or(0) > 0 && attempt.bytesSent.value_or(0) < 1000);
        }
        const auto reused = attemptsOf(session, u"exchange"_s, u"reused"_s);
        for (std::size_t i = 0; i < reused.size(); ++i)
            QCOMPARE(reused[i].parameters.value(u"request").toInt(), static_cast<int>(i) + 1);
    }
}

void TestProbesMeasure::announcedCloseEndsTheSeries()
{
    const Practice practice(u"orderly-fin"_s);
    const auto session = measure(practice.target(), {}, UpToExchange);
    const auto reused = attemptsOf(session, u"exchange"_s, u"reused"_s);
    QCOMPARE(reused.size(), std::size_t{1});
    QVERIFY(reused.front().succeeded);
    QCOMPARE(reused.front().observations.value(u"keepsAlive").toBool(true), false);
    QCOMPARE(probes::situationFrom(session).keepsAlive, std::optional<bool>(false));
}

void TestProbesMeasure::slowRequestIsCut()
{
    const Practice practice(u"request-time-limit"_s, {{u"requestSeconds"_s, 0.5}});
    const auto session = measure(practice.target(), {}, UpToExchange + QStringList{u"request-time"_s});
    const auto slow = attemptsOf(session, u"request-time"_s, u"slow-request"_s);
    QCOMPARE(slow.size(), std::size_t{1});
    const auto body = attemptsOf(session, u"request-time"_s, u"slow-body"_s);
    QCOMPARE(body.size(), std::size_t{1});
    for (const core::Attempt& attempt : {slow.front(), body.front()}) {
        QVERIFY(!attempt.succeeded);
        QCOMPARE(attempt.ending.how, How::Reset);
        QVERIFY(attempt.timings.idleMs.value_or(0) > 400 && attempt.timings.idleMs.value_or(0) < 2000);
    }
}

void TestProbesMeasure::limitsOfRequestsOnOneConnection()
{
    const Practice practice(u"request-count-limit"_s, {{u"limit"_s, 4}});
    const auto session = measure(practice.target(), {}, UpToExchange);
    const auto reused = attemptsOf(session, u"exchange"_s, u"reused"_s);
    QCOMPARE(reused.size(), std::size_t{5});
    QVERIFY(reused[3].succeeded && !reused[4].succeeded);
    QCOMPARE(reused[4].ending.how, How::Fin);
    QVERIFY(probes::situationFrom(session).healthyExchange);
    QCOMPARE(probes::situationFrom(session).keepsAlive, std::optional<bool>(true));
}

void TestProbesMeasure::waitingForAnAnswerIsTimed()
{
    const Practice practice(u"answer-time-limit"_s, {{u"answerSeconds"_s, 1.2}});
    const auto session = measure(practice.target(), {}, UpToExchange);
    const auto fresh = attemptsOf(session, u"exchange"_s, u"fresh"_s);
    QCOMPARE(fresh.size(), std::size_t{3});
    for (const core::Attempt& attempt : fresh) {
        QCOMPARE(attempt.ending.how, How::Fin);
        QVERIFY(!attempt.timings.firstByteMs);
        QVERIFY(attempt.timings.totalMs.value_or(0) > 1100 && attempt.timings.totalMs.value_or(0) < 2500);
    }
    QVERIFY(!probes::situationFrom(session).healthyExchange);
}

void TestProbesMeasure::tooLargeIsTriedTwice()
{
    const Practice practice(u"request-too-large"_s);
    const auto session = measure(practice.target(), {}, UpToExchange + QStringList{u"payload-size"_s});
    const auto sizes = attemptsOf(session, u"payload-size"_s, u"size"_s);
    QVERIFY(sizes.size() >= 5 && sizes.size() <= 12); // the ladder up to the limit, then between its steps
    for (const core::Attempt& attempt : sizes) {
        const bool small = attempt.parameters.value(u"sizeBytes").toInt() <= 65536;
        QCOMPARE(attempt.succeeded, small);
        QCOMPARE(attempt.observations.value(u"status").toInt(), small ? 200 : 413);
    }
}

void TestProbesMeasure::rampFindsTheCap()
{
    const Practice practice(u"connection-cap"_s, {{u"limit"_s, 6}});
    core::Session session = measure(practice.target(), {}, UpToExchange);
    measureOne(session, u"load-ramp"_s, {.seconds = 15, .connections = 23, .thorough = false, .stop = {}});
    const auto ramp = attemptsOf(session, u"load-ramp"_s, u"simultaneous"_s);
    for (const core::Attempt& attempt : ramp)
        QCOMPARE(attempt.succeeded, attempt.parameters.value(u"count").toInt() <= 6);
    QCOMPARE(ramp.size(), std::size_t{8}); // the seventh is tried twice
    const auto recovery = attemptsOf(session, u"load-ramp"_s, u"recovery"_s);
    QVERIFY(recovery.size() == 1 && recovery.front().succeeded);
    QCOMPARE(probes::situationFrom(session).openLimit.value_or(0), 7);
}

void TestProbesMeasure::rampLeavesAHealthyServerAlone()
{
    const Practice practice(u"healthy-http"_s);
    core::Session session = measure(practice.target(), {}, UpToExchange);
    const int before = practice.server->connectionsServed();
    measureOne(session, u"load-ramp"_s, {.seconds = 15, .connections = 13, .thorough = false, .stop = {}});
    for (const core::Attempt& attempt : attemptsOf(session, u"load-ramp"_s, {}))
        QVERIFY(attempt.succeeded);
    QVERIFY(practice.server->connectionsServed() - before <= 13);
}

void TestProbesMeasure::recordsLittleWhenTheBudgetIsSpent()
{
    const Practice practice(u"healthy-http"_s);
    core::Session session = measure(practice.target(), {}, UpToExchange);
    measureOne(session, u"exchange"_s, {.seconds = 5, .connections = 2, .thorough = false, .stop = {}});
    QCOMPARE(session.tests.back().attempts.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestProbesMeasure)
#include "test_probes_measure.moc"
