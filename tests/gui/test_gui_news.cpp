// SPDX-License-Identifier: GPL-3.0-or-later
// News for somebody who works elsewhere: asked for once, told once, and one click away from what they are about.
#include "app/engine/practice_target.h"
#include "tests/gui/gui_fixture.h"
#include "ui/watch/end_question.h"
#include "ui/watch/watch_desk.h"
#include "ui/watch/watch_notice.h"
#include "ui/wizard/wizard.h"

#include <QIcon>
#include <QPushButton>
#include <QSignalSpy>

using namespace doctor;
using namespace doctor::testsupport;
using Page = ui::MainWindow;

namespace
{

constexpr int Soon = 30'000;

engine::RunRequest shortRun()
{
    engine::RunRequest request;
    request.target.host = QStringLiteral("127.0.0.1");
    request.target.port = 9;
    request.target.protocol = core::Protocol::Tcp;
    request.onlyTests = {QStringLiteral("connect")};
    return request;
}

void press(ui::EndQuestion& question, const QString& words)
{
    for (QPushButton* button : question.findChildren<QPushButton*>())
        if (button->text().remove(u'&') == words)
            QTest::keyClick(button, Qt::Key_Space);
}

bool run(GuiFixture& gui)
{
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    gui.window->wizard().runUnseen(shortRun());
    return finished.wait(Soon);
}

} // namespace

class TestGuiNews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void iconsAreSharpAtEveryDensity();
    void aFailureIsShownUntilItIsOverAndSeen();
    void theIconSaysHowItGoes_data();
    void theIconSaysHowItGoes();
    void aLongRunAsksOnce_data();
    void aLongRunAsksOnce();
    void aClickOnTheNewsShowsThatRun();
};

void TestGuiNews::iconsAreSharpAtEveryDensity()
{
    for (const bool failed : {false, true})
        for (const int side : {16, 22, 24, 32})
            for (const double density : {1.0, 1.5, 2.0}) {
                const QPixmap pixmap = ui::noticeIcon(failed).pixmap(QSize(side, side), density);
                QCOMPARE(pixmap.width(), qRound(side * density)); // drawn for it, not stretched
                QVERIFY(ui::noticeIcon(failed).availableSizes().contains(pixmap.size()));
            }
    QVERIFY(ui::noticeIcon(true).pixmap(32).toImage() != ui::noticeIcon(false).pixmap(32).toImage());
}

void TestGuiNews::aFailureIsShownUntilItIsOverAndSeen()
{
    QWidget window;
    ui::WatchNotice notice(window);
    const QString tip = QStringLiteral("tip");
    notice.show({.watching = true, .failing = true, .tip = tip});
    QVERIFY(notice.showsFailure());
    notice.show({.watching = true, .failing = false, .tip = tip}); // over, and nobody has looked
    QVERIFY(notice.showsFailure());
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    notice.show({.watching = true, .failing = true, .tip = tip}); // seen, and not over
    QVERIFY(notice.showsFailure());
    notice.show({.watching = true, .failing = false, .tip = tip});
    QVERIFY(!notice.showsFailure());
}

void TestGuiNews::theIconSaysHowItGoes_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("watching");
    QTest::addColumn<QString>("failed");
    QTest::newRow("en") << QStringLiteral("en") << QStringLiteral("Watching 127.0.0.1:9. ")
                        << QStringLiteral(" failed ");
    QTest::newRow("de") << QStringLiteral("de") << QStringLiteral("127.0.0.1:9 wird beobachtet. ")
                        << QStringLiteral("gescheitert");
}

void TestGuiNews::theIconSaysHowItGoes()
{
    QFETCH(QString, language);
    QFETCH(QString, watching);
    QFETCH(QString, failed);
    GuiFixture gui(language, {800, 600});
    gui.window->showPage(Page::Watch);
    ui::WatchDesk::Wish wish;
    wish.request.target = shortRun().target;
    wish.request.interval = core::Milliseconds{50};
    gui.context->watch().start(wish);
    auto* notice = gui.window->findChild<ui::WatchNotice*>();
    QVERIFY(notice && notice->tip().startsWith(watching));
    QTRY_VERIFY_WITH_TIMEOUT(notice->showsFailure(), Soon);
    QVERIFY2(notice->tip().contains(failed), qUtf8Printable(notice->tip()));
    gui.context->watch().stop();
    QVERIFY(!notice->showsFailure());
}

void TestGuiNews::aLongRunAsksOnce_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<bool>("wanted");
    QTest::newRow("yes") << QStringLiteral("Tell me") << true;
    QTest::newRow("no") << QStringLiteral("No") << false;
}

void TestGuiNews::aLongRunAsksOnce()
{
    QFETCH(QString, answer);
    QFETCH(bool, wanted);
    GuiFixture gui;
    gui.window->setLongRun(std::chrono::milliseconds{0});
    gui.window->startDiagnosis();
    auto practice = engine::PracticeTarget::start(QStringLiteral("healthy-http"));
    QVERIFY(practice);
    engine::RunRequest request = (*practice)->request();
    request.maxDurationSeconds = 60;
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    gui.window->wizard().runUnseen(request);
    ui::EndQuestion* question = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((question = gui.window->findChild<ui::EndQuestion*>()) && question->isVisible(), Soon);
    press(*question, answer);
    QVERIFY(!question->isVisible());
    QCOMPARE(gui.context->settings().tellsEnds(), std::optional(wanted));
    gui.window->wizard().stop();
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
    QVERIFY(run(gui)); // asked once, for good
    QVERIFY(!question->isVisible());
    gui.window->hide();
    QTRY_VERIFY(!QApplication::activeWindow());
    gui.window->showPage(Page::Watch); // makes the notice
    QSignalSpy told(gui.window->findChild<ui::WatchNotice*>(), &ui::WatchNotice::notified);
    QVERIFY(run(gui));
    QCOMPARE(told.size(), wanted ? 1 : 0);
    gui.window->show();
}

void TestGuiNews::aClickOnTheNewsShowsThatRun()
{
    GuiFixture gui;
    gui.window->setLongRun(std::chrono::milliseconds{0});
    gui.context->settings().setTellsEnds(true);
    gui.window->showPage(Page::Watch);
    auto* notice = gui.window->findChild<ui::WatchNotice*>();
    QSignalSpy told(notice, &ui::WatchNotice::notified);
    gui.window->hide();
    QTRY_VERIFY(!QApplication::activeWindow());
    QVERIFY(run(gui));
    QCOMPARE(told.size(), 1);
    QVERIFY(told[0][1].toString().startsWith(QStringLiteral("127.0.0.1:9: ")));
    Q_EMIT notice->newsClicked();
    QTRY_VERIFY(gui.window->isVisible() && gui.window->wizard().isVisible());
    QCOMPARE(gui.window->wizard().step(), ui::Step::Causes);
}

QTEST_MAIN(TestGuiNews)
#include "test_gui_news.moc"
