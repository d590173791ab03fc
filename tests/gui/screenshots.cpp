// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a picture of every page in two sizes, two themes and two languages, driving a real run on the practice server.
#include "app/core/json/session_json.h"
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/compare/compare_page.h"
#include "ui/export/report_page.h"
#include "ui/results/figure_gallery.h"
#include "ui/results/result_page.h"
#include "ui/settings/settings_dialog.h"
#include "ui/watch/watch_desk.h"
#include "ui/watch/watch_page.h"
#include "ui/widgets/limit_box.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/more_fields.h"
#include "ui/wizard/service_page.h"
#include "ui/wizard/wizard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTimer>
#include <cstdio>

using namespace doctor;
using namespace doctor::testsupport;

namespace
{

constexpr qsizetype AttemptsToShow = 16;

struct Look {
    QString language;
    store::Theme theme;
    QSize size;
};

/// Waits until two looks, a blink apart, show the same; what never stands still is taken as it is after two seconds. A
/// blink is longer than pages gather news for (RunPage 200 ms, WatchPage 100 ms), else a page is taken before it has
/// them.
void comeToRest(QWidget& what)
{
    constexpr int BlinkMs = 300;
    constexpr int PatienceMs = 2'000;
    QElapsedTimer since;
    since.start();
    QImage before;
    for (QImage now = what.grab().toImage(); now != before && since.elapsed() < PatienceMs;
         now = what.grab().toImage()) {
        before = now;
        QTest::qWait(BlinkMs);
    }
}

class Camera
{
public:
    Camera(QDir folder, const Look& look, QWidget& window) : m_folder(std::move(folder)), m_window(window)
    {
        m_suffix = QStringLiteral("%1-%2-%3")
                       .arg(look.size.width())
                       .arg(look.theme == store::Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light"),
                            look.language);
    }
    void take(const QString& name) { take(name, m_window); }
    void take(const QString& name, QWidget& what)
    {
        comeToRest(what);
        const QString file = m_folder.filePath(QStringLiteral("%1-%2.png").arg(name, m_suffix));
        if (!what.grab().save(file))
            std::fprintf(stderr, "cannot write %s\n", qUtf8Printable(file));
        std::printf("%s\n", qUtf8Printable(file));
    }

private:
    QDir m_folder;
    QWidget& m_window;
    QString m_suffix;
};

void takeBrowsing(ui::MainWindow& window, Camera& camera, const QString& when)
{
    using Page = ui::MainWindow;
    const std::pair<ui::MainWindow::Page, QString> pages[] = {
        {Page::Home, QStringLiteral("0-home")},        {Page::Diagnoses, QStringLiteral("0-diagnoses")},
        {Page::Compare, QStringLiteral("0-compare")},  {Page::Import, QStringLiteral("0-import")},
        {Page::Watch, QStringLiteral("0-watch")},      {Page::Learn, QStringLiteral("0-learn")},
        {Page::Practice, QStringLiteral("0-practice")}};
    for (const auto& [page, name] : pages) {
        window.showPage(page);
        camera.take(name + when);
    }
}

/// The sample and the same service a day later, cured and from another network.
void takeComparison(ui::MainWindow& window, Camera& camera)
{
    core::Session cured = sampleSession();
    cured.startedAt = cured.startedAt.addDays(1);
    cured.target.family = core::Family::V4;
    for (core::TestRecord& test : cured.tests) {
        for (core::Attempt& attempt : test.attempts) {
            if (!attempt.succeeded)
                attempt.ending = {core::Who::Nobody, core::How::Open, core::Phase::Idle, {}, {}};
            attempt.succeeded = true;
        }
    }
    window.showPage(ui::MainWindow::Compare);
    auto* page = window.findChild<ui::ComparePage*>();
    page->setSessions({sampleSession(), cured});
    camera.take(QStringLiteral("0-compare-two"));
    auto* area = page->findChild<QScrollArea*>();
    area->verticalScrollBar()->setValue(area->viewport()->height());
    camera.take(QStringLiteral("0-compare-two-below"));
    page->setSessions({});
}

/// One file of each kind, the log in view.
void takeImport(GuiFixture& gui, Camera& camera)
{
    QByteArray log = QByteArray("2026-11-22 10:00:00.123 INFO  pool: request answered\n").repeated(4000);
    log += QByteArray("2026-11-22 10:20:01.001 ERROR java.net.SocketException: Connection reset\n").repeated(17);
    log += "2026-11-22 10:21:02.002 ERROR db.example.org:1433: Connection refused\n";
    const std::pair<QString, QByteArray> files[] = {
        {QStringLiteral("server.log"), log},
        {QStringLiteral("office.pcapng"), QByteArray("\x0a\x0d\x0d\x0a\x1c\x00", 6)},
        {QStringLiteral("older.log.gz"), QByteArray("\x1f\x8b\x08\x00", 4)},
        {QStringLiteral("shop.har"),
         R"({"log":{"entries":[{"request":{"url":"https://shop.example.org/cart"},"response":{"status":0,
            "_error":"net::ERR_CONNECTION_RESET"}},{"request":{"url":"/"},"response":{"status":200}}]}})"},
        {QStringLiteral("broken.json"), "{\"schema\": 3"}};
    QStringList paths;
    for (const auto& [name, bytes] : files) {
        paths.append(gui.folder.filePath(name));
        QFile file(paths.last());
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            std::fprintf(stderr, "cannot write %s\n", qUtf8Printable(paths.last()));
    }
    paths.append(gui.folder.filePath(QStringLiteral("diagnosis.json")));
    if (!core::saveSession(sampleSession(), paths.last()))
        std::fprintf(stderr, "cannot write %s\n", qUtf8Printable(paths.last()));
    gui.window->openFiles(paths);
    QTest::qWait(2500);
    camera.take(QStringLiteral("0-import-files"));
}

