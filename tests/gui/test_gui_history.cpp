// SPDX-License-Identifier: GPL-3.0-or-later
// The history as a person meets it: nothing that was measured is lost, and the window never waits for a disk.
#include "app/core/json/session_json.h"
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/history/history_page.h"
#include "ui/models/history_table_model.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/wizard.h"

#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTableView>

using namespace doctor;
using namespace doctor::testsupport;
using Page = ui::MainWindow;

namespace
{

constexpr auto VictimFolder = "DOCTOR_TEST_VICTIM_FOLDER";

QString bannerText(const GuiFixture& gui)
{
    auto* banner = gui.window->findChild<ui::Banner*>(QStringLiteral("pageBanner"));
    return banner->isVisible() ? banner->text() : QString();
}

core::Session sessionFrom(int day)
{
    core::Session session = sampleSession();
    session.startedAt = session.startedAt.addDays(day);
    return session;
}

QTableView* table(const GuiFixture& gui)
{
    return gui.window->findChild<ui::HistoryPage*>()->findChild<QTableView*>();
}

/// A practice run that nobody stops: its parent kills it.
int beTheVictim(const QString& folder)
{
    GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder);
    gui.window->startPractice(QStringLiteral("idle-reset"));
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    return QApplication::exec();
}

} // namespace

class TestGuiHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKilledRunIsListedWithItsSamples();
    void aDamagedHistoryIsKeptAside();
    void aFolderThatCannotBeWrittenIsSaid();
    void nothingIsLostWhenTheHistoryCannotBeWritten();
    void aSlowDiskHoldsNothingUp();
    void badFilesAreToldAndGoodOnesKept();
    void oneFileIsShown();
    void deletingHasAWayBack();
    void chosenOnesBecomeFiles();
    void twentyThousandAreScrolledFreely();
};

void TestGuiHistory::aKilledRunIsListedWithItsSamples()
{
    const auto FirstMeasured = QStringLiteral("name-lookup");
    QTemporaryDir folder;
    QProcess victim;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(VictimFolder), folder.path());
    victim.setProcessEnvironment(environment);
    victim.start(QCoreApplication::applicationFilePath(), {});
    QVERIFY(victim.waitForStarted());
    const QString journal = folder.filePath(QStringLiteral("unfinished-1.json"));
    core::Session last;
    const auto hasSamples = [&] {
        const auto read = core::loadSession(journal); // replaced whole each time, so it can always be read
        if (read)
            last = *read;
        const auto* first = core::findTest(last, FirstMeasured);
        return first && !first->attempts.empty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasSamples(), 30'000);
    {
        const GuiFixture second(QStringLiteral("en"), {1280, 800}, folder.path());
        second.context->history().recover();
        QVERIFY(writtenHistory(*second.context).empty()); // its program is alive: nobody takes it away
    }
    victim.kill();
    QVERIFY(victim.waitForFinished());

    GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(bannerText(gui).contains(QStringLiteral("interrupted")), 20'000);
    const auto entries = writtenHistory(*gui.context);
    QCOMPARE(entries.size(), std::size_t{1});
    QVERIFY(entries.front().interrupted && entries.front().practice && !entries.front().complete);
    const auto kept = (*store::History::open(folder.path()))->load(entries.front().id);
    QVERIFY(kept);
    QVERIFY(kept->tests.size() >= last.tests.size());
    QCOMPARE(core::findTest(*kept, FirstMeasured)->attempts, core::findTest(last, FirstMeasured)->attempts);
    for (const core::TestRecord& test : kept->tests)
        QVERIFY(test.state != core::TestState::Running && test.state != core::TestState::Planned);
    QVERIFY(!QFile::exists(journal));
    gui.window->showPage(Page::Diagnoses);
    QTRY_COMPARE(table(gui)->model()->rowCount(), 1);
    QCOMPARE(table(gui)->model()->index(0, ui::HistoryTableModel::State).data().toString(),
             QStringLiteral("Interrupted"));
}

void TestGuiHistory::aDamagedHistoryIsKeptAside()
{
    QTemporaryDir folder;
    const QByteArray damaged = QByteArray("SQLite format 3\0", 16) + QByteArray(4000, '\x7f');
    QFile file(folder.filePath(QStringLiteral("history.sqlite")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(damaged) == damaged.size());
    file.close();
    GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder.path());
    QTRY_VERIFY_WITH_TIMEOUT(bannerText(gui).contains(QStringLiteral("damaged")), 20'000);
    const QStringList aside = QDir(folder.path()).entryList({QStringLiteral("history-damaged-*.sqlite")});
    QCOMPARE(aside.size(), 1);
    QVERIFY(bannerText(gui).contains(aside.first()));
    QFile kept(folder.filePath(aside.first()));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), damaged);
    gui.context->history().keep(sampleSession());
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
}

