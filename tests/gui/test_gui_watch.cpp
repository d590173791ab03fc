// SPDX-License-Identifier: GPL-3.0-or-later
// The watch in the window: bad input, one alarm for many failures, its record, and what closing the window does.
#include "app/engine/practice_target.h"
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/compare/fixed_table.h"
#include "ui/watch/watch_desk.h"
#include "ui/watch/watch_page.h"
#include "ui/watch/watch_strip.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/wizard.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>

using namespace doctor;
using namespace doctor::testsupport;
using Page = ui::MainWindow;

namespace
{

constexpr int Soon = 30'000;

ui::WatchDesk::Wish wishFor(int port, bool diagnoses = false)
{
    ui::WatchDesk::Wish wish;
    wish.request.target.host = QStringLiteral("127.0.0.1");
    wish.request.target.port = port;
    wish.request.target.protocol = core::Protocol::Http;
    wish.request.interval = core::Milliseconds{50};
    wish.diagnoses = diagnoses;
    return wish;
}

int count(const ui::WatchDesk& desk, core::WatchOutcome outcome)
{
    return static_cast<int>(std::count_if(desk.rounds().begin(), desk.rounds().end(),
                                          [outcome](const auto& round) { return round.outcome == outcome; }));
}

ui::WatchPage* openPage(GuiFixture& gui)
{
    gui.window->showPage(Page::Watch);
    return gui.window->findChild<ui::WatchPage*>();
}

} // namespace

class TestGuiWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badInputIsSaidAtTheField_data();
    void badInputIsSaidAtTheField();
    void othersServicesNeedTheirLeave();
    void byKeyboardFromStartToStop();
    void whatWasTypedIsKeptWhole();
    void manyFailuresAreOneAlarm();
    void aFailureStartsADiagnosisOnceWhereAllowed();
    void theRecordOutlivesTheProgram();
    void deletingEverythingEndsIt();
    void closingAsksWhileSomethingIsWatched();
    void theAnswerOnClosingIsRememberedWhereWanted();
    void aDiagnosisThroughAProxyIsWatchedThroughIt();
    void aProxysLoginIsNotKept();
    void theStripIsReadByArrowKeys();
    void nothingIsClipped();
};

void TestGuiWatch::badInputIsSaidAtTheField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a space") << QStringLiteral("my server");
    QTest::newRow("no port") << QStringLiteral("db.example.org");
    QTest::newRow("port out of range") << QStringLiteral("db.example.org:70000");
    QTest::newRow("multicast") << QStringLiteral("224.0.0.1:80");
}

void TestGuiWatch::badInputIsSaidAtTheField()
{
    QFETCH(QString, typed);
    GuiFixture gui;
    auto* page = openPage(gui);
    auto* address = page->findChild<QLineEdit*>();
    QVERIFY(address->hasFocus());
    QTest::keyClicks(address, typed);
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(!gui.context->watch().isWatching());
    QVERIFY(address->hasFocus());
    QVERIFY2(address->accessibleDescription().endsWith(u'.'), qUtf8Printable(address->accessibleDescription()));
}

void TestGuiWatch::othersServicesNeedTheirLeave()
{
    GuiFixture gui;
    auto* page = openPage(gui);
    auto* address = page->findChild<QLineEdit*>();
    QTest::keyClicks(address, QStringLiteral("db.example.org:1433"));
    auto* permission = visibleChild<QCheckBox>(*page, QStringLiteral("I may test db.example.org:1433"));
    QVERIFY(permission);
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(!gui.context->watch().isWatching());
    QVERIFY(permission->hasFocus());
    QVERIFY(!permission->accessibleDescription().isEmpty());
    QTest::keyClick(address, Qt::Key_Backspace); // another service is another permission
    QTest::keyClicks(address, QStringLiteral("4"));
    QVERIFY(visibleChild<QCheckBox>(*page, QStringLiteral("I may test db.example.org:1434")));
    address->setText(QStringLiteral("127.0.0.1:1433"));
    QTest::keyClicks(address, QStringLiteral("3"));
    QVERIFY(permission->isHidden());
}

