// SPDX-License-Identifier: GPL-3.0-or-later
// Ten diagnoses in one window leave neither threads nor memory behind.
#include "tests/gui/gui_fixture.h"
#include "ui/export/report_page.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/wizard.h"

#include <QDir>
#include <QFile>
#include <QPixmapCache>
#include <QPushButton>
#include <QSignalSpy>

#include <condition_variable>
#include <malloc.h>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;

namespace
{

constexpr int Runs = 10;
constexpr int WarmRuns = 3; ///< fonts, caches and worker threads come into being at their first use
constexpr int RunTimeoutMs = 120'000;
/// The database keeps pages that it has read, up to 2 MB; they are filled with so many diagnoses first.
constexpr int Earlier = 60;
/// The history's list, and what the allocator cannot give back at once, may grow by this with every run.
constexpr qint64 GrowthPerRun = 64 * 1024;

/// Bytes that the program holds of its heap, in all arenas and mapped blocks. 0 where the allocator does not count,
/// such as that of a sanitizer. Qt's cache of what the style has drawn, which has a limit of its own, is emptied first.
qint64 heapInUse()
{
    QPixmapCache::clear();
    malloc_trim(0);
    const struct mallinfo2 info = mallinfo2();
    return static_cast<qint64>(info.uordblks + info.hblkhd);
}

int threads()
{
    return static_cast<int>(
        QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

} // namespace

class TestGuiEndurance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theMetersSeeWhatIsLeftBehind();
    void tenRunsLeaveNothingBehind();

private:
    void runOnce(GuiFixture& gui, core::Session* session = nullptr);
};

void TestGuiEndurance::initTestCase()
{
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), store::Theme::Light);
    if (heapInUse() == 0)
        QSKIP("this allocator does not count what is in use");
}

void TestGuiEndurance::theMetersSeeWhatIsLeftBehind()
{
    const qint64 before = heapInUse();
    std::vector<std::unique_ptr<char[]>> blocks;
    std::thread elsewhere([&blocks] { // an arena of its own
        for (qint64 kept = 0; kept < 2 * GrowthPerRun; kept += 1024)
            blocks.push_back(std::make_unique<char[]>(1024));
    });
    elsewhere.join();
    QVERIFY(heapInUse() - before >= 2 * GrowthPerRun);
    blocks.clear();
    QVERIFY(heapInUse() - before < GrowthPerRun);
    const int alone = threads();
    const std::jthread waiting([](const std::stop_token& stop) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait(lock, stop, [] { return false; });
    });
    QCOMPARE(threads(), alone + 1);
}

/// From Home through all eight steps and back, as somebody would who reads everything.
void TestGuiEndurance::runOnce(GuiFixture& gui, core::Session* seen)
{
    ui::Wizard& wizard = gui.window->wizard();
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    gui.window->startPractice(QStringLiteral("idle-reset"));
    auto* next = wizard.findChild<QPushButton*>(QStringLiteral("next"));
    for (int step = 0; step < 4; ++step)
        next->click();
    QCOMPARE(wizard.step(), Step::Testing);
    QVERIFY(!finished.isEmpty() || finished.wait(RunTimeoutMs));
    const auto session = finished[0][0].value<core::Session>();
    QVERIFY(session.complete && session.tests.size() > 3);
    if (seen)
        *seen = session;
    auto* report = wizard.findChild<ui::ReportPage*>();
    for (const Step step : {Step::Causes, Step::Cure, Step::Report}) {
        wizard.goTo(step);
        QVERIFY(painted(*gui.window));
    }
    QVERIFY(QTest::qWaitFor([report] { return !report->previewBytes().isEmpty(); }, 20'000));
    gui.window->showPage(ui::MainWindow::Diagnoses);
    QVERIFY(painted(*gui.window));
    gui.window->showPage(ui::MainWindow::Home);
    gui.context->history().wait();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
}

void TestGuiEndurance::tenRunsLeaveNothingBehind()
{
    GuiFixture gui;
    QSignalSpy prepared(gui.window.get(), &ui::MainWindow::prepared);
    QVERIFY(!prepared.isEmpty() || prepared.wait(20'000));
    gui.context->setLimits({.minutes = 1, .connections = 14, .perSecond = 2});
    core::Session earlier;
    runOnce(gui, &earlier);
    for (int i = 0; i < Earlier; ++i) {
        earlier.startedAt = earlier.startedAt.addDays(-1);
        gui.context->history().keep(earlier);
    }
    qint64 warmHeap = 0;
    int warmThreads = 0;
    for (int run = 1; run <= WarmRuns + Runs; ++run) {
        runOnce(gui);
        if (QTest::currentTestFailed())
            return;
        if (run > WarmRuns) // a thread may need a moment to end
            QTRY_VERIFY2(
                threads() <= warmThreads,
                qPrintable(
                    QStringLiteral("%1 threads after run %2, %3 before").arg(threads()).arg(run).arg(warmThreads)));
        const qint64 heap = heapInUse();
        qInfo("run %d: %lld KB of heap in use, %lld KB resident, %d threads", run, heap / 1024, residentBytes() / 1024,
              threads());
        if (run == WarmRuns) {
            warmHeap = heap;
            warmThreads = threads();
        }
    }
    const qint64 growth = heapInUse() - warmHeap;
    qInfo("ten runs: the heap grew by %lld KB", growth / 1024);
    QVERIFY2(growth <= Runs * GrowthPerRun, qPrintable(QStringLiteral("%1 KB").arg(growth / 1024)));
}

QTEST_MAIN(TestGuiEndurance)
#include "test_gui_endurance.moc"
