// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets and payloads planted in every text of a session: none leaves the house, none becomes markup.
#include "app/core/json/session_json.h"
#include "app/report/report.h"
#include "tests/support/fake_knowledge.h"
#include "tests/support/report_files.h"
#include "tests/support/sample_session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace doctor;
using doctor::testing::FakeKnowledge;
using doctor::testsupport::reportFiles;

namespace
{

/// What is planted, and the word in it that must not survive.
struct Plant {
    const char* text;
    const char* secret;
};

constexpr Plant Plants[] = {
    {"upstream payroll-db7.corp.initech.test:5432 closed", "payroll-db7"},
    {"see https://wiki.initech.test/a/b?ticket=QX81-77&who=me now", "QX81-77"},
    {"GET /export?session=zz9plural HTTP/1.1", "zz9plural"},
    {"peer 10.20.30.41:8080 and 10.20.30.42", "10.20.30.4"},
    {"from 93.184.216.99, 2a02:26f0:1700::1b5", "93.184.216.99"},
    {"to [2a02:26f0:1700::1b5]:443", "2a02:26f0:1700"},
    {"/home/mwinslow/app/server.log", "mwinslow"},
    {"C:\\Users\\bjorkman\\AppData\\Local\\x.log", "bjorkman"},
    {"FATAL: password authentication failed for user \"ledger_rw\"", "ledger_rw"},
    {"Access denied for user 'kessler'@'10.20.30.41'", "kessler"},
    {"Failed password for invalid user ottokar from 10.20.30.41 port 22", "ottokar"},
    {"ether 52:54:00:ab:cd:ef", "52:54:00:ab:cd:ef"},
    {"eth 52-54-00-AB-CD-E0", "52-54-00-AB-CD-E0"},
    {"mail to anna.berg@initech.test bounced", "anna.berg"},
    {"Authorization: Bearer abcDEF123456.ghi-789", "abcDEF123456"},
    {"Cookie: sid=4f5e6d7c8b; theme=dark", "4f5e6d7c8b"},
    {"proxy http://walter:Hunter22x@gate.initech.test:3128/", "Hunter22x"},
    {"PGPASSWORD=correct-horse psql", "correct-horse"},
    {"{\"api_key\":\"k3y-998877\"}", "k3y-998877"},
    {"jwt eyJhbGciOiJIUzI1.eyJzdWIiOiIx.c2lnbmF0dXJl", "eyJzdWIiOiIx"},
    {"key AKIAIOSFODNN7EXAMPLE in use", "AKIAIOSFODNN7EXAMPLE"},
    {"CN=vault-3.initech.test, OU=Black Ops, O=Initech Holdings GmbH", "Initech Holdings"},
    {"etag 5d41402abc4b2a76b9719d911017c592", "5d41402abc4b2a76b9719d911017c592"},
    {"log_vault-9.initech.test_20260101.gz", "vault-9"},
    {"url%3A%2F%2Fvault-8.initech.test%2Fx", "vault-8.initech"},
};

constexpr const char* Payloads[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style><script>x</script>",
    "</svg><svg onload=alert(1)>",
    "]]><script>x</script>",
    "--><script>x</script>",
    "</title><iframe src=javascript:alert(1)>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "[click](javascript:alert(1))",
    "![x](http://evil.test/x.png)",
    "<http://evil.test>",
    "`</code><script>x</script>`",
    "```\n# heading\n<script>x</script>",
    "| a | b |\n|---|---|\n",
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "a\",\"=1+1",
    "\x1b[31mred\x1b]0;title\x07",
    "\xe2\x80\xaegnp.exe",
};

/// The session with `text` appended to every string that is no machine word; nothing else changes.
class Planter
{
public:
    explicit Planter(QString text) : m_text(std::move(text)) {}
    [[nodiscard]] core::Session planted(const core::Session& session)
    {
        const QJsonObject json = walk({}, core::toJson(session), false).toObject();
        const auto made = core::sessionFromJson(QJsonDocument(json).toJson());
        return made ? *made : core::Session{};
    }
    [[nodiscard]] int count() const { return m_count; }

private:
    [[nodiscard]] QJsonValue walk(const QString& key, const QJsonValue& value, bool measured)
    {
        // Not the target's path and TLS name: they are private as a whole and would lend their help to all others.
        static const QStringList free{u"detail"_qs,  u"errorText"_qs, u"greeting"_qs, u"subject"_qs,
                                      u"summary"_qs, u"text"_qs,      u"os"_qs,       u"reason"_qs};
        if (value.isString() && (measured || (free.contains(key) && key != u"reason"))) {
            ++m_count;
            return QString(value.toString() + u' ' + m_text);
        }
        if (value.isArray()) {
            QJsonArray result;
            for (const QJsonValue& entry : value.toArray()) {
                result.append(walk(key, entry, measured));
            }
            return result;
        }
        if (value.isObject()) {
            QJsonObject result;
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it) {
                static const QStringList holders{u"facts"_qs, u"values"_qs, u"parameters"_qs, u"observations"_qs,
                                                 u"environment"_qs};
                result.insert(it.key(), walk(it.key(), *it, measured || holders.contains(it.key())));
            }
            if (key == u"observations" || key == u"facts" || key == u"environment") {
                for (const QString& name : free) {
                    ++m_count;
                    // Never the text alone: a member that is private as a whole must not lend its help to the others.
                    result.insert(name, QString(name + u' ' + m_text + u" end"_qs));
                }
            }
            return result;
        }
        return value;
    }

