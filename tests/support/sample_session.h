// SPDX-License-Identifier: GPL-3.0-or-later
// A realistic finished session for tests of views and writers: an HTTPS service that drops quiet connections after 20
// s.
#pragma once

#include "app/core/model/session.h"

#include <QJsonArray>
#include <QTimeZone>
#include <utility>

namespace doctor::testsupport
{

namespace detail
{

inline constexpr qint64 SampleStartMs = 1'795'339'200'000; // 2026-11-22 08:00:00 UTC

inline core::Attempt attempt(const QString& purpose, double atSeconds, core::Ending ending, bool succeeded)
{
    core::Attempt a;
    a.purpose = purpose;
    a.startedAt = {SampleStartMs + static_cast<qint64>(atSeconds * 1000), static_cast<qint64>(atSeconds * 1e6)};
    a.address = QStringLiteral("192.0.2.10");
    a.port = 443;
    a.localAddress = QStringLiteral("198.51.100.7");
    a.localPort = 40'000 + static_cast<int>(atSeconds * 10);
    a.phaseReached = ending.phase;
    a.ending = std::move(ending);
    a.succeeded = succeeded;
    a.timings.connectMs = 14.2 + atSeconds / 10;
    a.timings.totalMs = 120 + atSeconds;
    return a;
}

inline core::Ending closedByUs(core::Phase phase)
{
    return {core::Who::Us, core::How::Fin, phase, std::nullopt, {}};
}

inline core::Ending cutByPeer(core::Phase phase)
{
    return {core::Who::Peer, core::How::Reset, phase, 104, {}};
}

inline core::TestRecord record(const QString& id, double startedSeconds, double durationSeconds)
{
    core::TestRecord r;
    r.id = id;
    r.state = core::TestState::Done;
    r.startedSeconds = startedSeconds;
    r.durationSeconds = durationSeconds;
    return r;
}

inline core::TestRecord nameLookup()
{
    auto r = record(QStringLiteral("name-lookup"), 0.0, 0.04);
    auto a = attempt(QStringLiteral("lookup"), 0.0,
                     {core::Who::Nobody, core::How::Open, core::Phase::NameLookup, {}, {}}, true);
    a.timings = {};
    a.timings.lookupMs = 31.5;
    r.attempts = {a};
    r.facts = {{QStringLiteral("addresses"), QJsonArray{QStringLiteral("192.0.2.10")}},
               {QStringLiteral("aliases"), QJsonArray{}},
               {QStringLiteral("literal"), false}};
    return r;
}

inline core::TestRecord connectTest()
{
    auto r = record(QStringLiteral("connect"), 0.1, 3.2);
    for (int i = 0; i < 6; ++i) {
        const auto purpose = i < 5 ? QStringLiteral("connect") : QStringLiteral("canary");
        auto a = attempt(purpose, 0.1 + 0.5 * i, closedByUs(core::Phase::Established), true);
        a.parameters = {{QStringLiteral("address"), QStringLiteral("192.0.2.10")},
                        {QStringLiteral("family"), QStringLiteral("v4")},
                        {QStringLiteral("try"), i + 1}};
        r.attempts.push_back(a);
    }
    return r;
}

inline core::TestRecord serviceTest()
{
    auto r = record(QStringLiteral("service"), 3.4, 1.1);
    auto greeting = attempt(QStringLiteral("greeting"), 3.4, closedByUs(core::Phase::Established), false);
    greeting.ending.how = core::How::Silence;
    greeting.ending.who = core::Who::Nobody;
    auto hello = attempt(QStringLiteral("tls-hello"), 3.9, closedByUs(core::Phase::TlsHandshake), true);
    hello.observations = {{QStringLiteral("looksLike"), QStringLiteral("tls")}};
    r.attempts = {greeting, hello};
    r.facts = {{QStringLiteral("protocol"), QStringLiteral("https")},
               {QStringLiteral("tls"), true},
               {QStringLiteral("asked"), QStringLiteral("https")}};
    return r;
}

inline core::TestRecord tlsTest()
{
    auto r = record(QStringLiteral("tls-handshake"), 4.6, 1.0);
    for (int i = 0; i < 2; ++i) {
        auto a = attempt(QStringLiteral("default"), 4.6 + 0.5 * i, closedByUs(core::Phase::TlsHandshake), true);
        a.timings.tlsMs = 48.0 + i;
        a.observations = {{QStringLiteral("tlsVersion"), QStringLiteral("1.3")},
                          {QStringLiteral("cipher"), QStringLiteral("TLS_AES_256_GCM_SHA384")},
                          {QStringLiteral("afterHandshake"), QStringLiteral("quiet")}};
        r.attempts.push_back(a);
    }
    return r;
}

inline core::TestRecord exchangeTest()
{
    auto r = record(QStringLiteral("exchange"), 5.7, 2.0);
    for (int i = 0; i < 8; ++i) {
        auto a = attempt(i < 3 ? QStringLiteral("fresh") : QStringLiteral("reused"), 5.7 + 0.25 * i,
                         closedByUs(core::Phase::Response), true);
        a.bytesSent = 118;
        a.bytesReceived = 2'431;
        a.timings.firstByteMs = 42.0 + 1.5 * i;
        if (i >= 3)
            a.parameters = {{QStringLiteral("request"), i - 2}};
        a.observations = {{QStringLiteral("status"), 200},
                          {QStringLiteral("state"), QStringLiteral("answered")},
                          {QStringLiteral("early"), false},
                          {QStringLiteral("keepsAlive"), true}};
        r.attempts.push_back(a);
    }
    return r;
}

inline core::TestRecord idleTest()
{
    auto r = record(QStringLiteral("idle-survival"), 7.8, 31.0);
    const double ladder[] = {1, 2, 3, 5, 8, 12, 15, 20, 30, 30};
    int index = 0;
    for (const double seconds : ladder) {
        const bool survived = seconds < 20;
        const double at = 7.8 + 0.25 * index++;
        auto a = attempt(QStringLiteral("idle"), at,
                         survived ? closedByUs(core::Phase::Idle) : cutByPeer(core::Phase::Idle), survived);
        a.timings.idleMs = survived ? seconds * 1000 : 20'012.0 + index;
        a.timings.totalMs = *a.timings.idleMs + 90;
        a.parameters = {{QStringLiteral("idleSeconds"), seconds}};
        a.observations = {{QStringLiteral("inQuiet"), survived ? QStringLiteral("nothing") : QStringLiteral("reset")},
                          {QStringLiteral("wake"), survived ? QStringLiteral("alive") : QStringLiteral("not-tested")}};
        r.attempts.push_back(a);
    }
    return r;
}

inline core::TestRecord payloadTest()
{
    auto r = record(QStringLiteral("payload-size"), 39.0, 2.5);
    const int sizes[] = {1'024, 16'384, 65'536, 262'144, 1'048'576};
    double at = 39.0;
    for (const int size : sizes) {
        auto a = attempt(QStringLiteral("size"), at, closedByUs(core::Phase::Response), true);
        at += 0.5;
        a.bytesSent = size + 130;
        a.parameters = {{QStringLiteral("sizeBytes"), size}};
        a.observations = {{QStringLiteral("status"), 200},
                          {QStringLiteral("early"), false},
                          {QStringLiteral("state"), QStringLiteral("answered")}};
        r.attempts.push_back(a);
    }
    return r;
}

inline core::TestRecord requestTimeTest()
{
    auto r = record(QStringLiteral("request-time"), 41.7, 12.1);
    for (int i = 0; i < 2; ++i) {
        auto a = attempt(QStringLiteral("slow-request"), 41.7 + 0.25 * i, closedByUs(core::Phase::Request), true);
        a.timings.idleMs = 12'000.0;
        a.parameters = {{QStringLiteral("heldSeconds"), 12}};
        r.attempts.push_back(a);
    }
    return r;
}

inline core::Finding finding(const QString& question, const QString& answer, const QString& test, QJsonObject values,
                             std::vector<int> attempts = {})
{
    return {question, answer, {core::SourceKind::Test, test}, 0.97, std::move(values), std::move(attempts)};
}

inline std::vector<core::Finding> findings()
{
    const auto counts = [](int k, int n) { return QJsonObject{{QStringLiteral("k"), k}, {QStringLiteral("n"), n}}; };
    auto idle = counts(3, 10);
    idle.insert(QStringLiteral("idleSeconds"), 20.0);
    idle.insert(QStringLiteral("lowSeconds"), 15.0);
    idle.insert(QStringLiteral("highSeconds"), 20.0);
    idle.insert(QStringLiteral("testedSeconds"), 30.0);
    auto reuse = counts(5, 5);
    reuse.insert(QStringLiteral("requests"), 5);
    auto time = counts(6, 6);
    time.insert(QStringLiteral("medianMs"), 15.0);
    auto size = counts(5, 5);
    size.insert(QStringLiteral("largestGood"), 1'048'576);
    return {
        {QStringLiteral("when"), QStringLiteral("idle"), {core::SourceKind::User, QStringLiteral("when")}, 0.8, {}, {}},
        finding(QStringLiteral("name-resolution"), QStringLiteral("found"), QStringLiteral("name-lookup"), counts(1, 1),
                {0}),
        finding(QStringLiteral("connect-outcome"), QStringLiteral("all-connected"), QStringLiteral("connect"),
                counts(6, 6), {0, 1, 2, 3, 4, 5}),
        finding(QStringLiteral("connect-time"), QStringLiteral("quick"), QStringLiteral("connect"), time, {0, 1, 2}),
        finding(QStringLiteral("spoken-protocol"), QStringLiteral("as-expected"), QStringLiteral("service"),
                counts(1, 2), {1}),
        finding(QStringLiteral("tls-outcome"), QStringLiteral("completed"), QStringLiteral("tls-handshake"),
                counts(2, 2), {0, 1}),
        finding(QStringLiteral("first-exchange"), QStringLiteral("answered"), QStringLiteral("exchange"), counts(3, 3),
                {0, 1, 2}),
        finding(QStringLiteral("reuse"), QStringLiteral("works"), QStringLiteral("exchange"), reuse, {3, 4, 5, 6, 7}),
        finding(QStringLiteral("idle-ending"), QStringLiteral("reset-in-quiet"), QStringLiteral("idle-survival"), idle,
                {7, 8, 9}),
        finding(QStringLiteral("payload-size"), QStringLiteral("all-accepted"), QStringLiteral("payload-size"), size),
        finding(QStringLiteral("slow-request"), QStringLiteral("survived"), QStringLiteral("request-time"),
                counts(2, 2)),
    };
}

inline core::Evidence idleEvidence(double decibans)
{
    return {QStringLiteral("idle-ending"),
            QStringLiteral("reset-in-quiet"),
            QStringLiteral("3 of 10 quiet connections were cut off hard (reset) after 20 s without traffic."),
            decibans,
            QStringLiteral("test:idle-survival"),
            {7, 8, 9}};
}

inline core::RankedCause serverIdleTimeout()
{
    core::RankedCause c;
    c.id = QStringLiteral("server-idle-timeout");
    c.title = QStringLiteral("The server closes connections that stay quiet");
    c.family = QStringLiteral("timeouts");
    c.probability = 0.91;
    c.priorDecibans = 2.1;
    c.evidenceFor = {idleEvidence(9.4),
                     {QStringLiteral("when"),
                      QStringLiteral("idle"),
                      QStringLiteral("You said that it is cut off after a pause."),
                      3.2,
                      QStringLiteral("user:when"),
                      {}},
                     {QStringLiteral("reuse"),
                      QStringLiteral("works"),
                      QStringLiteral("All 5 requests on one connection were answered."),
                      1.1,
                      QStringLiteral("test:exchange"),
                      {3, 4, 5, 6, 7}}};
    c.evidenceAgainst = {{QStringLiteral("connect-outcome"),
                          QStringLiteral("all-connected"),
                          QStringLiteral("All 6 connections were opened."),
                          -0.4,
                          QStringLiteral("test:connect"),
                          {0, 1}}};
    c.evidenceMissing = {{QStringLiteral("load-outcome"),
                          QStringLiteral("Whether it also fails when many connections are open at once."),
                          QStringLiteral("load-ramp")}};
    c.fixes = {{QStringLiteral("server"),
                QStringLiteral("Raise the server's idle limit"),
                {QStringLiteral("Open the server block of the service in the web server's configuration."),
                 QStringLiteral("Set the limit above the longest pause of your clients."),
                 QStringLiteral("Reload the configuration and run this diagnosis again.")},
                QStringLiteral("keepalive_timeout 120s;"),
                QStringLiteral("nginx"),
                QStringLiteral("Every quiet connection costs the server some memory for longer.")},
               {QStringLiteral("this-computer"),
                QStringLiteral("Close idle connections before the server does"),
                {QStringLiteral("Find the pool's idle limit in your program's settings."),
                 QStringLiteral("Set it a few seconds below 20 s.")},
                QStringLiteral("maxIdleTime=15s"),
                {},
                {}}};
    return c;
}

inline core::RankedCause otherCause(const QString& id, const QString& title, const QString& family, double probability,
                                    double decibans)
{
    core::RankedCause c;
    c.id = id;
    c.title = title;
    c.family = family;
    c.probability = probability;
    c.priorDecibans = 0.5;
    (decibans > 0 ? c.evidenceFor : c.evidenceAgainst).push_back(idleEvidence(decibans));
    return c;
}

} // namespace detail

/// The session whole, in English, diagnosed: server-idle-timeout leads with 91 %.
inline core::Session sampleSession()
{
    using namespace detail;
    core::Session s;
    s.toolVersion = QStringLiteral("0.1.0");
    s.language = QStringLiteral("en");
    s.startedAt = QDateTime::fromMSecsSinceEpoch(SampleStartMs, QTimeZone(3600));
    s.durationSeconds = 54.2;
    s.complete = true;
    s.target.host = QStringLiteral("shop.example.org");
    s.target.port = 443;
    s.target.protocol = core::Protocol::Https;
    s.target.path = QStringLiteral("/");
    s.target.addresses = {QStringLiteral("192.0.2.10")};
    s.symptoms = {{QStringLiteral("when"), QStringLiteral("idle")},
                  {QStringLiteral("since"), QStringLiteral("unknown")}};
    s.errorText = QStringLiteral("java.net.SocketException: Connection reset");
    auto load = record(QStringLiteral("load-ramp"), 0, 0);
    load.state = core::TestState::Skipped;
    load.reason = QStringLiteral("no-consent");
    load.startedSeconds.reset();
    load.durationSeconds.reset();
    s.tests = {nameLookup(), connectTest(), serviceTest(),     tlsTest(), exchangeTest(),
               idleTest(),   payloadTest(), requestTimeTest(), load};
    s.findings = findings();
    s.diagnosis.verdict = {core::ClosedBy::ServerApplication, core::Phase::Idle, core::How::Reset,
                           QStringLiteral("The server's side cut off quiet connections after 20 s: very likely its own "
                                          "idle limit."),
                           0.91};
    s.diagnosis.causes = {serverIdleTimeout(),
                          otherCause(QStringLiteral("middlebox-idle-timeout"),
                                     QStringLiteral("A device on the way forgets quiet connections"),
                                     QStringLiteral("timeouts"), 0.05, 3.0),
                          otherCause(QStringLiteral("connection-lifetime-limit"),
                                     QStringLiteral("Connections are cut at a certain age"), QStringLiteral("timeouts"),
                                     0.02, -2.5),
                          otherCause(QStringLiteral("something-else"), QStringLiteral("Something else"),
                                     QStringLiteral("none"), 0.015, -1.0),
                          otherCause(QStringLiteral("no-fault-found"), QStringLiteral("No fault could be found"),
                                     QStringLiteral("none"), 0.005, -12.0)};
    s.diagnosis.nextTest = core::NextTest{QStringLiteral("load-ramp"),
                                          QStringLiteral("It would rule out a limit on open connections."), 25.0};
    return s;
}

/// The same run stopped by the user in the middle of the idle test.
inline core::Session stoppedSession()
{
    core::Session s = sampleSession();
    s.complete = false;
    s.durationSeconds = 18.0;
    for (core::TestRecord& test : s.tests) {
        if (test.id == QStringLiteral("idle-survival")) {
            test.state = core::TestState::Cancelled;
            test.durationSeconds = 10.2;
            test.attempts.resize(5);
        } else if (test.startedSeconds.value_or(99) > 20) {
            test.state = core::TestState::Cancelled;
            test.reason = QStringLiteral("user");
            test.attempts.clear();
            test.startedSeconds.reset();
            test.durationSeconds.reset();
        }
    }
    return s;
}

} // namespace doctor::testsupport
