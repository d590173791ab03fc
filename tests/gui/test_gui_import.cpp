// SPDX-License-Identifier: GPL-3.0-or-later
// Files from elsewhere: each is called what it is, what was not evaluated is never called sound, and a log's error can
// start a diagnosis.
#include "app/core/json/session_json.h"
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/import/file_look.h"
#include "ui/import/import_page.h"
#include "ui/wizard/symptom_page.h"
#include "ui/wizard/wizard.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringEncoder>
#include <QTableWidget>

using namespace doctor;
using namespace doctor::testsupport;
using ui::FileKind;
using Page = ui::MainWindow;

namespace
{

constexpr int Soon = 20'000;

QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes)
{
    const QString path = folder.filePath(name);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

QTableWidget* table(const GuiFixture& gui)
{
    return gui.window->findChild<ui::ImportPage*>()->findChild<QTableWidget*>();
}

QString cell(const GuiFixture& gui, int row, int column)
{
    return table(gui)->item(row, column) ? table(gui)->item(row, column)->text() : QString();
}

bool isRead(const GuiFixture& gui, int rows)
{
    if (!gui.window->findChild<ui::ImportPage*>() || table(gui)->rowCount() != rows)
        return false;
    for (int row = 0; row < rows; ++row) {
        if (cell(gui, row, 1).isEmpty())
            return false;
    }
    return true;
}

} // namespace

class TestGuiImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void kinds_data();
    void kinds();
    void errorsInALogAreCounted();
    void linesThatDifferInTheirTimesAreOneQuestion();
    void aLongLogIsCutAndCanBeStopped();
    void failedRequestsOfABrowserAreCounted();
    void whatIsNotEvaluatedIsNotCalledSound();
    void aDiagnosisStartsFromALog();
    void sessionsAmongOthersGoIntoTheHistory();

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

void TestGuiImport::initTestCase()
{
    const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY(loaded);
    m_knowledge = *loaded;
}

void TestGuiImport::kinds_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* title, const char* name, const QByteArray& bytes, FileKind kind) {
        QTest::newRow(title) << QString::fromLatin1(name) << bytes << static_cast<int>(kind);
    };
    row("pcap", "a.pcap", QByteArray("\xd4\xc3\xb2\xa1\x02\x00", 6), FileKind::Capture);
    row("pcap under another name", "a.log", QByteArray("\xa1\xb2\x3c\x4d\x00\x02", 6), FileKind::Capture);
    row("pcapng", "a.pcapng", QByteArray("\x0a\x0d\x0d\x0a\x1c\x00", 6), FileKind::Capture);
    row("gzip", "a.log.gz", QByteArray("\x1f\x8b\x08\x00", 4), FileKind::Compressed);
    row("log", "a.log", "2026-11-22 10:00:00 started\n", FileKind::Log);
    row("log of objects", "a.log", "{\"level\":\"error\"}\n{\"level\":\"info\"}\n", FileKind::Log);
    row("session", "a.json", "{\"schema\":\"connection-doctor/session/1\"}", FileKind::Session);
    row("session without a name", "a", "  {\"causes\":[]}", FileKind::Session);
    row("web archive", "a.har", "{\"log\":{}}", FileKind::WebArchive);
    row("web archive called JSON", "a.json", "{ \"log\": {\"version\":\"1.2\"}}", FileKind::WebArchive);
    row("picture", "a.png", QByteArray("\x89PNG\0\0", 6), FileKind::Unknown);
    row("UTF-16", "a.txt",
        QByteArray("\xff\xfe"
                   "e\0r\0",
                   6),
        FileKind::Log);
    row("empty", "a.log", {}, FileKind::Log);
}

void TestGuiImport::kinds()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    const QTemporaryDir folder;
    const QString path = write(folder, name, bytes);
    QCOMPARE(static_cast<int>(ui::kindOf(path).kind), kind);
    const ui::FileLook none = ui::kindOf(path + QStringLiteral(".none"));
    QVERIFY(none.kind == FileKind::Missing && !none.reason.isEmpty());
    QVERIFY(ui::kindOf(folder.path()).kind == FileKind::Missing); // a folder
}

