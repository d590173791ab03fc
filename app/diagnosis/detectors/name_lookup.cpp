// SPDX-License-Identifier: GPL-3.0-or-later
// The look-up's one attempt to one answer, and the name servers' answers side by side to another.
#include "app/diagnosis/detectors/name_lookup.h"

#include <QJsonArray>
#include <QSet>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"name-lookup"_s;

QStringList textsOf(const QJsonValue& array)
{
    QStringList texts;
    for (const QJsonValue& value : array.toArray())
        texts << value.toString();
    return texts;
}

/// The servers' answers, counted.
struct Chorus {
    QStringList found;
    QStringList noName;
    QStringList failed;
    QStringList silent;
    QSet<QString> addresses;
};

Chorus chorusOf(const QJsonArray& servers)
{
    Chorus chorus;
    for (const QJsonValue& row : servers) {
        const QString state = row[u"state"].toString();
        const QString server = row[u"server"].toString();
        QStringList& list = state == u"silent"   ? chorus.silent
                            : state == u"failed" ? chorus.failed
                            : state == u"found"  ? chorus.found
                                                 : chorus.noName;
        list << server;
        for (const QString& address : textsOf(row[u"addresses"]))
            chorus.addresses.insert(address);
    }
    return chorus;
}

std::optional<core::Finding> nameServers(const core::TestRecord& record)
{
    const QJsonArray servers = record.facts.value(u"servers").toArray();
    if (servers.isEmpty())
        return std::nullopt;
    const Chorus chorus = chorusOf(servers);
    const QStringList system = textsOf(record.facts.value(u"systemAddresses"));
    const bool known = std::any_of(system.begin(), system.end(),
                                   [&](const QString& address) { return chorus.addresses.contains(address); });
    const auto total = servers.size();
    QString answer = u"agree"_s;
    if (chorus.silent.size() == total)
        answer = u"all-silent"_s;
    else if (chorus.failed.size() + chorus.silent.size() == total)
        answer = u"all-fail"_s;
    else if (!chorus.found.isEmpty() && !chorus.noName.isEmpty())
        answer = u"disagree"_s;
    else if (!system.isEmpty() && !known)
        answer = u"system-differs"_s;
    else if (!chorus.silent.isEmpty() || !chorus.failed.isEmpty())
        answer = u"some-fail"_s;
    else if (chorus.found.isEmpty())
        answer = u"no-name"_s;
    core::Finding finding = makeFinding(u"name-servers"_s, answer, Test, {}, total);
    finding.confidence = 0.95;
    finding.values.insert(u"k"_s, chorus.silent.size() + chorus.failed.size());
    finding.values.insert(u"badServers"_s, QJsonArray::fromStringList(chorus.silent + chorus.failed));
    finding.values.insert(u"systemAddresses"_s, QJsonArray::fromStringList(system));
    QStringList said = chorus.addresses.values();
    said.sort();
    finding.values.insert(u"serverAddresses"_s, QJsonArray::fromStringList(said));
    return finding;
}

std::optional<core::Finding> resolution(const core::Session& session, const core::TestRecord& record)
{
    const auto seen = usable(session, Test, u"lookup"_s);
    if (seen.empty())
        return std::nullopt;
    const auto& last = *seen.back().attempt;
    QString answer;
    if (record.facts.value(u"literal").toBool()) {
        answer = u"literal"_s;
    } else if (last.succeeded) {
        answer = u"found"_s;
    } else if (!session.target.proxy.isEmpty()) {
        return std::nullopt; // the proxy looks the name up; whether this computer could is beside the point
    } else if (last.ending.how == How::NameNotFound) {
        answer = u"not-found"_s;
    } else if (last.ending.how == How::NameLookupFailed || isSilence(last)) {
        answer = u"failed"_s;
    } else {
        return std::nullopt;
    }
    auto finding = makeFinding(u"name-resolution"_s, answer, Test, {seen.back()}, 1);
    finding.confidence = 0.98; // the system's resolver has already asked more than once
    finding.values.insert(u"addresses"_s, record.facts.value(u"addresses"));
    return finding;
}

} // namespace

Findings detectNameLookup(const core::Session& session)
{
    const auto* record = core::findTest(session, Test);
    if (record == nullptr)
        return {};
    Findings findings;
    for (const auto& finding : {resolution(session, *record), nameServers(*record)})
        if (finding)
            findings.push_back(*finding);
    return findings;
}

} // namespace doctor::diagnosis
