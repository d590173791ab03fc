// SPDX-License-Identifier: GPL-3.0-or-later
// The message to the other side names connections, times and commands, and no foreign text becomes a command.
#include "app/report/evidence_request.h"
#include "app/report/report.h"
#include "tests/support/loaded_knowledge.h"
#include "tests/support/sample_session.h"

#include <QTest>

using namespace doctor;

namespace
{

constexpr auto loaded = testing::loadedKnowledge;

core::Attempt ended(const QString& local, int localPort, qint64 startMs, double totalMs)
{
    core::Attempt attempt;
    attempt.startedAt = {startMs, 0};
    attempt.address = u"203.0.113.9"_qs;
    attempt.port = 8443;
    attempt.localAddress = local;
    attempt.localPort = localPort;
    attempt.ending = {core::Who::Peer, core::How::Reset, core::Phase::Idle, 104, {}};
    attempt.timings.totalMs = totalMs;
    attempt.timings.idleMs = 60'000;
    return attempt;
}

core::Session sessionWith(std::vector<core::Attempt> attempts, const QString& cause = u"middlebox-idle-timeout"_qs)
{
    core::Session session;
    session.target.host = u"db.example.org"_qs;
    session.target.port = 8443;
    session.diagnosis.verdict.summary = u"A summary."_qs;
    core::RankedCause ranked;
    ranked.id = cause;
    ranked.probability = 0.9;
    session.diagnosis.causes.push_back(ranked);
    core::TestRecord record;
    record.id = u"idle-survival"_qs;
    record.state = core::TestState::Done;
    record.attempts = std::move(attempts);
    session.tests.push_back(record);
    return session;
}

constexpr qint64 Morning = 1'795'334'400'000; // 2026-11-22 08:00:00 UTC

} // namespace

class TestReportRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesEachConnectionWithItsEndInUtc()
    {
        const auto text = report::evidenceRequest(sessionWith({ended(u"198.51.100.7"_qs, 40123, Morning, 61'250)}),
                                                  *loaded(u"en"_qs));
        QVERIFY2(text.contains(u"2026-11-22 08:01:01.250  198.51.100.7:40123 -> 203.0.113.9:8443"_qs),
                 qPrintable(text));
        QVERIFY2(text.contains(u"(60 s quiet before)"_qs), qPrintable(text));
        QVERIFY(text.contains(u"tcpdump -ni any -s 128 -w evidence.pcap 'tcp port 8443 and (host 198.51.100.7)'"_qs));
        QVERIFY(text.contains(u"pktmon filter add evidence -i 198.51.100.7 -p 8443"_qs));
        QVERIFY(text.contains(u"netsh trace start capture=yes IPv4.Address=198.51.100.7"_qs));
        QVERIFY(text.contains(u"conntrack -L -p tcp --orig-src 198.51.100.7 --orig-port-dst 8443"_qs));
        QVERIFY(
            text.contains(u"journalctl --since \"2026-11-22 08:00:01 UTC\" --until \"2026-11-22 08:02:01 UTC\""_qs));
        QVERIFY(!text.contains(u"translated"_qs));
    }

    void whatSucceededOrWeClosedIsNotListed()
    {
        auto good = ended(u"198.51.100.7"_qs, 40001, Morning, 5);
        good.succeeded = true;
        auto ours = ended(u"198.51.100.7"_qs, 40002, Morning, 5);
        ours.ending.who = core::Who::Us;
        const auto text = report::evidenceRequest(sessionWith({good, ours}), *loaded(u"en"_qs));
        QVERIFY(!text.contains(u"40001"_qs) && !text.contains(u"40002"_qs));
        QVERIFY(text.contains(loaded(u"en"_qs)->text(u"request.no-connections"_qs)));
    }

    void privateAddressIsNoFilterOutThere()
    {
        const auto text =
            report::evidenceRequest(sessionWith({ended(u"192.168.1.5"_qs, 40123, Morning, 5)}), *loaded(u"en"_qs));
        QVERIFY(text.contains(u"Our address 192.168.1.5 is a private one"_qs));
        QVERIFY(!text.contains(u"host 192.168.1.5"_qs));
        QVERIFY(!text.contains(u"--orig-src"_qs));
    }

    void insideOneNetworkThePrivateAddressIsTheOneThatIsSeen()
    {
        auto attempt = ended(u"10.0.0.5"_qs, 40123, Morning, 5);
        attempt.address = u"10.0.9.9"_qs;
        const auto text = report::evidenceRequest(sessionWith({attempt}), *loaded(u"en"_qs));
        QVERIFY(text.contains(u"host 10.0.0.5"_qs));
        QVERIFY(!text.contains(u"private one"_qs));
    }

    void foreignTextNeverBecomesPartOfACommand()
    {
        auto attempt = ended(u"1.2.3.4'; rm -rf / #"_qs, 40123, Morning, 5);
        auto session = sessionWith({attempt});
        session.target.host = u"x'; reboot; '\u001b[31m"_qs;
        const auto text = report::evidenceRequest(session, *loaded(u"en"_qs));
        for (const auto& line : text.split(u'\n')) {
            if (line.startsWith(u"    ")) {
                QVERIFY2(!line.contains(u"rm -rf"_qs) && !line.contains(u"reboot"_qs), qPrintable(line));
            }
        }
        QVERIFY(!text.contains(QChar(0x1b)));
    }

    void evidenceOfTheLeadingCauseComesAlone()
    {
        auto session = sessionWith({});
        auto& attempts = session.tests.front().attempts;
        for (int i = 0; i < 30; ++i) {
            attempts.push_back(ended(u"198.51.100.7"_qs, 40'000 + i, Morning + i * 1000, 5));
        }
        attempts[5].ending.how = core::How::ProtocolError; // we had asked in another protocol on purpose
        const auto all = report::evidenceRequest(session, *loaded(u"en"_qs));
        QVERIFY(all.contains(u"(20 of 29)"_qs));
        QVERIFY(all.contains(u":40000 "_qs) && !all.contains(u":40005 "_qs) && !all.contains(u":40025 "_qs));
        session.diagnosis.causes.front().evidenceFor.push_back(
            {u"idle-ending"_qs, u"reset-on-wake"_qs, u"t"_qs, 9, u"test:idle-survival"_qs, {29}});
        const auto text = report::evidenceRequest(session, *loaded(u"en"_qs));
        QVERIFY(text.contains(u"(1 of 1)"_qs));
        QVERIFY(text.contains(u":40029 "_qs) && !text.contains(u":40000 "_qs));
    }

    void asksWhatTheCausesPageAsks()
    {
        auto session = sessionWith({ended(u"198.51.100.7"_qs, 40123, Morning, 5)});
        core::Finding finding;
        finding.question = u"idle-ending"_qs;
        finding.values = {{u"idleSeconds"_qs, 350}};
        session.findings.push_back(finding);
        const auto text = report::evidenceRequest(session, *loaded(u"en"_qs));
        QVERIFY2(text.contains(u"We measured 350 seconds."_qs), qPrintable(text));
        QVERIFY(!text.contains(u"{"_qs));
    }

    /// Two findings may measure a limit; a cause's questions name the one that speaks for it.
    void eachCauseAsksWithWhatSpeaksForIt()
    {
        auto session = sessionWith({ended(u"198.51.100.7"_qs, 40123, Morning, 5)});
        for (const auto& [question, seconds] : {std::pair(u"server-log"_qs, 20), std::pair(u"idle-ending"_qs, 350)}) {
            core::Finding& finding = session.findings.emplace_back();
            finding.question = question;
            finding.values = {{u"idleSeconds"_qs, seconds}};
        }
        session.diagnosis.causes.front().evidenceFor.push_back(
            {u"idle-ending"_qs, u"reset-on-wake"_qs, u"t"_qs, 9, u"test:idle-survival"_qs, {}});
        const auto text = report::evidenceRequest(session, *loaded(u"en"_qs));
        QVERIFY2(text.contains(u"We measured 350 seconds."_qs), qPrintable(text));
        QVERIFY(!text.contains(u"20 seconds"_qs));
    }

    void germanIsGerman()
    {
        const auto text =
            report::evidenceRequest(sessionWith({ended(u"198.51.100.7"_qs, 40123, Morning, 5)}), *loaded(u"de"_qs));
        QVERIFY(text.startsWith(u"Betreff:"_qs));
        QVERIFY(!text.contains(u"request."_qs));
        QVERIFY(text.contains(u"WAS JEDE ANTWORT BEWEISEN WÜRDE"_qs));
    }

    void unknownCauseAndEmptySessionStillGiveAMessage()
    {
        const auto knowledge = loaded(u"en"_qs);
        QVERIFY(!report::evidenceRequest(core::Session(), *knowledge).isEmpty());
        const auto text = report::evidenceRequest(
            sessionWith({ended(u"2001:db8::7"_qs, 40123, Morning, 5)}, u"cause-of-the-future"_qs), *knowledge);
        QVERIFY(text.contains(u"[2001:db8::7]:40123"_qs));
        QVERIFY(text.contains(u"netsh trace start capture=yes IPv6.Address=2001:db8::7"_qs));
        QVERIFY(text.contains(u"conntrack -L -f ipv6 -p tcp"_qs));
    }

    /// A session of another version opens, and says what this one does not know.
    void strangersAreNamed()
    {
        auto session = sessionWith({}, u"cause-of-the-future"_qs);
        core::Finding finding;
        finding.question = u"question-of-the-future"_qs;
        finding.answer = u"yes"_qs;
        session.findings.push_back(finding);
        finding.question = u"retry"_qs;
        finding.answer = u"perhaps"_qs;
        session.findings.push_back(finding);
        for (const auto& format : {u"text"_qs, u"markdown"_qs, u"html"_qs}) {
            const auto written = report::render(session, *loaded(u"en"_qs), format, {.hidePrivateDetails = false});
            QVERIFY(written);
            for (const auto* word :
                 {"cause-of-the-future", "question-of-the-future: yes", "retry: perhaps", "does not know"}) {
                QVERIFY2(written->contains(word), word);
            }
        }
        const auto known = report::render(sessionWith({}), *loaded(u"en"_qs), u"text"_qs, {});
        QVERIFY(known && !known->contains("does not know"));
    }

    void fullReportHoldsVariantsAndTheMessage()
    {
        const auto knowledge = loaded(u"en"_qs);
        const auto html = report::render(sessionWith({ended(u"198.51.100.7"_qs, 40123, Morning, 5)}), *knowledge,
                                         u"html"_qs, {.hidePrivateDetails = false});
        QVERIFY(html);
        QVERIFY(html->contains(knowledge::findVariant(*knowledge, u"nat-forgets"_qs).variant->title.toUtf8()));
        QVERIFY(html->contains("conntrack -S"));
    }

    void sampleSession()
    {
        const auto text = report::evidenceRequest(testsupport::sampleSession(), *loaded(u"en"_qs));
        QVERIFY(text.contains(u"192.0.2.10:443"_qs));
        QVERIFY(text.split(u'\n').size() < 110);
    }
};

QTEST_APPLESS_MAIN(TestReportRequest)
#include "test_report_request.moc"
