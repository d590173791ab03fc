// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds the diagnosis: a window that is there before its pages, settings, help, and ways from a result
// onwards.
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/results/test_tree.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/help_dialog.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/limit_box.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/wizard.h"

#include <QAction>
#include <QComboBox>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTextEdit>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;

class TestGuiWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void pagesComeAfterTheWindow();
    void aQuickUserMeetsNoMissingPage();
    void everyPageExplainsItself_data();
    void everyPageExplainsItself();
    void settingsActAtOnceAndReset();
    void everythingCanBeForgotten();
    void evidenceLeadsToItsAttempts();
    void furtherTestRunsInPlace();
    void ownChoiceIsCalledCustom();
    void aRunRestsAndGoesOn();
};

namespace
{

/// A finished session whose service is a closed port of this computer, so that running more tests stays here.
core::Session sessionOfAClosedPort()
{
    core::Session session = sampleSession();
    session.target.host = QStringLiteral("127.0.0.1");
    session.target.port = 9;
    session.target.protocol = core::Protocol::Tcp;
    session.target.addresses = {QStringLiteral("127.0.0.1")};
    return session;
}

} // namespace

void TestGuiWindow::init()
{
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), store::Theme::Light);
    ui::Theme::setTextSize(100);
}

void TestGuiWindow::pagesComeAfterTheWindow()
{
    GuiFixture gui;
    QSignalSpy prepared(gui.window.get(), &ui::MainWindow::prepared);
    const LoopWatch watch;
    QVERIFY(!prepared.isEmpty() || prepared.wait(20'000));
    qInfo("preparing the pages: largest gap of the window's loop %lld ms, of the machine %lld ms", watch.largestGap(),
          watch.machineGap());
    QVERIFY(gui.window->findChild<ui::Wizard*>());
    QVERIFY(!gui.window->wizard().isVisible());
}

void TestGuiWindow::aQuickUserMeetsNoMissingPage()
{
    ui::AppContext::Parts parts;
    QTemporaryDir folder;
    parts.clock = std::make_shared<core::SystemClock>();
    parts.settings = std::make_unique<store::Settings>(QString());
    parts.dataFolder = folder.path();
    ui::AppContext context(std::move(parts));
    ui::MainWindow window(context);
    window.startDiagnosis(); // not even shown yet, and no knowledge loaded
    QCOMPARE(window.wizard().step(), Step::Problem);
    for (int page = 0; page < ui::MainWindow::PageCount; ++page)
        window.showPage(static_cast<ui::MainWindow::Page>(page));
}

void TestGuiWindow::everyPageExplainsItself_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

void TestGuiWindow::everyPageExplainsItself()
{
    QFETCH(QString, language);
    GuiFixture gui(language);
    const auto helpText = [&gui]() -> QString {
        QTest::keyClick(gui.window.get(), Qt::Key_F1);
        auto* dialog = gui.window->findChild<ui::HelpDialog*>();
        const QString text = dialog && dialog->isVisible() ? dialog->findChild<QTextEdit*>()->toPlainText() : QString();
        if (dialog)
            dialog->close();
        gui.window->activateWindow();
        return text;
    };
    QStringList texts;
    for (int page = 0; page < ui::MainWindow::PageCount; ++page) {
        gui.window->showPage(static_cast<ui::MainWindow::Page>(page));
        texts += helpText();
    }
    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    for (int step = 0; step < ui::StepCount; ++step) {
        gui.window->wizard().goTo(static_cast<Step>(step));
        texts += helpText();
    }
    for (const QString& text : texts)
        QVERIFY2(text.size() > 80 && !text.startsWith(QStringLiteral("help.")), qUtf8Printable(text));
    QCOMPARE(texts.removeDuplicates(), qsizetype{0});
}

void TestGuiWindow::settingsActAtOnceAndReset()
{
    GuiFixture gui;
    const qreal normal = QApplication::font().pointSizeF();
    ui::SettingsDialog dialog(*gui.context, gui.window.get());
    dialog.show();
    QSpinBox* size = nullptr;
    for (auto* box : dialog.findChildren<QSpinBox*>())
        if (box->isVisible()) // on the page in view
            size = box;
    QVERIFY(size);
    QVERIFY(!visibleChild<QPushButton>(dialog, QStringLiteral("Reset: Text size")));
    size->setFocus();
    QTest::keyClick(size, Qt::Key_Up);
    QCOMPARE(gui.context->settings().textSize(), 110);
    QVERIFY(QApplication::font().pointSizeF() > normal);
    auto* reset = visibleChild<QPushButton>(dialog, QStringLiteral("Reset: Text size"));
    QVERIFY(reset);
    QTest::keyClick(reset, Qt::Key_Space);
    QCOMPARE(gui.context->settings().textSize(), 100);
    QCOMPARE(QApplication::font().pointSizeF(), normal);
    QVERIFY(!reset->isVisible());
}

void TestGuiWindow::everythingCanBeForgotten()
{
    GuiFixture gui;
    gui.context->history().keep(sampleSession());
    gui.context->settings().addRecentTarget(QStringLiteral("db.example.org:1433"));
    ui::SettingsDialog dialog(*gui.context, gui.window.get());
    dialog.showPage(ui::SettingsDialog::Privacy);
    dialog.show();
    auto* remove = visibleChild<QPushButton>(dialog, QStringLiteral("Delete everything…"));
    QVERIFY(remove);
    bool sure = false;
    dialog.setConfirmation([&sure](QWidget*) { return sure; });
    QTest::keyClick(remove, Qt::Key_Space);
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1}); // the question was answered with no
    sure = true;
    QTest::keyClick(remove, Qt::Key_Space);
    QVERIFY(writtenHistory(*gui.context).empty());
    QVERIFY(gui.context->settings().recentTargets().isEmpty());
}