void TestGuiHistory::aFolderThatCannotBeWrittenIsSaid()
{
    QTemporaryDir place;
    QFile file(place.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    GuiFixture gui(QStringLiteral("en"), {1280, 800}, place.filePath(QStringLiteral("file/below")));
    gui.window->showPage(Page::Diagnoses);
    QTRY_VERIFY(visibleChild<QLabel>(*gui.window->findChild<ui::HistoryPage*>(),
                                     QStringLiteral("The history “%1” cannot be written: its folder cannot be made.")
                                         .arg(place.filePath(QStringLiteral("file/below/history.sqlite")))));
    gui.context->history().keep(sampleSession());
    QTRY_VERIFY(bannerText(gui).contains(QStringLiteral("export its report")));
}

void TestGuiHistory::nothingIsLostWhenTheHistoryCannotBeWritten()
{
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("history.sqlite"))); // in the file's place
    {
        GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder.path());
        gui.context->history().keep(sampleSession());
        QTRY_VERIFY(bannerText(gui).contains(QStringLiteral("at the next start")));
    }
    QVERIFY(QDir(folder.path()).rmdir(QStringLiteral("history.sqlite")));
    GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder.path());
    QTRY_COMPARE_WITH_TIMEOUT(writtenHistory(*gui.context).size(), std::size_t{1}, 20'000);
    const auto entry = writtenHistory(*gui.context).front();
    QVERIFY(entry.complete && !entry.interrupted);
    QVERIFY(*(*store::History::open(folder.path()))->load(entry.id) == sampleSession());
}