void TestGuiWatch::byKeyboardFromStartToStop()
{
    auto server = engine::PracticeTarget::start(QStringLiteral("healthy-http"));
    QVERIFY(server);
    GuiFixture gui;
    auto* page = openPage(gui);
    auto* address = page->findChild<QLineEdit*>();
    QTest::keyClicks(address, QStringLiteral("http://127.0.0.1:%1/").arg((*server)->port()));
    QTest::keyClick(address, Qt::Key_Return);
    ui::WatchDesk& desk = gui.context->watch();
    QVERIFY(desk.isWatching());
    QVERIFY(QTest::qWaitFor([&] { return count(desk, core::WatchOutcome::Worked) > 0; }, Soon));
    QTRY_VERIFY(page->findChild<ui::WatchStrip*>()->isVisible());
    QVERIFY(!address->isEnabled());
    QVERIFY(gui.window->windowTitle().startsWith(QStringLiteral("Watch (on)"))); // seen on every page's list too
    auto* stop = visibleChild<QPushButton>(*page, QStringLiteral("Stop watching"));
    QVERIFY(stop);
    QTest::keyClick(stop, Qt::Key_Space);
    QVERIFY(!desk.isWatching());
    QTRY_VERIFY(address->isEnabled());
    QVERIFY(gui.window->windowTitle().startsWith(QStringLiteral("Watch -")));
}

void TestGuiWatch::whatWasTypedIsKeptWhole()
{
    GuiFixture gui;
    auto* page = openPage(gui);
    auto* address = page->findChild<QLineEdit*>();
    const QString typed = QStringLiteral("http://127.0.0.1:9/health");
    QTest::keyClicks(address, typed);
    QTest::keyClick(address, Qt::Key_Return);
    ui::WatchDesk& desk = gui.context->watch();
    QVERIFY(QTest::qWaitFor([&] { return !desk.rounds().empty(); }, Soon));
    QTRY_VERIFY(!address->isEnabled());
    QCOMPARE(address->text(), typed);
    desk.stop();
    QTRY_VERIFY(address->isEnabled());
    QTest::keyClick(address, Qt::Key_Return);
    QVERIFY(desk.isWatching());
    QCOMPARE(desk.wish().request.target.path, QStringLiteral("/health"));
    desk.stop();
    ui::WatchDesk next(*gui.context); // what the next program would begin with
    QCOMPARE(next.wish().request.target, desk.wish().request.target);
}

void TestGuiWatch::manyFailuresAreOneAlarm()
{
    GuiFixture gui;
    openPage(gui);
    ui::WatchDesk& desk = gui.context->watch();
    QSignalSpy alarmed(&desk, &ui::WatchDesk::alarmed);
    QSignalSpy diagnosed(&desk, &ui::WatchDesk::diagnosisRequested);
    desk.start(wishFor(9));
    QVERIFY(QTest::qWaitFor([&] { return count(desk, core::WatchOutcome::Failed) >= 4; }, Soon));
    QCOMPARE(alarmed.size(), 1);
    QCOMPARE(diagnosed.size(), 0); // not allowed
    auto* banner = gui.window->findChild<ui::Banner*>(QStringLiteral("pageBanner"));
    QVERIFY(banner->isVisible());
    QVERIFY(banner->text().startsWith(QStringLiteral("127.0.0.1:9 failed at")));
    auto* events = gui.window->findChild<ui::WatchPage*>()->findChild<ui::FixedTable*>();
    QTRY_VERIFY(events->isVisible());
    QCOMPARE(events->rowCount(), 1);
}

void TestGuiWatch::aFailureStartsADiagnosisOnceWhereAllowed()
{
    GuiFixture gui;
    openPage(gui);
    ui::WatchDesk& desk = gui.context->watch();
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    desk.start(wishFor(9, true));
    QVERIFY(QTest::qWaitFor([&] { return gui.context->controller().isRunning(); }, Soon));
    const auto seen = desk.rounds().size();
    std::size_t atTheEnd = 0;
    connect(&gui.context->controller(), &engine::SessionController::finished, this,
            [&] { atTheEnd = desk.rounds().size(); });
    engine::Watcher another(desk.wish().request, gui.context->sharedClock()); // one that does not rest
    QSignalSpy rounds(&another, &engine::Watcher::rounded);
    QVERIFY(QTest::qWaitFor([&rounds] { return rounds.size() >= 4; }, Soon));
    gui.window->wizard().stop();
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
    QCOMPARE(atTheEnd, seen); // it rested meanwhile
    QVERIFY(QTest::qWaitFor([&] { return desk.rounds().size() >= seen + 3; }, Soon));
    QVERIFY(!gui.context->controller().isRunning()); // within the hour there is no second one
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
}