    QString m_text;
    int m_count = 0;
};

/// With all that the drawing of the way is made of.
core::Session withTrace(core::Session session, const QString& text)
{
    core::TestRecord& test = session.tests.emplace_back();
    test.id = u"resetter-trace"_qs;
    test.state = core::TestState::Done;
    test.facts = {{u"kind"_qs, u"tls-hello"_qs},
                  {u"cutHop"_qs, 2},
                  {u"targetHop"_qs, 3},
                  {u"routers"_qs, QJsonArray{QJsonObject{{u"hop"_qs, 2}, {u"address"_qs, text}}}}};
    core::Attempt& attempt = test.attempts.emplace_back();
    attempt.purpose = u"trigger"_qs;
    attempt.parameters = {{u"hopLimit"_qs, 2}};
    attempt.observations = {{u"reaction"_qs, u"reset"_qs}, {u"icmpFrom"_qs, text}};
    core::Finding& finding = session.findings.emplace_back();
    finding.question = u"resetter-place"_qs;
    finding.answer = u"on-path"_qs;
    finding.source = {core::SourceKind::Test, u"resetter-trace"_qs};
    finding.values = {{u"hop"_qs, 2}, {u"cutHop"_qs, 2}, {u"targetHop"_qs, 3}, {u"router"_qs, text}};
    session.diagnosis.verdict.closedBy = core::ClosedBy::Middlebox;
    return session;
}

core::Session withLongFields(core::Session session, const QString& text)
{
    session.errorText += u'\n' + text;
    session.environment = {{u"os"_qs, text}, {u"hostname"_qs, u"initech-laptop"_qs}};
    session.tests[0].facts.insert(u"line"_qs, text);
    return session;
}

} // namespace

class TestReportSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noPlantedSecretSurvives_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
        for (const Plant& plant : Plants) {
            QTest::newRow(plant.secret) << QString::fromUtf8(plant.text) << QString::fromUtf8(plant.secret);
        }
    }
    void noPlantedSecretSurvives()
    {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        Planter planter(text);
        const core::Session session =
            planter.planted(withTrace(withLongFields(testsupport::sampleSession(), text), text));
        QVERIFY(planter.count() > 30);
        const report::Options options{.before = std::make_shared<const core::Session>(session)};
        QVERIFY(core::toJsonBytes(session).contains(secret.toUtf8().replace('\\', "\\\\").replace('"', "\\\"")));
        const auto files = reportFiles(session, FakeKnowledge(), options);
        QVERIFY(std::any_of(files.begin(), files.end(),
                            [](const auto& file) { return file.name.endsWith(u"charts/reset-path.svg"); }));
        for (const auto& [name, content] : files) {
            QVERIFY2(!name.contains(secret, Qt::CaseInsensitive), qUtf8Printable(name));
            const qsizetype at = content.indexOf(secret, 0, Qt::CaseInsensitive);
            QVERIFY2(at < 0, qUtf8Printable(name + u": …"_qs + content.mid(std::max<qsizetype>(0, at - 120), 240)));
            QVERIFY2(!content.contains(u"initech-laptop"), qUtf8Printable(name));
        }
    }

    void addressesKeepTheirRelations()
    {
        core::Session session = testsupport::sampleSession();
        session.errorText = u"10.20.30.41 10.20.30.42 10.20.31.1 93.184.216.99 fe80::1 2a02:26f0::1 2a02:26F0:0::1"_qs;
        const auto json = report::render(session, FakeKnowledge(), u"json"_qs);
        QVERIFY(json);
        const auto back = core::sessionFromJson(*json);
        QVERIFY(back);
        const QStringList words = back->errorText.split(u' ');
        QCOMPARE(words.size(), 7);
        const auto network = [&words](int i) { return words.at(i).chopped(1); };
        QCOMPARE(network(0), network(1));
        QVERIFY(words.at(0) != words.at(1));
        QVERIFY(network(0) != network(2));
        QVERIFY(words.at(0).startsWith(u"ip-private-") && words.at(4).startsWith(u"ip-private-"));
        QVERIFY(words.at(3).startsWith(u"ip-public-") && words.at(5).startsWith(u"ip-public-"));
        QCOMPARE(words.at(5), words.at(6));
    }

    void whatOnlyLooksPrivateStays_data()
    {
        QTest::addColumn<QString>("word");
        for (const char* word :
             {"java.net.SocketException", "System.Net.Sockets.SocketException", "nginx.conf",
              "org.apache.http.NoHttpResponseException", "requests.exceptions.ConnectionError",
              "io.netty.channel.unix.Errors", "OpenSSL 3.0.11", "HTTP/1.1", "catalina.log", "06:14:09", "127.0.0.1",
              "localhost", "session: closed", "basic authentication", "::1"}) {
            QTest::newRow(word) << QString::fromUtf8(word);
        }
    }
    void whatOnlyLooksPrivateStays()
    {
        QFETCH(QString, word);
        core::Session session = testsupport::sampleSession();
        session.errorText = u"it said "_qs + word + u" then"_qs;
        const auto json = report::render(session, FakeKnowledge(), u"json"_qs);
        QVERIFY(json);
        QCOMPARE(core::sessionFromJson(*json)->errorText, session.errorText);
    }

    void sourcesOfFindingsAreNoUsers()
    {
        core::Session session = testsupport::sampleSession();
        session.diagnosis.verdict.summary = u"It fails when it is quiet."_qs;
        session.diagnosis.causes.front().evidenceFor.front().source = u"user:when"_qs;
        core::Finding& answer = session.findings.emplace_back();
        answer.question = u"said-when"_qs;
        answer.answer = u"idle"_qs;
        answer.source = {core::SourceKind::User, u"when"_qs};
        core::Finding& logged = session.findings.emplace_back();
        logged.question = u"log-restarts"_qs;
        logged.source = {core::SourceKind::Log, u"/home/mwinslow/app.log"_qs};
        std::vector<report::Replacement> replaced;
        const auto json = report::render(session, FakeKnowledge(), u"json"_qs, {}, &replaced);
        QVERIFY(json);
        QCOMPARE(core::sessionFromJson(*json)->diagnosis.verdict.summary, session.diagnosis.verdict.summary);
        QVERIFY(
            std::none_of(replaced.begin(), replaced.end(), [](const auto& one) { return one.original == u"when"; }));
        QVERIFY(!json->contains("mwinslow"));
    }

    void theUserAddsAndKeepsWords()
    {
        core::Session session = testsupport::sampleSession();
        session.errorText = u"Project Bluebird on bluebird.test fails at shop.example.org"_qs;
        std::vector<report::Replacement> replaced;
        const auto json =
            report::render(session, FakeKnowledge(), u"json"_qs,
                           {.alsoHide = {u"Project Bluebird"_qs}, .keep = {u"bluebird.test"_qs}}, &replaced);
        QVERIFY(json);
        QCOMPARE(core::sessionFromJson(*json)->errorText, u"word-1 on bluebird.test fails at host-1"_qs);
        QVERIFY(std::any_of(replaced.begin(), replaced.end(),
                            [](const auto& one) { return one.original == u"Project Bluebird" && one.count == 1; }));
    }

    void whatStillLooksPrivateIsNamed()
    {
        QCOMPARE(report::stillPrivate(u"host-1 at ip-private-A1 told bluebird.test and 10.1.2.3, twice 10.1.2.3"_qs),
                 QStringList({u"10.1.2.3"_qs, u"bluebird.test"_qs}));
    }

    void pseudonymsAgreeAcrossFiles()
    {
        core::Session session = testsupport::sampleSession();
        session.errorText = u"shop.example.org 192.0.2.10"_qs;
        const auto files = reportFiles(session, FakeKnowledge(), {});
        QVERIFY(files.size() >= 4);
        for (const auto& [name, content] : files) {
            if (!name.endsWith(u".csv") && !name.endsWith(u".svg") && !content.isEmpty()) {
                QVERIFY2(content.contains(u"host-1"), qUtf8Printable(name));
            }
        }
    }

    void noPayloadBecomesMarkup_data()
    {
        QTest::addColumn<QString>("payload");
        for (const char* payload : Payloads) {
            QTest::newRow(payload) << QString::fromUtf8(payload);
        }
    }
    void noPayloadBecomesMarkup()
    {
        QFETCH(QString, payload);
        // As it is: hiding could only take away from what is tried.
        const core::Session session = Planter(payload).planted(withLongFields(testsupport::sampleSession(), payload));
        for (const auto& [name, content] : reportFiles(session, FakeKnowledge(), {.hidePrivateDetails = false})) {
            check(name, content);
        }
    }

