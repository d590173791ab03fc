// SPDX-License-Identifier: GPL-3.0-or-later
// A figure can be read without a mouse and without eyes: keys, spoken text, table twin, files.
#include "tests/support/sample_session.h"
#include "ui/charts/chart_axes.h"
#include "ui/charts/chart_canvas.h"
#include "ui/charts/figure_export.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/marks_item.h"

#include <QAccessible>
#include <QGraphicsSimpleTextItem>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace doctor;

namespace
{

figures::Figure strip()
{
    figures::Figure figure;
    figure.id = QStringLiteral("attempt-strip");
    figure.question = QStringLiteral("How long did each take?");
    figure.answer = QStringLiteral("2 of 3 worked, 1 was cut off.");
    figure.x = {QStringLiteral("Attempt"), {}, figures::Axis::Scale::Linear, 0.5, 3.5, {}};
    figure.y = {QStringLiteral("Time"), QStringLiteral("ms"), figures::Axis::Scale::Log, 0, 1000, {}};
    figure.points = {{3, 30, figures::Mark::Worked, QStringLiteral("third"), QStringLiteral("connect"), 2},
                     {1, 10, figures::Mark::Worked, QStringLiteral("first"), QStringLiteral("connect"), 0},
                     {2, 0, figures::Mark::Reset, QStringLiteral("second"), QStringLiteral("connect"), 1}};
    figure.table.header = {QStringLiteral("Attempt"), QStringLiteral("Outcome")};
    figure.table.rows = {{QStringLiteral("1"), QStringLiteral("first")},
                         {QStringLiteral("2"), QStringLiteral("second, \"cut\"")},
                         {QStringLiteral("3"), QStringLiteral("=1+1")}};
    return figure;
}

} // namespace

class TestFigureView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void emptyFigureSaysWhatWouldBeHere();
    void arrowKeysWalkFromLeftToRight();
    void spaceOpensTheAttempt();
    void enterTogglesTheTable();
    void tableHoldsWhatTheFigureHolds();
    void screenReaderHearsQuestionAndAnswer();
    void sameFigureKeepsTheCurrentMark();
    void csvIsQuotedAndHarmless();
    void unwritableFileIsToldInThePage();
    void everyKindOfFileIsSaved();
    void thinningKeepsEveryFailure();
    void ticksAreRound();
    void drawsEveryKindOfFigure();
    void theValueOfAFullBarIsWhole();
    void noMarkStrikesThroughALabel();

private:
    std::unique_ptr<ui::FigureView> m_view;
    ui::ChartCanvas* m_canvas = nullptr;
};

void TestFigureView::init()
{
    m_view = std::make_unique<ui::FigureView>();
    m_view->setFigure(strip());
    m_view->resize(700, 500);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_canvas = m_view->findChild<ui::ChartCanvas*>(QStringLiteral("figureChart"));
    QVERIFY(m_canvas);
}

void TestFigureView::cleanup()
{
    m_view.reset();
}

void TestFigureView::emptyFigureSaysWhatWouldBeHere()
{
    m_view->setFigure({});
    QVERIFY(!m_canvas->isVisible());
    bool said = false;
    for (const QLabel* label : m_view->findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().contains(QStringLiteral("will be a mark here")));
    QVERIFY(said);
    for (const QPushButton* button : m_view->findChildren<QPushButton*>())
        QVERIFY(!button->isVisible());
}

void TestFigureView::arrowKeysWalkFromLeftToRight()
{
    const auto* line = m_view->findChild<QLabel*>(QStringLiteral("figureCurrent"));
    m_canvas->setFocus();
    const QList<std::pair<Qt::Key, QString>> walk{
        {Qt::Key_Right, QStringLiteral("first")}, {Qt::Key_Right, QStringLiteral("second")},
        {Qt::Key_Right, QStringLiteral("third")}, {Qt::Key_Right, QStringLiteral("third")},
        {Qt::Key_Left, QStringLiteral("second")}, {Qt::Key_Home, QStringLiteral("first")},
        {Qt::Key_End, QStringLiteral("third")}};
    for (const auto& [key, wanted] : walk) {
        QTest::keyClick(m_canvas, key);
        QVERIFY2(line->text().endsWith(wanted), qPrintable(line->text()));
        QCOMPARE(m_canvas->accessibleDescription(), line->text());
    }
}