void TestGuiWatch::theRecordOutlivesTheProgram()
{
    const QTemporaryDir folder;
    {
        GuiFixture gui(QStringLiteral("en"), {1280, 800}, folder.path());
        openPage(gui);
        gui.context->watch().start(wishFor(9));
        QVERIFY(QTest::qWaitFor([&] { return count(gui.context->watch(), core::WatchOutcome::Failed) >= 2; }, Soon));
    }
    GuiFixture again(QStringLiteral("en"), {1280, 800}, folder.path());
    auto wish = wishFor(9);
    wish.request.interval = std::chrono::hours(1);
    store::Settings::Watch kept;
    kept.target = QStringLiteral("127.0.0.1:9");
    kept.protocol = QStringLiteral("http");
    again.context->settings().setWatch(kept);
    auto* page = openPage(again);
    QVERIFY(!again.context->watch().isWatching()); // only the user starts it
    QCOMPARE(page->findChild<QLineEdit*>()->text(), QStringLiteral("127.0.0.1:9"));
    QVERIFY(QTest::qWaitFor([&] { return count(again.context->watch(), core::WatchOutcome::Failed) >= 2; }, Soon));
    QTRY_VERIFY(page->findChild<ui::WatchStrip*>()->isVisible());
}

void TestGuiWatch::deletingEverythingEndsIt()
{
    GuiFixture gui;
    openPage(gui);
    ui::WatchDesk& desk = gui.context->watch();
    desk.start(wishFor(9));
    QVERIFY(QTest::qWaitFor([&] { return !desk.rounds().empty(); }, Soon));
    bool done = false;
    gui.context->forgetEverything(gui.window.get(), [&done](const core::Result<void>& result) { done = !!result; });
    QTRY_VERIFY(done);
    QVERIFY(!desk.isWatching());
    const auto history = store::History::open(gui.context->dataFolder());
    QVERIFY(history && (*history)->watched(QStringLiteral("127.0.0.1:9"), 0)->empty());
}

void TestGuiWatch::closingAsksWhileSomethingIsWatched()
{
    GuiFixture gui;
    openPage(gui);
    int asked = 0;
    Page::Leaving answer = Page::Leaving::Stay;
    gui.window->setLeavingQuestion([&] {
        ++asked;
        return Page::LeavingAnswer{answer, false};
    });
    ui::WatchDesk& desk = gui.context->watch();
    desk.start(wishFor(9));
    gui.window->close();
    QCOMPARE(asked, 1);
    QVERIFY(gui.window->isVisible() && desk.isWatching());
    answer = Page::Leaving::Background;
    gui.window->close();
    QVERIFY(desk.isWatching());
    QVERIFY(gui.window->isMinimized() || gui.window->isHidden()); // with a tray it hides
    gui.window->showNormal();
    answer = Page::Leaving::End;
    gui.window->close();
    QVERIFY(!desk.isWatching() && gui.window->isHidden());
    QCOMPARE(asked, 3);
}

void TestGuiWatch::theAnswerOnClosingIsRememberedWhereWanted()
{
    GuiFixture gui;
    openPage(gui);
    ui::WatchDesk& desk = gui.context->watch();
    desk.start(wishFor(9));
    const auto answerBox = [](const QString& button, bool always) { // the box itself, while close() waits for it
        QTimer::singleShot(0, QApplication::instance(), [button, always] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            QVERIFY(box);
            if (always)
                QTest::keyClick(box->checkBox(), Qt::Key_Space);
            for (QAbstractButton* one : box->buttons())
                if (one->text().remove(u'&') == button)
                    one->click();
        });
    };
    answerBox(QStringLiteral("Cancel"), true); // staying is no answer for the next time
    gui.window->close();
    QVERIFY(desk.isWatching() && gui.window->isVisible());
    QCOMPARE(gui.context->settings().leaving(), store::Settings::Leaving::Ask);
    answerBox(QStringLiteral("Stop watching and close"), true);
    gui.window->close();
    QVERIFY(!desk.isWatching() && gui.window->isHidden());
    gui.window->show();
    desk.start(wishFor(9));
    gui.window->setLeavingQuestion([]() -> Page::LeavingAnswer { qFatal("it asked again"); });
    gui.window->close();
    QVERIFY(!desk.isWatching() && gui.window->isHidden());
    gui.context->settings().setLeaving(store::Settings::Leaving::Background);
    gui.window->show();
    desk.start(wishFor(9));
    gui.window->close();
    QVERIFY(desk.isWatching());
    desk.stop();
}

