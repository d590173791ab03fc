// SPDX-License-Identifier: GPL-3.0-or-later
// What the local packet filter's rules do to one connection: blocked, perhaps blocked, or let through; never "blocked"
// from a rule that is only half understood.
#include "app/computer/filter_rules.h"

#include <QTest>

using namespace doctor::computer;
using Fate = FilterRules::Fate;

namespace
{

const Flow toServer{.address = QStringLiteral("10.99.0.2"), .port = 8080, .source = {}};

QByteArray ruleset(const QByteArray& rules, const QByteArray& policy = "accept", const QByteArray& hook = "output")
{
    QByteArray text = R"({"nftables":[{"metainfo":{"version":"1.0.6"}},{"table":{"family":"inet","name":"t"}},)"
                      R"({"chain":{"family":"inet","table":"t","name":"side","handle":9}},)"
                      R"({"chain":{"family":"inet","table":"t","name":"main","type":"filter","hook":")" +
                      hook + R"(","prio":0,"policy":")" + policy + R"("}})";
    if (!rules.isEmpty())
        text += ',' + rules;
    return text + "]}";
}

QByteArray rule(const QByteArray& expressions, const QByteArray& chain = "main")
{
    return R"({"rule":{"family":"inet","table":"t","chain":")" + chain + R"(","handle":5,"expr":[)" + expressions +
           "]}}";
}

QByteArray match(const QByteArray& left, const QByteArray& right, const QByteArray& op = "==")
{
    return R"({"match":{"op":")" + op + R"(","left":)" + left + R"(,"right":)" + right + "}}";
}

const QByteArray dport = R"({"payload":{"protocol":"tcp","field":"dport"}})";
const QByteArray daddr = R"({"payload":{"protocol":"ip","field":"daddr"}})";
const QByteArray drop = R"({"drop":null})";
const QByteArray accept = R"({"accept":null})";
/// How nft shows iptables' "-m conntrack": without its contents.
const QByteArray established = R"({"xt":{"type":"match","name":"conntrack"}})";

} // namespace

class TestComputerFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fates_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("fate");
        const auto row = [](const char* name, const QByteArray& text, Fate fate) {
            QTest::newRow(name) << text << static_cast<int>(fate);
        };
        row("empty", ruleset({}), Fate::Passes);
        row("port dropped", ruleset(rule(match(dport, "8080") + ',' + drop)), Fate::Blocks);
        row("other port dropped", ruleset(rule(match(dport, "25") + ',' + drop)), Fate::Passes);
        row("all but the port dropped", ruleset(rule(match(dport, "8080", "!=") + ',' + drop)), Fate::Passes);
        row("one of a set", ruleset(rule(match(dport, R"({"set":[25,{"range":[8000,9000]}]})") + ',' + drop)),
            Fate::Blocks);
        row("network dropped", ruleset(rule(match(daddr, R"({"prefix":{"addr":"10.99.0.0","len":24}})") + ',' + drop)),
            Fate::Blocks);
        row("other network dropped",
            ruleset(rule(match(daddr, R"({"prefix":{"addr":"10.98.0.0","len":16}})") + ',' + drop)), Fate::Passes);
        row("accepted before", ruleset(rule(match(dport, "8080") + ',' + accept) + ',' + rule(drop)), Fate::Passes);
        row("unknown condition", ruleset(rule(match(R"({"meta":{"key":"skuid"}})", "1000") + ',' + drop)),
            Fate::MayBlock);
        row("limited", ruleset(rule(R"({"limit":{"rate":5,"per":"second"}},)" + drop)), Fate::MayBlock);
        row("iptables target",
            ruleset(rule(match(dport, "8080") + R"(,{"counter":{"packets":3,"bytes":180}},)"
                                                R"({"xt":{"type":"target","name":"REJECT"}})")),
            Fate::Blocks);
        row("iptables match", ruleset(rule(R"({"xt":{"type":"match","name":"owner"}},)" + drop)), Fate::MayBlock);
        row("other chain, jumped to",
            ruleset(rule(match(dport, "8080") + R"(,{"jump":{"target":"side"}})") + ',' + rule(drop, "side")),
            Fate::Blocks);
        row("other chain, not jumped to", ruleset(rule(drop, "side")), Fate::Passes);
        row("policy drop", ruleset({}, "drop"), Fate::MayBlock);
        row("policy drop, accepted", ruleset(rule(match(dport, "8080") + ',' + accept), "drop"), Fate::Passes);
        row("perhaps accepted before", ruleset(rule(established + ',' + accept) + ',' + rule(drop)), Fate::MayBlock);
        row("verdict map before",
            ruleset(rule(R"({"vmap":{"key":{"ct":{"key":"state"}},"data":"@states"}})") + ',' + rule(drop)),
            Fate::MayBlock);
        row("returned before",
            ruleset(rule(R"({"jump":{"target":"side"}})") + ',' +
                    rule(match(dport, "8080") + R"(,{"return":null})", "side") + ',' + rule(drop, "side")),
            Fate::Passes);
        row("perhaps returned before",
            ruleset(rule(R"({"jump":{"target":"side"}})") + ',' + rule(established + R"(,{"return":null})", "side") +
                    ',' + rule(drop, "side")),
            Fate::MayBlock);
        row("gone elsewhere for good", ruleset(rule(R"({"goto":{"target":"side"}})") + ',' + rule(drop)), Fate::Passes);
        row("counted and logged first",
            ruleset(rule(R"({"counter":{"packets":1,"bytes":60}},{"log":{"prefix":"x"}},)" + drop)), Fate::Blocks);
        row("udp only", ruleset(rule(match(R"({"payload":{"protocol":"udp","field":"dport"}})", "8080") + ',' + drop)),
            Fate::Passes);
        row("forward chain", ruleset(rule(drop), "drop", "forward"), Fate::Passes);
        row("jumps in circles", ruleset(rule(R"({"jump":{"target":"main"}})")), Fate::Passes);
    }

    void fates()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, fate);
        const auto rules = understandRules(text, toServer);
        QVERIFY(rules);
        QCOMPARE(static_cast<int>(rules->outgoing), fate);
        QCOMPARE(static_cast<int>(rules->incoming), static_cast<int>(Fate::Passes));
    }

    void countsOnlyWhatTheFlowMayMeet()
    {
        const QByteArray counted = R"(,{"counter":{"packets":7,"bytes":1}},)";
        const auto rules = understandRules(
            ruleset(rule(match(dport, "25") + counted + drop) + ',' + rule(match(dport, "8080") + counted + drop)),
            toServer);
        QVERIFY(rules);
        QCOMPARE(rules->blockedPackets, std::optional<qint64>(7));
        QCOMPARE(rules->rules, 2);
    }

    /// The last rule of a usual desktop's chain counts every stranger's packet.
    void countsOfGeneralRulesAreOthersNoise()
    {
        const QByteArray counted = R"({"counter":{"packets":7,"bytes":1}},)";
        const auto rules = understandRules(
            ruleset(rule(established + ',' + accept) + ',' + rule(counted + drop), "drop", "input"), toServer);
        QVERIFY(rules);
        QCOMPARE(static_cast<int>(rules->incoming), static_cast<int>(Fate::MayBlock));
        QVERIFY(!rules->blockedPackets);
    }

    void answersAreJudgedByTheInputChain()
    {
        const QByteArray sport = R"({"payload":{"protocol":"tcp","field":"sport"}})";
        const auto rules =
            understandRules(ruleset(rule(match(sport, "8080") + ',' + drop), "accept", "input"), toServer);
        QVERIFY(rules);
        QCOMPARE(static_cast<int>(rules->incoming), static_cast<int>(Fate::Blocks));
        QCOMPARE(static_cast<int>(rules->outgoing), static_cast<int>(Fate::Passes));
    }

    void foreignTextIsNoRuleset()
    {
        QVERIFY(!understandRules("Operation not permitted", toServer));
        QVERIFY(!understandRules("{}", toServer));
    }
};

QTEST_GUILESS_MAIN(TestComputerFilter)
#include "test_computer_filter.moc"