private:
    static void check(const QString& name, const QString& content)
    {
        static const QRegularExpression control(u"[\\x00-\\x08\\x0b\\x0e-\\x1f\\x{202a}-\\x{202e}]"_qs);
        if (name.endsWith(u".html") || name.endsWith(u".svg")) {
            static const QRegularExpression tag(
                u"<(?:script|iframe|img|object|embed|link|svg[^>]*onload)|<[^>]*\\son\\w+="_qs,
                QRegularExpression::CaseInsensitiveOption);
            QVERIFY2(!tag.match(content).hasMatch(), qUtf8Printable(name + tag.match(content).captured()));
            QVERIFY2(!control.match(content).hasMatch(), qUtf8Printable(name));
            QCOMPARE(content.count(u"<style>"), content.count(u"</style>"));
            QVERIFY(!content.contains(u"href=\"javascript"));
        } else if (name.endsWith(u".md")) {
            static const QRegularExpression live(u"(?<!\\\\)<(?:script|img|iframe|http)|(?<!\\\\)\\]\\(|^# heading"_qs,
                                                 QRegularExpression::MultilineOption);
            QString outside;
            bool fenced = false;
            for (const QString& line : content.split(u'\n')) {
                if (line.startsWith(u"```")) {
                    fenced = !fenced;
                } else if (!fenced) {
                    outside += line + u'\n';
                }
            }
            outside.remove(QRegularExpression(u"(?<!\\\\)`[^`\n]*`"_qs));
            QVERIFY(!fenced);
            QVERIFY2(!live.match(outside).hasMatch(), qUtf8Printable(live.match(outside).captured() + outside));
        } else if (name.endsWith(u".csv")) {
            for (const QStringList& row : testsupport::csvRows(content)) {
                for (const QString& cell : row) {
                    static const QRegularExpression number(u"^-?[0-9.]+$"_qs);
                    QVERIFY2(cell.isEmpty() || number.match(cell).hasMatch() ||
                                 !QStringView(u"=+-@\t\r").contains(cell.at(0)),
                             qUtf8Printable(cell));
                }
            }
        } else if (name.endsWith(u".txt")) {
            QVERIFY2(!control.match(content).hasMatch(), qUtf8Printable(name));
        }
    }
};

QTEST_GUILESS_MAIN(TestReportSecrets)
#include "test_report_secrets.moc"
