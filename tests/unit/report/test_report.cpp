// SPDX-License-Identifier: GPL-3.0-or-later
// Every format holds what a reader needs, and no text of a server can become markup.
#include "app/core/json/session_json.h"
#include "app/report/report.h"
#include "tests/support/fake_knowledge.h"
#include "tests/support/random_session.h"
#include "tests/support/session_schema.h"

#include <QJsonDocument>
#include <QTest>
#include <QXmlStreamReader>

using namespace doctor;
using doctor::testing::FakeKnowledge;
using doctor::testing::RandomSession;
using doctor::testing::schemaViolation;

namespace
{

const QString Hostile =
    u"<script>alert(1)</script><!-- ]]> &lt; \" ' ` | [x](javascript:1) \u001b[31m\u0000\u202e end"_qs;

core::Session idleSession()
{
    core::Session session;
    session.toolVersion = u"0.1.0"_qs;
    session.startedAt = QDateTime::fromMSecsSinceEpoch(1790000000000, Qt::OffsetFromUTC, 3600);
    session.durationSeconds = 62.4;
    session.complete = true;
    session.target.host = u"db.example.org"_qs;
    session.target.port = 443;
    session.diagnosis.verdict.summary = u"The server closes idle connections after 60 s: very likely (93 %)."_qs;
    session.diagnosis.verdict.closedBy = core::ClosedBy::ServerApplication;
    session.diagnosis.verdict.phase = core::Phase::Idle;
    session.diagnosis.verdict.how = core::How::Fin;
    core::RankedCause& cause = session.diagnosis.causes.emplace_back();
    cause.id = u"server-idle-timeout"_qs;
    cause.title = u"The server's idle limit"_qs;
    cause.probability = 0.93;
    cause.evidenceFor = {
        {u"idle-ending"_qs, u"fin-in-quiet"_qs, u"Closed in 4 of 5 tries"_qs, 12.5, u"test:idle-survival"_qs, {}}};
    cause.evidenceMissing = {{u"reuse"_qs, u"Whether reuse works"_qs, u"exchange"_qs}};
    core::Fix& fix = cause.fixes.emplace_back();
    fix.place = u"server"_qs;
    fix.title = u"Raise the idle limit"_qs;
    fix.steps = {u"Open `nginx.conf`"_qs, u"Set the limit"_qs};
    fix.snippet = u"keepalive_timeout 120s;"_qs;
    fix.risk = u"More open connections."_qs;
    core::RankedCause& other = session.diagnosis.causes.emplace_back();
    other.id = u"something-else"_qs;
    other.title = u"Something else"_qs;
    other.probability = 0.07;
    core::TestRecord& test = session.tests.emplace_back();
    test.id = u"idle-survival"_qs;
    test.state = core::TestState::Done;
    core::Attempt& attempt = test.attempts.emplace_back();
    attempt.purpose = u"idle"_qs;
    attempt.startedAt = {1790000001234, 5};
    attempt.address = u"192.0.2.9"_qs;
    attempt.port = 443;
    attempt.localPort = 50123;
    attempt.bytesSent = 77;
    attempt.timings.idleMs = 60000;
    attempt.ending = {core::Who::Peer, core::How::Fin, core::Phase::Idle, 104, {}};
    core::TestRecord& skipped = session.tests.emplace_back();
    skipped.id = u"load-ramp"_qs;
    skipped.state = core::TestState::Skipped;
    skipped.reason = u"no-consent"_qs;
    return session;
}

/// Every place a stranger's text can get into.
core::Session hostileSession()
{
    core::Session session = idleSession();
    session.errorText = Hostile;
    session.target.path = u"/"_qs + Hostile;
    session.symptoms.insert(u"since"_qs, Hostile);
    session.diagnosis.verdict.summary = Hostile;
    core::RankedCause& cause = session.diagnosis.causes.front();
    cause.title = Hostile;
    cause.evidenceFor.front().text = Hostile;
    cause.fixes.front().title = Hostile;
    cause.fixes.front().steps << Hostile;
    cause.fixes.front().snippet = u"```\n"_qs + Hostile;
    core::Attempt& attempt = session.tests.front().attempts.front();
    attempt.observations = {{u"greeting"_qs, Hostile}, {Hostile, u"x"_qs}};
    attempt.ending.detail = Hostile;
    attempt.purpose = u"idle"_qs + Hostile;
    session.tests.front().facts = {{u"answer"_qs, Hostile}};
    return session;
}

QString rendered(const core::Session& session, const QString& format, bool hide = false)
{
    const FakeKnowledge knowledge;
    const auto bytes = report::render(session, knowledge, format, {hide});
    return bytes ? QString::fromUtf8(*bytes) : u"error: "_qs + bytes.error().message;
}

QString xmlProblem(const QString& text)
{
    QXmlStreamReader reader(text);
    while (!reader.atEnd()) {
        reader.readNext();
    }
    return reader.hasError() ? u"%1 at %2"_qs.arg(reader.errorString()).arg(reader.lineNumber()) : QString();
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownFormatsAreNamed()
    {
        const FakeKnowledge knowledge;
        const auto bytes = report::render({}, knowledge, u"docx"_qs);
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().code, core::ErrorCode::InvalidInput);
        QVERIFY(bytes.error().message.contains(u"“docx”") &&
                bytes.error().message.contains(u"html, markdown, json, text, pdf, zip"));
    }

