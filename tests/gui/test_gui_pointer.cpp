// SPDX-License-Identifier: GPL-3.0-or-later
// A whole diagnosis by pointer alone, from Home to a saved report; only the address is typed.
#include "app/engine/practice_target.h"
#include "tests/gui/gui_fixture.h"
#include "ui/export/report_page.h"
#include "ui/widgets/theme.h"
#include "ui/wizard/wizard.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QWindow>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;

namespace
{

constexpr int Soon = 20'000;
constexpr int RunTimeoutMs = 120'000;

/// Clicks on the window where the widget is seen; false when something else lies there or it is not in view.
bool clickAt(QWidget& widget, const QPoint& place)
{
    QWidget* window = widget.window();
    if (!painted(*window)) // nobody clicks on what has not been drawn
        return false;
    const QPoint at = widget.mapTo(window, place);
    QWidget* hit = window->childAt(at);
    if (!hit || (hit != &widget && !widget.isAncestorOf(hit)) || !widget.isEnabled())
        return false;
    QTest::mouseMove(window->windowHandle(), at);
    QTest::mouseClick(window->windowHandle(), Qt::LeftButton, Qt::NoModifier, at);
    QCoreApplication::processEvents();
    return true;
}

bool click(QWidget* widget)
{
    return widget && clickAt(*widget, widget->rect().center());
}

/// Opens the box and clicks on one of its lines.
bool choose(QComboBox* box, int row)
{
    if (!click(box) || !QTest::qWaitFor([box] { return box->view()->isVisible(); }, Soon))
        return false;
    const QRect line = box->view()->visualRect(box->model()->index(row, box->modelColumn()));
    return clickAt(*box->view()->viewport(), line.center()) &&
           QTest::qWaitFor([box] { return !box->view()->isVisible(); }, Soon);
}

} // namespace

class TestGuiPointer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wholeDiagnosis_data();
    void wholeDiagnosis();
};

void TestGuiPointer::initTestCase()
{
    ui::Theme::apply(*qobject_cast<QApplication*>(qApp), store::Theme::Light);
}

void TestGuiPointer::wholeDiagnosis_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    QTest::newRow("English, 1280x800") << QStringLiteral("en") << QSize(1280, 800);
    QTest::newRow("German, 800x600") << QStringLiteral("de") << QSize(800, 600);
}

void TestGuiPointer::wholeDiagnosis()
{
    QFETCH(QString, language);
    QFETCH(QSize, size);
    auto server = engine::PracticeTarget::start(QStringLiteral("reset-at-accept"));
    QVERIFY(server);
    GuiFixture gui(language, size);
    ui::MainWindow& window = *gui.window;
    const auto button = [&window](const char* context, const char* text) {
        return visibleChild<QPushButton>(window, QCoreApplication::translate(context, text).remove(u'&'));
    };
    QVERIFY(click(button("doctor::ui::HomePage", "&Start a diagnosis")));
    ui::Wizard& wizard = window.wizard();
    QCOMPARE(wizard.step(), Step::Problem);
    auto* next = wizard.findChild<QPushButton*>(QStringLiteral("next"));
    auto* pages = wizard.findChild<QStackedWidget*>();
    QRadioButton* symptom = pages->currentWidget()->findChildren<QRadioButton*>().at(2);
    QVERIFY(click(symptom));
    QVERIFY(symptom->isChecked());
    QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Service);
    auto* address = pages->currentWidget()->findChild<QLineEdit*>();
    QVERIFY(click(address));
    QVERIFY(address->hasFocus());
    QTest::keyClicks(address, QStringLiteral("http://127.0.0.1:%1/").arg((*server)->port()));
    QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Signs);
    QVERIFY(choose(pages->currentWidget()->findChild<QComboBox*>(), 1));
    QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Plan);
    auto* plan = pages->currentWidget()->findChild<QComboBox*>();
    QVERIFY(choose(plan, 0));
    QCOMPARE(plan->currentIndex(), 0);
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Testing);
    QVERIFY(!finished.isEmpty() || finished.wait(RunTimeoutMs));
    const auto session = finished[0][0].value<core::Session>();
    QVERIFY(session.complete && !session.practice);
    if (wizard.step() == Step::Testing)
        QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Causes);
    auto* tabs = pages->currentWidget()->findChild<QTabBar*>();
    for (const int tab : {1, 2, 0}) {
        QVERIFY(clickAt(*tabs, tabs->tabRect(tab).center()));
        QCOMPARE(tabs->currentIndex(), tab);
    }
    QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Cure);
    QVERIFY(click(wizard.findChild<QPushButton*>(QStringLiteral("back"))));
    QCOMPARE(wizard.step(), Step::Causes);
    QVERIFY(click(next));
    QVERIFY(click(next));
    QCOMPARE(wizard.step(), Step::Report);
    auto* report = wizard.findChild<ui::ReportPage*>();
    QVERIFY(QTest::qWaitFor([report] { return !report->previewBytes().isEmpty(); }, Soon));
    const QString file = gui.folder.filePath(QStringLiteral("report.html"));
    report->setFileChooser([&file](QWidget*, const QString&, const QString&) { return file; });
    QSignalSpy saved(report, &ui::ReportPage::savedTo);
    QVERIFY(click(button("doctor::ui::ReportPage", "&Save report…")));
    QVERIFY(!saved.isEmpty() || saved.wait(Soon));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromUtf8(written.readAll()).contains(session.diagnosis.causes.at(0).title.toHtmlEscaped()));
    QVERIFY(click(next)); // Close
    QTRY_VERIFY(!wizard.isVisible());
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
}

QTEST_MAIN(TestGuiPointer)
#include "test_gui_pointer.moc"
