// SPDX-License-Identifier: GPL-3.0-or-later
// Every test against every manner of a hostile server: it ends by its deadline, its endings are those that the manner
// brings about, a stop request is obeyed at once, and all of them together stay small.
#include "app/core/model/names.h"
#include "tests/support/hostile_server.h"
#include "tests/unit/probes/probe_bench.h"

#include <QElapsedTimer>
#include <QFile>
#include <QtTest>
#include <algorithm>
#include <csignal>

using namespace doctor;
using namespace doctor::tests;
using namespace doctor::testing;
using namespace Qt::StringLiterals;
using core::How;

namespace
{

constexpr double Seconds = 2.5;
/// What a loaded machine may add.
constexpr double SlackSeconds = 1.5;
constexpr qint64 MostKilobytes = 100 * 1024;
constexpr qint64 MostStopUs = 100'000;

core::TestRecord doneBefore(const QString& id, const QJsonObject& facts)
{
    core::TestRecord record;
    record.id = id;
    record.state = core::TestState::Done;
    record.facts = facts;
    core::Attempt attempt;
    attempt.purpose = id == u"exchange" ? u"fresh"_s : id == u"tls-handshake" ? u"default"_s : id;
    attempt.address = u"127.0.0.1"_s;
    attempt.phaseReached = core::Phase::Established;
    attempt.succeeded = true;
    record.attempts.push_back(attempt);
    return record;
}

/// A session that makes every test applicable.
core::Session hopefulSession(int port, bool tls)
{
    core::Session session;
    session.target = local(port, tls ? core::Protocol::Https : core::Protocol::Http);
    session.target.addresses = QStringList{u"127.0.0.1"_s};
    session.tests.push_back(doneBefore(u"connect"_s, {}));
    session.tests.push_back(doneBefore(u"service"_s, {{u"protocol"_s, tls ? u"https"_s : u"http"_s}, {u"tls"_s, tls}}));
    session.tests.push_back(doneBefore(u"tls-handshake"_s, {}));
    session.tests.push_back(doneBefore(u"exchange"_s, {}));
    session.symptoms.insert(u"when"_s, u"tls"_s);
    return session;
}

struct Result {
    QString test;
    double seconds = 0;
    qint64 stopUs = 0; ///< from the stop request to the end
    core::TestRecord record;
};

Result runOne(int port, bool tls, const QString& test, std::stop_token stop)
{
    core::Session session = hopefulSession(port, tls);
    const std::size_t before = session.tests.size();
    QElapsedTimer timer;
    timer.start();
    measureOne(session, test, {.seconds = Seconds, .connections = 20, .thorough = false, .stop = std::move(stop)});
    return {test, static_cast<double>(timer.elapsed()) / 1000, 0, session.tests.at(before)};
}

/// All tests side by side against one server; stopped after `stopMs` if that is not 0.
std::vector<Result> runAll(const Manner& manner, const QStringList& tests, int stopMs = 0)
{
    const HostileServer server(manner);
    const core::SystemClock clock;
    std::stop_source source;
    std::vector<Result> results(static_cast<std::size_t>(tests.size()));
    std::vector<qint64> endedUs(results.size());
    qint64 askedUs = 0;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < results.size(); ++i)
            threads.emplace_back([&, i] {
                results[i] = runOne(server.port(), manner.tls, tests.at(static_cast<qsizetype>(i)), source.get_token());
                endedUs[i] = clock.now().monotonicUs;
            });
        if (stopMs > 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds{stopMs});
            askedUs = clock.now().monotonicUs;
            source.request_stop();
        }
    }
    for (std::size_t i = 0; i < results.size(); ++i)
        results[i].stopUs = endedUs[i] - askedUs;
    return results;
}

QStringList allTests()
{
    QStringList ids;
    for (const auto& probe : probes::allProbes())
        ids << probe->id();
    return ids;
}

/// Highest memory of this process so far, servers included; 0 where the system does not tell.
qint64 peakKilobytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).simplified().split(' ').first().toLongLong();
    return 0;
}

/// Endings that a manner can bring about, besides those that we bring about ourselves.
QList<How> endingsOf(const QString& manner)
{
    static const QMap<QString, QList<How>> known{
        {u"accept then nothing"_s, {How::Silence}},
        {u"silent TLS"_s, {How::Silence}},
        {u"promised body"_s, {How::Silence}},
        {u"slow TLS record"_s, {How::Silence}},
        {u"reset at accept"_s, {How::Reset}},
        {u"reset on first bytes"_s, {How::Reset, How::Silence}},
        {u"fin at accept"_s, {How::Fin, How::FinThenReset, How::Reset, How::TlsTruncated}},
        {u"reset in header"_s, {How::Reset, How::Silence, How::ProtocolError}},
        {u"reset in body"_s, {How::Reset, How::Silence, How::ProtocolError}},
        {u"reset in TLS hello"_s, {How::Reset, How::Silence}},
        {u"reset after handshake"_s,
         {How::Reset, How::Silence, How::TlsTruncated, How::FinThenReset, How::TlsAlert, How::TlsAlertThenReset}},
    };
    return known.value(manner);
}