/// A day with a quiet night, a bad quarter of an hour and a train ride without network.
std::vector<core::WatchRound> watchedDay(qint64 nowMs)
{
    std::vector<core::WatchRound> rounds;
    constexpr qint64 Minute = 60'000;
    for (qint64 ago = 23 * 60; ago > 0; ago -= 5) {
        core::WatchRound round;
        round.atMs = nowMs - ago * Minute;
        round.untilMs = round.atMs + 200;
        round.waitMs = 20;
        if (ago > 840 && ago < 1260)
            continue;
        if (ago == 840) {
            round.atMs -= 420 * Minute;
            round.outcome = core::WatchOutcome::Asleep;
        } else if (ago > 620 && ago < 660) {
            round.outcome = core::WatchOutcome::NoNetwork;
        } else if ((ago > 280 && ago < 300) || ago == 60 || ago == 5) {
            round.outcome = core::WatchOutcome::Failed;
            round.ending = {core::Who::Peer, core::How::Reset, core::Phase::Response, 104, {}};
        }
        rounds.push_back(round);
    }
    return rounds;
}

/// A box that `open` shows and waits for.
void takeBox(Camera& camera, const QString& name, const std::function<void()>& open)
{
    QTimer::singleShot(0, QApplication::instance(), [&camera, name] {
        QWidget* box = QApplication::activeModalWidget();
        if (!box)
            return;
        camera.take(name, *box);
        box->close();
    });
    open();
}

void takeWatch(GuiFixture& gui, Camera& camera)
{
    ui::WatchDesk::Wish wish;
    wish.request.target.host = QStringLiteral("127.0.0.1");
    wish.request.target.port = 9; // nobody listens there
    wish.request.target.protocol = core::Protocol::Tcp;
    for (const core::WatchRound& round : watchedDay(gui.context->clock().now().wallMs))
        gui.context->history().keepWatched(core::displayName(wish.request.target), round);
    gui.window->showPage(ui::MainWindow::Watch);
    auto* page = gui.window->findChild<ui::WatchPage*>();
    auto* address = page->findChild<QLineEdit*>();
    QTest::keyClick(address, Qt::Key_Return);
    camera.take(QStringLiteral("0-watch-missing"));
    QTest::keyClicks(address, QStringLiteral("db.example.org:1433"));
    QTest::keyClick(address, Qt::Key_Return);
    camera.take(QStringLiteral("0-watch-permission"));
    gui.context->watch().start(wish);
    (void)QTest::qWaitFor([&gui] { return !gui.context->watch().rounds().empty(); });
    camera.take(QStringLiteral("0-watch-on"));
    takeBox(camera, QStringLiteral("9-leave"), [&gui] { gui.window->close(); });
    gui.context->watch().stop();
    camera.take(QStringLiteral("0-watch-off"));
}

