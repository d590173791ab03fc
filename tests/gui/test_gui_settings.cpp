// SPDX-License-Identifier: GPL-3.0-or-later
// Limits, privacy and news as set by the user: bad values are said, and every page keeps to the good ones.
#include "app/engine/practice_target.h"
#include "tests/gui/gui_fixture.h"
#include "tests/gui/page_checks.h"
#include "tests/support/sample_session.h"
#include "ui/export/report_page.h"
#include "ui/settings/settings_dialog.h"
#include "ui/watch/watch_desk.h"
#include "ui/watch/watch_notice.h"
#include "ui/widgets/limit_box.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/field_message.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/wizard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace doctor;
using namespace doctor::testsupport;
using store::Settings;
using ui::Step;
using Page = ui::SettingsDialog;

namespace
{

constexpr int Soon = 30'000;

/// The dialog as the menu opens it, on one of its pages.
struct Open {
    explicit Open(GuiFixture& gui, Page::Page page) : dialog(*gui.context, gui.window.get())
    {
        QObject::connect(&dialog, &Page::languageChosen, gui.context.get(),
                         [&gui](const QString& language) { (void)gui.context->setLanguage(language); });
        dialog.showPage(page);
        dialog.open(); // modal, as the menu opens it: the window below takes no keys
        (void)QTest::qWaitFor([this] {
            dialog.activateWindow();
            QCoreApplication::processEvents();
            return dialog.isActiveWindow();
        });
    }
    Page dialog;
};

/// The field that a label in view belongs to.
template <typename Field>
Field* fieldOf(QWidget& window, const QString& label)
{
    for (const QLabel* one : window.findChildren<QLabel*>())
        if (one->isVisible() && one->text().remove(u'&') == label)
            return qobject_cast<Field*>(one->buddy());
    return nullptr;
}

void type(QWidget& box, const QString& text)
{
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&box, text);
    QTest::keyClick(&box, Qt::Key_Return);
}

void set(GuiFixture& gui, const QString& label, const QString& text)
{
    Open open(gui, Page::Tests);
    auto* box = fieldOf<ui::LimitBox>(open.dialog, label);
    QVERIFY(box);
    type(*box, text);
}

QByteArray previewOf(GuiFixture& gui, const core::Session& session)
{
    ui::Wizard& wizard = gui.window->wizard();
    gui.window->startDiagnosis();
    wizard.openSession(session);
    wizard.goTo(Step::Report);
    auto* report = wizard.findChild<ui::ReportPage*>();
    (void)QTest::qWaitFor([report] { return !report->previewBytes().isEmpty(); }, Soon);
    return report->previewBytes();
}

} // namespace

class TestGuiSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void numbersOutsideTheirRangeAreSaid_data();
    void numbersOutsideTheirRangeAreSaid();
    void aRunKeepsToTheLimits();
    void thePlanInViewFollows();
    void ownNumbersStopAtTheLimits();
    void aWatchsDiagnosisKeepsToTheLimits();
    void reportsBeginAsTheSettingsSay();
    void ownWordsAreReplacedInEveryReport();
    void wordsThatCannotBeReplacedAreSaid();
    void newsCanBeSwitchedOff_data();
    void newsCanBeSwitchedOff();
    void everyPageFitsAndIsNamed_data();
    void everyPageFitsAndIsNamed();
};

void TestGuiSettings::init()
{
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), store::Theme::Light);
    ui::Theme::setTextSize(100);
}

void TestGuiSettings::numbersOutsideTheirRangeAreSaid_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<Settings::Limits>("limits");
    const QString minutes = QStringLiteral("Minutes at most:");
    const QString connections = QStringLiteral("Connections at most:");
    const QString pace = QStringLiteral("Connections a second at most:");
    const Settings::Limits all;
    QTest::newRow("no minute") << minutes << QStringLiteral("0") << Settings::Limits{1, all.connections, all.perSecond};
    QTest::newRow("too long") << minutes << QStringLiteral("700") << all;
    QTest::newRow("too few") << connections << QStringLiteral("4")
                             << Settings::Limits{all.minutes, Settings::FewestConnections, all.perSecond};
    QTest::newRow("too many") << connections << QStringLiteral("99999") << all;
    QTest::newRow("too fast") << pace << QStringLiteral("50") << all;
    QTest::newRow("too slow") << pace << QStringLiteral("0.1")
                              << Settings::Limits{all.minutes, all.connections, Settings::SlowestPace};
}