    void hostileTextNeverBecomesMarkup()
    {
        const QString html = rendered(hostileSession(), u"html"_qs);
        QCOMPARE(xmlProblem(html), QString());
        QVERIFY(!html.contains(u"<script", Qt::CaseInsensitive));
        QVERIFY(!html.contains(u"<!--"));
        QVERIFY(!html.contains(u"]]>"));
        QVERIFY(html.contains(u"&lt;script&gt;"));
        const QString markdown = rendered(hostileSession(), u"markdown"_qs);
        const QString prose = outsideFences(markdown);
        QVERIFY(prose.contains(u"script"));
        QVERIFY(!prose.contains(QRegularExpression(u"(^|[^\\\\])<script"_qs)));
        QVERIFY(!prose.contains(u"[x](javascript"));
        QVERIFY(markdown.count(u'\n') <= 60);
    }

    void controlCharactersAreShownNotSent()
    {
        for (const QString& format : {u"html"_qs, u"markdown"_qs, u"text"_qs}) {
            const QString text = rendered(hostileSession(), format);
            for (const QChar sign : text) {
                const bool allowed = sign.unicode() >= 0x20 || sign == u'\n';
                QVERIFY2(allowed && sign != QChar(0x202e), qPrintable(format));
            }
        }
    }

    void pagesAreWellFormed()
    {
        for (quint32 seed = 0; seed < 60; ++seed) {
            const QString html = rendered(RandomSession(seed).make(), u"html"_qs, seed % 2 == 0);
            QVERIFY2(xmlProblem(html).isEmpty(), qUtf8Printable(QString::number(seed) + xmlProblem(html)));
            QVERIFY(!html.contains(u"<script"));
        }
    }

    void markdownIsShort()
    {
        for (quint32 seed = 0; seed < 60; ++seed) {
            QVERIFY(rendered(RandomSession(seed).make(), u"markdown"_qs, seed % 2 == 0).count(u'\n') <= 60);
        }
        const QString normal = rendered(idleSession(), u"markdown"_qs);
        QVERIFY(!normal.contains(u"shortened"));
    }

    void jsonIsTheSessionsOwnForm()
    {
        for (quint32 seed = 0; seed < 40; ++seed) {
            const core::Session session = RandomSession(seed).make();
            const auto back = core::sessionFromJson(rendered(session, u"json"_qs).toUtf8());
            QVERIFY(back && *back == session);
            const auto hidden = QJsonDocument::fromJson(rendered(session, u"json"_qs, true).toUtf8()).object();
            QVERIFY2(schemaViolation(hidden).isEmpty(), qUtf8Printable(schemaViolation(hidden)));
        }
    }

    void anEmptySessionIsStillAReport()
    {
        for (const report::Format& format : report::formats()) {
            QVERIFY(rendered({}, format.id).size() > 100);
        }
        QCOMPARE(xmlProblem(rendered({}, u"html"_qs)), QString());
    }

    void theAnswerComesFirst()
    {
        for (const QString& format : {u"html"_qs, u"markdown"_qs, u"text"_qs}) {
            QString text = rendered(idleSession(), format);
            text.replace(u'\n', u' ');
            const auto answer = text.indexOf(u"The server closes idle connections after 60 s");
            QVERIFY2(answer > 0 && answer < text.indexOf(u"Likely causes"), qPrintable(format));
            QVERIFY(text.contains(u"First step"));
            QVERIFY(text.contains(u"Raise the idle limit"));
        }
    }