void TestGuiImport::errorsInALogAreCounted()
{
    const QTemporaryDir folder;
    QByteArray log;
    for (int i = 0; i < 2000; ++i)
        log += "2026-11-22 10:00:00.123 INFO request " + QByteArray::number(i) + " answered\n";
    log += "2026-11-22 10:20:01.001 ERROR java.net.SocketException: Connection reset\r\n";
    log += "2026-11-22 10:20:02.002 ERROR connect to db:1433: Connection refused\r\n";
    log += "2026-11-22 10:20:03.003 ERROR java.net.SocketException: Connection reset"; // no line break at the end
    ui::LookProgress progress;
    for (const bool wide : {false, true}) {
        QStringEncoder utf16(QStringEncoder::Utf16LE, QStringEncoder::Flag::WriteBom);
        const QByteArray bytes = wide ? QByteArray(utf16(QString::fromLatin1(log))) : log;
        const ui::FileLook look = ui::lookAt(write(folder, QStringLiteral("a.log"), bytes), *m_knowledge, progress);
        QCOMPARE(look.lines, qint64{2003});
        QCOMPARE(look.errors.size(), std::size_t{2});
        QCOMPARE(look.errors[0].meaning, QStringLiteral("reset"));
        QCOMPARE(look.errors[0].count, 2);
        QCOMPARE(look.errors[0].firstLine, qint64{2001});
        QVERIFY(look.errors[0].firstText.contains(QStringLiteral("SocketException")));
        QCOMPARE(look.errors[1].meaning, QStringLiteral("refused"));
    }
    QVERIFY(ui::lookAt(write(folder, QStringLiteral("b.log"), {}), *m_knowledge, progress).errors.empty());
}

void TestGuiImport::linesThatDifferInTheirTimesAreOneQuestion()
{
    const QTemporaryDir folder;
    QByteArray log;
    const int numbers[] = {10054, 10061, 10054, 10060};
    for (const int number : numbers)
        log += "2026-11-22 10:00:00 error " + QByteArray::number(number) + '\n';
    ui::LookProgress progress;
    const ui::FileLook look = ui::lookAt(write(folder, QStringLiteral("a.log"), log), *m_knowledge, progress);
    QCOMPARE(look.errors.size(), std::size_t{3}); // the numbers that tell errors apart are no times
    QCOMPARE(look.errors[0].count, 2);
}

void TestGuiImport::aLongLogIsCutAndCanBeStopped()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("long.log"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(100 * ui::MostLookedAt)); // sparse
    file.close();
    QVERIFY(ui::kindOf(path).kind == FileKind::Unknown); // zeros are no text
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.write(QByteArray("a line of a log\n").repeated(1024)) > 0);
    file.close();
    ui::LookProgress progress;
    progress.stop = true;
    const ui::FileLook look = ui::lookAt(path, *m_knowledge, progress);
    QVERIFY(look.kind == FileKind::Log);
    QCOMPARE(look.looked, qint64{0});
    QVERIFY(look.looked < look.bytes);
}

void TestGuiImport::failedRequestsOfABrowserAreCounted()
{
    const QTemporaryDir folder;
    const QByteArray har = R"({"log":{"version":"1.2","entries":[
        {"request":{"url":"https://shop.example.org/"},"response":{"status":200}},
        {"request":{"url":"https://shop.example.org/cart"},"response":{"status":0,"_error":"net::ERR_CONNECTION_RESET"}},
        {"request":{"url":"https://shop.example.org/pay"},"response":{"status":0}}]}})";
    ui::LookProgress progress;
    const ui::FileLook look = ui::lookAt(write(folder, QStringLiteral("a.har"), har), *m_knowledge, progress);
    QCOMPARE(look.lines, qint64{3});
    QCOMPARE(look.errors.size(), std::size_t{2});
    QCOMPARE(look.errors[0].meaning, QStringLiteral("reset"));
    QVERIFY(look.errors[0].firstText.contains(QStringLiteral("/cart")));
    const ui::FileLook broken = ui::lookAt(write(folder, QStringLiteral("b.har"), "{\"log\":"), *m_knowledge, progress);
    QCOMPARE(broken.looked, qint64{0});
}