void TestGuiHistory::aSlowDiskHoldsNothingUp()
{
    GuiFixture gui;
    QSignalSpy prepared(gui.window.get(), &ui::MainWindow::prepared);
    QVERIFY(!prepared.isEmpty() || prepared.wait(20'000));
    gui.context->history().keep(sampleSession());
    gui.context->history().wait();
    // Another program holds the database: whatever is asked of it waits for seconds.
    {
        QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        other.setDatabaseName(gui.folder.filePath(QStringLiteral("history.sqlite")));
        QVERIFY(other.open());
        QSqlQuery lock(other);
        QVERIFY(lock.exec(QStringLiteral("BEGIN EXCLUSIVE")));
        QElapsedTimer since;
        since.start();
        gui.context->history().keep(sessionFrom(1));
        gui.window->showPage(Page::Diagnoses);
        gui.window->showPage(Page::Home);
        QCoreApplication::processEvents();
        const qint64 held = since.elapsed();
        QVERIFY2(held < 1000, qUtf8Printable(QStringLiteral("the window was held for %1 ms").arg(held)));
        QVERIFY(lock.exec(QStringLiteral("COMMIT")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("other"));
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{2}); // it waited for its turn
}

void TestGuiHistory::badFilesAreToldAndGoodOnesKept()
{
    GuiFixture gui;
    const auto path = [&gui](const char* name) { return gui.folder.filePath(QString::fromLatin1(name)); };
    QVERIFY(core::saveSession(sessionFrom(1), path("one.json")));
    QVERIFY(core::saveSession(sessionFrom(2), path("two.json")));
    QFile bad(path("bad.json"));
    QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write("{\"schema\": 3") > 0);
    bad.close();
    const QStringList files{path("one.json"), path("bad.json"), path("none.json"), path("two.json"), path("one.json")};
    gui.window->openFiles(files);
    QTRY_VERIFY_WITH_TIMEOUT(bannerText(gui).contains(QStringLiteral("bad.json")), 10'000);
    const QStringList sentences = bannerText(gui).split(u'\n');
    QCOMPARE(sentences.size(), 4);
    QCOMPARE(sentences[0], QStringLiteral("2 diagnoses added."));
    QCOMPARE(sentences[1], QStringLiteral("1 diagnosis was there already."));
    QVERIFY(sentences[2].contains(QStringLiteral("bad.json")) && sentences[3].contains(QStringLiteral("none.json")));
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{2});
    QTRY_COMPARE(table(gui)->model()->rowCount(), 2);
    QVERIFY(table(gui)->isVisible());
}

void TestGuiHistory::oneFileIsShown()
{
    GuiFixture gui;
    const QString file = gui.folder.filePath(QStringLiteral("one.json"));
    QVERIFY(core::saveSession(sampleSession(), file));
    gui.window->openFiles({file});
    QTRY_VERIFY_WITH_TIMEOUT(gui.window->wizard().isVisible(), 10'000);
    QCOMPARE(gui.window->wizard().step(), ui::Step::Causes);
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
    gui.window->openFiles({gui.folder.filePath(QStringLiteral("none.json"))});
    QTRY_VERIFY_WITH_TIMEOUT(bannerText(gui).contains(QStringLiteral("none.json")), 10'000);
}

void TestGuiHistory::deletingHasAWayBack()
{
    GuiFixture gui;
    for (int day = 0; day < 4; ++day)
        gui.context->history().keep(sessionFrom(day));
    gui.window->showPage(Page::Diagnoses);
    auto* page = gui.window->findChild<ui::HistoryPage*>();
    QAbstractItemModel* rows = table(gui)->model();
    QTRY_COMPARE(rows->rowCount(), 4);
    auto* remove = visibleChild<QPushButton>(*page, QStringLiteral("Delete"));
    table(gui)->setFocus();
    QTest::keyClick(table(gui), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(remove, Qt::Key_Space);
    QCOMPARE(rows->rowCount(), 2);
    QTest::keyClick(visibleChild<QPushButton>(*page, QStringLiteral("Undo")), Qt::Key_Space);
    QCOMPARE(rows->rowCount(), 4);
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{4});
    QTest::keyClick(remove, Qt::Key_Space);
    QCOMPARE(rows->rowCount(), 3);
    gui.window->showPage(Page::Home); // the way back ends here
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{3});
}

void TestGuiHistory::chosenOnesBecomeFiles()
{
    GuiFixture gui;
    gui.context->history().keep(sessionFrom(0));
    gui.context->history().keep(sessionFrom(1));
    gui.window->showPage(Page::Diagnoses);
    auto* page = gui.window->findChild<ui::HistoryPage*>();
    auto* banner = page->findChild<ui::Banner*>();
    QTRY_COMPARE(table(gui)->model()->rowCount(), 2);
    table(gui)->selectAll();
    auto* save = visibleChild<QPushButton>(*page, QStringLiteral("Save as files…"));
    QVERIFY(save && save->isEnabled());
    QTemporaryDir folder;
    QString answer;
    page->setFolderChooser([&answer](QWidget*) { return answer; });
    QTest::keyClick(save, Qt::Key_Space); // cancelled
    QVERIFY(!banner->isVisible());
    answer = folder.path();
    for (const int expected : {2, 4}) { // beside what is there
        banner->hide();
        QTest::keyClick(save, Qt::Key_Space);
        QTRY_VERIFY(banner->isVisible());
        const QStringList files = QDir(folder.path()).entryList({QStringLiteral("*.json")});
        QCOMPARE(files.size(), expected);
        const auto first = core::loadSession(folder.filePath(files.first()));
        QVERIFY(first && (*first == sessionFrom(0) || *first == sessionFrom(1)));
    }
    answer = folder.filePath(QStringLiteral("none"));
    QTest::keyClick(save, Qt::Key_Space);
    QTRY_VERIFY(banner->text().contains(QStringLiteral("none")));
}

void TestGuiHistory::twentyThousandAreScrolledFreely()
{
    constexpr int Many = 20'000;
    QTemporaryDir folder;
    {
        const auto history = store::History::open(folder.path());
        QVERIFY(history);
        QVERIFY((*history)->add(sampleSession()));
        QSqlDatabase copy = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("copy"));
        copy.setDatabaseName(folder.filePath(QStringLiteral("history.sqlite")));
        QVERIFY(copy.open());
        QVERIFY(QSqlQuery(copy).exec(
            QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                           "INSERT INTO run (startedAt, startedMs, target, topCause, probability, complete, practice, "
                           "session) SELECT startedAt, startedMs - i * 60000, 'host-' || i || '.example.org:443', "
                           "topCause, probability, complete, practice, session FROM run, n")
                .arg(Many - 1)));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("copy"));
    GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder.path());
    QSignalSpy prepared(gui.window.get(), &ui::MainWindow::prepared);
    QVERIFY(!prepared.isEmpty() || prepared.wait(20'000));
    auto* page = gui.window->findChild<ui::HistoryPage*>();
    QTRY_COMPARE_WITH_TIMEOUT(table(gui)->model()->rowCount(), Many, 20'000);
    gui.window->showPage(Page::Diagnoses);
    const LoopWatch watch;
    QSignalSpy listed(page, &ui::HistoryPage::listed);
    QElapsedTimer since;
    since.start();
    page->reload();
    QVERIFY(listed.wait(20'000));
    qInfo("listing %d diagnoses: %lld ms", Many, since.elapsed());
    qint64 slowest = 0;
    QScrollBar* bar = table(gui)->verticalScrollBar();
    QVERIFY(bar->maximum() > Many / 2);
    for (int step = 0; step <= 50; ++step) {
        since.restart();
        bar->setValue(bar->maximum() * step / 50);
        table(gui)->viewport()->repaint();
        QCoreApplication::processEvents();
        slowest = qMax(slowest, since.elapsed());
    }
    auto* find = page->findChild<QLineEdit*>();
    find->setFocus();
    since.restart();
    QTest::keyClicks(find, QStringLiteral("host-19999."));
    QTRY_COMPARE(table(gui)->model()->rowCount(), 1);
    qInfo("slowest of 50 jumps %lld ms; found by typing after %lld ms; largest gap of the loop %lld ms, of the "
          "machine %lld ms",
          slowest, since.elapsed(), watch.largestGap(), watch.machineGap());
    QCOMPARE(table(gui)->currentIndex().row(), 0);
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (const QString folder = qEnvironmentVariable(VictimFolder); !folder.isEmpty())
        return beTheVictim(folder);
    TestGuiHistory test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_gui_history.moc"