void TestFigureView::spaceOpensTheAttempt()
{
    QSignalSpy activated(m_view.get(), &ui::FigureView::pointActivated);
    QTest::keyClick(m_canvas, Qt::Key_Space);
    QCOMPARE(activated.size(), 0);
    QTest::keyClick(m_canvas, Qt::Key_Home);
    QTest::keyClick(m_canvas, Qt::Key_Right);
    QTest::keyClick(m_canvas, Qt::Key_Space);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.front().at(0).toString(), QStringLiteral("connect"));
    QCOMPARE(activated.front().at(1).toInt(), 1);
}

void TestFigureView::enterTogglesTheTable()
{
    QTest::keyClick(m_canvas, Qt::Key_Return);
    QVERIFY(m_view->showsTable());
    QPushButton* toggle = nullptr;
    for (auto* button : m_view->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Show as chart"))
            toggle = button;
    }
    QVERIFY(toggle);
    QCOMPARE(toggle->accessibleName(), QStringLiteral("Show as chart: How long did each take?"));
    toggle->click();
    QVERIFY(!m_view->showsTable());
    QVERIFY(m_canvas->isVisible());
}

void TestFigureView::tableHoldsWhatTheFigureHolds()
{
    const auto* table = m_view->findChild<QTableView*>(QStringLiteral("figureTable"));
    QVERIFY(!table->tabKeyNavigation());
    const auto* model = table->model();
    const figures::Figure figure = strip();
    QCOMPARE(model->rowCount(), static_cast<int>(figure.table.rows.size()));
    for (int column = 0; column < model->columnCount(); ++column) {
        QCOMPARE(model->headerData(column, Qt::Horizontal).toString(), figure.table.header.at(column));
        for (int row = 0; row < model->rowCount(); ++row)
            QCOMPARE(model->index(row, column).data().toString(), figure.table.rows[size_t(row)].at(column));
    }
}

void TestFigureView::screenReaderHearsQuestionAndAnswer()
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(m_canvas);
    QVERIFY(interface);
    QCOMPARE(interface->role(), QAccessible::Chart);
    QCOMPARE(interface->text(QAccessible::Name), strip().question);
    QCOMPARE(interface->text(QAccessible::Description), strip().answer);
    QCOMPARE(interface->childCount(), 0);
}

void TestFigureView::sameFigureKeepsTheCurrentMark()
{
    QTest::keyClick(m_canvas, Qt::Key_Home);
    figures::Figure longer = strip();
    longer.points.push_back({3.2, 40, figures::Mark::Worked, QStringLiteral("fourth"), {}, -1});
    m_view->setFigure(longer);
    QCOMPARE(m_canvas->current(), 0);
    QCOMPARE(m_canvas->markCount(), 4);
    longer.id = QStringLiteral("another");
    m_view->setFigure(longer);
    QCOMPARE(m_canvas->current(), -1);
}

void TestFigureView::csvIsQuotedAndHarmless()
{
    QCOMPARE(ui::figureexport::csv(strip().table),
             QByteArray("Attempt,Outcome\r\n1,first\r\n2,\"second, \"\"cut\"\"\"\r\n3,'=1+1\r\n"));
    QCOMPARE(ui::figureexport::csv({{QStringLiteral("n")}, {{QStringLiteral("-3.5")}}}), QByteArray("n\r\n-3.5\r\n"));
}

void TestFigureView::unwritableFileIsToldInThePage()
{
    const QTemporaryDir folder;
    const auto failed = ui::figureexport::write(folder.filePath(QStringLiteral("missing/a.csv")), "x");
    QVERIFY(!failed);
    QVERIFY(failed.error().message.contains(QStringLiteral("a.csv")));
    const QString good = folder.filePath(QStringLiteral("a.csv"));
    QVERIFY(ui::figureexport::write(good, "x"));
    QCOMPARE(QFileInfo(good).size(), 1);
}

void TestFigureView::everyKindOfFileIsSaved()
{
    const QTemporaryDir folder;
    m_view->setFileChooser([&folder](QWidget*, const QString& name, const QString&) { return folder.filePath(name); });
    const auto actions = m_view->findChild<QMenu*>()->actions();
    QCOMPARE(actions.size(), 3);
    for (QAction* action : actions)
        action->trigger();
    QVERIFY(QImage(folder.filePath(QStringLiteral("attempt-strip.png"))).width() >= 2 * m_canvas->width());
    QFile table(folder.filePath(QStringLiteral("attempt-strip.csv")));
    QVERIFY(table.open(QIODevice::ReadOnly));
    QCOMPARE(table.readAll(), ui::figureexport::csv(strip().table));
    QFile drawing(folder.filePath(QStringLiteral("attempt-strip.svg")));
    QVERIFY(drawing.open(QIODevice::ReadOnly));
    const QByteArray svg = drawing.readAll();
    QVERIFY(svg.startsWith("<svg"));
    QVERIFY(svg.contains("#d55e00")); // colours are inside, and no variable is left
    QVERIFY(!svg.contains("var(--"));
}

