// SPDX-License-Identifier: GPL-3.0-or-later
// A whole diagnosis by keyboard alone against the practice server, to a report on disk; languages, stopping, the loop.
#include "app/core/json/session_json.h"
#include "tests/gui/gui_fixture.h"
#include "tests/gui/page_checks.h"
#include "tests/support/sample_session.h"
#include "ui/export/report_page.h"
#include "ui/models/test_table_model.h"
#include "ui/run/run_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/wizard.h"

#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;

namespace
{

constexpr int MostTabs = 120;
constexpr int RunTimeoutMs = 120'000;
constexpr qint64 LargestGapMs = 250;
constexpr qint64 WorstGapMs = 100; ///< under the heaviest plan, beyond what the machine itself held back
constexpr qint64 UsualGapMs = 20;
constexpr qint64 StopMs = 100;

/// Presses a key where the keyboard is.
void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QWidget* target = QApplication::focusWidget();
    QVERIFY2(target, "nothing has the keyboard focus");
    QTest::keyClick(target, key, modifiers);
}

/// Walks with Tab until a widget has the focus that fits; false when a full round shows none.
template <typename Fits>
bool tabTo(Fits fits)
{
    for (int i = 0; i < MostTabs; ++i) {
        QWidget* now = QApplication::focusWidget();
        if (now && fits(*now))
            return true;
        if (!now)
            return false;
        QTest::keyClick(now, Qt::Key_Tab);
    }
    return false;
}

bool tabToButton(const QString& text)
{
    return tabTo([&text](QWidget& widget) {
        const auto* button = qobject_cast<QPushButton*>(&widget);
        return button && button->text() == text;
    });
}

bool tabToNamed(const QString& objectName)
{
    return tabTo([&objectName](QWidget& widget) { return widget.objectName() == objectName; });
}

QString practiceButton()
{
    return QCoreApplication::translate("doctor::ui::HomePage", "T&ry it with the practice server");
}

} // namespace

class TestGuiWizard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wholeDiagnosisByKeyboard_data();
    void wholeDiagnosisByKeyboard();
    void loopStaysFreeUnderTheHeaviestPlan();
    void languageChangesInMidRun();
    void stopAnswersAtOnce();
    void missingAddressKeepsTheStep();
    void backKeepsAnswersAndFinishedTests();
    void savedSessionOpens();
    void badFileIsToldInThePage_data();
    void badFileIsToldInThePage();
    void closingWhileTestingKeepsTheResults();
    void everythingFitsASmallWindow_data();
    void everythingFitsASmallWindow();
    void keysAndNamesAreUnique_data();
    void keysAndNamesAreUnique();
};

void TestGuiWizard::initTestCase()
{
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), store::Theme::Light);
}

void TestGuiWizard::wholeDiagnosisByKeyboard_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

