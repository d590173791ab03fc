// SPDX-License-Identifier: GPL-3.0-or-later
// The answer comes first, and nothing that was not tested looks as if it were fine.
#include "tests/support/sample_session.h"
#include "ui/charts/chart_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/results/fix_page.h"
#include "ui/results/result_page.h"
#include "ui/results/test_tree.h"
#include "ui/results/time_filter.h"

#include <QApplication>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace doctor;

class TestResultPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void headlineComesFirst();
    void causesAreRankedInWordsAndNumbers();
    void nextTestIsOneButton();
    void stepOfThePersonHasNoButton();
    void stoppedRunOffersTheRest();
    void nothingFoundIsItsOwnVerdict();
    void chartMarkLeadsToItsAttempt();
    void oneSpanHoldsForAllViews();
    void practiceSaysWhatWasExpected();
    void eachPlaceIsGoneToAtOnce();
    void fitsSmallWindows();
    void fixesAreGroupedAndCopied();
    void messageToTheOtherSideHoldsTimesAndAddresses();
    void checkRepeatsTheTestsThatSpokeForIt();
    void namesOnAPageAreUnique();

private:
    std::unique_ptr<ui::ResultPage> page(const core::Session& session) const
    {
        auto made = std::make_unique<ui::ResultPage>();
        made->setSession(session, m_knowledge);
        made->resize(1000, 700);
        made->show();
        return made;
    }
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

namespace
{

bool shows(const QWidget& page, const QString& text)
{
    const auto labels = page.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->isVisibleTo(&page) && label->text().contains(text); });
}

QPushButton* buttonOf(const QWidget& page, const QString& text)
{
    for (auto* button : page.findChildren<QPushButton*>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

void TestResultPage::initTestCase()
{
    const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
    m_knowledge = *loaded;
}

void TestResultPage::headlineComesFirst()
{
    const core::Session session = testsupport::sampleSession();
    const auto shown = page(session);
    const auto* headline = shown->findChild<QLabel*>(QStringLiteral("headline"));
    QCOMPARE(headline->text(), session.diagnosis.verdict.summary);
    const QPoint place = headline->mapTo(shown.get(), QPoint());
    for (const QLabel* other : shown->findChildren<QLabel*>()) {
        if (other->isVisible() && !other->text().isEmpty())
            QVERIFY(other->mapTo(shown.get(), QPoint()).y() >= place.y());
    }
    QVERIFY(headline->font().pointSizeF() > QApplication::font().pointSizeF() * 1.4);
}

void TestResultPage::causesAreRankedInWordsAndNumbers()
{
    const auto shown = page(testsupport::sampleSession());
    const auto* list = shown->findChild<QListView*>();
    const QString first = list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(first.contains(QStringLiteral("91")), qPrintable(first));
    QVERIFY2(first.startsWith(QStringLiteral("1.")), qPrintable(first));
    QCOMPARE(list->currentIndex().row(), 0);
    for (const auto& title : {QStringLiteral("Evidence for"), QStringLiteral("Evidence against"),
                              QStringLiteral("Not tested"), QStringLiteral("What would settle it")})
        QVERIFY2(shows(*shown, title), qPrintable(title));
}

void TestResultPage::nextTestIsOneButton()
{
    const auto shown = page(testsupport::sampleSession());
    QSignalSpy wanted(shown.get(), &ui::ResultPage::runTestRequested);
    auto* button = shown->findChild<QPushButton*>(QStringLiteral("runThisTest"));
    QVERIFY(button);
    button->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.front().front().toString(), QStringLiteral("load-ramp"));
}

void TestResultPage::stepOfThePersonHasNoButton()
{
    core::Session session = testsupport::sampleSession();
    session.diagnosis.nextTest = core::NextTest{QStringLiteral("other-networks"), QStringLiteral("It may help."), 180};
    const auto shown = page(session);
    QVERIFY(!shown->findChild<QPushButton*>(QStringLiteral("runThisTest")));
    QVERIFY(shows(*shown, QStringLiteral("Try it from another network")));
}

void TestResultPage::stoppedRunOffersTheRest()
{
    const auto complete = page(testsupport::sampleSession());
    QVERIFY(!shows(*complete, QStringLiteral("Stopped after")));
    core::Session stopped = testsupport::stoppedSession();
    stopped.tests.back().state = core::TestState::Skipped;
    stopped.tests.back().reason = QStringLiteral("no-consent");
    const auto shown = page(stopped);
    QVERIFY(shows(*shown, QStringLiteral("Stopped after")));
    QSignalSpy wanted(shown.get(), &ui::ResultPage::runRemainingRequested);
    QPushButton* button = nullptr;
    for (auto* one : shown->findChildren<QPushButton*>()) {
        if (one->text().startsWith(QStringLiteral("Run the remaining")))
            button = one;
    }
    QVERIFY(button);
    button->click();
    const QStringList tests = wanted.front().front().toStringList();
    QVERIFY(tests.contains(QStringLiteral("idle-survival")));
    QVERIFY(!tests.contains(QStringLiteral("connect")));
    QVERIFY(!tests.contains(QStringLiteral("load-ramp"))); // needs a consent that was not given
}

void TestResultPage::nothingFoundIsItsOwnVerdict()
{
    core::Session session = testsupport::sampleSession();
    std::swap(session.diagnosis.causes.front(), session.diagnosis.causes.back());
    session.diagnosis.verdict.closedBy = core::ClosedBy::Nobody;
    session.diagnosis.verdict.summary = QStringLiteral("All went well.");
    const auto shown = page(session);
    QCOMPARE(shown->findChild<QLabel*>(QStringLiteral("headline"))->text(),
             QStringLiteral("We could not make it fail"));
    QVERIFY(shows(*shown, QStringLiteral("All went well.")));
    QVERIFY(shows(*shown, QStringLiteral("What was covered")));
    QVERIFY(shows(*shown, QStringLiteral("What was not covered")));
}

void TestResultPage::chartMarkLeadsToItsAttempt()
{
    const auto shown = page(testsupport::sampleSession());
    auto* tabs = shown->findChild<QTabWidget*>();
    tabs->setCurrentIndex(1);
    QCoreApplication::processEvents();
    ui::ChartCanvas* withPoints = nullptr;
    for (auto* canvas : tabs->widget(1)->findChildren<ui::ChartCanvas*>()) {
        if (canvas->accessibleName() == QStringLiteral("After how long without traffic is it closed?"))
            withPoints = canvas;
    }
    QVERIFY(withPoints);
    QTest::keyClick(withPoints, Qt::Key_End);
    QTest::keyClick(withPoints, Qt::Key_Space);
    QCOMPARE(tabs->currentIndex(), 2);
}

void TestResultPage::eachPlaceIsGoneToAtOnce()
{
    core::Session session = testsupport::sampleSession();
    auto& fixes = session.diagnosis.causes.front().fixes;
    for (int i = 0; i < 8; ++i) {
        fixes.push_back(fixes[1]); // of this computer
        fixes.back().title += QString::number(i);
    }
    ui::FixPage page;
    page.setSession(session, m_knowledge);
    page.resize(800, 500);
    page.show();
    auto* server = buttonOf(page, QStringLiteral("On the server (1)"));
    QVERIFY(server && buttonOf(page, QStringLiteral("On this computer (9)")));
    auto* area = page.findChild<QScrollArea*>();
    QCOMPARE(area->verticalScrollBar()->value(), 0);
    QTest::keyClick(server, Qt::Key_Space);
    const auto labels = area->findChildren<QLabel*>();
    const auto heading = std::find_if(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text() == QStringLiteral("On the server");
    });
    QVERIFY(heading != labels.end());
    const int top = (*heading)->mapTo(area->viewport(), QPoint()).y();
    QVERIFY2(top >= 0 && top < area->viewport()->height(), qPrintable(QString::number(top)));
}

