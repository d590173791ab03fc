// SPDX-License-Identifier: GPL-3.0-or-later
// Every wrong argument is answered with status 2 and one sentence that names it and what was expected.
#include "tests/cli/run.h"

#include <QTest>

using namespace doctor::test;
using namespace Qt::StringLiterals;

class TestUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWrongArguments_data();
    void refusesWrongArguments();
    void refusesInGerman();
    void helpAndVersionEverywhere_data();
    void helpAndVersionEverywhere();
};

void TestUsage::refusesWrongArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char* tag, const QString& arguments, const QStringList& names) {
        QTest::newRow(tag) << arguments.split(u' ', Qt::SkipEmptyParts) << names;
    };
    row("no command", u""_s, {u"diagnose"_s, u"practice"_s});
    row("unknown command", u"diagnos"_s, {u"“diagnos”"_s, u"diagnose"_s});
    row("later command", u"capture x.pcap"_s, {u"capture"_s, u"diagnose"_s});
    row("no target", u"diagnose"_s, {u"host:port"_s});
    row("no port", u"diagnose localhost"_s, {u"localhost"_s, u"port"_s});
    row("bad port", u"diagnose localhost:99999"_s, {u"localhost:99999"_s});
    row("zone without interface", u"diagnose [fe80::1%no-such0]:80"_s, {u"no-such0"_s, u"interface"_s, u"lo"_s});
    row("link-local without zone", u"diagnose [fe80::1]:80"_s, {u"fe80::1"_s, u"interface"_s, u"lo"_s});
    row("second target", u"diagnose localhost:1 localhost:2"_s, {u"localhost:2"_s});
    row("unknown option", u"diagnose localhost:1 --prtocol tcp"_s, {u"--prtocol"_s, u"--protocol"_s});
    row("target behind an option", u"diagnose --symptom when=idle --tests connect localhost:99999"_s,
        {u"localhost:99999"_s});
    row("option without value", u"diagnose localhost:1 --protocol"_s, {u"--protocol"_s});
    row("protocol", u"diagnose localhost:1 --protocol gopher"_s, {u"--protocol"_s, u"gopher"_s, u"https"_s});
    row("symptom without value", u"diagnose localhost:1 --symptom when"_s, {u"--symptom"_s, u"KEY=VALUE"_s});
    row("symptom key", u"diagnose localhost:1 --symptom colour=red"_s, {u"--symptom"_s, u"colour"_s, u"when"_s});
    row("symptom answer", u"diagnose localhost:1 --symptom when=never"_s, {u"when"_s, u"never"_s, u"idle"_s});
    row("duration word", u"diagnose localhost:1 --max-duration long"_s, {u"--max-duration"_s, u"3600"_s, u"long"_s});
    row("duration zero", u"diagnose localhost:1 --max-duration 0"_s, {u"--max-duration"_s, u"3600"_s});
    row("duration big", u"diagnose localhost:1 --max-duration 3601"_s, {u"--max-duration"_s, u"3601"_s});
    row("duration nan", u"diagnose localhost:1 --max-duration nan"_s, {u"--max-duration"_s, u"nan"_s});
    row("tests", u"diagnose localhost:1 --tests connect,colour"_s, {u"--tests"_s, u"colour"_s, u"idle-survival"_s});
    row("nothing left", u"diagnose localhost:1 --tests connect --skip connect"_s, {u"--tests"_s, u"--skip"_s});
    row("empty list", u"diagnose localhost:1 --tests ,"_s, {u"--tests"_s, u"idle-survival"_s});
    row("value for a flag", u"diagnose localhost:1 --thorough=maybe"_s, {u"--thorough"_s, u"no value"_s});
    row("long target", u"diagnose %1:80"_s.arg(QString(5000, u'a')), {u"253"_s});
    row("target of two lines", u"diagnose a\nb:80"_s, {u"a b:80"_s});
    row("skip", u"diagnose localhost:1 --skip colour"_s, {u"--skip"_s, u"colour"_s, u"connect"_s});
    row("server name", u"diagnose localhost:1 --server-name a..b"_s, {u"--server-name"_s});
    row("path", u"diagnose localhost:1 --path here"_s, {u"--path"_s, u"here"_s});
    row("proxy", u"diagnose localhost:1 --proxy ftp://p:3128"_s, {u"--proxy"_s, u"ftp://p:3128"_s, u"socks5"_s});
    row("source no address", u"diagnose localhost:1 --source-address eth0"_s,
        {u"--source-address"_s, u"eth0"_s, u"192.168"_s});
    row("source of another computer", u"diagnose localhost:1 --source-address 203.0.113.9"_s,
        {u"--source-address"_s, u"203.0.113.9"_s, u"127.0.0.1"_s});
    row("source of the other family", u"diagnose [::1]:1 --source-address 127.0.0.1"_s,
        {u"--source-address"_s, u"127.0.0.1"_s, u"IPv6"_s});
    row("certificate", u"diagnose localhost:1 --client-cert /no/such/c.pem"_s, {u"--client-cert"_s, u"c.pem"_s});
    row("key alone", u"diagnose localhost:1 --client-key /no/such/k.pem"_s, {u"--client-key"_s, u"certificate"_s});
    row("capture", u"diagnose localhost:1 --capture a.pcap"_s, {u"--capture"_s});
    row("log", u"diagnose localhost:1 --log a.log"_s, {u"--log"_s});
    row("format", u"diagnose localhost:1 --format xml"_s, {u"--format"_s, u"xml"_s, u"json"_s});
    row("color", u"diagnose localhost:1 --color red"_s, {u"--color"_s, u"red"_s, u"always"_s});
    row("language", u"diagnose localhost:1 --language fr"_s, {u"--language"_s, u"fr"_s, u"de"_s});
    row("output", u"diagnose localhost:1 -o /no/such/folder/x.json"_s, {u"-o"_s, u"/no/such/folder/x.json"_s});
    row("report without file", u"report"_s, {u"session file"_s});
    row("report of no file", u"report /no/such/file.json"_s, {u"/no/such/file.json"_s});
    row("compare without files", u"compare"_s, {u"session file"_s, u"two"_s});
    row("compare one file", u"compare /no/such/file.json"_s, {u"session file"_s, u"two"_s});
    row("compare no such file", u"compare /no/such/a.json /no/such/b.json"_s, {u"/no/such/a.json"_s});
    row("compare three files", u"compare a.json b.json c.json"_s, {u"c.json"_s});
    row("compare format", u"compare a.json b.json --format html"_s, {u"html"_s, u"markdown"_s});
    row("option before its command", u"--format=html report x.json"_s, {u"behind"_s, u"report --format"_s});
    row("report format", u"report x.json --format odt"_s, {u"odt"_s, u"html"_s});
    row("fault", u"practice --fault no-such"_s, {u"--fault"_s, u"no-such"_s, u"--list"_s});
    row("practice port", u"practice --port 99999"_s, {u"--port"_s, u"99999"_s});
    row("practice option", u"practice --option idleSeconds"_s, {u"--option"_s, u"idleSeconds"_s});
    row("practice option name", u"practice --option seconds=3"_s, {u"seconds"_s, u"idleSeconds"_s});
    row("practice option value", u"practice --option idleSeconds=soon"_s, {u"--option"_s, u"soon"_s});
    row("cause", u"causes no-such-cause"_s, {u"no-such-cause"_s, u"server-idle-timeout"_s});
}