void TestGuiWizard::wholeDiagnosisByKeyboard()
{
    QFETCH(QString, language);
    GuiFixture gui(language);
    ui::Wizard& wizard = gui.window->wizard();
    QVERIFY(tabToButton(practiceButton()));
    press(Qt::Key_Space);
    QCOMPARE(wizard.step(), Step::Problem);
    press(Qt::Key_Return);
    QCOMPARE(wizard.step(), Step::Service);
    press(Qt::Key_Return);
    QCOMPARE(wizard.step(), Step::Signs);
    press(Qt::Key_Return);
    QCOMPARE(wizard.step(), Step::Plan);
    QVERIFY(tabToNamed(QStringLiteral("next")));
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    QCoreApplication::processEvents(); // the pages so far were walked through in one turn of the loop
    const LoopWatch watch;
    press(Qt::Key_Space);
    QCOMPARE(wizard.step(), Step::Testing);
    QVERIFY(finished.wait(RunTimeoutMs));
    qInfo("run: largest gap of the window's loop %lld ms, of the machine %lld ms", watch.largestGap(),
          watch.machineGap());

    const auto session = finished[0][0].value<core::Session>();
    QVERIFY(session.complete);
    QCOMPARE(session.language, language);
    QCOMPARE(session.diagnosis.causes.at(0).id, QStringLiteral("server-idle-timeout"));
    if (wizard.step() == Step::Testing) {
        QVERIFY(tabToNamed(QStringLiteral("next")));
        press(Qt::Key_Space);
    }
    QCOMPARE(wizard.step(), Step::Causes);
    QTRY_VERIFY(wizard.findChild<QPushButton*>(QStringLiteral("moreAboutCause"))); // the page's last part
    for (const Step step : {Step::Cure, Step::Report}) {
        QVERIFY(tabToNamed(QStringLiteral("next")));
        press(Qt::Key_Space);
        QCOMPARE(wizard.step(), step);
        QCoreApplication::processEvents();
    }
    qInfo("run and results: largest gap of the window's loop %lld ms, of the machine %lld ms", watch.largestGap(),
          watch.machineGap());
    QVERIFY2(watch.largestGap() - watch.machineGap() <= LargestGapMs, "the window's loop was held");
    auto* report = wizard.findChild<ui::ReportPage*>();
    const QString file = gui.folder.filePath(QStringLiteral("report.html"));
    report->setFileChooser([&file](QWidget*, const QString&, const QString&) { return file; });
    QTRY_VERIFY_WITH_TIMEOUT(!report->previewBytes().isEmpty(), 10'000);
    QSignalSpy saved(report, &ui::ReportPage::savedTo);
    QVERIFY(tabToButton(QCoreApplication::translate("doctor::ui::ReportPage", "&Save report…")));
    press(Qt::Key_Space);
    QVERIFY(!saved.isEmpty() || saved.wait(10'000));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(written.readAll());
    QVERIFY(text.contains(session.diagnosis.causes.at(0).title.toHtmlEscaped()));

    QVERIFY(tabToNamed(QStringLiteral("next")));
    press(Qt::Key_Space); // Close
    const auto entries = writtenHistory(*gui.context);
    QCOMPARE(entries.size(), std::size_t{1});
    QVERIFY(entries.front().practice);
}

void TestGuiWizard::loopStaysFreeUnderTheHeaviestPlan()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("connection-cap"));
    ui::Wizard& wizard = gui.window->wizard();
    wizard.goTo(Step::Plan);
    auto* plan = wizard.findChild<ui::PlanPage*>()->findChild<QComboBox*>();
    plan->setCurrentIndex(static_cast<int>(ui::PlanPage::Thoroughness::LongIdle));
    Q_EMIT plan->activated(plan->currentIndex());
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    QVERIFY(tabToNamed(QStringLiteral("next")));
    QCoreApplication::processEvents();
    const LoopWatch watch;
    press(Qt::Key_Space);
    QVERIFY(finished.wait(RunTimeoutMs * 2));
    const auto session = finished[0][0].value<core::Session>();
    const auto* load = core::findTest(session, QStringLiteral("load-ramp"));
    QVERIFY(load && load->state == core::TestState::Done); // or this was not the heaviest plan
    qInfo("heaviest plan: window's loop worst %lld ms, 95 %% of %zu turns within %lld ms; machine worst %lld ms, 95 %% "
          "within %lld ms",
          watch.largestGap(), watch.turns(), watch.percentile(0.95), watch.machineGap(), watch.machinePercentile(0.95));
    QVERIFY(watch.turns() > 500); // the loop was watched all along
    QVERIFY2(watch.largestGap() - watch.machineGap() <= WorstGapMs, "the window's loop was held");
    QVERIFY2(watch.percentile(0.95) <= qMax(UsualGapMs, watch.machinePercentile(0.95) * 2),
             "the window's loop was held again and again");
}

void TestGuiWizard::languageChangesInMidRun()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("healthy-http"));
    ui::Wizard& wizard = gui.window->wizard();
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Return);
    QCOMPARE(wizard.step(), Step::Testing);
    auto* table = wizard.findChild<ui::RunPage*>()->findChild<QTableView*>(QStringLiteral("tests"));
    const auto firstTitle = [table] { return table->model()->index(0, ui::TestTableModel::Title).data().toString(); };
    QTRY_VERIFY(!firstTitle().isEmpty());
    const QString english = firstTitle();
    QCOMPARE(english, gui.context->knowledge()->text(QStringLiteral("test.this-computer.title")));
    {
        const LoopWatch watch;
        QVERIFY(gui.context->setLanguage(QStringLiteral("de")));
        QTRY_VERIFY(firstTitle() != english);
        qInfo("language switch: largest gap %lld ms, of the machine %lld ms", watch.largestGap(), watch.machineGap());
        QVERIFY(watch.largestGap() - watch.machineGap() <= LargestGapMs);
    }
    QCOMPARE(firstTitle(), gui.context->knowledge()->text(QStringLiteral("test.this-computer.title")));
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    press(Qt::Key_Escape);
    QVERIFY(finished.wait(5000));
    QCOMPARE(finished[0][0].value<core::Session>().language, QStringLiteral("de"));
    QVERIFY(gui.context->setLanguage(QStringLiteral("en")));
    QTRY_COMPARE(firstTitle(), english);
}

