// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing private survives in any format, and the same word gets the same pseudonym everywhere.
#include "app/core/json/session_json.h"
#include "app/report/report.h"
#include "tests/support/fake_knowledge.h"
#include "tests/support/random_session.h"

#include <QJsonArray>
#include <QTest>

using namespace doctor;
using doctor::testing::FakeKnowledge;
using doctor::testing::RandomSession;

namespace
{

const QStringList Private{u"db.secret-corp.example"_qs,
                          u"secret-corp"_qs,
                          u"front.other.example"_qs,
                          u"198.51.100.77"_qs,
                          u"203.0.113.5"_qs,
                          u"2001:db8:5::77"_qs,
                          u"fe80::12ab%eth3"_qs,
                          u"proxy.inner.example"_qs,
                          u"hunter2"_qs,
                          u"jdoe"_qs,
                          u"jane@mail.example"_qs,
                          u"00:1b:44:11:3a:b7"_qs,
                          u"mx9.elsewhere.example"_qs,
                          u"token=abc"_qs,
                          u"198.51.100.230"_qs,
                          u"private-area"_qs};

core::Session privateSession()
{
    core::Session session;
    session.toolVersion = u"0.1.0"_qs;
    session.startedAt = QDateTime::fromMSecsSinceEpoch(1790000000000, Qt::UTC);
    core::Target& target = session.target;
    target.host = u"db.secret-corp.example"_qs;
    target.port = 1433;
    target.path = u"/private-area/x?token=abc"_qs;
    target.serverName = u"front.other.example"_qs;
    target.proxy = u"http://jdoe:hunter2@proxy.inner.example:3128"_qs;
    target.addresses = {u"198.51.100.77"_qs, u"2001:db8:5::77"_qs};
    target.sourceAddress = u"198.51.100.230"_qs;
    session.errorText = u"jane@mail.example saw it in /home/jdoe/app.log and C:\\Users\\jdoe\\x from 203.0.113.5:80, "
                        "DB.Secret-Corp.Example:1433 (00:1b:44:11:3a:b7)"_qs;
    core::RankedCause& cause = session.diagnosis.causes.emplace_back();
    cause.id = u"server-idle-timeout"_qs;
    cause.title = u"Idle limit"_qs;
    cause.probability = 0.9;
    cause.evidenceFor = {{u"q"_qs, u"a"_qs, u"198.51.100.77 fails"_qs, 3, u"test:connect"_qs, {}}};
    core::Fix& fix = cause.fixes.emplace_back();
    fix.place = u"server"_qs;
    fix.title = u"Look at it"_qs;
    fix.steps = {u"Run `tcpdump host db.secret-corp.example`; edit /etc/nginx/nginx.conf"_qs};
    fix.snippet = u"listen 0.0.0.0:80;"_qs;
    session.diagnosis.verdict.summary = u"db.secret-corp.example closes quiet connections."_qs;
    core::TestRecord& test = session.tests.emplace_back();
    test.id = u"connect"_qs;
    test.state = core::TestState::Done;
    test.facts = {{u"aliases"_qs, QJsonArray{u"mx9.elsewhere.example"_qs}}, {u"198.51.100.77"_qs, 1}};
    core::Attempt& attempt = test.attempts.emplace_back();
    attempt.purpose = u"connect"_qs;
    attempt.address = u"198.51.100.77"_qs;
    attempt.localAddress = u"fe80::12ab%eth3"_qs;
    attempt.timings.totalMs = 12;
    attempt.observations = {{u"greeting"_qs, u"220 mx9.elsewhere.example ESMTP, hello [203.0.113.5]"_qs}};
    core::Attempt second = attempt;
    second.address = u"127.0.0.1"_qs;
    test.attempts.push_back(second);
    return session;
}

QString rendered(const core::Session& session, const QString& format,
                 std::vector<report::Replacement>* replaced = nullptr)
{
    const FakeKnowledge knowledge;
    const auto bytes = report::render(session, knowledge, format, {true}, replaced);
    return bytes ? QString::fromUtf8(*bytes) : u"error: "_qs + bytes.error().message;
}

} // namespace