void TestUsage::refusesWrongArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(QStringList, names);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.status, 2);
    QCOMPARE(outcome.out, QByteArray());
    const QString sentence = QString::fromUtf8(outcome.err);
    QVERIFY2(sentence.startsWith(u"connection-doctor-cli: "), qPrintable(sentence));
    QCOMPARE(sentence.count(u'\n'), 1);
    QVERIFY2(sentence.size() < 1000, qPrintable(sentence));
    for (const QString& name : names)
        QVERIFY2(sentence.contains(name), qPrintable(name + u" is missing in: "_s + sentence));
}

void TestUsage::refusesInGerman()
{
    const Outcome english = run({u"causes"_s, u"no-such-cause"_s, u"--language"_s, u"en"_s});
    const Outcome german = run({u"causes"_s, u"no-such-cause"_s, u"--language"_s, u"de"_s});
    QCOMPARE(german.status, 2);
    QVERIFY(german.err.contains("no-such-cause"));
    if (german.err == english.err)
        QSKIP("The German texts of this command are not there yet.");
}

void TestUsage::helpAndVersionEverywhere_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::newRow("program") << QStringList{};
    for (const char* command : {"diagnose", "report", "compare", "practice", "causes"})
        QTest::newRow(command) << QStringList{QString::fromLatin1(command)};
}

void TestUsage::helpAndVersionEverywhere()
{
    QFETCH(QStringList, command);
    const Outcome help = run(command + QStringList{u"--help"_s});
    QCOMPARE(help.status, 0);
    QVERIFY(help.out.contains("connection-doctor-cli"));
    QVERIFY2(help.out.contains("--language"), help.out.constData());
    const Outcome version = run(command + QStringList{u"--version"_s});
    QCOMPARE(version.status, 0);
    QCOMPARE(version.out, QByteArray("connection-doctor " DOCTOR_VERSION "\n"));
}

QTEST_GUILESS_MAIN(TestUsage)
#include "test_usage.moc"