void TestFigureView::thinningKeepsEveryFailure()
{
    std::vector<figures::Point> points(5000);
    for (size_t i = 0; i < points.size(); i += 100)
        points[i].mark = figures::Mark::Reset;
    const auto kept = ui::thinned(points, 1000);
    QVERIFY(kept.size() <= 1000 + 50);
    QCOMPARE(std::count_if(kept.begin(), kept.end(), [](const auto& p) { return p.mark == figures::Mark::Reset; }), 50);
}

void TestFigureView::ticksAreRound()
{
    QCOMPARE(ui::niceStep(10, 5), 2.0);
    QCOMPARE(ui::niceStep(37, 6), 10.0);
    QCOMPARE(ui::niceStep(0.5, 5), 0.1);
    QCOMPARE(ui::niceStep(0, 5), 1.0);
}

void TestFigureView::noMarkStrikesThroughALabel()
{
    figures::Figure figure = strip();
    figure.x.minimum = 0;
    figure.x.maximum = 100;
    figure.y = {QStringLiteral("Took"), QStringLiteral("ms"), figures::Axis::Scale::Linear, 0, 120, {}};
    figure.lines = {{{{0, 100}, {100, 100}}, figures::Mark::Reference, true, QStringLiteral("failed")}};
    figure.points.clear();
    for (int x = 60; x <= 100; x += 2) // failures above the border, where its label would stand
        figure.points.push_back({double(x), 103, figures::Mark::Reset, QStringLiteral("failed"), {}, -1});
    m_view->setFigure(figure);
    const auto struck = [this] {
        for (QGraphicsItem* item : m_canvas->scene()->items()) {
            auto* text = qgraphicsitem_cast<QGraphicsSimpleTextItem*>(item);
            if (text && text->text() == QStringLiteral("failed"))
                return text->sceneBoundingRect().right() > m_canvas->sceneRect().width() * 0.5;
        }
        return true;
    };
    QTRY_VERIFY(!struck());
}

void TestFigureView::theValueOfAFullBarIsWhole()
{
    figures::Figure figure;
    figure.id = QStringLiteral("ranking");
    figure.question = QStringLiteral("Which causes are likely?");
    figure.answer = QStringLiteral("One leads.");
    figure.x = {QStringLiteral("Likelihood"), QStringLiteral("%"), figures::Axis::Scale::Linear, 0, 100, {}};
    figure.y.scale = figures::Axis::Scale::Category;
    figure.y.categories = {QStringLiteral("The server closes connections that are quiet for too long")};
    figure.bars = {{0, 99.8, 0, figures::Mark::For, QStringLiteral("99.8 %")}};
    m_view->setFigure(figure);
    const auto value = [this]() -> QGraphicsSimpleTextItem* {
        for (QGraphicsItem* item : m_canvas->scene()->items()) {
            auto* text = qgraphicsitem_cast<QGraphicsSimpleTextItem*>(item);
            if (text && text->text() == QStringLiteral("99.8 %"))
                return text;
        }
        return nullptr;
    };
    QTRY_VERIFY(value());
    QTRY_VERIFY(m_canvas->sceneRect().contains(value()->sceneBoundingRect()));
}

void TestFigureView::drawsEveryKindOfFigure()
{
    const auto knowledge = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY2(knowledge.has_value(), knowledge ? "" : qPrintable(knowledge.error().message));
    for (const figures::Figure& figure : figures::allFigures(testsupport::sampleSession(), **knowledge)) {
        m_view->setFigure(figure);
        QCOMPARE(m_canvas->accessibleName(), figure.question);
        QCOMPARE(m_canvas->markCount(), static_cast<int>(figure.points.size() + figure.bars.size()));
        QVERIFY(!m_canvas->grab().isNull());
    }
}

QTEST_MAIN(TestFigureView)
#include "test_figure_view.moc"