class TestReportRedact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingPrivateSurvives()
    {
        const FakeKnowledge knowledge;
        const core::Session session = privateSession();
        QStringList texts;
        for (const report::Format& format : report::formats()) {
            texts << rendered(session, format.id);
            texts << report::suggestedFileName(session, format.id, {true});
        }
        texts << report::shortText(session, knowledge, {true});
        for (const QString& text : texts) {
            QVERIFY(!text.startsWith(u"error"));
            for (const QString& word : Private) {
                QVERIFY2(!text.contains(word, Qt::CaseInsensitive),
                         qUtf8Printable(word + u" in "_qs + text.left(3000)));
            }
        }
    }

    void theSameWordGetsTheSamePseudonym()
    {
        const auto session = core::sessionFromJson(rendered(privateSession(), u"json"_qs).toUtf8());
        QVERIFY(session);
        QCOMPARE(session->target.host, u"host-1"_qs);
        QCOMPARE(session->diagnosis.verdict.summary, u"host-1 closes quiet connections."_qs);
        QVERIFY(session->errorText.contains(u"host-1:1433"));
        QCOMPARE(session->tests.at(0).attempts.at(0).address, session->target.addresses.at(0));
        QVERIFY(session->diagnosis.causes.at(0).evidenceFor.at(0).text.startsWith(session->target.addresses.at(0)));
        QCOMPARE(session->tests.at(0).id, u"connect"_qs);
    }

    void whatIsNoSecretStays()
    {
        const QString html = rendered(privateSession(), u"html"_qs);
        for (const QString& word : {u"127.0.0.1"_qs, u"0.0.0.0:80"_qs, u"nginx.conf"_qs, u"pseudonyms"_qs}) {
            QVERIFY2(html.contains(word), qUtf8Printable(word));
        }
    }

    void namesOfSshAlgorithmsAreNoMailAddresses()
    {
        core::Session session = privateSession();
        session.errorText = u"no match: chacha20-poly1305@openssh.com, umac-64@openssh.com; ask jane@openssh.com"_qs;
        const QString html = rendered(session, u"html"_qs);
        QVERIFY(html.contains(u"chacha20-poly1305@openssh.com, umac-64@openssh.com"_qs));
        QVERIFY(!html.contains(u"jane@"_qs)); // a person
    }

    void machineWordsSurviveAHostOfTheSameName()
    {
        core::Session session = privateSession();
        session.target.host = u"connect"_qs;
        const auto back = core::sessionFromJson(rendered(session, u"json"_qs).toUtf8());
        QVERIFY(back);
        QCOMPARE(back->tests.at(0).id, u"connect"_qs);
        QCOMPARE(back->tests.at(0).attempts.at(0).purpose, u"connect"_qs);
        QCOMPARE(back->target.host, u"host-1"_qs);
    }

    void loopbackTargetsStayReadable()
    {
        core::Session session = privateSession();
        session.target.host = u"localhost"_qs;
        QVERIFY(report::suggestedFileName(session, u"html"_qs, {true}).contains(u"localhost"));
        session.target.host = u"127.0.0.1"_qs;
        QVERIFY(report::suggestedFileName(session, u"html"_qs, {true}).contains(u"127.0.0.1"));
    }

    void replacedWordsAreListedWithCounts()
    {
        std::vector<report::Replacement> replaced;
        const QString text = rendered(privateSession(), u"json"_qs, &replaced);
        QVERIFY(!replaced.empty());
        for (const report::Replacement& word : replaced) {
            QVERIFY(word.count > 0);
            QVERIFY2(text.count(word.pseudonym) >= 1, qUtf8Printable(word.pseudonym));
        }
        QCOMPARE(replaced.front().original, u"db.secret-corp.example"_qs);
    }

    void fileNamesAreSafe()
    {
        core::Session session = privateSession();
        session.target.host = u"../../etc/x y\n"_qs;
        const QString name = report::suggestedFileName(session, u"html"_qs, {false});
        QVERIFY(!name.contains(u'/') && !name.contains(u' ') && !name.contains(u'\n') && name.endsWith(u".html"));
    }

    void anySessionCanBeRedacted()
    {
        for (quint32 seed = 0; seed < 100; ++seed) {
            const core::Session session = RandomSession(seed).make();
            const QString json = rendered(session, u"json"_qs);
            QVERIFY2(core::sessionFromJson(json.toUtf8()), qUtf8Printable(json.left(400)));
            QVERIFY(!json.contains(u"db.example.org") && !json.contains(u"192.0.2.7"));
        }
    }
};

QTEST_GUILESS_MAIN(TestReportRedact)
#include "test_report_redact.moc"
