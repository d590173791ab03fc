// SPDX-License-Identifier: GPL-3.0-or-later
// What later tests are told about the earlier ones.
#include "app/probes/conversation.h"
#include "app/probes/probe.h"

#include <QJsonArray>
#include <QtTest>

using namespace doctor;
using namespace doctor::probes;
using namespace Qt::StringLiterals;
using core::How;
using core::Phase;
using core::Protocol;
using core::Who;

namespace
{

core::Attempt attempt(const QString& purpose, const QString& address, bool succeeded, How how = How::Fin,
                      Who who = Who::Us, Phase phase = Phase::Established)
{
    core::Attempt one;
    one.purpose = purpose;
    one.address = address;
    one.succeeded = succeeded;
    one.phaseReached = phase;
    one.ending = {who, how, phase, std::nullopt, {}};
    return one;
}

core::TestRecord record(const QString& id, std::vector<core::Attempt> attempts, QJsonObject facts = {})
{
    core::TestRecord one;
    one.id = id;
    one.state = core::TestState::Done;
    one.attempts = std::move(attempts);
    one.facts = std::move(facts);
    return one;
}

core::Session sessionFor(Protocol protocol, std::vector<core::TestRecord> tests)
{
    core::Session session;
    session.target.host = u"example.org"_s;
    session.target.port = 4000;
    session.target.protocol = protocol;
    session.tests = std::move(tests);
    return session;
}

} // namespace

class TestProbesSituation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsNothingAtFirst();
    void ordersAddressesByWhatWorked();
    void dropsAddressesThatNeverAnswered();
    void resetCountsAsAnswer();
    void keepsToTheFamilyThatWasWished();
    void keepsToTheFamilyOfTheSourceAddress();
    void cutHelloAloneSuggestsTls();
    void helloThatFoundNobodyWasNotCut();
    void cutHelloAmongOtherCutsDoesNot();
    void unansweredHttpsStaysTls();
    void httpInsteadOfHttpsIsSpokenPlain();
    void reusedAnswerAloneIsNoHealth();
    void loadLimitNeedsTwoFailures();
};

void TestProbesSituation::knowsNothingAtFirst()
{
    const Situation situation = situationFrom(sessionFor(Protocol::Auto, {}));
    QVERIFY(situation.addresses.isEmpty());
    QCOMPARE(situation.protocol, Protocol::Auto);
    QVERIFY(!situation.tls && !situation.healthyExchange && !situation.tlsSuspected);
}

void TestProbesSituation::ordersAddressesByWhatWorked()
{
    const auto session =
        sessionFor(Protocol::Auto, {record(u"connect"_s, {attempt(u"connect"_s, u"::1"_s, false, How::Reset, Who::Peer),
                                                          attempt(u"connect"_s, u"127.0.0.1"_s, true)})});
    QCOMPARE(situationFrom(session).addresses, (QStringList{u"127.0.0.1"_s, u"::1"_s}));
}

void TestProbesSituation::dropsAddressesThatNeverAnswered()
{
    const auto session = sessionFor(
        Protocol::Auto,
        {record(u"connect"_s, {attempt(u"connect"_s, u"::1"_s, false, How::Refused, Who::Peer, Phase::Connect),
                               attempt(u"connect"_s, u"::2"_s, false, How::Silence, Who::Nobody, Phase::Connect)})});
    QVERIFY(situationFrom(session).addresses.isEmpty());
}

void TestProbesSituation::resetCountsAsAnswer()
{
    const auto session = sessionFor(
        Protocol::Auto, {record(u"connect"_s, {attempt(u"connect"_s, u"::1"_s, false, How::Reset, Who::Peer)})});
    QCOMPARE(situationFrom(session).addresses, QStringList{u"::1"_s});
}

void TestProbesSituation::keepsToTheFamilyThatWasWished()
{
    auto session = sessionFor(Protocol::Auto, {record(u"name-lookup"_s, {attempt(u"lookup"_s, {}, true)},
                                                      {{u"addresses"_s, QJsonArray{u"127.0.0.1"_s, u"::1"_s}}})});
    session.target.family = core::Family::V6;
    QCOMPARE(situationFrom(session).target.addresses, QStringList{u"::1"_s});
}

void TestProbesSituation::keepsToTheFamilyOfTheSourceAddress()
{
    auto session = sessionFor(Protocol::Auto, {record(u"name-lookup"_s, {attempt(u"lookup"_s, {}, true)},
                                                      {{u"addresses"_s, QJsonArray{u"127.0.0.1"_s, u"::1"_s}},
                                                       {u"proxyAddresses"_s, QJsonArray{u"::2"_s, u"127.0.0.2"_s}}})});
    session.target.sourceAddress = u"127.0.0.77"_s;
    QCOMPARE(situationFrom(session).target.addresses, QStringList{u"127.0.0.1"_s});
    QCOMPARE(usualConnect(situationFrom(session)).sourceAddress, session.target.sourceAddress);
    session.target.proxy = u"http://proxy.test:3128"_s; // then it is the proxy that has to be reached
    QCOMPARE(situationFrom(session).target.addresses, QStringList{u"127.0.0.2"_s});
}

