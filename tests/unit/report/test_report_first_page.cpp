// SPDX-License-Identifier: GPL-3.0-or-later
// The first page: whoever gets it finds the connections in logs, and nobody is named who did nothing.
#include "app/report/report.h"

#include <QRegularExpression>
#include <QTest>
#include <algorithm>

using namespace doctor;

namespace
{

constexpr qint64 Morning = 1'795'334'400'000; // 2026-11-22 08:00:00 UTC

core::Attempt cut(const QString& local, int localPort, qint64 startMs, double totalMs)
{
    core::Attempt attempt;
    attempt.startedAt = {startMs, 0};
    attempt.address = u"93.184.216.9"_qs;
    attempt.port = 8443;
    attempt.localAddress = local;
    attempt.localPort = localPort;
    attempt.phaseReached = core::Phase::Idle;
    attempt.ending = {core::Who::Peer, core::How::Reset, core::Phase::Idle, 104, {}};
    attempt.timings.totalMs = totalMs;
    return attempt;
}

/// Every attempt speaks for the cause.
core::Session sessionWith(std::vector<core::Attempt> attempts, const QString& cause = u"server-restarting"_qs)
{
    core::Session session;
    session.startedAt = QDateTime::fromMSecsSinceEpoch(Morning, Qt::UTC);
    session.durationSeconds = 62;
    session.complete = true;
    session.target.host = u"db.example.org"_qs;
    session.target.port = 8443;
    session.diagnosis.verdict.closedBy = core::ClosedBy::ServerSystem;
    session.diagnosis.verdict.how = core::How::Reset;
    session.diagnosis.verdict.phase = core::Phase::Idle;
    core::RankedCause& ranked = session.diagnosis.causes.emplace_back();
    ranked.id = cause;
    ranked.title = u"A cause"_qs;
    ranked.probability = 0.9;
    core::Evidence& evidence = ranked.evidenceFor.emplace_back();
    evidence.source = u"test:idle-survival"_qs;
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        evidence.attempts.push_back(static_cast<int>(i));
    }
    core::TestRecord& record = session.tests.emplace_back();
    record.id = u"idle-survival"_qs;
    record.state = core::TestState::Done;
    record.attempts = std::move(attempts);
    return session;
}

} // namespace

class TestReportFirstPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto made = knowledge::Knowledge::load(u"en"_qs);
        QVERIFY(made);
        m_knowledge = *made;
    }

    void theOtherTeamFindsTheConnectionsInItsLogs()
    {
        const auto session = sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 61'250)});
        QVERIFY2(text(session).contains(
                     u"To find it in logs: Failed from ip-public-B1 to ip-public-A1:8443, on 2026-11-22 (UTC) at "
                     "08:01:01 (port 40123)."),
                 qPrintable(text(session)));
        QVERIFY(text(session).contains(u"The sender knows the real addresses behind ip-public-B1 and the like."));
        QVERIFY(!text(session, false).contains(u"The sender knows"));
        QVERIFY(text(session, false).contains(u"Failed from 81.2.69.7 to 93.184.216.9:8443, on 2026-11-22"));
        QVERIFY(!text(session).contains(u"private one"));
    }

    void whatWillBeTranslatedOnTheWayIsSaid()
    {
        const auto session = sessionWith({cut(u"192.168.1.5"_qs, 40123, Morning, 5)});
        QVERIFY2(text(session).contains(u"The client's address is a private one: address translation"),
                 qPrintable(text(session)));
        auto inside = sessionWith({cut(u"192.168.1.5"_qs, 40123, Morning, 5)});
        inside.tests.front().attempts.front().address = u"192.168.7.7"_qs;
        QVERIFY(!text(inside).contains(u"private one"));
    }

    void manyFailuresAreNamedBySecondAndCounted()
    {
        std::vector<core::Attempt> attempts;
        for (int i = 0; i < 40; ++i) {
            attempts.push_back(cut(u"81.2.69.7"_qs, 40'000 + i, Morning + i * 200, 5));
        }
        const QString page = text(sessionWith(attempts));
        QVERIFY2(page.contains(u"08:00:00 (ports 40000, 40001, 40002); 08:00:01 (ports 40005, "), qPrintable(page));
        QVERIFY2(page.contains(u"; and 28 more."), qPrintable(page));
        QVERIFY(!page.contains(u"40039"));
    }

    void daysAreToldApart()
    {
        const QString page = text(sessionWith(
            {cut(u"81.2.69.7"_qs, 40001, Morning, 5), cut(u"81.2.69.7"_qs, 40002, Morning + 86'400'000, 5)}));
        QVERIFY2(page.contains(u"at (UTC) 2026-11-22 08:00:00 (port 40001); 2026-11-23 08:00:00 (port 40002)."),
                 qPrintable(page));
    }

    void whatGotNoAnswerIsFoundWhereItBegan()
    {
        core::Attempt silent = cut(u"81.2.69.7"_qs, 40123, Morning, 10'000);
        silent.phaseReached = core::Phase::Connect;
        silent.ending = {core::Who::Nobody, core::How::Silence, core::Phase::Connect, {}, {}};
        QVERIFY(text(sessionWith({silent})).contains(u"at 08:00:00 (port 40123)"));
    }

    /// A late "408" is no cut, and yet it is what the server's log shows.
    void answersThatSaidNoAreFoundToo()
    {
        core::Attempt told = cut(u"81.2.69.7"_qs, 40123, Morning, 4000);
        told.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        QVERIFY(text(sessionWith({told})).contains(u"at 08:00:04 (port 40123)"));
    }

    /// A quiet connection that we gave up because enough was known is neither a success nor a failure.
    void whatWeGaveUpIsNoFailure()
    {
        core::Attempt given = cut(u"81.2.69.7"_qs, 40124, Morning, 4000);
        given.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        given.observations = {{u"inQuiet"_qs, u"nothing"_qs}, {u"wake"_qs, u"not-tested"_qs}};
        const auto session = sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5), given});
        QVERIFY2(text(session).contains(u"(1 of 1 failed in the test “Leave connections quiet”)"),
                 qPrintable(text(session)));
        QVERIFY(!text(session).contains(u"40124"));
        const auto html = report::render(session, *m_knowledge, u"html"_qs);
        QVERIFY(html && html->contains("<td>1 of 1</td>") && html->contains("1 of 1 attempts failed"));
    }

    void differentEndingsAreNotCalledOne()
    {
        core::Attempt silent = cut(u"81.2.69.7"_qs, 40124, Morning, 10'000);
        silent.ending.how = core::How::Silence;
        const QString page = text(sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5), silent, silent}));
        QVERIFY2(page.contains(u"3 of 3 failed in the test “Leave connections quiet”: 1 × cut off hard (TCP reset, "
                               "RST); 2 × no answer"),
                 qPrintable(page));
    }

    void timesAreOnThePageThatSpeaksOfThem()
    {
        const QString page = text(sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5)}));
        QVERIFY(page.contains(u"at the times of the failures"));
        QVERIFY(!page.contains(u"test log"));
    }

    void whereNothingBrokeNobodyEndedIt()
    {
        core::Attempt orderly = cut(u"81.2.69.7"_qs, 40123, Morning, 5);
        orderly.ending = {core::Who::Peer, core::How::Fin, core::Phase::Response, {}, {}};
        auto session = sessionWith({orderly}, u"no-fault-found"_qs);
        session.diagnosis.causes.front().probability = 0.5;
        session.diagnosis.verdict = {};
        session.diagnosis.verdict.closedBy = core::ClosedBy::Nobody;
        const QString page = text(session);
        QVERIFY2(page.contains(u"Where it failed: nowhere, as far as the tests show"), qPrintable(page));
        QVERIFY(!page.contains(u"Who closed it"));
        QVERIFY2(page.contains(u"How sure: That nothing is wrong: possible (50 %)"), qPrintable(page));
        QVERIFY2(page.contains(u"The tests went from ip-public-B1 to ip-public-A1:8443, on 2026-11-22 between "
                               "08:00:00 and 08:01:02 UTC."),
                 qPrintable(page));
        QVERIFY(!page.contains(u"Ended by: nobody") && !page.contains(u"SYN"));
    }

    /// The drawing names both ends, and long addresses neither meet nor leave the page.
    void longAddressesHaveLinesOfTheirOwn()
    {
        core::Attempt attempt = cut(u"fd91:dead:beef:1234:5678:9abc:def0:2"_qs, 40123, Morning, 5);
        attempt.address = u"fd91:dead:beef:1234:5678:9abc:def0:1"_qs;
        const auto made = report::render(sessionWith({attempt}), *m_knowledge, u"html"_qs, {false});
        QVERIFY(made);
        const QString html = QString::fromUtf8(*made);
        static const QRegularExpression note(u"<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"([^>]*)>\\[(fd91[^<]*)</text>"_qs);
        QMap<QString, QString> lines;
        auto found = note.globalMatch(html);
        while (found.hasNext()) {
            const auto match = found.next();
            lines.insert(match.captured(4), match.captured(2));
            constexpr double HalfSign = 3.6;
            const bool middle = match.captured(3).contains(u"middle");
            QVERIFY2(!middle || match.captured(1).toDouble() > HalfSign * static_cast<double>(match.captured(4).size()),
                     qPrintable(match.captured()));
        }
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.first() != lines.last());
    }

    void wordsBesideTheDrawingStayOnThePage()
    {
        core::Attempt attempt = cut(u"81.2.69.7"_qs, 40123, Morning, 5);
        attempt.observations = {{u"words"_qs, u"x"_qs}};
        const auto made = report::render(sessionWith({attempt}), *m_knowledge, u"html"_qs);
        QVERIFY(made);
        const QString html = QString::fromUtf8(*made);
        static const QRegularExpression words(u"<text x=\"424.0\"[^>]*>([^<]*)</text>"_qs);
        auto found = words.globalMatch(html);
        QVERIFY(html.contains(u"WSAECONNRESET"));
        while (found.hasNext()) {
            const QString line = found.next().captured(1);
            const auto capitals = std::count_if(line.begin(), line.end(), [](QChar sign) { return sign.isUpper(); });
            QVERIFY2(line.size() * 10 + capitals * 3 <= 480, qPrintable(line)); // capitals are wider
        }
    }

    void aNameThatIsNotFoundWasClosedByNobody()
    {
        core::Attempt asked;
        asked.startedAt = {Morning, 0};
        asked.phaseReached = core::Phase::NameLookup;
        asked.ending = {core::Who::Nobody, core::How::NameNotFound, core::Phase::NameLookup, {}, {}};
        auto session = sessionWith({asked}, u"dns-failure"_qs);
        session.diagnosis.verdict.closedBy = core::ClosedBy::NetworkPath;
        session.diagnosis.verdict.how = core::How::NameNotFound;
        session.diagnosis.verdict.phase = core::Phase::NameLookup;
        const QString page = text(session);
        QVERIFY2(page.contains(u"Where it failed: at the look-up of the name; there was no address"), qPrintable(page));
        QVERIFY(!page.contains(u"the network on the way") && !page.contains(u"not the server"));
    }

    /// The row is no surer than the sentence below it.
    void theServersSystemIsNotToldFromADeviceBeforeIt()
    {
        auto session = sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5)}, u"server-restarting"_qs);
        session.diagnosis.verdict.closedBy = core::ClosedBy::ServerSystem;
        QVERIFY(text(session).contains(u"the server's operating system, or a device right in front of it"));
        session.target.host = u"127.0.0.1"_qs;
        session.target.addresses = {u"127.0.0.1"_qs};
        QVERIFY(!text(session).contains(u"device right in front"));
    }

    /// From here the two look alike, and the proxy is named before the server behind it.
    void aProxyOnTheWayMayHaveDoneIt()
    {
        auto session = sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5)}, u"server-idle-timeout"_qs);
        session.target.proxy = u"http://proxy.example.org:3128"_qs;
        const QString page = text(session);
        QVERIFY2(page.contains(u"Who closed it: the proxy on the way, or the server's side behind it"),
                 qPrintable(page));
        QVERIFY(page.contains(u"Whoever runs the proxy, and whoever runs the server behind it"));
        QVERIFY(page.contains(u"the same test without it, would tell the two apart"));
        QVERIFY(page.contains(u"what is said of the server holds for the proxy as well"));
        QVERIFY(page.contains(u"What first: Run the same test without the proxy"));
        QVERIFY(page.contains(u"First step: Run the same test without the proxy. If the fault goes away, the proxy"));
        session.diagnosis.verdict.closedBy = core::ClosedBy::Middlebox;
        QVERIFY(!text(session).contains(u"the proxy on the way"));
    }

    void whatDoesNotFitIsNotPassedOver()
    {
        auto session = sessionWith({}, u"no-fault-found"_qs);
        QVERIFY(text(session).contains(u"Nothing broke"));
        core::Evidence& odd = session.diagnosis.causes.front().evidenceAgainst.emplace_back();
        odd.text = u"For 1.5 s nothing worked (6 tries)."_qs;
        odd.decibans = -3.9;
        QVERIFY2(
            text(session).contains(u"What breaks: Connections to host-1:8443. For 1.5 s nothing worked (6 tries)."),
            qPrintable(text(session)));
        QVERIFY(text(session).contains(u"Where it failed: not known"));
        // And the logs can be searched for what failed.
        session.tests.front().attempts = {cut(u"81.2.69.7"_qs, 40123, Morning, 5)};
        QVERIFY2(text(session).contains(u"at 08:00:00 (port 40123)"), qPrintable(text(session)));
        session.tests.front().attempts.clear();
        odd.decibans = -0.5;
        QVERIFY(text(session).contains(u"Nothing broke"));
    }

    void lostPacketsAndAnswersAreNoClosing()
    {
        core::Attempt unheard = cut(u"81.2.69.7"_qs, 40123, Morning, 5);
        unheard.ending = {core::Who::Nobody, core::How::Silence, core::Phase::Response, {}, {}};
        auto lost = sessionWith({unheard}, u"unstable-link"_qs);
        lost.diagnosis.verdict.closedBy = core::ClosedBy::NetworkPath;
        lost.diagnosis.verdict.how = core::How::Silence;
        QVERIFY2(text(lost).contains(u"Where it failed: neither end; packets get lost on the way"),
                 qPrintable(text(lost)));
        core::Attempt told = cut(u"81.2.69.7"_qs, 40123, Morning, 5);
        told.ending = {core::Who::Us, core::How::Fin, core::Phase::Close, {}, {}};
        told.observations = {{u"status"_qs, 429}};
        auto limited = sessionWith({told}, u"rate-limit"_qs);
        limited.diagnosis.verdict = {};
        QVERIFY2(text(limited).contains(
                     u"Who refused it: the server, or a device in front of it, by an answer (HTTP status 429)"),
                 qPrintable(text(limited)));
    }

    void aStoppedRunIsFirstRunToItsEnd()
    {
        auto session = sessionWith({}, u"no-fault-found"_qs);
        session.diagnosis.causes.front().probability = 0.48;
        session.complete = false;
        session.diagnosis.nextTest = core::NextTest{u"since"_qs, u"Are connections kept?"_qs, 0};
        QVERIFY2(text(session).contains(u"What first: Let all tests run to their end"), qPrintable(text(session)));
        QVERIFY(text(session).contains(u"The run was stopped before all tests were done."));
        session.complete = true;
        QVERIFY(!text(session).contains(u"Are connections kept?"));
    }

    /// "5 of 5 failed" and the row for logs speak of the same connections.
    void theCountAndTheLogsSpeakOfTheSame()
    {
        core::Attempt portless = cut(u"81.2.69.7"_qs, 0, Morning, 5);
        portless.localPort.reset();
        auto session = sessionWith({cut(u"81.2.69.7"_qs, 40003, Morning, 5), cut(u"81.2.69.7"_qs, 40001, Morning, 5),
                                    cut(u"81.2.69.7"_qs, 40002, Morning - 3000, 5), portless});
        session.diagnosis.causes.front().evidenceFor.front().attempts = {0, 1}; // the detector looked at two of them
        core::Evidence& elsewhere = session.diagnosis.causes.front().evidenceFor.emplace_back();
        elsewhere.source = u"test:connect"_qs;
        elsewhere.attempts = {0};
        core::TestRecord& other = session.tests.emplace_back();
        other.id = u"connect"_qs;
        other.attempts = {cut(u"81.2.69.7"_qs, 50001, Morning, 5)};
        const QString page = text(session);
        QVERIFY(page.contains(u"(4 of 4 failed in the test “Leave connections quiet”)"));
        QVERIFY2(
            page.contains(u"at 07:59:57 (port 40002); 08:00:00 (ports 40001, 40003) (1 had no port yet); besides, 1 "
                          "in other tests."),
            qPrintable(page));
    }

    /// One after the other, closings and refusals: the page does not call all of them by the name of one.
    void closedAndRefusedIsNotCalledRefused()
    {
        core::Attempt refused = cut(u"81.2.69.7"_qs, 40124, Morning, 5);
        refused.phaseReached = core::Phase::Connect;
        refused.ending = {core::Who::Peer, core::How::Refused, core::Phase::Connect, 111, {}};
        const QString page = text(sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5), refused}));
        QVERIFY2(page.contains(u"What breaks: Connections to host-1:8443 (2 of 2 failed in the test “Leave connections "
                               "quiet”: 1 × cut off hard (TCP reset, RST); 1 × refused)"),
                 qPrintable(page));
        QVERIFY(page.contains(u"Who closed it: ") && !page.contains(u"Nothing was closed"));
    }

    /// "The sender knows the real addresses": who that is stands beside it, to be filled in.
    void whoSentItCanBeWrittenDown()
    {
        const auto session = sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5)});
        const auto redacted = report::render(session, *m_knowledge, u"html"_qs);
        const auto open = report::render(session, *m_knowledge, u"html"_qs, {.hidePrivateDetails = false});
        QVERIFY(redacted && redacted->contains("Sent by") && open && !open->contains("Sent by"));
    }

    /// Several requests on one connection have one port.
    void onePortIsNamedOnce()
    {
        const auto one = cut(u"81.2.69.7"_qs, 40123, Morning, 5);
        QVERIFY2(text(sessionWith({one, one, one})).contains(u"at 08:00:00 (port 40123 ×3)."),
                 qPrintable(text(sessionWith({one, one, one}))));
    }

    void whatShowsItStandsInTheTable()
    {
        auto session = sessionWith({cut(u"81.2.69.7"_qs, 40123, Morning, 5)});
        auto& shown = session.diagnosis.causes.front().evidenceFor;
        shown.front().text = u"The resets come from nearer."_qs;
        shown.emplace_back().text = u"All ended at once."_qs;
        shown.emplace_back().text = u"A third thing."_qs;
        const QString page = text(session);
        QVERIFY2(page.contains(u"What shows it: The resets come from nearer. All ended at once. How sure:"),
                 qPrintable(page));
    }

    /// Nobody closes what was never open.
    void whatWasRefusedWasNotClosed()
    {
        core::Attempt refused = cut(u"81.2.69.7"_qs, 40123, Morning, 5);
        refused.phaseReached = core::Phase::Connect;
        refused.ending = {core::Who::Peer, core::How::Unreachable, core::Phase::Connect, 113, {}};
        auto session = sessionWith({refused}, u"ip-filtering"_qs);
        session.diagnosis.verdict.how = core::How::Unreachable;
        session.diagnosis.verdict.phase = core::Phase::Connect;
        session.diagnosis.verdict.closedBy = core::ClosedBy::Middlebox;
        core::Evidence& evidence = session.diagnosis.causes.front().evidenceFor.front();
        evidence.question = u"rejecter"_qs;
        evidence.answer = u"device"_qs;
        core::Finding& finding = session.findings.emplace_back();
        finding.question = evidence.question;
        finding.answer = evidence.answer;
        finding.values = {{u"router"_qs, u"203.0.113.9"_qs}};
        const QString page = text(session, false);
        QVERIFY2(page.contains(u"Who refused it: a device in between (203.0.113.9)"), qPrintable(page));
        QVERIFY(page.contains(u"What first: Search the filter rules on 203.0.113.9 for port 8443"));
        QVERIFY(page.contains(u"Nothing was closed. Who refused it:"));
        QVERIFY(!page.contains(u"Who closed it") && !page.contains(u"Who ended the connections"));
    }

    /// Between a computer and itself stands no device.
    void onThisComputerNoDeviceIsSuspected()
    {
        auto session = sessionWith({cut(u"127.0.0.1"_qs, 40123, Morning, 5)});
        session.target.host = u"127.0.0.1"_qs;
        session.tests.front().attempts.front().address = u"127.0.0.1"_qs;
        QVERIFY2(!text(session).contains(u"device"), qPrintable(text(session)));
    }

    void anEmptySessionHasNothingToFind() { QVERIFY(!text({}).contains(u"To find it in logs")); }

private:
    [[nodiscard]] QString text(const core::Session& session, bool hide = true) const
    {
        const auto made = report::render(session, *m_knowledge, u"text"_qs, {.hidePrivateDetails = hide});
        return made ? QString::fromUtf8(*made).replace(QRegularExpression(u"\\s+"_qs), u" "_qs) : QString();
    }

    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

QTEST_GUILESS_MAIN(TestReportFirstPage)
#include "test_report_first_page.moc"