void takeDialogs(GuiFixture& gui, Camera& camera)
{
    gui.context->settings().setHistoryDays(30); // something that is not as on the first day
    {
        ui::SettingsDialog settings(*gui.context, gui.window.get());
        settings.show();
        camera.take(QStringLiteral("9-settings"), settings);
        settings.showPage(ui::SettingsDialog::Tests);
        for (auto* box : settings.findChildren<ui::LimitBox*>()) {
            if (!box->isVisible())
                continue;
            QTest::keyClick(box, Qt::Key_A, Qt::ControlModifier);
            QTest::keyClicks(box, QStringLiteral("9000"));
            QTest::keyClick(box, Qt::Key_Return);
        }
        camera.take(QStringLiteral("9-settings-tests"), settings);
        settings.showPage(ui::SettingsDialog::Privacy);
        camera.take(QStringLiteral("9-settings-privacy"), settings);
        gui.context->setReports({.hidesPrivate = false, .hiddenWords = {QStringLiteral("Project Moonlight")}});
    }
    {
        ui::SettingsDialog settings(*gui.context, gui.window.get());
        settings.showPage(ui::SettingsDialog::Privacy);
        settings.show();
        camera.take(QStringLiteral("9-settings-privacy-changed"), settings);
        gui.context->setReports({});
    }
    const auto help = gui.window->menuBar()->actions().last()->menu()->actions();
    takeBox(camera, QStringLiteral("9-keys"), [&help] { help.at(2)->trigger(); });
    for (const auto& [page, name] : {std::pair{ui::MainWindow::Home, QStringLiteral("9-help-home")},
                                     std::pair{ui::MainWindow::Compare, QStringLiteral("9-help-compare")}}) {
        gui.window->showPage(page);
        gui.window->activateWindow();
        (void)QTest::qWaitForWindowActive(gui.window.get());
        QTest::keyClick(gui.window.get(), Qt::Key_F1);
        for (QDialog* dialog : gui.window->findChildren<QDialog*>()) {
            if (dialog->isVisible()) {
                camera.take(name, *dialog);
                dialog->close();
            }
        }
    }
}

/// Step 2 with everything open and something wrong in it.
void takeDetails(ui::Wizard& wizard, Camera& camera)
{
    auto* page = wizard.findChild<ui::ServicePage*>();
    auto* fields = page->findChild<ui::MoreFields*>();
    core::Target target;
    target.proxy = QStringLiteral("ftp://proxy:21");
    fields->setTarget(target);
    auto* address = page->findChild<QLineEdit*>();
    address->clear();
    QTest::keyClicks(address, QStringLiteral("shop.example.org:443")); // typed, so that what was said before goes
    engine::RunRequest request;
    (void)page->submit(request);
    camera.take(QStringLiteral("2-service-details"));
}