void TestResultPage::practiceSaysWhatWasExpected()
{
    core::Session session = testsupport::sampleSession();
    session.practice = true;
    session.practiceFault = QStringLiteral("idle-reset");
    QVERIFY(shows(*page(session), QStringLiteral(": found")));
    session.practiceFault = QStringLiteral("healthy-tcp");
    QVERIFY(shows(*page(session), QStringLiteral(": not found, expected was “%1”")
                                      .arg(m_knowledge->page(QStringLiteral("no-fault-found"))->title)));
    const auto low = page(session);
    low->resize(780, 420); // the facts are one line there
    QVERIFY(shows(*low, QStringLiteral("Practice run: ")));
}

void TestResultPage::oneSpanHoldsForAllViews()
{
    const auto shown = page(testsupport::sampleSession());
    auto* tabs = shown->findChild<QTabWidget*>();
    auto* tree = shown->findChild<ui::TestTree*>();
    auto* filter = shown->findChild<ui::TimeFilter*>();
    const auto boxes = filter->findChildren<QDoubleSpinBox*>();
    QCOMPARE(boxes.size(), 2);
    QVERIFY(!filter->isVisible()); // the causes are those of the whole run
    const auto connections = [tree] {
        int count = 0;
        for (int i = 0; i < tree->topLevelItemCount(); ++i)
            count += tree->topLevelItem(i)->childCount();
        return count;
    };
    const auto marks = [tabs] {
        std::size_t most = 0;
        for (const auto* view : tabs->findChildren<ui::FigureView*>())
            if (view->figure().id == QStringLiteral("attempt-strip"))
                most = view->figure().points.size();
        return static_cast<int>(most);
    };
    const int all = connections();
    tabs->setCurrentIndex(1);
    QVERIFY(filter->isVisible());
    QCOMPARE(marks(), all);
    boxes[0]->setValue(7.0); // seconds: from the idle test on
    QVERIFY(connections() < all);
    QCOMPARE(marks(), connections());
    QVERIFY(connections() > 0);
    boxes[1]->setValue(3.0); // held by the other end
    QCOMPARE(boxes[1]->value(), 7.0);
    // An evidence line leads to the attempt that it means, whatever was filtered.
    tabs->setCurrentIndex(0);
    auto* jump = shown->findChild<QPushButton*>(QStringLiteral("showAttempts"));
    QTest::keyClick(jump, Qt::Key_Space);
    QCOMPARE(connections(), all);
    QVERIFY(filter->showsAll());
    QCOMPARE(tree->currentItem()->text(0).section(u':', 0, 0), QStringLiteral("8")); // the eighth idle connection
}

