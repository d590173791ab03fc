// SPDX-License-Identifier: GPL-3.0-or-later
// The menu bar and its keys do what they say from wherever one is, and the last run can be checked again from the start
// page.
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/charts/figure_view.h"
#include "ui/history/history_page.h"
#include "ui/shell/side_list.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/wizard.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTableView>
#include <QUrl>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;
using Page = ui::MainWindow;

namespace
{

constexpr int Soon = 20'000;

core::Session sessionOfAClosedPort()
{
    core::Session session = sampleSession();
    session.target.host = QStringLiteral("127.0.0.1");
    session.target.port = 9;
    session.target.protocol = core::Protocol::Tcp;
    session.target.addresses = {QStringLiteral("127.0.0.1")};
    return session;
}

QAction* command(const GuiFixture& gui, const QString& text)
{
    for (QAction* menu : gui.window->menuBar()->actions()) {
        for (QAction* action : menu->menu()->actions()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
    }
    return nullptr;
}

/// The start page with this run as the last one, and its button pressed.
void checkLastRunAgain(GuiFixture& gui, const core::Session& session)
{
    QSignalSpy prepared(gui.window.get(), &Page::prepared);
    QVERIFY(!prepared.isEmpty() || prepared.wait(Soon));
    gui.context->history().keep(session);
    QPushButton* again = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((again = visibleChild<QPushButton>(*gui.window, QStringLiteral("Check again"))), Soon);
    again->setFocus();
    QTest::keyClick(again, Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(gui.window->wizard().isVisible(), Soon);
}

} // namespace

class TestGuiCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyCommandIsThere_data();
    void everyCommandIsThere();
    void panesAreGoneThroughByKey();
    void theKeyboardComesBackToWhereItWas();
    void whatIsChosenIsCopied();
    void findGoesToTheFieldInView();
    void chartsBecomeTables();
    void diagnosesAreRenamedByKey();
    void theDeleteKeyDeletesInTheListOnly();
    void theFolderOfDataIsShown();
    void testsStartFromAnyQuestion();
    void theLastRunIsCheckedAgain();
    void aForeignServiceIsAskedForBeforeItIsCheckedAgain();
    void aPracticeRunOfYesterdayGetsItsServerBack();

public Q_SLOTS:
    void showUrl(const QUrl& url) { m_shown = url; }

private:
    QUrl m_shown;
};

void TestGuiCommands::init()
{
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), store::Theme::Light);
    ui::Theme::setTextSize(100);
}

void TestGuiCommands::everyCommandIsThere_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QKeySequence>("key");
    const std::pair<const char*, QKeySequence> commands[] = {{"New diagnosis", QKeySequence::New},
                                                             {"Open a diagnosis, log or capture…", QKeySequence::Open},
                                                             {"Export the report", Qt::CTRL | Qt::Key_E},
                                                             {"Print the report", QKeySequence::Print},
                                                             {"Copy", QKeySequence::Copy},
                                                             {"Find", QKeySequence::Find},
                                                             {"Rename the diagnosis", Qt::Key_F2},
                                                             {"Write a note", Qt::SHIFT | Qt::Key_F2},
                                                             {"Delete the chosen diagnoses", QKeySequence::Delete},
                                                             {"Next pane", Qt::Key_F6},
                                                             {"Charts as tables", Qt::CTRL | Qt::Key_T},
                                                             {"Full screen", Qt::Key_F11},
                                                             {"Start", Qt::CTRL | Qt::Key_Return},
                                                             {"Run again", Qt::CTRL | Qt::Key_R},
                                                             {"Watch this service…", {}},
                                                             {"What this page means", Qt::Key_F1},
                                                             {"Practice tutorial", {}},
                                                             {"Folder of data", {}}};
    for (const auto& [text, key] : commands)
        QTest::newRow(text) << QString::fromUtf8(text) << key;
}

void TestGuiCommands::everyCommandIsThere()
{
    QFETCH(QString, text);
    QFETCH(QKeySequence, key);
    const GuiFixture gui;
    const QAction* action = command(gui, text);
    QVERIFY(action);
    QCOMPARE(action->shortcut(), key);
}

void TestGuiCommands::panesAreGoneThroughByKey()
{
    GuiFixture gui;
    auto* start = visibleChild<QPushButton>(*gui.window, QStringLiteral("Start a diagnosis"));
    auto* list = gui.window->findChild<ui::SideList*>();
    QVERIFY(start->hasFocus());
    QTest::keyClick(gui.window.get(), Qt::Key_F6);
    QVERIFY(list->hasFocus());
    QTest::keyClick(gui.window.get(), Qt::Key_F6);
    QVERIFY(start->hasFocus());

    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    QWidgetList seen;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(gui.window.get(), Qt::Key_F6);
        QVERIFY(QApplication::focusWidget() && QApplication::focusWidget()->isVisible());
        QVERIFY(!seen.contains(QApplication::focusWidget()));
        seen.append(QApplication::focusWidget());
    }
    QTest::keyClick(gui.window.get(), Qt::Key_F6);
    QCOMPARE(QApplication::focusWidget(), seen.first()); // steps, causes, details, the button onwards
    QTest::keyClick(gui.window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget(), seen.last());
}