/// What the settings and a proxy change: a plan held down, a report that shows all, a watch proposed.
void takeUnusual(GuiFixture& gui, Camera& camera)
{
    ui::Wizard& wizard = gui.window->wizard();
    gui.context->setLimits({.minutes = 2, .connections = 20, .perSecond = 0.5});
    gui.window->startPractice(QStringLiteral("idle-reset"));
    wizard.goTo(ui::Step::Plan);
    camera.take(QStringLiteral("4-plan-limited"));
    gui.context->setLimits({});
    core::Session session = sampleSession();
    core::RankedCause none;
    none.id = QStringLiteral("no-fault-found");
    none.title = gui.context->knowledge()->page(none.id)->title;
    none.probability = 1;
    session.diagnosis.causes = {none};
    session.target.proxy = QStringLiteral("http://proxy.example.org:3128");
    wizard.openSession(session);
    camera.take(QStringLiteral("6-causes-none"));
    wizard.findChild<QPushButton*>(QStringLiteral("watchForIt"))->click();
    camera.take(QStringLiteral("0-watch-proposed"));
    gui.context->setReports({.hidesPrivate = false, .hiddenWords = {}});
    gui.window->startDiagnosis();
    wizard.openSession(sampleSession());
    wizard.goTo(ui::Step::Report);
    auto* report = wizard.findChild<ui::ReportPage*>();
    (void)QTest::qWaitFor([report] { return !report->previewBytes().isEmpty(); }, 20'000);
    camera.take(QStringLiteral("8-report-open"));
    gui.context->setReports({});
}

/// A run whose packets were recorded: the archive can hold them. The tick is there, then set.
void takePackets(GuiFixture& gui, Camera& camera)
{
    auto* page = gui.window->wizard().findChild<ui::ReportPage*>();
    page->setSession(sampleSession(), gui.context->knowledge(), std::make_shared<const QByteArray>(24, '\0'));
    auto* format = page->findChild<QComboBox*>();
    format->setCurrentIndex(format->findData(QStringLiteral("zip")));
    auto* tick = page->findChild<QCheckBox*>(QStringLiteral("addPackets"));
    for (const QString& name : {QStringLiteral("8-report-packets"), QStringLiteral("8-report-packets-added")}) {
        QSignalSpy ready(page, &ui::ReportPage::previewReady);
        (void)ready.wait(5000);
        camera.take(name);
        tick->click();
    }
    format->setCurrentIndex(0);
}

/// The other two views of a result, and every chart of it below one another.
void takeViews(ui::Wizard& wizard, Camera& camera)
{
    auto* page = wizard.findChild<ui::ResultPage*>();
    auto* tabs = page->findChild<QTabWidget*>();
    tabs->setCurrentIndex(1);
    camera.take(QStringLiteral("6-charts"));
    camera.take(QStringLiteral("6-charts-all"), *tabs->findChild<ui::FigureGallery*>()->widget());
    tabs->setCurrentIndex(2);
    camera.take(QStringLiteral("6-tests"));
    tabs->setCurrentIndex(0);
}

bool run(GuiFixture& gui, Camera& camera)
{
    ui::Wizard& wizard = gui.window->wizard();
    gui.window->activateWindow(); // the dialogs before had the keyboard
    if (!QTest::qWaitForWindowActive(gui.window.get()))
        return false;
    gui.window->startDiagnosis();
    camera.take(QStringLiteral("1-problem"));
    wizard.goTo(ui::Step::Service);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    camera.take(QStringLiteral("2-service-missing"));
    takeDetails(wizard, camera);
    gui.window->startPractice(QStringLiteral("idle-reset"));
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    const QString names[] = {QStringLiteral("1-problem-practice"), QStringLiteral("2-service"),
                             QStringLiteral("3-signs"), QStringLiteral("4-plan")};
    for (const QString& name : names) {
        camera.take(name);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    if (wizard.step() != ui::Step::Testing)
        return false;
    const auto underWay = [&gui] { // enough to see on the strips, and more to come
        qsizetype attempts = 0;
        for (const core::TestRecord& test : gui.context->controller().snapshot().session.tests)
            attempts += static_cast<qsizetype>(test.attempts.size());
        return attempts >= AttemptsToShow;
    };
    (void)QTest::qWaitFor(underWay, 60'000);
    camera.take(QStringLiteral("5-testing"));
    gui.window->showPage(ui::MainWindow::Home);
    camera.take(QStringLiteral("0-home-running"));
    if (finished.isEmpty() && !finished.wait(120'000))
        return false;
    gui.window->showPage(ui::MainWindow::Home);
    const std::pair<ui::Step, QString> after[] = {{ui::Step::Testing, QStringLiteral("5-finished")},
                                                  {ui::Step::Causes, QStringLiteral("6-causes")},
                                                  {ui::Step::Cure, QStringLiteral("7-cure")},
                                                  {ui::Step::Report, QStringLiteral("8-report")}};
    QTest::keyClick(gui.window.get(), Qt::Key_8, Qt::ControlModifier);
    for (const auto& [step, name] : after) {
        wizard.goTo(step);
        camera.take(name);
        if (step == ui::Step::Causes)
            takeViews(wizard, camera);
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "usage: doctor_screenshots FOLDER [LOOKS [still]]\n");
        return 2;
    }
    QDir folder(QString::fromLocal8Bit(argv[1]));
    if (!folder.mkpath(QStringLiteral("."))) {
        std::fprintf(stderr, "cannot make the folder %s\n", argv[1]);
        return 3;
    }
    using store::Theme;
    const Look looks[] = {
        {QStringLiteral("en"), Theme::Light, {1280, 800}}, {QStringLiteral("de"), Theme::Dark, {800, 600}},
        {QStringLiteral("en"), Theme::Light, {800, 600}},  {QStringLiteral("de"), Theme::Dark, {1280, 800}},
        {QStringLiteral("en"), Theme::Dark, {1280, 800}},  {QStringLiteral("de"), Theme::Light, {800, 600}},
        {QStringLiteral("en"), Theme::Dark, {800, 600}},   {QStringLiteral("de"), Theme::Light, {1280, 800}}};
    const int count = argc > 2 ? QString::fromLocal8Bit(argv[2]).toInt() : static_cast<int>(std::size(looks));
    const bool still = argc > 3; // no run: the pages that need none are there in seconds
    for (int i = 0; i < count; ++i) {
        const Look& look = looks[i];
        ui::Theme::apply(application, look.theme);
        GuiFixture gui(look.language, look.size);
        Camera camera(folder, look, *gui.window);
        takeBrowsing(*gui.window, camera, QStringLiteral("-empty"));
        takeComparison(*gui.window, camera);
        takeImport(gui, camera);
        takeDialogs(gui, camera);
        takeWatch(gui, camera);
        takeUnusual(gui, camera);
        takePackets(gui, camera);
        if (still) {
            gui.window->startDiagnosis();
            gui.window->wizard().goTo(ui::Step::Service);
            takeDetails(gui.window->wizard(), camera);
        }
        if (!still && !run(gui, camera)) {
            std::fprintf(stderr, "the practice run did not finish\n");
            return 1;
        }
        takeBrowsing(*gui.window, camera, QString());
    }
    return 0;
}