void TestGuiImport::whatIsNotEvaluatedIsNotCalledSound()
{
    GuiFixture gui;
    const QStringList files{write(gui.folder, QStringLiteral("a.pcapng"), QByteArray("\x0a\x0d\x0d\x0a\x1c\x00", 6)),
                            write(gui.folder, QStringLiteral("b.log.gz"), QByteArray("\x1f\x8b\x08\x00", 4)),
                            write(gui.folder, QStringLiteral("c.log"), "all is well\n"),
                            gui.folder.filePath(QStringLiteral("none.log"))};
    gui.window->openFiles(files);
    QTRY_VERIFY_WITH_TIMEOUT(isRead(gui, 4), Soon);
    QVERIFY(table(gui)->isVisible());
    QCOMPARE(cell(gui, 0, 1), QStringLiteral("Packet capture (pcapng)"));
    QCOMPARE(cell(gui, 0, 2), QStringLiteral("Not evaluated"));
    QCOMPARE(cell(gui, 1, 2), QStringLiteral("Not evaluated"));
    QCOMPARE(cell(gui, 2, 2), QStringLiteral("No known error text in 1 line"));
    QCOMPARE(cell(gui, 3, 1), QStringLiteral("Cannot be read"));
    for (int row = 0; row < 3; ++row) {
        table(gui)->setCurrentCell(row, 0);
        const QString advice = table(gui)->accessibleDescription();
        QVERIFY2(advice.contains(QStringLiteral("not")), qUtf8Printable(advice));
    }
}

void TestGuiImport::aDiagnosisStartsFromALog()
{
    GuiFixture gui;
    const QString line = QStringLiteral("curl: (35) Recv failure: Connection reset by peer https://shop.example.org/");
    gui.window->openFiles({write(gui.folder, QStringLiteral("c.log"), line.toUtf8() + '\n')});
    QTRY_VERIFY_WITH_TIMEOUT(isRead(gui, 1), Soon);
    auto* start = visibleChild<QPushButton>(*gui.window, QStringLiteral("Start with this error"));
    QVERIFY(start);
    QTest::keyClick(start, Qt::Key_Space);
    QVERIFY(gui.window->wizard().isVisible());
    QCOMPARE(gui.window->wizard().step(), ui::Step::Problem);
    QCOMPARE(gui.window->findChild<ui::SymptomPage*>()->findChild<QPlainTextEdit*>()->toPlainText(), line);
    // And back: the first question offers the way to a file.
    auto* open = visibleChild<QPushButton>(gui.window->wizard(), QStringLiteral("Open a log or capture instead…"));
    QVERIFY(open);
    QTest::keyClick(open, Qt::Key_Space);
    QVERIFY(table(gui)->isVisible());
}

void TestGuiImport::sessionsAmongOthersGoIntoTheHistory()
{
    GuiFixture gui;
    const QString good = gui.folder.filePath(QStringLiteral("one.json"));
    QVERIFY(core::saveSession(sampleSession(), good));
    gui.window->openFiles({good, write(gui.folder, QStringLiteral("a.pcap"), QByteArray("\xd4\xc3\xb2\xa1", 4)), good,
                           write(gui.folder, QStringLiteral("bad.json"), "{\"schema\": 3")});
    QTRY_VERIFY_WITH_TIMEOUT(isRead(gui, 4), Soon);
    QCOMPARE(cell(gui, 0, 2), QStringLiteral("shop.example.org:443, added to the diagnoses"));
    QCOMPARE(cell(gui, 2, 2), QStringLiteral("shop.example.org:443, was among the diagnoses already"));
    QCOMPARE(cell(gui, 3, 2), QStringLiteral("Not taken over"));
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
    table(gui)->setCurrentCell(3, 0);
    QVERIFY(table(gui)->accessibleDescription().contains(QStringLiteral("bad.json")));
    table(gui)->setCurrentCell(0, 0);
    QTest::keyClick(visibleChild<QPushButton>(*gui.window, QStringLiteral("Open")), Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(gui.window->wizard().isVisible(), Soon);
    QCOMPARE(gui.window->wizard().step(), ui::Step::Causes);
}

QTEST_MAIN(TestGuiImport)
#include "test_gui_import.moc"
