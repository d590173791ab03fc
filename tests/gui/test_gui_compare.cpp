// SPDX-License-Identifier: GPL-3.0-or-later
// Diagnoses side by side, by keyboard from the history and after a check whether the fault is gone.
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/charts/figure_view.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/fixed_table.h"
#include "ui/history/history_page.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/wizard.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>

using namespace doctor;
using namespace doctor::testsupport;
using Page = ui::MainWindow;

namespace
{

core::Session cured()
{
    core::Session session = sampleSession();
    session.startedAt = session.startedAt.addDays(1);
    for (core::TestRecord& test : session.tests) {
        for (core::Attempt& attempt : test.attempts) {
            if (!attempt.succeeded)
                attempt.ending = {core::Who::Nobody, core::How::Open, core::Phase::Idle, {}, {}};
            attempt.succeeded = true;
        }
    }
    return session;
}

ui::FixedTable* tableOf(QWidget& page, const char* name)
{
    return page.findChild<ui::FixedTable*>(QString::fromLatin1(name));
}

} // namespace

class TestGuiCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aloneItSaysWhatToDo();
    void chosenByKeyboardFromTheHistory();
    void nothingIsClipped_data();
    void nothingIsClipped();
    void afterACheckBeforeAndAfterStandTogether();
    void theLanguageChangesInPlace();
};

void TestGuiCompare::aloneItSaysWhatToDo()
{
    GuiFixture gui;
    gui.window->showPage(Page::Compare);
    auto* page = gui.window->findChild<ui::ComparePage*>();
    auto* choose = visibleChild<QPushButton>(*page, QStringLiteral("Choose diagnoses"));
    QVERIFY(choose && choose->hasFocus());
    QVERIFY(!tableOf(*page, "results")->isVisible());
    QTest::keyClick(choose, Qt::Key_Space);
    QVERIFY(gui.window->findChild<ui::HistoryPage*>()->isVisible());
}

void TestGuiCompare::chosenByKeyboardFromTheHistory()
{
    GuiFixture gui;
    gui.context->history().keep(sampleSession());
    gui.context->history().keep(cured());
    gui.window->showPage(Page::Diagnoses);
    auto* history = gui.window->findChild<ui::HistoryPage*>();
    auto* list = history->findChild<QTableView*>();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    auto* compare = visibleChild<QPushButton>(*history, QStringLiteral("Compare"));
    QVERIFY(!compare->isEnabled()); // one alone
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(compare->isEnabled());
    QVERIFY(!visibleChild<QPushButton>(*history, QStringLiteral("Open"))->isEnabled());
    QTest::keyClick(compare, Qt::Key_Space);
    QTRY_VERIFY(gui.window->findChild<ui::ComparePage*>()); // made when the diagnoses have been read
    auto* page = gui.window->findChild<ui::ComparePage*>();
    QTRY_VERIFY(page->isVisible());
    auto* results = tableOf(*page, "results");
    QVERIFY(results->isVisible() && results->hasFocus());
    QVERIFY(!results->accessibleName().isEmpty() && !results->accessibleDescription().isEmpty());
    QCOMPARE(results->columnCount(), 4);
    bool told = false;
    for (int row = 1; row < results->rowCount(); ++row)
        told = told || results->item(row, 2)->text().startsWith(QStringLiteral("0 of"));
    QVERIFY(told);
    QTRY_VERIFY(page->findChildren<ui::FigureView*>().size() >= 4);
    QVERIFY(!tableOf(*page, "settings")->isVisible()); // they were the same
}

void TestGuiCompare::nothingIsClipped_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

void TestGuiCompare::nothingIsClipped()
{
    QFETCH(QString, language);
    GuiFixture gui(language, {800, 600});
    gui.window->showPage(Page::Compare);
    core::Session other = cured();
    other.target.host = QStringLiteral("another-and-rather-longer-name.example.org");
    auto* page = gui.window->findChild<ui::ComparePage*>();
    page->setSessions({sampleSession(), other});
    QTRY_VERIFY(page->findChildren<ui::FigureView*>().size() >= 4);
    QCoreApplication::processEvents();
    for (const char* name : {"settings", "results"}) {
        auto* table = tableOf(*page, name);
        QVERIFY(table->isVisible());
        QCOMPARE(table->verticalScrollBar()->maximum(), 0);
        QCOMPARE(table->horizontalScrollBar()->maximum(), 0);
        std::vector<int> heights;
        for (int row = 0; row < table->rowCount(); ++row)
            heights.push_back(table->rowHeight(row));
        table->resizeRowsToContents();
        for (int row = 0; row < table->rowCount(); ++row)
            QVERIFY(heights[static_cast<std::size_t>(row)] >= table->rowHeight(row));
    }
    for (auto* area : page->findChildren<QScrollArea*>())
        QVERIFY(area->widget()->width() <= area->viewport()->width());
}

void TestGuiCompare::afterACheckBeforeAndAfterStandTogether()
{
    GuiFixture gui;
    core::Session session = sampleSession();
    session.target.host = QStringLiteral("127.0.0.1");
    session.target.port = 9;
    session.target.protocol = core::Protocol::Tcp;
    session.target.addresses = {QStringLiteral("127.0.0.1")};
    gui.window->startDiagnosis();
    ui::Wizard& wizard = gui.window->wizard();
    wizard.openSession(session);
    wizard.goTo(ui::Step::Cure);
    auto* check = visibleChild<QPushButton>(wizard, QStringLiteral("Check whether it is fixed"));
    QVERIFY(check);
    QSignalSpy finished(&gui.context->controller(), &engine::SessionController::finished);
    QTest::keyClick(check, Qt::Key_Space);
    QVERIFY(!finished.isEmpty() || finished.wait(60'000));
    QTRY_VERIFY(visibleChild<QPushButton>(wizard, QStringLiteral("Compare before and after")));
    bool told = false; // in the page at once, with what the difference is worth
    for (const auto* banner : wizard.findChildren<ui::Banner*>())
        told = told || (banner->isVisible() && banner->text().contains(QStringLiteral("before, 3 of 10 failed")));
    QVERIFY(told);
    QTest::keyClick(visibleChild<QPushButton>(wizard, QStringLiteral("Compare before and after")), Qt::Key_Space);
    QTRY_VERIFY(gui.window->findChild<ui::ComparePage*>()); // made when the diagnoses have been read
    auto* page = gui.window->findChild<ui::ComparePage*>();
    QTRY_VERIFY(page->isVisible());
    QCOMPARE(tableOf(*page, "results")->columnCount(), 4);
}

void TestGuiCompare::theLanguageChangesInPlace()
{
    GuiFixture gui;
    gui.window->showPage(Page::Compare);
    auto* page = gui.window->findChild<ui::ComparePage*>();
    page->setSessions({sampleSession(), cured()});
    const QString english = tableOf(*page, "results")->item(1, 1)->text();
    QVERIFY(gui.context->setLanguage(QStringLiteral("de")));
    QTRY_VERIFY(tableOf(*page, "results")->item(1, 1)->text() != english);
}

QTEST_MAIN(TestGuiCompare)
#include "test_gui_compare.moc"