    void whatMustBeReadStandsBeforeTheAppendix()
    {
        const QString html = rendered(idleSession(), u"html"_qs);
        const auto place = [&html](const char* id) {
            return html.indexOf(u"<section id=\"%1\""_qs.arg(QLatin1String(id)));
        };
        const auto appendix = html.indexOf(u"class=\"appendix\"");
        QVERIFY(appendix > 0);
        for (const char* id : {"attribution", "causes", "fixes", "profile", "scope", "limits"}) {
            QVERIFY2(place(id) > 0 && place(id) < appendix, id);
        }
        for (const char* id : {"request", "environment", "tests", "log"}) {
            QVERIFY2(place(id) > appendix, id);
        }
    }

    void aDeviceThatNamedItselfIsNotCalledHidden()
    {
        core::Session session = idleSession();
        session.diagnosis.verdict.closedBy = core::ClosedBy::Middlebox;
        QVERIFY(rendered(session, u"html"_qs).contains(u"Such devices do not show themselves"));
        core::Finding& place = session.findings.emplace_back();
        place.question = u"resetter-place"_qs;
        for (const QString& answer : {u"named-by-icmp"_qs, u"on-path"_qs}) {
            place.answer = answer;
            QVERIFY(!rendered(session, u"html"_qs).contains(u"do not show themselves"));
        }
    }

    void whatIsNotSettledIsNotActedUpon()
    {
        core::Session session = idleSession();
        session.diagnosis.causes.front().probability = 0.36;
        session.diagnosis.causes.back().probability = 0.3;
        session.diagnosis.nextTest = core::NextTest{u"reset-packets"_qs, u"It tells the two apart."_qs, 0.1};
        QString text = rendered(session, u"text"_qs);
        text.replace(QRegularExpression(u"\\s+"_qs), u" "_qs);
        QVERIFY(text.contains(u"Look further before anything is changed"));
        QVERIFY(text.contains(u"What first: The test “") && text.contains(u"It tells the two apart."));
        QVERIFY(text.contains(u"Who must act: Not settled yet."));
        QVERIFY(text.contains(
            u"How sure: Not sure. These fit best: The server's idle limit (36 %); Something else (30 %)"));
    }

    void theFirstStepIsTakenWhereItWasClosed()
    {
        core::Session session = idleSession();
        core::Fix elsewhere;
        elsewhere.place = u"this-computer"_qs;
        elsewhere.title = u"Upgrade dotnet"_qs;
        elsewhere.platform = u"dotnet"_qs;
        auto& fixes = session.diagnosis.causes.front().fixes;
        fixes.insert(fixes.begin(), elsewhere);
        QString text = rendered(session, u"text"_qs);
        text.replace(QRegularExpression(u"\\s+"_qs), u" "_qs);
        QVERIFY(text.contains(u"Whoever runs the server"));
        QVERIFY(!text.contains(u"Upgrade dotnet"));
    }

    void thePageHoldsEveryMeasurement()
    {
        const QString html = rendered(idleSession(), u"html"_qs);
        for (const QString& piece :
             {u"2026-09-21 14:13:21.234"_qs, u"192.0.2.9:443"_qs, u"50123"_qs, u"104"_qs, u"77"_qs, u"60000"_qs,
              u"<code>nginx.conf</code>"_qs, u"<pre>keepalive_timeout 120s;</pre>"_qs, u"no-consent"_qs,
              u"prefers-color-scheme"_qs, u"<svg"_qs, u"Whether reuse works"_qs, u"More open connections."_qs}) {
            QVERIFY2(html.contains(piece), qUtf8Printable(piece));
        }
        QVERIFY(!html.contains(u"http-equiv=\"refresh\""));
        QVERIFY(!html.contains(QRegularExpression(u"(src|href)=\"(?!#|data:application/json;base64,)"_qs)));
    }

    void textFitsTheTerminal()
    {
        const QStringList lines = rendered(idleSession(), u"text"_qs).split(u'\n');
        for (const QString& line : lines) {
            QVERIFY2(line.size() <= 80, qUtf8Printable(line));
        }
    }

    void partialRunsSaySo()
    {
        core::Session session = idleSession();
        session.complete = false;
        QVERIFY(rendered(session, u"text"_qs).contains(u"1 of 2 tests done"));
    }

private:
    static QString outsideFences(const QString& markdown)
    {
        QString prose;
        QString fence; // a block ends with the very fence that it began with
        const QStringList lines = markdown.split(u'\n');
        for (const QString& line : lines) {
            if (fence.isEmpty() && line.startsWith(u"```")) {
                fence = line;
            } else if (line == fence) {
                fence.clear();
            } else if (fence.isEmpty()) {
                prose += line + u'\n';
            }
        }
        return prose;
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "test_report.moc"
