// SPDX-License-Identifier: GPL-3.0-or-later
// Every page at small and usual sizes, dark and light, in both languages: nothing cut off, everything named, access
// keys once. Run a second time on a screen of twice the density.
#include "tests/gui/gui_fixture.h"
#include "tests/gui/page_checks.h"
#include "tests/support/sample_session.h"
#include "ui/compare/compare_page.h"
#include "ui/export/report_page.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/help_dialog.h"
#include "ui/watch/watch_desk.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/wizard.h"

#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;

namespace
{

constexpr int Soon = 30'000;

/// A service that nobody has, as far as the window can tell; what it has seen of it is real.
void watchAClosedPort(GuiFixture& gui)
{
    ui::WatchDesk& desk = gui.context->watch();
    ui::WatchDesk::Wish wish;
    wish.request.target.host = QStringLiteral("127.0.0.1");
    wish.request.target.port = 9;
    wish.request.target.protocol = core::Protocol::Tcp;
    desk.start(wish);
    QVERIFY(QTest::qWaitFor([&desk] { return !desk.rounds().empty(); }, Soon));
    desk.stop();
}

} // namespace

class TestGuiPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theScreenIsAsDenseAsAskedFor();
    void everyPageIsWhole_data();
    void everyPageIsWhole();
    void theChecksSeeWhatIsWrong();
};

void TestGuiPages::theScreenIsAsDenseAsAskedFor()
{
    const double asked = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1")).toDouble();
    GuiFixture gui;
    QCOMPARE(gui.window->devicePixelRatioF(), asked);
    QCOMPARE(gui.window->grab().toImage().size(), gui.window->size() * asked);
}

void TestGuiPages::everyPageIsWhole_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<store::Theme>("theme");
    QTest::addColumn<QSize>("size");
    for (const auto& [name, language] : {std::pair("English", "en"), std::pair("German", "de")})
        for (const auto& [look, theme] :
             {std::pair("light", store::Theme::Light), std::pair("dark", store::Theme::Dark)})
            for (const QSize size : {QSize(800, 600), QSize(1280, 800)})
                QTest::addRow("%s, %s, %dx%d", name, look, size.width(), size.height())
                    << QString::fromLatin1(language) << theme << size;
}

void TestGuiPages::everyPageIsWhole()
{
    QFETCH(QString, language);
    QFETCH(store::Theme, theme);
    QFETCH(QSize, size);
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), theme);
    GuiFixture gui(language, size);
    ui::MainWindow& window = *gui.window;
    ui::Wizard& wizard = window.wizard();
    QStringList problems;
    const auto check = [&](QWidget& what, const QString& page) {
        QTest::qWait(60); // layouts and pictures settle
        problems += clipped(what, page) + namelessOrDouble(what, page) + doubleKeys(what, page);
    };
    window.startDiagnosis();
    for (const Step step : {Step::Problem, Step::Service, Step::Signs}) {
        wizard.goTo(step);
        check(window, wizard.pageTitle());
    }
    wizard.openSession(sampleSession());
    for (int i = static_cast<int>(Step::Plan); i < ui::StepCount; ++i) {
        wizard.goTo(static_cast<Step>(i));
        if (static_cast<Step>(i) == Step::Report) {
            auto* report = wizard.findChild<ui::ReportPage*>();
            QVERIFY(QTest::qWaitFor([report] { return !report->previewBytes().isEmpty(); }, Soon));
        }
        check(window, wizard.pageTitle());
    }
    gui.context->history().keep(sampleSession());
    watchAClosedPort(gui);
    window.showPage(ui::MainWindow::Compare);
    core::Session later = sampleSession();
    later.startedAt = later.startedAt.addDays(1);
    for (const bool filled : {false, true}) {
        if (filled)
            window.findChild<ui::ComparePage*>()->setSessions({sampleSession(), later});
        for (int page = 0; page < ui::MainWindow::PageCount; ++page) {
            window.showPage(static_cast<ui::MainWindow::Page>(page));
            check(window, window.windowTitle());
        }
    }
    for (int page = 0; page < ui::SettingsDialog::PageCount; ++page) {
        ui::SettingsDialog dialog(*gui.context, &window);
        dialog.showPage(static_cast<ui::SettingsDialog::Page>(page));
        dialog.show();
        check(dialog, dialog.windowTitle());
        QVERIFY(dialog.height() <= 560);
    }
    QCOMPARE(window.size(), size); // no page forced it larger
    problems.removeDuplicates();
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void TestGuiPages::theChecksSeeWhatIsWrong()
{
    QWidget page;
    page.resize(200, 200);
    auto* label = new QLabel(QStringLiteral("A sentence that needs more room than it has got here"), &page);
    label->setGeometry(0, 0, 40, 20);
    auto* wrapped = new QLabel(label->text(), &page);
    wrapped->setWordWrap(true);
    wrapped->setGeometry(0, 30, 60, 20);
    auto* out = new QPushButton(QStringLiteral("&Out"), &page);
    out->setGeometry(150, 100, 100, 30);
    auto* nameless = new QPushButton(&page);
    nameless->setGeometry(0, 100, 60, 30);
    auto* twin = new QPushButton(QStringLiteral("&Out"), &page);
    twin->setGeometry(0, 140, 100, 30);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCOMPARE(clipped(page, QStringLiteral("page")).size(), 3);
    QCOMPARE(doubleKeys(page, QStringLiteral("page")).size(), 1);
    QCOMPARE(namelessOrDouble(page, QStringLiteral("page")).size(), 2);
}

QTEST_MAIN(TestGuiPages)
#include "test_gui_pages.moc"