void TestGuiWizard::stopAnswersAtOnce()
{
    qint64 best = RunTimeoutMs;
    for (int round = 0; round < 3; ++round) {
        GuiFixture gui;
        gui.window->startPractice(QStringLiteral("healthy-tcp"));
        for (int i = 0; i < 4; ++i)
            press(Qt::Key_Return);
        auto& controller = gui.context->controller();
        QTRY_VERIFY_WITH_TIMEOUT(controller.snapshot().session.tests.size() >= 2, 20'000);
        QSignalSpy finished(&controller, &engine::SessionController::finished);
        QElapsedTimer since;
        since.start();
        press(Qt::Key_Escape);
        QVERIFY(!finished.isEmpty() || finished.wait(5000));
        best = qMin(best, since.elapsed());
        const auto session = finished[0][0].value<core::Session>();
        QVERIFY(!session.complete);
        QVERIFY(!session.tests.empty());
        QCOMPARE(gui.window->wizard().step(), Step::Testing); // partial results are announced, not jumped to
    }
    qInfo("stop: %lld ms at best of three", best);
    QVERIFY(best <= StopMs);
}

void TestGuiWizard::missingAddressKeepsTheStep()
{
    GuiFixture gui(QStringLiteral("en"), {800, 600});
    QTest::keyClick(gui.window.get(), Qt::Key_N, Qt::ControlModifier);
    press(Qt::Key_Return);
    ui::Wizard& wizard = gui.window->wizard();
    QCOMPARE(wizard.step(), Step::Service);
    press(Qt::Key_Return);
    QCOMPARE(wizard.step(), Step::Service);
    QVERIFY(!QApplication::focusWidget()->accessibleDescription().isEmpty());
    auto* next = wizard.findChild<QPushButton*>(QStringLiteral("next"));
    QVERIFY(next->isEnabled());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("127.0.0.1:9"));
    press(Qt::Key_Return);
    QCOMPARE(wizard.step(), Step::Signs);
}

void TestGuiWizard::backKeepsAnswersAndFinishedTests()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("reset-at-accept"));
    ui::Wizard& wizard = gui.window->wizard();
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Return);
    QVERIFY(finished.wait(RunTimeoutMs));
    wizard.goTo(Step::Plan);
    QVERIFY(tabToNamed(QStringLiteral("next")));
    press(Qt::Key_Space); // nothing was changed: no new run
    QCOMPARE(wizard.step(), Step::Testing);
    QVERIFY(!gui.context->controller().isRunning());
    QCOMPARE(finished.size(), 1);
    wizard.goTo(Step::Service);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("9"));
    wizard.goTo(Step::Causes);
    QVERIFY(!wizard.findChild<ui::Banner*>(QStringLiteral("stepBanner"))->text().isEmpty());
}

void TestGuiWizard::savedSessionOpens()
{
    GuiFixture gui;
    const QString file = gui.folder.filePath(QStringLiteral("saved.json"));
    QVERIFY(core::saveSession(sampleSession(), file));
    gui.window->openFiles({file});
    ui::Wizard& wizard = gui.window->wizard();
    QTRY_COMPARE(wizard.step(), Step::Causes);
    QVERIFY(wizard.hasSession());
    wizard.goTo(Step::Testing);
    auto* table = wizard.findChild<ui::RunPage*>()->findChild<QTableView*>(QStringLiteral("tests"));
    QCOMPARE(table->model()->rowCount(), 9);
}