/// The ending that at least one attempt of this test must show.
std::optional<std::pair<QString, How>> surelySeen(const QString& manner)
{
    static const QMap<QString, std::pair<QString, How>> known{
        {u"accept then nothing"_s, {u"exchange"_s, How::Silence}},
        {u"reset at accept"_s, {u"exchange"_s, How::Reset}},
        {u"reset on first bytes"_s, {u"exchange"_s, How::Reset}},
        {u"reset in header"_s, {u"exchange"_s, How::Reset}},
        {u"reset in body"_s, {u"exchange"_s, How::Reset}},
        {u"fin at accept"_s, {u"service"_s, How::Fin}},
        {u"silent TLS"_s, {u"tls-handshake"_s, How::Silence}},
        {u"slow TLS record"_s, {u"tls-handshake"_s, How::Silence}},
        {u"reset in TLS hello"_s, {u"tls-handshake"_s, How::Reset}},
        {u"reset after handshake"_s, {u"tls-handshake"_s, How::Reset}},
    };
    const auto found = known.constFind(manner);
    return found == known.constEnd() ? std::nullopt : std::optional(*found);
}

bool byThePeer(const core::Ending& ending)
{
    return ending.who != core::Who::Us && ending.how != How::Open && ending.how != How::Cancelled;
}

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void endsInTimeWithTheRightEnding_data();
    void endsInTimeWithTheRightEnding();
    void obeysAtOnce_data();
    void obeysAtOnce();
    void staysSmall();
};

void TestHostile::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN); // the servers write to clients that have gone
}

void TestHostile::endsInTimeWithTheRightEnding_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < allManners().size(); ++i)
        QTest::newRow(allManners()[i].name) << static_cast<int>(i);
}

void TestHostile::endsInTimeWithTheRightEnding()
{
    QFETCH(int, index);
    const Manner& manner = allManners()[static_cast<std::size_t>(index)];
    const QString name = QString::fromLatin1(manner.name);
    const std::vector<Result> results = runAll(manner, allTests());
    const QList<How> allowed = endingsOf(name);
    const auto sure = surelySeen(name);
    bool seen = !sure.has_value();
    for (const Result& result : results) {
        QVERIFY2(result.seconds < Seconds + SlackSeconds,
                 qPrintable(u"%1 took %2 s"_s.arg(result.test).arg(result.seconds)));
        for (const core::Attempt& attempt : result.record.attempts) {
            const QString what = u"%1, %2: %3 (%4)"_s.arg(result.test, attempt.purpose,
                                                          core::toWord(attempt.ending.how), attempt.ending.detail);
            QVERIFY2(attempt.ending.how != How::Cancelled, qPrintable(what));
            QVERIFY2(attempt.ending.how != How::LocalFailure, qPrintable(what));
            if (!allowed.isEmpty() && byThePeer(attempt.ending))
                QVERIFY2(allowed.contains(attempt.ending.how), qPrintable(what));
            seen |= sure && result.test == sure->first && attempt.ending.how == sure->second;
        }
    }
    if (name == u"nonsense" || name == u"zeros")
        for (const Result& result : results)
            for (const core::Attempt& attempt : result.record.attempts)
                if (result.test == u"exchange")
                    QCOMPARE(attempt.observations.value(u"state").toString(), u"not-understood"_s);
    QVERIFY2(seen, "the ending that this manner always brings about was not seen");
}

void TestHostile::obeysAtOnce_data()
{
    endsInTimeWithTheRightEnding_data();
}

void TestHostile::obeysAtOnce()
{
    QFETCH(int, index);
    const Manner& manner = allManners()[static_cast<std::size_t>(index)];
    QStringList late = allTests();
    // Who seems late among all others is asked again alone: a full machine is not the test's fault.
    for (int round = 0; round < 3 && !late.isEmpty(); ++round) {
        QStringList stillLate;
        const QList<QStringList> groups = round == 0 ? QList<QStringList>{late} : [&late] {
            QList<QStringList> alone;
            for (const QString& test : late)
                alone << QStringList{test};
            return alone;
        }();
        for (const QStringList& group : groups)
            for (const Result& result : runAll(manner, group, 300))
                if (result.stopUs > MostStopUs)
                    stillLate << result.test;
        late = stillLate;
    }
    QVERIFY2(late.isEmpty(), qPrintable(late.join(u", "_s)));
}

void TestHostile::staysSmall()
{
    const qint64 peak = peakKilobytes();
    if (peak == 0)
        QSKIP("this system does not tell how much memory a process used");
    qInfo("all tests side by side, servers included: %lld MB at most", static_cast<long long>(peak / 1024));
    QVERIFY2(peak < MostKilobytes, qPrintable(QString::number(peak) + u" kB"_s));
}

QTEST_GUILESS_MAIN(TestHostile)
#include "test_hostile.moc"