void TestProbesSituation::cutHelloAloneSuggestsTls()
{
    const auto session =
        sessionFor(Protocol::Auto,
                   {record(u"service"_s,
                           {attempt(u"tls-hello"_s, u"::1"_s, false, How::Reset, Who::Peer, Phase::TlsHandshake),
                            attempt(u"http-request"_s, u"::1"_s, false, How::Silence, Who::Nobody, Phase::Response)},
                           {{u"protocol"_s, u"unknown"_s}, {u"tls"_s, false}})});
    const Situation situation = situationFrom(session);
    QVERIFY(situation.tlsSuspected);
    QVERIFY(!situation.strangersCut);
    QCOMPARE(situation.protocol, Protocol::Tcp);
}

void TestProbesSituation::helloThatFoundNobodyWasNotCut()
{
    const auto session = sessionFor(
        Protocol::Auto, {record(u"service"_s,
                                {attempt(u"tls-hello"_s, u"::1"_s, false, How::Refused, Who::Peer, Phase::Connect),
                                 attempt(u"plain-bytes"_s, u"::1"_s, false, How::Refused, Who::Peer, Phase::Connect),
                                 attempt(u"http-request"_s, u"::1"_s, true)},
                                {{u"protocol"_s, u"http"_s}, {u"tls"_s, false}})});
    QVERIFY(!situationFrom(session).tlsSuspected);
    QVERIFY(!situationFrom(session).strangersCut);
}

void TestProbesSituation::cutHelloAmongOtherCutsDoesNot()
{
    const auto session = sessionFor(
        Protocol::Http, {record(u"service"_s,
                                {attempt(u"tls-hello"_s, u"::1"_s, false, How::Reset, Who::Peer, Phase::TlsHandshake),
                                 attempt(u"http-request"_s, u"::1"_s, false, How::Reset, Who::Peer, Phase::Response)},
                                {{u"protocol"_s, u"unknown"_s}, {u"tls"_s, false}})});
    QVERIFY(!situationFrom(session).tlsSuspected);
    QVERIFY(situationFrom(session).strangersCut);
}

void TestProbesSituation::unansweredHttpsStaysTls()
{
    const auto session = sessionFor(
        Protocol::Https,
        {record(u"service"_s, {attempt(u"tls-hello"_s, u"::1"_s, false, How::Reset, Who::Peer, Phase::TlsHandshake)},
                {{u"protocol"_s, u"unknown"_s}, {u"tls"_s, false}})});
    const Situation situation = situationFrom(session);
    QVERIFY2(situation.tls, "a secret meant for TLS must not be sent in the open because the handshake failed");
    QVERIFY(!situation.tlsCompletes);
    QCOMPARE(situation.protocol, Protocol::Https);
}

void TestProbesSituation::httpInsteadOfHttpsIsSpokenPlain()
{
    const auto session = sessionFor(Protocol::Https, {record(u"service"_s, {attempt(u"http-request"_s, u"::1"_s, true)},
                                                             {{u"protocol"_s, u"http"_s}, {u"tls"_s, false}})});
    const Situation situation = situationFrom(session);
    QCOMPARE(situation.protocol, Protocol::Http);
    QVERIFY(!situation.tls);
}

void TestProbesSituation::reusedAnswerAloneIsNoHealth()
{
    const auto session =
        sessionFor(Protocol::Http,
                   {record(u"exchange"_s, {attempt(u"fresh"_s, u"::1"_s, false, How::Reset, Who::Peer, Phase::Response),
                                           attempt(u"reused"_s, u"::1"_s, true)})});
    const Situation situation = situationFrom(session);
    QVERIFY(situation.exchangeTried);
    QVERIFY(!situation.healthyExchange);
}

void TestProbesSituation::loadLimitNeedsTwoFailures()
{
    auto once = attempt(u"simultaneous"_s, u"::1"_s, false, How::Reset, Who::Peer);
    once.parameters.insert(u"count"_s, 5);
    auto session = sessionFor(Protocol::Http, {record(u"load-ramp"_s, {once})});
    QVERIFY(!situationFrom(session).openLimit);
    session.tests.front().attempts.push_back(once);
    QCOMPARE(situationFrom(session).openLimit.value_or(0), 5);
}

QTEST_GUILESS_MAIN(TestProbesSituation)
#include "test_probes_situation.moc"