void TestGuiWizard::badFileIsToldInThePage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"schema\":");
    QTest::newRow("other JSON") << QByteArray("{\"a\":1}");
    QTest::newRow("newer") << QByteArray("{\"schema\":\"connection-doctor/session/99\"}");
    QTest::newRow("binary") << QByteArray(5000, '\xff');
}

void TestGuiWizard::badFileIsToldInThePage()
{
    QFETCH(QByteArray, content);
    GuiFixture gui;
    const QString name = gui.folder.filePath(QStringLiteral("odd.json"));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    gui.window->openFiles({name});
    auto* banner = gui.window->findChild<ui::Banner*>(QStringLiteral("pageBanner"));
    QTRY_VERIFY(banner->isVisible());
    QVERIFY2(banner->text().contains(QStringLiteral("odd.json")), qUtf8Printable(banner->text()));
    QVERIFY(!QApplication::activeModalWidget());
}

void TestGuiWizard::closingWhileTestingKeepsTheResults()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("healthy-tcp"));
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(gui.context->controller().snapshot().session.tests.size() >= 1, 20'000);
    using Leaving = ui::MainWindow::Leaving;
    Leaving answer = Leaving::Stay;
    gui.window->setLeavingQuestion([&answer] { return ui::MainWindow::LeavingAnswer{answer, false}; });
    gui.window->close();
    QVERIFY(gui.window->isVisible() && gui.context->controller().isRunning());
    answer = Leaving::Background;
    gui.window->close();
    QVERIFY(gui.window->isMinimized() && gui.context->controller().isRunning());
    answer = Leaving::End;
    gui.window->close();
    QTRY_VERIFY(!gui.window->isVisible());
    const auto entries = writtenHistory(*gui.context);
    QCOMPARE(entries.size(), std::size_t{1});
    QVERIFY(!entries.front().complete);
}

void TestGuiWizard::everythingFitsASmallWindow_data()
{
    wholeDiagnosisByKeyboard_data();
}

void TestGuiWizard::everythingFitsASmallWindow()
{
    QFETCH(QString, language);
    GuiFixture gui(language, {800, 600});
    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    for (int i = 0; i < ui::StepCount; ++i)
        gui.window->wizard().goTo(static_cast<Step>(i));
    const QSize limit(780, 560); // 800x600 less the decorations of a window
    const auto fits = [&limit](const QSize& size) {
        return size.width() <= limit.width() && size.height() <= limit.height();
    };
    for (QWidget* part : gui.window->findChildren<QWidget*>())
        if (const QSize least = part->minimumSizeHint().expandedTo(part->minimumSize()); !fits(least))
            qWarning("%s %s needs %dx%d", part->metaObject()->className(), qUtf8Printable(part->objectName()),
                     least.width(), least.height());
    QCOMPARE(gui.window->size(), QSize(800, 600)); // the layouts did not force it larger
    const QSize least = gui.window->minimumSizeHint();
    QVERIFY2(fits(least), qPrintable(QStringLiteral("%1x%2").arg(least.width()).arg(least.height())));
}

void TestGuiWizard::keysAndNamesAreUnique_data()
{
    wholeDiagnosisByKeyboard_data();
}

void TestGuiWizard::keysAndNamesAreUnique()
{
    QFETCH(QString, language);
    GuiFixture gui(language);
    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    QStringList problems;
    const auto check = [&](const QString& page) {
        QCoreApplication::processEvents();
        problems += doubleKeys(*gui.window, page) + namelessOrDouble(*gui.window, page);
    };
    for (int i = 0; i < ui::StepCount; ++i) {
        gui.window->wizard().goTo(static_cast<Step>(i));
        check(gui.window->wizard().pageTitle());
    }
    for (int i = 0; i < ui::MainWindow::PageCount; ++i) {
        gui.window->showPage(static_cast<ui::MainWindow::Page>(i));
        check(gui.window->windowTitle());
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

QTEST_MAIN(TestGuiWizard)
#include "test_gui_wizard.moc"