void TestGuiWatch::aDiagnosisThroughAProxyIsWatchedThroughIt()
{
    GuiFixture gui;
    core::Session session = sampleSession();
    session.target.host = QStringLiteral("10.1.2.3");
    session.target.port = 4711;
    session.target.protocol = core::Protocol::Http;
    session.target.proxy = QStringLiteral("http://127.0.0.1:9"); // nobody listens there
    core::RankedCause none;
    none.id = QStringLiteral("no-fault-found");
    none.probability = 1;
    session.diagnosis.causes = {none};
    gui.window->startDiagnosis();
    gui.window->wizard().openSession(session);
    QPushButton* watch = nullptr;
    QTRY_VERIFY((watch = gui.window->wizard().findChild<QPushButton*>(QStringLiteral("watchForIt"))));
    QTest::keyClick(watch, Qt::Key_Space);
    auto* page = gui.window->findChild<ui::WatchPage*>();
    QTRY_VERIFY(page->isVisible());
    auto* address = page->findChild<QLineEdit*>();
    QCOMPARE(address->text(), QStringLiteral("10.1.2.3:4711"));
    QVERIFY2(address->accessibleDescription().contains(QStringLiteral("http://127.0.0.1:9")),
             qUtf8Printable(address->accessibleDescription()));
    QTest::keyClick(address, Qt::Key_Return);
    ui::WatchDesk& desk = gui.context->watch();
    QVERIFY(QTest::qWaitFor([&] { return count(desk, core::WatchOutcome::NoProxy) > 0; }, Soon));
    QCOMPARE(count(desk, core::WatchOutcome::Failed), 0);
    desk.stop();
    ui::WatchDesk next(*gui.context); // what the next program would begin with
    QCOMPARE(next.wish().request.target.proxy, session.target.proxy);
}

void TestGuiWatch::aProxysLoginIsNotKept()
{
    GuiFixture gui;
    ui::WatchDesk& desk = gui.context->watch();
    ui::WatchDesk::Wish wish = wishFor(9);
    wish.request.target.proxy = QStringLiteral("http://jo:secret@127.0.0.1:9");
    desk.start(wish);
    desk.stop();
    const store::Settings::Watch kept = gui.context->settings().watch();
    QVERIFY(!kept.proxy.contains(QStringLiteral("secret")) && !kept.proxy.contains(QStringLiteral("jo")));
    QVERIFY(kept.target.isEmpty()); // rather nothing than another way
}

void TestGuiWatch::theStripIsReadByArrowKeys()
{
    GuiFixture gui;
    auto* page = openPage(gui);
    gui.context->watch().start(wishFor(9));
    auto* strip = page->findChild<ui::WatchStrip*>();
    QVERIFY(QTest::qWaitFor([&] { return count(gui.context->watch(), core::WatchOutcome::Failed) > 0; }, Soon));
    QTRY_VERIFY(strip->isVisible());
    gui.context->watch().stop();
    QVERIFY(!strip->accessibleName().isEmpty());
    strip->setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(strip->accessibleDescription().contains(QStringLiteral("failed")));
    QTest::keyClick(strip, Qt::Key_Home);
    QVERIFY(strip->accessibleDescription().endsWith(QStringLiteral("not watched")));
}

void TestGuiWatch::nothingIsClipped()
{
    GuiFixture gui(QStringLiteral("de"), {800, 600});
    auto* page = openPage(gui);
    gui.context->watch().start(wishFor(9));
    QVERIFY(QTest::qWaitFor([&] { return count(gui.context->watch(), core::WatchOutcome::Failed) > 0; }, Soon));
    QTRY_VERIFY(page->findChild<ui::FixedTable*>()->isVisible());
    gui.context->watch().stop();
    QTRY_VERIFY(page->findChild<QLineEdit*>()->isEnabled());
    QVERIFY(page->minimumSizeHint().width() <= page->width());
    for (QWidget* child : page->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (child->isVisible())
            QVERIFY2(page->rect().contains(child->geometry()), child->metaObject()->className());
    }
}

QTEST_MAIN(TestGuiWatch)
#include "test_gui_watch.moc"
