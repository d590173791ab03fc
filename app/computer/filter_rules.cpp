// SPDX-License-Identifier: GPL-3.0-or-later
// Walks nftables' chains as a packet would. What a condition means and is not understood here stays "maybe".
#include "app/computer/filter_rules.h"

#include "app/core/model/ip_address.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <algorithm>

namespace doctor::computer
{

using namespace Qt::StringLiterals;

namespace
{

enum class Match { No, Maybe, Yes };
enum class Way { Out, In };
/// What a rule or chain decided. Open: nothing, the next one is asked. Returned: the rest of its chain is left out.
enum class Verdict { Open, Returned, Accepted, Blocked };

constexpr int DeepestJump = 16;

bool inPrefix(const core::IpAddress& address, const QString& network, int length)
{
    const auto base = core::parseIpAddress(network);
    if (!base || base->isV6 != address.isV6)
        return false;
    for (int bit = 0; bit < length; ++bit) {
        const auto byte = static_cast<std::size_t>(bit / 8);
        const int mask = 0x80 >> (bit % 8);
        if ((base->bytes.at(byte) & mask) != (address.bytes.at(byte) & mask))
            return false;
    }
    return true;
}

Match portIs(const QJsonValue& wanted, int port)
{
    if (wanted.isDouble())
        return wanted.toInt() == port ? Match::Yes : Match::No;
    const QJsonArray range = wanted[u"range"].toArray();
    if (range.size() == 2)
        return port >= range.at(0).toInt() && port <= range.at(1).toInt() ? Match::Yes : Match::No;
    return Match::Maybe;
}

Match addressIs(const QJsonValue& wanted, const QString& text)
{
    const auto address = core::parseIpAddress(text);
    if (!address)
        return Match::Maybe;
    if (wanted.isString()) {
        const auto other = core::parseIpAddress(wanted.toString());
        return !other                                                           ? Match::Maybe
               : other->bytes == address->bytes && other->isV6 == address->isV6 ? Match::Yes
                                                                                : Match::No;
    }
    const QJsonObject prefix = wanted[u"prefix"].toObject();
    if (!prefix.isEmpty())
        return inPrefix(*address, prefix.value(u"addr").toString(), prefix.value(u"len").toInt()) ? Match::Yes
                                                                                                  : Match::No;
    return Match::Maybe;
}

template <typename Test>
Match anyOf(const QJsonValue& right, Test test)
{
    const QJsonValue set = right[u"set"];
    if (!set.isArray())
        return test(right);
    Match best = Match::No;
    for (const QJsonValue& one : set.toArray())
        best = std::max(best, test(one));
    return best;
}

class Walk
{
public:
    Walk(const QJsonArray& objects, const Flow& flow);
    [[nodiscard]] FilterRules look();

private:
    struct Chain {
        QString family;
        QString hook;
        QString policy;
        QList<QJsonArray> rules;
    };

    [[nodiscard]] bool concerns(const Chain& chain) const;
    FilterRules::Fate fate(const QString& hook, Way way);
    Verdict through(const QString& key, Way way, bool sure, int depth);
    Verdict applyRule(const QString& key, const QJsonArray& rule, Way way, bool sure, int depth);
    std::optional<Verdict> statement(const QString& key, const QJsonObject& part, Way way, bool sure, int depth);
    Verdict block(const QJsonArray& rule, bool rejects, bool certain, bool aimed);
    [[nodiscard]] Match matches(const QJsonObject& match, Way way) const;
    [[nodiscard]] Match payload(const QJsonObject& field, const QJsonValue& right, Way way) const;
    void noteBlock(const QJsonArray& rule, bool rejects, bool counts);