void TestGuiSettings::numbersOutsideTheirRangeAreSaid()
{
    QFETCH(QString, label);
    QFETCH(QString, typed);
    QFETCH(Settings::Limits, limits);
    GuiFixture gui;
    Open open(gui, Page::Tests);
    auto* box = fieldOf<ui::LimitBox>(open.dialog, label);
    QVERIFY(box);
    type(*box, typed);
    QVERIFY(open.dialog.isVisible()); // Enter did not close it over the message
    const QString said = box->accessibleDescription();
    QVERIFY2(said.endsWith(QStringLiteral("the nearest is used.")), qUtf8Printable(said));
    bool seen = false;
    for (const auto* message : open.dialog.findChildren<ui::FieldMessage*>())
        seen = seen || (message->isVisible() && message->text() == said);
    QVERIFY(seen);
    QCOMPARE(gui.context->settings().limits(), limits);
    QVERIFY(box->hasFocus());
    QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(box, QStringLiteral("1")); // whoever goes on typing has read it
    QVERIFY(box->accessibleDescription().isEmpty());
}

void TestGuiSettings::aRunKeepsToTheLimits()
{
    GuiFixture gui;
    set(gui, QStringLiteral("Minutes at most:"), QStringLiteral("1"));
    set(gui, QStringLiteral("Connections at most:"), QStringLiteral("9"));
    gui.window->startPractice(QStringLiteral("healthy-http"));
    ui::Wizard& wizard = gui.window->wizard();
    wizard.goTo(Step::Plan);
    auto* plan = wizard.findChild<ui::PlanPage*>()->findChild<QComboBox*>();
    plan->setCurrentIndex(static_cast<int>(ui::PlanPage::Thoroughness::LongIdle)); // would take 200 and heavy tests
    Q_EMIT plan->activated(plan->currentIndex());
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    auto* next = wizard.findChild<QPushButton*>(QStringLiteral("next"));
    QElapsedTimer took;
    took.start();
    QTest::keyClick(next, Qt::Key_Space);
    QVERIFY(finished.wait(100'000));
    QVERIFY2(took.elapsed() < 75'000, qPrintable(QString::number(took.elapsed())));
    const auto session = finished[0][0].value<core::Session>();
    std::size_t attempts = 0;
    for (const core::TestRecord& test : session.tests)
        attempts += static_cast<std::size_t>(
            std::count_if(test.attempts.begin(), test.attempts.end(), [](const core::Attempt& attempt) {
                return attempt.phaseReached != core::Phase::NameLookup;
            }));
    QVERIFY2(attempts > 3 && attempts <= 9, qPrintable(QString::number(attempts)));
}

void TestGuiSettings::thePlanInViewFollows()
{
    GuiFixture gui;
    gui.window->startPractice(QStringLiteral("healthy-http"));
    ui::Wizard& wizard = gui.window->wizard();
    wizard.goTo(Step::Plan);
    auto* page = wizard.findChild<ui::PlanPage*>();
    auto* heldDown = page->findChild<QLabel*>(QStringLiteral("heldDown"));
    QVERIFY(!heldDown->isVisible());
    set(gui, QStringLiteral("Connections a second at most:"), QStringLiteral("0.5"));
    set(gui, QStringLiteral("Connections at most:"), QStringLiteral("12"));
    QVERIFY(heldDown->isVisible());
    engine::RunRequest request;
    QVERIFY(page->submit(request));
    QCOMPARE(request.connectionsPerSecond, 0.5);
    QCOMPARE(request.maxConnections, 12);
    QCOMPARE(request.neverMoreConnections, std::optional(12));
    Open open(gui, Page::Tests);
    for (const auto& name :
         {QStringLiteral("Reset: Connections at most"), QStringLiteral("Reset: Connections a second at most")})
        QTest::keyClick(visibleChild<QPushButton>(open.dialog, name), Qt::Key_Space);
    QVERIFY(!heldDown->isVisible());
    QVERIFY(page->submit(request));
    QCOMPARE(request.maxConnections, 40);
}

void TestGuiSettings::ownNumbersStopAtTheLimits()
{
    GuiFixture gui;
    set(gui, QStringLiteral("Connections at most:"), QStringLiteral("30"));
    gui.window->startPractice(QStringLiteral("healthy-http"));
    ui::Wizard& wizard = gui.window->wizard();
    wizard.goTo(Step::Plan);
    auto* page = wizard.findChild<ui::PlanPage*>();
    auto* plan = page->findChild<QComboBox*>();
    plan->setCurrentIndex(static_cast<int>(ui::PlanPage::Thoroughness::Custom));
    Q_EMIT plan->activated(plan->currentIndex());
    auto* connections = fieldOf<ui::LimitBox>(*page, QStringLiteral("Connections at most:"));
    QVERIFY(connections);
    type(*connections, QStringLiteral("300"));
    QCOMPARE(wizard.step(), Step::Plan); // Enter did not start anything
    QVERIFY2(connections->accessibleDescription().contains(QStringLiteral("30")),
             qUtf8Printable(connections->accessibleDescription()));
    visibleChild<QCheckBox>(*page, QStringLiteral("Heavy tests too"))->setChecked(true);
    engine::RunRequest request;
    QVERIFY(page->submit(request));
    QCOMPARE(engine::connectionBudget(request), 30); // heavy tests do not lift what was written
}

void TestGuiSettings::aWatchsDiagnosisKeepsToTheLimits()
{
    GuiFixture gui;
    gui.context->setLimits({.minutes = 2, .connections = 7, .perSecond = 1});
    gui.window->showPage(ui::MainWindow::Watch);
    ui::WatchDesk& desk = gui.context->watch();
    QSignalSpy asked(&desk, &ui::WatchDesk::diagnosisRequested);
    ui::WatchDesk::Wish wish;
    wish.request.target.host = QStringLiteral("127.0.0.1");
    wish.request.target.port = 9;
    wish.request.target.protocol = core::Protocol::Tcp;
    wish.diagnoses = true;
    desk.start(wish);
    QVERIFY(!asked.isEmpty() || asked.wait(Soon));
    const auto request = asked[0][0].value<engine::RunRequest>();
    QCOMPARE(request.maxDurationSeconds, 120.0);
    QCOMPARE(engine::connectionBudget(request), 7);
    QCOMPARE(request.connectionsPerSecond, 1.0);
}

void TestGuiSettings::reportsBeginAsTheSettingsSay()
{
    GuiFixture gui;
    const QByteArray name = "shop.example.org";
    const QByteArray hidden = previewOf(gui, sampleSession());
    QVERIFY(!hidden.isEmpty() && !hidden.contains(name));
    {
        Open open(gui, Page::Privacy);
        auto* hides = visibleChild<QCheckBox>(open.dialog, QStringLiteral("Hide private details at first"));
        QVERIFY(hides && hides->isChecked() && hides->accessibleDescription().isEmpty());
        QTest::keyClick(hides, Qt::Key_Space);
        QVERIFY2(hides->accessibleDescription().contains(QStringLiteral("can read them")),
                 qUtf8Printable(hides->accessibleDescription()));
    }
    auto* report = gui.window->findChild<ui::ReportPage*>();
    QVERIFY(QTest::qWaitFor([&] { return report->previewBytes().contains(name); }, Soon)); // the one in view follows
    QVERIFY(previewOf(gui, sampleSession()).contains(name));
    auto* hide = visibleChild<QCheckBox>(*report, QStringLiteral("Hide private details"));
    QVERIFY(hide && !hide->isChecked());
    QTest::keyClick(hide, Qt::Key_Space); // for this report only
    QVERIFY(QTest::qWaitFor([&] { return !report->previewBytes().isEmpty(); }, Soon));
    QVERIFY(!report->previewBytes().contains(name));
    QVERIFY(!gui.context->settings().reports().hidesPrivate);
    QVERIFY(previewOf(gui, sampleSession()).contains(name));
}

void TestGuiSettings::ownWordsAreReplacedInEveryReport()
{
    GuiFixture gui;
    QVERIFY(previewOf(gui, sampleSession()).contains("SocketException"));
    auto* report = gui.window->findChild<ui::ReportPage*>();
    QLineEdit* word = nullptr;
    for (auto* edit : report->findChildren<QLineEdit*>())
        if (edit->accessibleName() == QStringLiteral("Another word to replace"))
            word = edit;
    QVERIFY(word);
    const auto replace = [&] {
        QTest::keyClicks(word, QStringLiteral("SocketException"));
        QTest::keyClick(word, Qt::Key_Return);
        return QTest::qWaitFor([&] { return !report->previewBytes().isEmpty(); }, Soon);
    };
    QVERIFY(replace());
    QVERIFY(!report->previewBytes().contains("SocketException"));
    QVERIFY(previewOf(gui, sampleSession()).contains("SocketException")); // for that report only
    QTest::keyClick(visibleChild<QCheckBox>(*report, QStringLiteral("Also in later reports")), Qt::Key_Space);
    QVERIFY(replace());
    QVERIFY(!previewOf(gui, sampleSession()).contains("SocketException"));
    QCOMPARE(gui.context->settings().reports().hiddenWords, QStringList{QStringLiteral("SocketException")});
    Open open(gui, Page::Privacy);
    auto* words = fieldOf<QPlainTextEdit>(open.dialog, QStringLiteral("Always replaced in them:"));
    QVERIFY(words);
    QCOMPARE(words->toPlainText(), QStringLiteral("SocketException"));
    QTest::keyClick(visibleChild<QPushButton>(open.dialog, QStringLiteral("Reset: Always replaced in them")),
                    Qt::Key_Space);
    open.dialog.close();
    QVERIFY(gui.context->settings().reports().hiddenWords.isEmpty());
    QVERIFY(previewOf(gui, sampleSession()).contains("SocketException"));
}

void TestGuiSettings::wordsThatCannotBeReplacedAreSaid()
{
    GuiFixture gui;
    Open open(gui, Page::Privacy);
    auto* words = fieldOf<QPlainTextEdit>(open.dialog, QStringLiteral("Always replaced in them:"));
    QVERIFY(words);
    words->setFocus();
    QTest::keyClicks(words, QStringLiteral("x"));
    QTest::keyClick(words, Qt::Key_Return);
    QTest::keyClicks(words, QStringLiteral("kiosk"));
    QTest::keyClick(words, Qt::Key_Tab); // leaves the field
    QVERIFY(!words->hasFocus());
    QVERIFY2(words->accessibleDescription().contains(QStringLiteral("too short")),
             qUtf8Printable(words->accessibleDescription()));
    QCOMPARE(gui.context->settings().reports().hiddenWords, QStringList{QStringLiteral("kiosk")});
}

void TestGuiSettings::newsCanBeSwitchedOff_data()
{
    QTest::addColumn<bool>("wanted");
    QTest::newRow("on") << true;
    QTest::newRow("off") << false;
}

void TestGuiSettings::newsCanBeSwitchedOff()
{
    QFETCH(bool, wanted);
    GuiFixture gui;
    gui.window->showPage(ui::MainWindow::Watch);
    gui.window->setLongRun(std::chrono::milliseconds{0});
    gui.context->settings().setTellsEnds(true);
    {
        Open open(gui, Page::General);
        auto* notifies = visibleChild<QCheckBox>(open.dialog, QStringLiteral("Tell me while I work elsewhere"));
        QVERIFY(notifies && notifies->isChecked());
        if (!wanted)
            QTest::keyClick(notifies, Qt::Key_Space);
    }
    auto* notice = gui.window->findChild<ui::WatchNotice*>();
    QSignalSpy told(notice, &ui::WatchNotice::notified);
    gui.window->hide(); // nobody looks
    QTRY_VERIFY(!QApplication::activeWindow());
    ui::WatchDesk& desk = gui.context->watch();
    QSignalSpy alarmed(&desk, &ui::WatchDesk::alarmed);
    ui::WatchDesk::Wish wish;
    wish.request.target.host = QStringLiteral("127.0.0.1");
    wish.request.target.port = 9;
    wish.request.target.protocol = core::Protocol::Tcp;
    desk.start(wish);
    QVERIFY(!alarmed.isEmpty() || alarmed.wait(Soon));
    QCOMPARE(told.size(), wanted ? 1 : 0);
    gui.window->show();
    desk.stop();
    gui.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(gui.window.get()));
    gui.window->hide();
    QTRY_VERIFY(!QApplication::activeWindow());
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    engine::RunRequest request;
    request.target = wish.request.target;
    request.onlyTests = {QStringLiteral("connect")};
    gui.window->wizard().runUnseen(request);
    QVERIFY(finished.wait(Soon));
    QVERIFY(finished[0][0].value<core::Session>().complete);
    QCOMPARE(told.size(), wanted ? 2 : 0);
    gui.window->show();
}

void TestGuiSettings::everyPageFitsAndIsNamed_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<int>("textSize");
    QTest::newRow("English") << QStringLiteral("en") << 100;
    QTest::newRow("German") << QStringLiteral("de") << 100;
    QTest::newRow("German, large text") << QStringLiteral("de") << 130;
}

void TestGuiSettings::everyPageFitsAndIsNamed()
{
    QFETCH(QString, language);
    QFETCH(int, textSize);
    ui::Theme::setTextSize(textSize);
    GuiFixture gui(language, {800, 600});
    gui.context->setLimits({.minutes = 5, .connections = 30, .perSecond = 1});
    gui.context->setReports({.hidesPrivate = false, .hiddenWords = {QStringLiteral("kiosk")}});
    gui.context->settings().setNotifies(false);
    QStringList problems;
    for (int page = 0; page < Page::PageCount; ++page) {
        Open open(gui, static_cast<Page::Page>(page));
        for (auto* box : open.dialog.findChildren<ui::LimitBox*>())
            if (box->isVisible())
                type(*box, QStringLiteral("10000")); // its message takes room too
        QCoreApplication::processEvents();
        const QString name = QStringLiteral("page %1").arg(page);
        problems += clipped(open.dialog, name) + namelessOrDouble(open.dialog, name) + doubleKeys(open.dialog, name);
        QVERIFY2(open.dialog.width() <= 780 && open.dialog.height() <= 560,
                 qPrintable(QStringLiteral("%1x%2").arg(open.dialog.width()).arg(open.dialog.height())));
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

QTEST_MAIN(TestGuiSettings)
#include "test_gui_settings.moc"