void TestGuiCommands::theKeyboardComesBackToWhereItWas()
{
    GuiFixture gui;
    auto* practise = visibleChild<QPushButton>(*gui.window, QStringLiteral("Try it with the practice server"));
    practise->setFocus();
    QTest::keyClick(gui.window.get(), Qt::Key_F6);
    QTest::keyClick(gui.window.get(), Qt::Key_F6);
    QVERIFY(practise->hasFocus());
}

void TestGuiCommands::whatIsChosenIsCopied()
{
    GuiFixture gui;
    QClipboard* clipboard = QGuiApplication::clipboard();
    clipboard->setText(QStringLiteral("before"));
    QTest::keyClick(gui.window.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard->text(), QStringLiteral("before")); // a button holds nothing
    QVERIFY(!gui.window->statusBar()->currentMessage().isEmpty());

    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    auto* headline = gui.window->findChild<QLabel*>(QStringLiteral("headline"));
    headline->setSelection(0, 10);
    gui.window->wizard().findChild<QPushButton*>(QStringLiteral("next"))->setFocus();
    QTest::keyClick(gui.window.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard->text(), sampleSession().diagnosis.verdict.summary.left(10));

    QWidget* chart = nullptr; // below the first screen, so it comes a turn later
    const auto findChart = [&gui, &chart] {
        for (auto* view : gui.window->wizard().findChildren<ui::FigureView*>()) {
            if (view->isVisible() && !view->figure().isEmpty())
                chart = view->findChild<QWidget*>(QStringLiteral("figureChart"));
        }
        return chart != nullptr;
    };
    QTRY_VERIFY(findChart());
    chart->setFocus();
    QTest::keyClick(chart, Qt::Key_Right);
    QTest::keyClick(gui.window.get(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(clipboard->text().contains(chart->accessibleName()));
    QVERIFY(clipboard->text().contains(chart->accessibleDescription()));

    gui.context->history().keep(sampleSession());
    gui.window->showPage(Page::Diagnoses);
    auto* table = gui.window->findChild<ui::HistoryPage*>()->findChild<QTableView*>();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(clipboard->text().split(u'\t').value(1), QStringLiteral("shop.example.org:443"));
}

void TestGuiCommands::findGoesToTheFieldInView()
{
    GuiFixture gui;
    gui.window->showPage(Page::Learn);
    QTest::keyClick(gui.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
    QVERIFY(field);
    QCOMPARE(field->accessibleName(), QStringLiteral("Search in all pages"));
    gui.window->showPage(Page::Home); // nothing to search there
    QTest::keyClick(gui.window.get(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(gui.window->findChild<ui::HistoryPage*>()->isVisible());
    QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()));
}

void TestGuiCommands::chartsBecomeTables()
{
    GuiFixture gui;
    gui.window->startDiagnosis();
    gui.window->wizard().openSession(sampleSession());
    auto* next = gui.window->wizard().findChild<QPushButton*>(QStringLiteral("next"));
    const auto shown = [&gui] {
        QList<ui::FigureView*> views;
        for (auto* view : gui.window->wizard().findChildren<ui::FigureView*>()) {
            if (view->isVisible() && !view->figure().isEmpty())
                views.append(view);
        }
        return views;
    };
    QTRY_VERIFY(!shown().isEmpty());
    next->setFocus();
    QTest::keyClick(gui.window.get(), Qt::Key_T, Qt::ControlModifier);
    for (const auto* view : shown())
        QVERIFY(view->showsTable());
    QVERIFY(next->hasFocus()); // nobody was thrown out of where he was
    QTest::keyClick(gui.window.get(), Qt::Key_T, Qt::ControlModifier);
    for (const auto* view : shown())
        QVERIFY(!view->showsTable());
    gui.window->showPage(Page::Home);
    QTest::keyClick(gui.window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(!gui.window->statusBar()->currentMessage().isEmpty());
}

void TestGuiCommands::diagnosesAreRenamedByKey()
{
    GuiFixture gui;
    gui.context->history().keep(sampleSession());
    gui.window->showPage(Page::Diagnoses);
    auto* table = gui.window->findChild<ui::HistoryPage*>()->findChild<QTableView*>();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    const std::pair<Qt::KeyboardModifiers, QString> edits[] = {{Qt::NoModifier, QStringLiteral("Shop")},
                                                               {Qt::ShiftModifier, QStringLiteral("after the move")}};
    for (const auto& [modifiers, text] : edits) {
        table->setFocus();
        QTest::keyClick(table, Qt::Key_F2, modifiers);
        auto* field = table->findChild<QLineEdit*>();
        QVERIFY(field);
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!table->findChild<QLineEdit*>());
    }
    const auto kept = writtenHistory(*gui.context);
    QCOMPARE(kept.front().name, QStringLiteral("Shop"));
    QCOMPARE(kept.front().note, QStringLiteral("after the move"));
}

void TestGuiCommands::theDeleteKeyDeletesInTheListOnly()
{
    GuiFixture gui;
    gui.context->history().keep(sampleSession());
    gui.window->showPage(Page::Diagnoses);
    auto* page = gui.window->findChild<ui::HistoryPage*>();
    auto* table = page->findChild<QTableView*>();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    auto* field = page->findChild<QLineEdit*>();
    field->setText(QStringLiteral("shop"));
    field->setFocus();
    field->setCursorPosition(0);
    QTest::keyClick(field, Qt::Key_Delete);
    QCOMPARE(field->text(), QStringLiteral("hop"));
    QCOMPARE(table->model()->rowCount(), 1);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Delete);
    QCOMPARE(table->model()->rowCount(), 0);
    QVERIFY(visibleChild<QPushButton>(*page, QStringLiteral("Undo")));
    gui.window->showPage(Page::Home);
    QVERIFY(!command(gui, QStringLiteral("Delete the chosen diagnoses"))->isEnabled());
}

void TestGuiCommands::theFolderOfDataIsShown()
{
    const GuiFixture gui;
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "showUrl");
    command(gui, QStringLiteral("Folder of data"))->trigger();
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    QCOMPARE(m_shown.toLocalFile(), gui.context->dataFolder());
}

void TestGuiCommands::testsStartFromAnyQuestion()
{
    GuiFixture gui;
    ui::Wizard& wizard = gui.window->wizard();
    gui.window->startDiagnosis();
    QTest::keyClick(gui.window.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(wizard.step(), Step::Service); // where an answer is missing
    gui.window->startPractice(QStringLiteral("healthy-tcp"));
    QCOMPARE(wizard.step(), Step::Problem);
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    QTest::keyClick(gui.window.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(wizard.step(), Step::Testing);
    QTRY_VERIFY(command(gui, QStringLiteral("Stop and keep results"))->isEnabled());
    QTest::keyClick(gui.window.get(), Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
    finished.clear();
    QTest::keyClick(gui.window.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(wizard.step(), Step::Testing);
    QCOMPARE(gui.context->controller().snapshot().state, engine::RunState::Running);
    QTRY_VERIFY(command(gui, QStringLiteral("Stop and keep results"))->isEnabled());
    QTest::keyClick(gui.window.get(), Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
}

void TestGuiCommands::theLastRunIsCheckedAgain()
{
    GuiFixture gui;
    checkLastRunAgain(gui, sessionOfAClosedPort());
    ui::Wizard& wizard = gui.window->wizard();
    QCOMPARE(wizard.step(), Step::Testing);
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    QVERIFY(!finished.isEmpty() || finished.wait(Soon));
    auto* banner = wizard.findChild<ui::Banner*>(QStringLiteral("stepBanner"));
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->button()->isVisible()); // compare before and after
}

void TestGuiCommands::aForeignServiceIsAskedForBeforeItIsCheckedAgain()
{
    GuiFixture gui;
    checkLastRunAgain(gui, sampleSession()); // of shop.example.org, maybe another person's run
    ui::Wizard& wizard = gui.window->wizard();
    QCOMPARE(wizard.step(), Step::Plan);
    QCOMPARE(gui.context->controller().snapshot().state, engine::RunState::Idle);
    auto* permission = qobject_cast<QCheckBox*>(QApplication::focusWidget());
    QVERIFY(permission && !permission->isChecked());
    QVERIFY(!permission->accessibleDescription().isEmpty());
    QCOMPARE(wizard.findChild<QPushButton*>(QStringLiteral("next"))->text(), QStringLiteral("&Start tests"));
}

void TestGuiCommands::aPracticeRunOfYesterdayGetsItsServerBack()
{
    core::Session yesterday = sessionOfAClosedPort(); // nobody listens there any more
    yesterday.practice = true;
    yesterday.practiceFault = QStringLiteral("healthy-tcp");
    yesterday.diagnosis.causes.front().evidenceFor.front().source = QStringLiteral("test:connect");
    GuiFixture gui;
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    checkLastRunAgain(gui, yesterday);
    QVERIFY(!finished.isEmpty() || finished.wait(60'000));
    const auto now = finished[0][0].value<core::Session>();
    const core::TestRecord* connect = core::findTest(now, QStringLiteral("connect"));
    QVERIFY(connect && !connect->attempts.empty());
    for (const core::Attempt& attempt : connect->attempts)
        QVERIFY(attempt.succeeded);
}

QTEST_MAIN(TestGuiCommands)
#include "test_gui_commands.moc"
