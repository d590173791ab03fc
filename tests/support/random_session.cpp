// SPDX-License-Identifier: GPL-3.0-or-later
// Random sessions: every field takes part, each optional one is left out half the time.
#include "tests/support/random_session.h"

#include "app/core/model/names.h"

#include <QJsonArray>
#include <QTimeZone>

namespace doctor::testing
{

using namespace doctor::core;

RandomSession::RandomSession(quint32 seed) : m_random(seed) {}

int RandomSession::below(int limit)
{
    return m_random.bounded(limit);
}

bool RandomSession::coin()
{
    return m_random.bounded(2) == 1;
}

double RandomSession::number()
{
    return coin() ? m_random.generateDouble() * 1e4 : m_random.generateDouble() / 3;
}

qint64 RandomSession::bigNumber()
{
    return static_cast<qint64>(m_random.generate64() >> 12);
}

QString RandomSession::word()
{
    static const QStringList words{u"connect"_qs, u"idle"_qs, u"canary"_qs, u"version-1.2"_qs, u"no-such-word"_qs};
    return words.at(below(static_cast<int>(words.size())));
}

QString RandomSession::text()
{
    static const QStringList pieces{u"plain"_qs,       u"<script>alert(1)</script>"_qs,
                                    u"]]>"_qs,         u"&amp;"_qs,
                                    u"\"'"_qs,         u"\u0001\u0007\u001b[31m"_qs,
                                    u"ünï"_qs,         u"日本"_qs,
                                    u"\U0001F50C"_qs,  u"\\"_qs,
                                    u"line\nbreak"_qs, u"| pipe `tick`"_qs};
    QString made;
    for (int i = below(5); i >= 0; --i) {
        made += pieces.at(below(static_cast<int>(pieces.size())));
    }
    return made;
}

QJsonObject RandomSession::object(int depth)
{
    QJsonObject made;
    for (int i = below(4); i > 0; --i) {
        const QString key = word() + QString::number(i);
        switch (below(depth > 0 ? 6 : 4)) {
        case 0:
            made.insert(key, number());
            break;
        case 1:
            made.insert(key, text());
            break;
        case 2:
            made.insert(key, coin());
            break;
        case 3:
            made.insert(key, bigNumber());
            break;
        case 4:
            made.insert(key, object(depth - 1));
            break;
        default:
            made.insert(key, QJsonArray{text(), number(), QJsonValue()});
        }
    }
    return made;
}

TcpInfo RandomSession::tcpInfo()
{
    return {.rttMs = maybe(number()),
            .rttVarMs = maybe(number()),
            .retransmits = maybe(below(9)),
            .mss = maybe(below(9000)),
            .pmtu = maybe(below(9000)),
            .unacked = maybe(below(9)),
            .lost = maybe(below(9)),
            .backoff = maybe(below(9)),
            .lastDataSentMs = maybe(bigNumber()),
            .lastDataReceivedMs = maybe(bigNumber()),
            .lastAckReceivedMs = maybe(bigNumber()),
            .bytesAcked = maybe(bigNumber()),
            .bytesReceived = maybe(bigNumber())};
}

Attempt RandomSession::attempt()
{
    const QStringList phases = allWords<Phase>();
    const QStringList hows = allWords<How>();
    Attempt made;
    made.purpose = word();
    made.startedAt = {1790000000000LL + below(100000000), bigNumber()};
    made.address =
        coin() ? u"192.0.2."_qs + QString::number(below(256)) : u"2001:db8::"_qs + QString::number(below(999));
    made.port = below(65536);
    made.localAddress = coin() ? u"10.0.0.7"_qs : QString();
    made.localPort = maybe(below(65536));
    made.phaseReached = *fromWord<Phase>(phases.at(below(static_cast<int>(phases.size()))));
    made.ending.who = static_cast<Who>(below(3));
    made.ending.how = *fromWord<How>(hows.at(below(static_cast<int>(hows.size()))));
    made.ending.phase = made.phaseReached;
    made.ending.nativeCode = maybe(below(20000) - 100);
    made.ending.detail = coin() ? text() : QString();
    made.succeeded = coin();
    made.bytesSent = maybe(bigNumber());
    made.bytesReceived = maybe(bigNumber());
    made.timings = {.lookupMs = maybe(number()),
                    .connectMs = maybe(number()),
                    .tlsMs = maybe(number()),
                    .firstByteMs = maybe(number()),
                    .idleMs = maybe(number()),
                    .totalMs = maybe(number())};
    made.tcp = coin() ? std::optional(tcpInfo()) : std::nullopt;
    made.parameters = object(1);
    made.observations = object(2);
    return made;
}

TestRecord RandomSession::test(int index)
{
    static const QStringList ids{u"name-lookup"_qs,   u"connect"_qs,      u"service"_qs,
                                 u"tls-handshake"_qs, u"exchange"_qs,     u"idle-survival"_qs,
                                 u"request-time"_qs,  u"payload-size"_qs, u"load-ramp"_qs};
    TestRecord made;
    made.id = ids.at(index);
    made.state = static_cast<TestState>(below(6));
    made.reason = coin() ? u"no-time"_qs : QString();
    made.startedSeconds = maybe(number());
    made.durationSeconds = maybe(number());
    made.facts = object(2);
    for (int i = below(6); i > 0; --i) {
        made.attempts.push_back(attempt());
    }
    return made;
}

Evidence RandomSession::evidence()
{
    return {.question = word(),
            .answer = text(),
            .text = text(),
            .decibans = number() - 20,
            .source = u"test:"_qs + word(),
            .attempts = coin() ? std::vector<int>{below(5), below(5)} : std::vector<int>{}};
}

RankedCause RandomSession::cause()
{
    RankedCause made;
    made.id = word();
    made.title = text();
    made.family = word();
    made.probability = m_random.generateDouble();
    made.priorDecibans = number() - 10;
    for (int i = below(4); i > 0; --i) {
        made.evidenceFor.push_back(evidence());
        made.evidenceMissing.push_back({.question = word(), .text = text(), .test = word()});
    }
    for (int i = below(3); i > 0; --i) {
        made.evidenceAgainst.push_back(evidence());
        made.fixes.push_back({.place = coin() ? u"server"_qs : QString(),
                              .title = text(),
                              .steps = {text(), text()},
                              .snippet = coin() ? text() : QString(),
                              .platform = coin() ? u"nginx"_qs : QString(),
                              .risk = coin() ? text() : QString()});
    }
    return made;
}

Target RandomSession::target()
{
    const QStringList protocols = allWords<Protocol>();
    return {.host = coin() ? u"db.example.org"_qs : u"192.0.2.7"_qs,
            .port = below(65536),
            .protocol = *fromWord<Protocol>(protocols.at(below(static_cast<int>(protocols.size())))),
            .path = coin() ? u"/a?b=<c>"_qs : QString(),
            .serverName = coin() ? u"front.example.org"_qs : QString(),
            .proxy = coin() ? u"http://proxy.example.org:3128"_qs : QString(),
            .systemProxy = coin(),
            .sourceAddress = coin() ? u"192.0.2.99"_qs : QString(),
            .family = static_cast<Family>(below(3)),
            .identity = {}, // never in a file
            .addresses = coin() ? QStringList{u"192.0.2.7"_qs, u"2001:db8::7"_qs} : QStringList{}};
}

Session RandomSession::make()
{
    Session made;
    made.toolVersion = u"0.1.0"_qs;
    made.language = coin() ? u"de"_qs : u"en"_qs;
    made.startedAt = QDateTime::fromMSecsSinceEpoch(1790000000000LL + below(1000000000), Qt::OffsetFromUTC,
                                                    60 * 15 * (below(97) - 48));
    made.durationSeconds = number();
    made.complete = coin();
    made.practice = coin();
    made.practiceFault = made.practice ? u"idle-fin"_qs : QString();
    made.environment = object(1);
    made.target = target();
    made.symptoms = {{u"when"_qs, word()}, {u"since"_qs, text()}};
    made.errorText = coin() ? text() : QString();
    for (int i = 0, count = below(10); i < count; ++i) {
        made.tests.push_back(test(i));
        const TestRecord& record = made.tests.back();
        Finding finding;
        finding.question = word();
        finding.answer = text();
        finding.source = {static_cast<SourceKind>(below(5)), record.id};
        finding.confidence = m_random.generateDouble();
        finding.values = object(1);
        for (int k = 0; k < static_cast<int>(record.attempts.size()); k += 2) {
            finding.attempts.push_back(k);
        }
        made.findings.push_back(finding);
    }
    for (int i = below(6); i > 0; --i) {
        made.diagnosis.causes.push_back(cause());
    }
    Verdict& verdict = made.diagnosis.verdict;
    verdict.closedBy = static_cast<ClosedBy>(below(7));
    verdict.phase = maybe(Phase::Idle);
    verdict.how = maybe(How::Reset);
    verdict.summary = text();
    verdict.probability = m_random.generateDouble();
    made.diagnosis.nextTest = maybe(NextTest{word(), text(), number()});
    for (int i = m_random.bounded(3); i > 0; --i) {
        made.diagnosis.prevention.push_back({.policy = word(),
                                             .failures = m_random.bounded(9),
                                             .hidden = m_random.bounded(9),
                                             .unsafe = m_random.bounded(9),
                                             .addedMs = maybe(number()),
                                             .extraConnections = number(),
                                             .values = {}});
    }
    return made;
}

} // namespace doctor::testing
