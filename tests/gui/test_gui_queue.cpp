// SPDX-License-Identifier: GPL-3.0-or-later
// One diagnosis runs at a time; another can be prepared or looked at meanwhile, and waits for its turn.
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/wizard.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>

using namespace doctor;
using namespace doctor::testsupport;
using ui::Step;

namespace
{

constexpr int Soon = 20'000;

/// A window with a diagnosis of the practice server under way.
void startFirst(GuiFixture& gui)
{
    gui.window->startPractice(QStringLiteral("idle-fin"));
    gui.window->wizard().startFromHere();
    QTRY_VERIFY_WITH_TIMEOUT(gui.window->wizard().isUnderWay(), Soon);
}

/// A second diagnosis, started while the first runs.
void startSecond(GuiFixture& gui)
{
    gui.window->startPractice(QStringLiteral("healthy-http"));
    gui.window->wizard().startFromHere();
}

QPushButton* button(GuiFixture& gui, const QString& text)
{
    return visibleChild<QPushButton>(*gui.window, text);
}

QString bannerText(GuiFixture& gui)
{
    const auto* banner = gui.window->wizard().findChild<ui::Banner*>(QStringLiteral("stepBanner"));
    return banner->isVisible() ? banner->text() : QString();
}

} // namespace

class TestGuiQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theThirdIsRefusedInASentence();
    void furtherTestsNeedAFreeLine();
    void closingForgetsWhatWaits();
    void whoDoesNotWaitGetsTheAnswersBack();
    void anEarlierDiagnosisIsReadWhileOneRuns();
    void theWaitingOneStartsByItself();
};

void TestGuiQueue::theThirdIsRefusedInASentence()
{
    GuiFixture gui;
    startFirst(gui);
    startSecond(gui);
    gui.window->startDiagnosis();
    QVERIFY(gui.window->wizard().isWaiting() || gui.window->wizard().isUnderWay());
    QVERIFY2(bannerText(gui).contains(QStringLiteral("one waits")), qPrintable(bannerText(gui)));
}

void TestGuiQueue::furtherTestsNeedAFreeLine()
{
    GuiFixture gui;
    QSignalSpy prepared(gui.window.get(), &ui::MainWindow::prepared);
    QVERIFY(prepared.wait(Soon));
    startFirst(gui);
    const ui::Wizard* first = &gui.window->wizard();
    gui.window->startDiagnosis();
    core::Session here = sampleSession();
    here.target.host = QStringLiteral("127.0.0.1");
    here.target.port = 9;
    gui.window->wizard().checkAgain(here);
    QVERIFY(!gui.window->wizard().isUnderWay());
    QVERIFY2(bannerText(gui).contains(QStringLiteral("Another diagnosis is running")), qPrintable(bannerText(gui)));
    QVERIFY(first->isUnderWay());
}

void TestGuiQueue::closingForgetsWhatWaits()
{
    GuiFixture gui;
    gui.window->setLeavingQuestion([] { return ui::MainWindow::LeavingAnswer{ui::MainWindow::Leaving::End, false}; });
    startFirst(gui);
    startSecond(gui);
    gui.window->close();
    QTRY_VERIFY_WITH_TIMEOUT(!gui.window->isVisible(), Soon);
    QVERIFY(!gui.context->controller().isRunning());
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
}

void TestGuiQueue::whoDoesNotWaitGetsTheAnswersBack()
{
    GuiFixture gui;
    startFirst(gui);
    startSecond(gui);
    ui::Wizard& second = gui.window->wizard();
    QVERIFY(second.isWaiting());
    QCOMPARE(second.step(), Step::Plan);
    QVERIFY2(bannerText(gui).contains(QStringLiteral("starts by itself")), qPrintable(bannerText(gui)));
    QVERIFY(!second.findChild<QPushButton*>(QStringLiteral("next"))->isEnabled());
    QPushButton* stay = button(gui, QStringLiteral("Do not wait"));
    QVERIFY(stay && stay->hasFocus());
    QTest::keyClick(stay, Qt::Key_Space);
    QVERIFY(!second.isWaiting() && !gui.context->controller().isWaiting());
    QVERIFY(second.findChild<QPushButton*>(QStringLiteral("next"))->isEnabled());
    QVERIFY(gui.context->controller().isRunning());
}

void TestGuiQueue::anEarlierDiagnosisIsReadWhileOneRuns()
{
    GuiFixture gui;
    QSignalSpy prepared(gui.window.get(), &ui::MainWindow::prepared);
    QVERIFY(prepared.wait(Soon));
    gui.context->history().keep(sampleSession());
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{1});
    startFirst(gui);
    const ui::Wizard* running = &gui.window->wizard();
    gui.window->showPage(ui::MainWindow::Home);
    QPushButton* last = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((last = button(gui, QStringLiteral("Open the last diagnosis"))), Soon);
    QTest::mouseClick(last, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(gui.window->wizard().isVisible(), Soon);
    QVERIFY(&gui.window->wizard() != running);
    QCOMPARE(gui.window->wizard().step(), Step::Causes);
    QVERIFY(running->isUnderWay());
    QPushButton* show = button(gui, QStringLiteral("Show"));
    QVERIFY(show);
    QTest::mouseClick(show, Qt::LeftButton);
    QCOMPARE(&gui.window->wizard(), running);
    QCOMPARE(gui.window->wizard().step(), Step::Testing);
    QVERIFY(!button(gui, QStringLiteral("Show"))); // it is in view
    QTest::keyClick(gui.window.get(), Qt::Key_8, Qt::ControlModifier);
    QVERIFY(&gui.window->wizard() != running); // and back
}

void TestGuiQueue::theWaitingOneStartsByItself()
{
    GuiFixture gui;
    startFirst(gui);
    const ui::Wizard* first = &gui.window->wizard();
    startSecond(gui);
    ui::Wizard* second = &gui.window->wizard();
    QVERIFY(second != first);
    QVERIFY(second->isWaiting() && first->isUnderWay());
    gui.window->showPage(ui::MainWindow::Home);
    const auto labels = gui.window->statusBar()->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("Next: ") + second->service());
    }));
    gui.context->controller().stop();
    QTRY_VERIFY_WITH_TIMEOUT(second->isUnderWay(), Soon);
    QVERIFY(!first->isUnderWay() && first->hasSession());
    gui.context->controller().stop();
    QTRY_VERIFY_WITH_TIMEOUT(!second->isUnderWay(), Soon);
    QVERIFY(second->hasSession());
    QCOMPARE(writtenHistory(*gui.context).size(), std::size_t{2});
}

QTEST_MAIN(TestGuiQueue)
#include "test_gui_queue.moc"