void TestResultPage::fitsSmallWindows()
{
    const auto shown = page(testsupport::sampleSession());
    QVERIFY2(shown->minimumSizeHint().width() <= 640, qPrintable(QString::number(shown->minimumSizeHint().width())));
    shown->resize(700, 480);
    QCoreApplication::processEvents();
    const auto* list = shown->findChild<QListView*>();
    QVERIFY(list->isVisible());
    QVERIFY(shown->rect().contains(QRect(list->mapTo(shown.get(), QPoint()), list->size())));
}

void TestResultPage::fixesAreGroupedAndCopied()
{
    ui::FixPage fixes;
    fixes.setSession(testsupport::sampleSession(), m_knowledge);
    fixes.show();
    QVERIFY(shows(fixes, QStringLiteral("On this computer")));
    QVERIFY(shows(fixes, QStringLiteral("On the server")));
    QVERIFY(!shows(fixes, QStringLiteral("On the network in between")));
    QPushButton* copy = nullptr;
    for (auto* button : fixes.findChildren<QPushButton*>()) {
        if (button->accessibleName() == QStringLiteral("Copy: Close idle connections before the server does"))
            copy = button;
    }
    QVERIFY(copy);
    copy->click();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("maxIdleTime=15s"));
    QCOMPARE(copy->text(), QStringLiteral("Copied"));
}

void TestResultPage::messageToTheOtherSideHoldsTimesAndAddresses()
{
    ui::FixPage fixes;
    fixes.setSession(testsupport::sampleSession(), m_knowledge);
    fixes.show();
    auto* ask = buttonOf(fixes, QStringLiteral("Ask the other side"));
    QVERIFY(ask);
    const auto* text = fixes.findChild<QPlainTextEdit*>();
    QVERIFY(!text->isVisible());
    ask->click();
    QVERIFY(text->isVisible());
    const QString message = text->toPlainText();
    QVERIFY(message.contains(QStringLiteral("shop.example.org:443")));
    QVERIFY(message.contains(QStringLiteral("-> 192.0.2.10:443")));
    QVERIFY(message.contains(QStringLiteral("198.51.100.7:4")));
    QVERIFY2(message.contains(QStringLiteral("2026-11-22 ")), qPrintable(message));
    QVERIFY(message.contains(QStringLiteral("tcpdump -ni any")));
    QVERIFY(message.contains(QStringLiteral("WHAT EACH ANSWER WOULD PROVE")));
}

void TestResultPage::checkRepeatsTheTestsThatSpokeForIt()
{
    ui::FixPage fixes;
    fixes.setSession(testsupport::sampleSession(), m_knowledge);
    QSignalSpy wanted(&fixes, &ui::FixPage::checkFixedRequested);
    buttonOf(fixes, QStringLiteral("Check whether it is fixed"))->click();
    QCOMPARE(wanted.front().front().toStringList(),
             QStringList({QStringLiteral("idle-survival"), QStringLiteral("exchange")}));
}

void TestResultPage::namesOnAPageAreUnique()
{
    const auto shown = page(testsupport::sampleSession());
    QTRY_VERIFY(shown->findChild<QPushButton*>(QStringLiteral("moreAboutCause"))); // the last part of the page
    shown->findChild<QTabWidget*>()->setCurrentIndex(1);
    QCoreApplication::processEvents();
    ui::FixPage fixes;
    fixes.setSession(testsupport::sampleSession(), m_knowledge);
    fixes.show();
    QTRY_VERIFY(!fixes.findChild<QPlainTextEdit*>()->toPlainText().isEmpty());
    for (const QWidget* page : {static_cast<const QWidget*>(shown.get()), static_cast<const QWidget*>(&fixes)}) {
        QSet<QString> names;
        for (const auto* button : page->findChildren<QPushButton*>()) {
            if (!button->isVisible())
                continue;
            const QString name = button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
            QVERIFY2(!names.contains(name), qPrintable(name));
            names.insert(name);
        }
    }
}

QTEST_MAIN(TestResultPage)
#include "test_result_page.moc"