    Flow m_flow;
    bool m_v6;
    QMap<QString, Chain> m_chains; ///< by "family table name"
    FilterRules m_result;
    bool m_mayBlock = false;
    bool m_doubt = false; ///< a rule of this chain may already have let the packet through
};

/// iptables writes its own kind of rejection.
bool rejects(const QJsonObject& part)
{
    return part.contains(u"reject") || part.value(u"xt")[u"name"].toString() == u"REJECT";
}

bool hasOneOf(const QJsonObject& part, const QStringList& names)
{
    return std::any_of(names.begin(), names.end(), [&](const QString& name) { return part.contains(name); });
}

/// A condition that is not read here: it may hold or not.
bool isOtherCondition(const QJsonObject& part)
{
    static const QStringList names{u"limit"_s, u"connlimit"_s, u"ct count"_s, u"quota"_s};
    return part.value(u"xt")[u"type"].toString() == u"match" || hasOneOf(part, names);
}

/// Goes on to the next statement whatever it does.
bool isHarmless(const QJsonObject& part)
{
    static const QStringList names{u"counter"_s, u"log"_s, u"mangle"_s, u"notrack"_s};
    return hasOneOf(part, names);
}

QString keyOf(const QJsonObject& object, const QString& name)
{
    return object.value(u"family").toString() + u' ' + object.value(u"table").toString() + u' ' + name;
}

Walk::Walk(const QJsonArray& objects, const Flow& flow) : m_flow(flow), m_v6(flow.address.contains(u':'))
{
    for (const QJsonValue& entry : objects) {
        if (const QJsonObject chain = entry[u"chain"].toObject(); !chain.isEmpty()) {
            Chain& known = m_chains[keyOf(chain, chain.value(u"name").toString())];
            known.family = chain.value(u"family").toString();
            known.policy = chain.value(u"policy").toString();
            if (chain.value(u"type").toString() == u"filter")
                known.hook = chain.value(u"hook").toString();
        }
        if (const QJsonObject rule = entry[u"rule"].toObject(); !rule.isEmpty()) {
            m_chains[keyOf(rule, rule.value(u"chain").toString())].rules << rule.value(u"expr").toArray();
            ++m_result.rules;
        }
    }
}

bool Walk::concerns(const Chain& chain) const
{
    return chain.family == u"inet" || chain.family == (m_v6 ? u"ip6" : u"ip");
}

Match Walk::payload(const QJsonObject& field, const QJsonValue& right, Way way) const
{
    const QString protocol = field.value(u"protocol").toString();
    const QString name = field.value(u"field").toString();
    if (protocol == u"udp" || protocol == u"icmp" || protocol == u"icmpv6")
        return Match::No;
    const bool ours =
        name == (way == Way::Out ? u"sport" : u"dport") || name == (way == Way::Out ? u"saddr" : u"daddr");
    if (ours && (m_flow.source.isEmpty() || !name.endsWith(u"addr")))
        return Match::Maybe; // our own end is not settled before the connection is
    if (protocol == u"tcp" && name.endsWith(u"port"))
        return anyOf(right, [&](const QJsonValue& one) { return portIs(one, m_flow.port); });
    if ((protocol == u"ip" || protocol == u"ip6") && name.endsWith(u"addr")) {
        if ((protocol == u"ip6") != m_v6)
            return Match::No;
        return anyOf(right,
                     [&](const QJsonValue& one) { return addressIs(one, ours ? m_flow.source : m_flow.address); });
    }
    if (name == u"protocol" || name == u"nexthdr")
        return right.toString() == u"tcp" ? Match::Yes : Match::No;
    return Match::Maybe;
}

Match Walk::matches(const QJsonObject& match, Way way) const
{
    const QJsonObject left = match.value(u"left").toObject();
    const QJsonValue right = match.value(u"right");
    Match result = Match::Maybe;
    if (left.contains(u"payload"))
        result = payload(left.value(u"payload").toObject(), right, way);
    else if (left.value(u"meta")[u"key"].toString() == u"l4proto")
        result = anyOf(right, [](const QJsonValue& one) {
            return one.toString() == u"tcp" || one.toInt() == 6 ? Match::Yes : Match::No;
        });
    else if (left.value(u"ct")[u"key"].toString() == u"state")
        result = anyOf(right, [&](const QJsonValue& one) {
            return one.toString() == (way == Way::Out ? u"new" : u"established") ? Match::Yes : Match::No;
        });
    if (match.value(u"op").toString() == u"!=" && result != Match::Maybe)
        return result == Match::Yes ? Match::No : Match::Yes;
    return result;
}

void Walk::noteBlock(const QJsonArray& rule, bool rejects, bool counts)
{
    m_mayBlock = true;
    m_result.rejects |= rejects;
    if (!counts) // what a general rule has counted may be the whole network's noise
        return;
    for (const QJsonValue& part : rule)
        if (part[u"counter"].isObject())
            m_result.blockedPackets =
                m_result.blockedPackets.value_or(0) + part[u"counter"][u"packets"].toVariant().toLongLong();
}

Verdict Walk::block(const QJsonArray& rule, bool rejects, bool certain, bool aimed)
{
    noteBlock(rule, rejects, certain || aimed);
    return certain ? Verdict::Blocked : Verdict::Open;
}

/// Everything but conditions and blocks. Nullopt: go on with the rule's next statement.
std::optional<Verdict> Walk::statement(const QString& key, const QJsonObject& part, Way way, bool sure, int depth)
{
    if (isHarmless(part))
        return std::nullopt;
    const auto left = [&](Verdict verdict) {
        m_doubt |= !sure;
        return sure ? verdict : Verdict::Open;
    };
    if (part.contains(u"accept"))
        return left(Verdict::Accepted);
    if (part.contains(u"return"))
        return left(Verdict::Returned);
    const bool goes = part.contains(u"goto");
    if (goes || part.contains(u"jump")) {
        const QString target = part.value(goes ? u"goto" : u"jump")[u"target"].toString();
        const Verdict inside = through(key.section(u' ', 0, 1) + u' ' + target, way, sure, depth + 1);
        if (inside != Verdict::Open)
            return inside;
        return goes ? left(Verdict::Returned) : std::optional<Verdict>();
    }
    m_doubt = true; // a verdict map, a queue or what later versions bring may let the packet through
    return std::nullopt;
}

Verdict Walk::applyRule(const QString& key, const QJsonArray& rule, Way way, bool sure, int depth)
{
    Match match = Match::Yes;
    bool aimed = false; // one of its conditions names the flow's own address or port
    for (const QJsonValue& value : rule) {
        const QJsonObject part = value.toObject();
        if (part.contains(u"match")) {
            const QJsonObject condition = part.value(u"match").toObject();
            const Match one = matches(condition, way);
            const QString field = condition.value(u"left")[u"payload"][u"field"].toString();
            aimed |= one == Match::Yes && (field.endsWith(u"port") || field.endsWith(u"addr"));
            match = std::min(match, one);
        } else if (isOtherCondition(part)) {
            match = std::min(match, Match::Maybe);
        } else if (part.contains(u"drop") || rejects(part)) {
            return block(rule, rejects(part), sure && match == Match::Yes && !m_doubt, aimed);
        } else if (const auto verdict = statement(key, part, way, sure && match == Match::Yes, depth)) {
            return *verdict;
        }
        if (match == Match::No)
            return Verdict::Open;
    }
    return Verdict::Open;
}

Verdict Walk::through(const QString& key, Way way, bool sure, int depth)
{
    if (depth > DeepestJump)
        return Verdict::Open;
    for (const QJsonArray& rule : m_chains.value(key).rules) {
        const Verdict verdict = applyRule(key, rule, way, sure, depth);
        if (verdict == Verdict::Returned)
            break;
        if (verdict != Verdict::Open)
            return verdict;
    }
    return Verdict::Open;
}

FilterRules::Fate Walk::fate(const QString& hook, Way way)
{
    m_mayBlock = false;
    for (auto it = m_chains.cbegin(); it != m_chains.cend(); ++it) {
        if (it->hook != hook || !concerns(*it))
            continue;
        m_doubt = false;
        const Verdict verdict = through(it.key(), way, true, 0);
        if (verdict == Verdict::Blocked)
            return FilterRules::Fate::Blocks;
        // What a half-understood rule before it may have accepted cannot be seen, so a policy only "may" block.
        if (verdict == Verdict::Open && it->policy == u"drop")
            m_mayBlock = true;
    }
    return m_mayBlock ? FilterRules::Fate::MayBlock : FilterRules::Fate::Passes;
}

FilterRules Walk::look()
{
    m_result.outgoing = fate(u"output"_s, Way::Out);
    m_result.incoming = fate(u"input"_s, Way::In);
    return m_result;
}

} // namespace

std::optional<FilterRules> understandRules(const QByteArray& nftJson, const Flow& flow)
{
    const QJsonDocument document = QJsonDocument::fromJson(nftJson);
    const QJsonValue objects = document.object().value(u"nftables");
    if (!objects.isArray())
        return std::nullopt;
    return Walk(objects.toArray(), flow).look();
}

} // namespace doctor::computer