void TestGuiWindow::evidenceLeadsToItsAttempts()
{
    GuiFixture gui;
    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    auto* jump = gui.window->findChild<QPushButton*>(QStringLiteral("showAttempts"));
    QVERIFY(jump);
    jump->setFocus();
    QTest::keyClick(jump, Qt::Key_Space);
    auto* tests = gui.window->findChild<ui::TestTree*>();
    QTRY_VERIFY(tests->isVisible());
    QVERIFY(tests->currentItem() && tests->currentItem()->parent());
    QVERIFY(tests->hasFocus());
}

void TestGuiWindow::furtherTestRunsInPlace()
{
    GuiFixture gui;
    ui::Wizard& wizard = gui.window->wizard();
    gui.window->startDiagnosis();
    wizard.openSession(sessionOfAClosedPort());
    auto* run = gui.window->findChild<QPushButton*>(QStringLiteral("runThisTest"));
    QVERIFY2(run, "the sample leaves nothing open that a test would settle");
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    run->setFocus();
    QTest::keyClick(run, Qt::Key_Space);
    QCOMPARE(wizard.step(), Step::Causes); // what one reads stays in view
    auto* banner = wizard.findChild<ui::Banner*>(QStringLiteral("stepBanner"));
    QVERIFY(banner->isVisible());
    const QString running = banner->text();
    if (finished.isEmpty())
        QTest::keyClick(banner->button(), Qt::Key_Space);
    QVERIFY(!finished.isEmpty() || finished.wait(10'000));
    QCOMPARE(wizard.step(), Step::Causes);
    QVERIFY(banner->isVisible() && banner->text() != running);
    wizard.goTo(Step::Cure);
    wizard.goTo(Step::Causes);
    QVERIFY(!banner->isVisible()); // told once
}

void TestGuiWindow::ownChoiceIsCalledCustom()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("healthy-tcp"));
    ui::Wizard& wizard = gui.window->wizard();
    wizard.goTo(Step::Plan);
    auto* page = wizard.findChild<ui::PlanPage*>();
    auto* choice = page->findChild<QComboBox*>();
    auto* table = page->findChild<QTableView*>();
    QCOMPARE(choice->currentIndex(), static_cast<int>(ui::PlanPage::Thoroughness::Standard));
    QVERIFY(page->findChild<ui::LimitBox*>() && !page->findChild<ui::LimitBox*>()->isVisible());
    table->setFocus();
    QVERIFY(table->model()->setData(table->model()->index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(choice->currentIndex(), static_cast<int>(ui::PlanPage::Thoroughness::Custom));
    QVERIFY(page->findChild<ui::LimitBox*>()->isVisible());
    engine::RunRequest request;
    QVERIFY(page->submit(request));
    QCOMPARE(request.skipTests.size(), qsizetype{1});
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Up); // back to a preset
    QTRY_VERIFY(choice->currentIndex() != static_cast<int>(ui::PlanPage::Thoroughness::Custom));
    QCOMPARE(table->model()->index(0, 0).data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
}

void TestGuiWindow::aRunRestsAndGoesOn()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("healthy-tcp"));
    ui::Wizard& wizard = gui.window->wizard();
    wizard.goTo(Step::Plan);
    auto& controller = gui.context->controller();
    QSignalSpy finished(&controller, &engine::SessionController::finished);
    QTest::keyClick(wizard.findChild<QPushButton*>(QStringLiteral("next")), Qt::Key_Space);
    auto* pause = wizard.findChild<QPushButton*>(QStringLiteral("pause"));
    QTRY_VERIFY(pause->isVisible() && pause->isEnabled());
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE(controller.snapshot().state, engine::RunState::Paused);
    QTRY_COMPARE(pause->text(), QStringLiteral("Res&ume"));
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE(controller.snapshot().state, engine::RunState::Running);
    QTRY_COMPARE(pause->text(), QStringLiteral("&Pause"));
    QTest::keyClick(pause, Qt::Key_Space);
    QTRY_COMPARE(controller.snapshot().state, engine::RunState::Paused);
    QTest::keyClick(&wizard, Qt::Key_Escape); // a resting run can be stopped
    QVERIFY(!finished.isEmpty() || finished.wait(5000));
    QVERIFY(!finished[0][0].value<core::Session>().complete);
}

QTEST_MAIN(TestGuiWindow)
#include "test_gui_window.moc"
