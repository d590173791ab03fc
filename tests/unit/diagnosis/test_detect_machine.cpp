// SPDX-License-Identifier: GPL-3.0-or-later
// Who said no or cut: this computer, a device on the way, a proxy, or the target itself; each told from what looks
// like it.
#include "app/diagnosis/detectors/reset_packets.h"
#include "records.h"

#include <QJsonArray>

using namespace doctor;

namespace
{

QJsonObject reset(int ttl, bool timestamps = false, bool afterOurEnd = false)
{
    return {{u"ttl"_s, ttl},           {u"timestamps"_s, timestamps}, {u"afterOurEnd"_s, afterOurEnd}, {u"ahead"_s, 0},
            {u"afterKnownMs"_s, 20.5}, {u"dataFollowed"_s, false},    {u"viaLoopback"_s, false}};
}

QJsonObject flow(int port, int ttl, int segments, const QJsonArray& resets)
{
    QJsonObject one{{u"address"_s, u"192.0.2.1"_s}, {u"localPort"_s, port}, {u"timestamps"_s, true},
                    {u"roundTripMs"_s, 20.0},       {u"synAcks"_s, 1},      {u"resets"_s, resets}};
    one.insert(u"ttls"_s, segments > 0 ? QJsonObject{{QString::number(ttl), segments}} : QJsonObject());
    return one;
}

core::Session recorded(const QJsonArray& flows)
{
    core::Session made = session({record(u"reset-packets"_s, {}, {{u"flows"_s, flows}})});
    made.target.host = u"192.0.2.1"_s;
    return made;
}

QString originOf(const QJsonArray& flows)
{
    return answerOf(recorded(flows), u"reset-origin"_s);
}

core::Session computer(const QJsonObject& facts, std::vector<core::Attempt> connects,
                       std::vector<core::TestRecord> more = {})
{
    std::vector<core::TestRecord> tests{record(u"this-computer"_s, {}, facts),
                                        record(u"connect"_s, std::move(connects))};
    tests.insert(tests.end(), more.begin(), more.end());
    core::Session made = session(tests);
    made.target.host = u"192.0.2.1"_s;
    return made;
}

Try silent(int port = 0)
{
    Try one = Try(u"connect"_s).ended(How::Silence, Phase::Connect, Who::Nobody).at(u"192.0.2.1"_s);
    if (port > 0)
        one.fromPort(port);
    return one;
}

/// As silent, with the repetitions that the system counted: two.
core::Attempt repeating(int port = 0)
{
    core::Attempt one = silent(port);
    one.tcp = core::TcpInfo{};
    one.tcp->retransmits = 2;
    return one;
}

Try rejected(const QString& from)
{
    return Try(u"connect"_s)
        .ended(How::Unreachable, Phase::Connect, Who::Peer, u"admin-prohibited"_s)
        .at(u"192.0.2.1"_s)
        .seen(u"icmpFrom"_s, from);
}

QJsonObject ports(int supply, int toward)
{
    return {{u"limits"_s, QJsonObject{{u"lowestPort"_s, 30000}, {u"highestPort"_s, 30000 + supply - 1}}},
            {u"ports"_s, QJsonObject{{u"before"_s, QJsonObject{{u"toward"_s, toward}}}}}};
}

} // namespace

class TestDetectMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nearerResetIsADevice()
    {
        const auto findings = diagnosis::detect(recorded({flow(1, 61, 6, {reset(63)}), flow(2, 61, 5, {reset(63)})}));
        const auto* finding = findingOf(findings, u"reset-origin"_s);
        QVERIFY(finding);
        QCOMPARE(finding->answer, u"different-device"_s);
        QCOMPARE(finding->values.value(u"hops").toInt(), 1);
        QCOMPARE(finding->values.value(u"usualHops").toInt(), 3);
        QVERIFY(finding->confidence >= 0.9);
        QCOMPARE(finding->values.value(u"ttl").toInt(), 63);
    }

    /// Another starting value at the same distance may be the target's own balancer.
    void otherSystemAtTheSameDistanceIsAWeakSign()
    {
        const auto findings = diagnosis::detect(recorded({flow(1, 61, 6, {reset(125)})}));
        QCOMPARE(findingOf(findings, u"reset-origin"_s)->answer, u"different-device"_s);
        QVERIFY(findingOf(findings, u"reset-origin"_s)->confidence < 0.7);
    }

    void origins()
    {
        QCOMPARE(originOf({flow(1, 61, 6, {reset(61, true)})}), u"server-connection"_s);
        QCOMPARE(originOf({flow(1, 61, 6, {reset(61)})}), u"server-distance"_s);
        QCOMPARE(originOf({flow(1, 61, 6, {})}), u"no-reset"_s);
        QCOMPARE(originOf({flow(1, 61, 6, {reset(61, false, true)})}), u"no-reset"_s);
        // Refused connections have no packets of their own to compare with; those of others will do.
        QCOMPARE(originOf({flow(1, 0, 0, {reset(63)}), flow(2, 61, 6, {})}), u"different-device"_s);
        QCOMPARE(originOf({flow(1, 0, 0, {reset(63)})}), u"none given"_s);
    }

    void forgeriesAtTheServersDistance()
    {
        QJsonObject ignored = reset(61);
        ignored.insert(u"dataFollowed"_s, true);
        QCOMPARE(originOf({flow(1, 61, 6, {ignored})}), u"forged"_s);
        QJsonObject quick = reset(61);
        quick.insert(u"afterKnownMs"_s, 3.0);
        QCOMPARE(originOf({flow(1, 61, 6, {quick})}), u"forged"_s);
    }

    void changingPathAccusesNobodyWithCertainty()
    {
        QJsonObject unsteady = flow(1, 61, 6, {reset(63)});
        unsteady.insert(u"ttls"_s, QJsonObject{{u"61"_s, 6}, {u"60"_s, 5}});
        const auto findings = diagnosis::detect(recorded({unsteady}));
        QVERIFY(findingOf(findings, u"reset-origin"_s)->confidence < 0.7);
    }

    void oneStrangeResetAmongTheServersOwnIsNotEnough()
    {
        QCOMPARE(originOf({flow(1, 61, 6, {reset(63)}), flow(2, 61, 6, {reset(61, true)})}), u"server-connection"_s);
    }

    void hops()
    {
        QCOMPARE(diagnosis::hopsOfTtl(64), 0);
        QCOMPARE(diagnosis::hopsOfTtl(61), 3);
        QCOMPARE(diagnosis::hopsOfTtl(125), 3);
        QCOMPARE(diagnosis::hopsOfTtl(250), 5);
    }

    void rejecters()
    {
        const auto who = [](const QString& from) {
            return answerOf(computer({}, times(3, rejected(from))), u"rejecter"_s);
        };
        QCOMPARE(who(u"192.0.2.1"_s), u"target"_s);
        QCOMPARE(who(u"198.51.100.1"_s), u"device"_s);
        QCOMPARE(who(u"127.0.0.1"_s), u"this-computer"_s);
        QCOMPARE(answerOf(computer({}, times(3, silent())), u"rejecter"_s), u"none given"_s);
    }

    void localPorts()
    {
        QCOMPARE(answerOf(computer(ports(28000, 12), {}), u"local-ports"_s), u"plenty"_s);
        QCOMPARE(answerOf(computer(ports(28000, 21000), {}), u"local-ports"_s), u"scarce"_s);
        QCOMPARE(answerOf(computer(ports(28000, 27900), {}), u"local-ports"_s), u"exhausted"_s);
        QCOMPARE(answerOf(computer(ports(50, 3), {}), u"local-ports"_s), u"narrow"_s);
        QCOMPARE(answerOf(computer({}, {}), u"local-ports"_s), u"none given"_s);
    }

    void localFilter_data()
    {
        QTest::addColumn<QJsonObject>("facts");
        QTest::addColumn<bool>("works");
        QTest::addColumn<QString>("answer");
        const QJsonObject rules{{u"rules"_s, 3}, {u"outgoing"_s, u"passes"_s}, {u"incoming"_s, u"passes"_s}};
        QJsonObject blocks = rules;
        blocks.insert(u"outgoing"_s, u"blocks"_s);
        QJsonObject counted = rules;
        counted.insert(u"outgoing"_s, u"may-block"_s);
        counted.insert(u"blocked"_s, 4);
        const QJsonObject stopped{{u"retransmissionsStopped"_s, 6}};
        const QJsonObject others{{u"retransmissionsStopped"_s, 4}};
        QTest::newRow("a rule") << QJsonObject{{u"filter"_s, blocks}} << false << u"blocks"_s;
        QTest::newRow("a rule, and it works all the same")
            << QJsonObject{{u"filter"_s, blocks}} << true << u"none-seen"_s;
        QTest::newRow("a rule that counted") << QJsonObject{{u"filter"_s, counted}} << false << u"blocks"_s;
        QTest::newRow("rules that pass") << QJsonObject{{u"filter"_s, rules}} << false << u"none-seen"_s;
        QTest::newRow("repetitions that never left") << QJsonObject{{u"counters"_s, stopped}} << false << u"blocks"_s;
        QTest::newRow("fewer than our repetitions") << QJsonObject{{u"counters"_s, others}} << false << u"none-seen"_s;
        QTest::newRow("of somebody else") << QJsonObject{{u"counters"_s, stopped}} << true << u"none given"_s;
        QTest::newRow("nothing known") << QJsonObject() << false << u"none given"_s;
    }

    void localFilter()
    {
        QFETCH(QJsonObject, facts);
        QFETCH(bool, works);
        QFETCH(QString, answer);
        QCOMPARE(answerOf(computer(facts, times(3, works ? Try(u"connect"_s) : Try(repeating()))), u"local-filter"_s),
                 answer);
    }

    /// Another program's failed repetitions say nothing about requests that were seen to leave.
    void whatLeftWasNotStoppedHere()
    {
        const QJsonObject facts{{u"counters"_s, QJsonObject{{u"retransmissionsStopped"_s, 9}}}};
        const auto packets = record(u"reset-packets"_s, {}, {{u"flows"_s, QJsonArray{flow(4001, 0, 0, {})}}});
        QCOMPARE(answerOf(computer(facts, {repeating(4001), repeating(4002)}, {packets}), u"local-filter"_s),
                 u"none-seen"_s);
    }

    /// Our own system reports a neighbour that does not answer.
    void silentNeighbourIsNoFilter()
    {
        core::Attempt missing =
            Try(u"connect"_s).ended(How::Unreachable, Phase::Connect, Who::Nobody, u"host-unreachable"_s);
        missing.address = u"192.0.2.1"_s;
        missing.localAddress = u"192.0.2.9"_s;
        missing.observations.insert(u"icmpFrom"_s, u"192.0.2.9"_s);
        const core::Session made = computer({}, {missing, missing, missing});
        QCOMPARE(answerOf(made, u"rejecter"_s), u"none given"_s);
        QCOMPARE(answerOf(made, u"local-filter"_s), u"none given"_s);
    }

    /// The answer reached this computer, and the program never got it.
    void withheldAnswers()
    {
        QJsonArray flows{flow(4001, 61, 1, {}), flow(4002, 61, 1, {})};
        const auto packets = record(u"reset-packets"_s, {}, {{u"flows"_s, flows}});
        QCOMPARE(answerOf(computer({}, {silent(4001), silent(4002)}, {packets}), u"local-filter"_s), u"blocks"_s);
        QCOMPARE(answerOf(computer({}, {silent(5001), silent(5002)}, {packets}), u"local-filter"_s), u"none given"_s);
    }

    void localFailures()
    {
        const auto failing = [](const QString& detail) {
            return Try(u"connect"_s).ended(How::LocalFailure, Phase::Connect, Who::Nobody, detail);
        };
        QCOMPARE(answerOf(session({record(u"connect"_s, times(3, failing(u"no-port"_s)))}), u"local-failure-kind"_s),
                 u"no-port"_s);
        for (const QString& detail :
             {u"no-source-address"_s, u"invalid-source-address"_s, u"unusable-source-address"_s})
            QCOMPARE(answerOf(session({record(u"connect"_s, times(3, failing(detail)))}), u"local-failure-kind"_s),
                     u"no-source"_s);
        QCOMPARE(answerOf(session({record(u"connect"_s, {failing(u"no-family"_s), failing(u"not-permitted"_s)})}),
                          u"local-failure-kind"_s),
                 u"not-permitted"_s);
        QCOMPARE(answerOf(session({record(u"connect"_s, times(3, silent()))}), u"local-failure-kind"_s),
                 u"none given"_s);
    }

    void localListener()
    {
        const auto listening = [](int waiting, int room) {
            return QJsonObject{{u"targetIsHere"_s, true},
                               {u"listeners"_s, QJsonArray{QJsonObject{{u"waiting"_s, waiting}, {u"room"_s, room}}}}};
        };
        const QJsonObject nobody{{u"targetIsHere"_s, true}, {u"listeners"_s, QJsonArray()}};
        QCOMPARE(answerOf(computer(listening(0, 128), {silent()}), u"local-listener"_s), u"listens"_s);
        QCOMPARE(answerOf(computer(listening(2, 1), {silent()}), u"local-listener"_s), u"queue-full"_s);
        QCOMPARE(answerOf(computer(nobody, {silent()}), u"local-listener"_s), u"none"_s);
        QCOMPARE(answerOf(computer(nobody, {Try(u"connect"_s)}), u"local-listener"_s), u"none given"_s);
        QCOMPARE(answerOf(computer({{u"targetIsHere"_s, false}}, {silent()}), u"local-listener"_s), u"none given"_s);
    }

    void proxyAnswers_data()
    {
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("answer");
        QTest::newRow("403") << u"proxy-403"_s << u"forbidden"_s;
        QTest::newRow("407") << u"proxy-407"_s << u"login-required"_s;
        QTest::newRow("502") << u"proxy-502"_s << u"no-way"_s;
        QTest::newRow("socks") << u"proxy-socks-5"_s << u"no-way"_s;
        QTest::newRow("closed") << QString() << u"cut"_s;
    }

    void proxyAnswers()
    {
        QFETCH(QString, detail);
        QFETCH(QString, answer);
        const Try no = Try(u"connect"_s)
                           .ended(detail.isEmpty() ? How::Fin : How::Refused, Phase::Connect, Who::Peer, detail)
                           .seen(u"proxyStage"_s, u"asked"_s);
        core::Session made = session({record(u"connect"_s, times(5, no))});
        made.target.proxy = u"http://proxy.test:3128"_s;
        QCOMPARE(answerOf(made, u"proxy-answer"_s), answer);
        QCOMPARE(answerOf(made, u"connect-outcome"_s), u"none given"_s); // says nothing about the target's port
    }

    /// Whoever refuses at the proxy's own port has not refused the target's.
    void aProxyThatIsNotThereAccusesNobodyBehindIt()
    {
        const Try no = Try(u"connect"_s)
                           .ended(How::Refused, Phase::Connect, Who::Peer)
                           .seen(u"proxyStage"_s, u"connect"_s)
                           .seen(u"icmpFrom"_s, u"192.0.2.1"_s);
        core::Session made =
            session({record(u"connect"_s, times(5, no)),
                     record(u"this-computer"_s, {}, {{u"targetIsHere"_s, true}, {u"listeners"_s, QJsonArray()}})});
        made.target.proxy = u"http://proxy.test:3128"_s;
        QCOMPARE(answerOf(made, u"proxy-answer"_s), u"unreachable"_s);
        for (const QString& question : {u"connect-outcome"_s, u"rejecter"_s, u"local-listener"_s})
            QCOMPARE(answerOf(made, question), u"none given"_s);
    }

    void nameServers_data()
    {
        QTest::addColumn<QStringList>("states");
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("answer");
        const QString known = u"192.0.2.1"_s;
        QTest::newRow("agree") << QStringList{u"found"_s, u"found"_s} << known << u"agree"_s;
        QTest::newRow("one silent") << QStringList{u"silent"_s, u"found"_s} << known << u"some-fail"_s;
        QTest::newRow("all silent") << QStringList{u"silent"_s, u"silent"_s} << QString() << u"all-silent"_s;
        QTest::newRow("all fail") << QStringList{u"failed"_s, u"silent"_s} << QString() << u"all-fail"_s;
        QTest::newRow("contradiction") << QStringList{u"found"_s, u"no-name"_s} << known << u"disagree"_s;
        QTest::newRow("hosts file") << QStringList{u"found"_s} << u"10.0.0.1"_s << u"system-differs"_s;
        QTest::newRow("hosts file alone") << QStringList{u"no-name"_s} << u"10.0.0.1"_s << u"system-differs"_s;
        QTest::newRow("no such name") << QStringList{u"no-name"_s} << QString() << u"no-name"_s;
    }

    void nameServers()
    {
        QFETCH(QStringList, states);
        QFETCH(QString, system);
        QFETCH(QString, answer);
        QJsonArray servers;
        for (const QString& state : states)
            servers.append(
                QJsonObject{{u"server"_s, u"198.51.100.53"_s},
                            {u"state"_s, state},
                            {u"addresses"_s, state == u"found" ? QJsonArray{u"192.0.2.1"_s} : QJsonArray()}});
        const QJsonObject facts{{u"servers"_s, servers},
                                {u"systemAddresses"_s, system.isEmpty() ? QJsonArray() : QJsonArray{system}}};
        QCOMPARE(answerOf(session({record(u"name-lookup"_s, {}, facts)}), u"name-servers"_s), answer);
    }

    void turnedAwayFromAMomentOn()
    {
        std::vector<core::Attempt> tries;
        for (int i = 0; i < 5; ++i)
            tries.push_back(Try(u"connect"_s).from(1 + i * 0.5, 0.1));
        for (int i = 0; i < 6; ++i)
            tries.push_back(Try(u"connect"_s).ended(How::Silence, Phase::Connect, Who::Nobody).from(5 + i * 2, 2));
        const auto findings = diagnosis::detect(session({record(u"connect"_s, tries)}));
        const auto* finding = findingOf(findings, u"turned-away"_s);
        QVERIFY(finding);
        QCOMPARE(finding->answer, u"from-then-on"_s);
        QCOMPARE(finding->values.value(u"count").toInt(), 5);
        tries.push_back(Try(u"connect"_s).from(30, 0.1)); // it came back: no ban
        QCOMPARE(answerOf(session({record(u"connect"_s, tries)}), u"turned-away"_s), u"never"_s);
    }
};

QTEST_GUILESS_MAIN(TestDetectMachine)
#include "test_detect_machine.moc"
