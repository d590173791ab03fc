// SPDX-License-Identifier: GPL-3.0-or-later
// The item models keep Qt's rules while rows come, change and go, and say what the values say.
#include "tests/support/sample_session.h"
#include "ui/models/history_table_model.h"
#include "ui/models/plan_table_model.h"
#include "ui/models/test_table_model.h"
#include "ui/run/time_left.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace doctor;
using namespace doctor::ui;

class TestGuiModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void testRowsFollowThePlanAndTheSession();
    void testTableChangesOnlyWhatDiffers();
    void planTicksOnlyWhatTheUserTookOut();
    void historyNamesAndNotesCanBeEdited();
    void timeLeftRounds_data();
    void timeLeftRounds();
    void timeLeftIsCalm();

private:
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
};

void TestGuiModels::initTestCase()
{
    const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    QVERIFY2(loaded, loaded ? "" : qUtf8Printable(loaded.error().message));
    m_knowledge = *loaded;
}

void TestGuiModels::testRowsFollowThePlanAndTheSession()
{
    engine::Plan plan;
    plan.tests = {{QStringLiteral("name-lookup"), 1, 0, false, true, {}},
                  {QStringLiteral("not-yet"), 1, 1, false, true, {}},
                  {QStringLiteral("load-ramp"), 20, 30, true, false, QStringLiteral("no-consent")}};
    const auto rows = testRows(testsupport::sampleSession(), plan, QStringLiteral("not-yet"), *m_knowledge);
    QCOMPARE(rows.size(), std::size_t{10}); // nine recorded ones and the one that only the plan knows
    QCOMPARE(rows[0].id, QStringLiteral("name-lookup"));
    QCOMPARE(rows[0].state, core::TestState::Done);
    QCOMPARE(rows[0].worked, 1);
    QCOMPARE(rows[1].state, core::TestState::Running);
    QCOMPARE(rows[2].id, QStringLiteral("load-ramp"));
    QCOMPARE(rows[2].state, core::TestState::Skipped);
    QVERIFY(!rows[2].note.isEmpty());
}

void TestGuiModels::testTableChangesOnlyWhatDiffers()
{
    TestTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(testRows(testsupport::stoppedSession(), {}, {}, *m_knowledge));
    QCOMPARE(model.rowCount(), 9);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setRows(testRows(testsupport::sampleSession(), {}, {}, *m_knowledge));
    QCOMPARE(resets.size(), 0);
    QCOMPARE(changes.size(), 4); // the idle test and all after it went another way
    const int idle = model.rowOf(QStringLiteral("idle-survival"));
    QCOMPARE(model.index(idle, TestTableModel::Worked).data().toString(), QStringLiteral("7 of 10"));
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.rowOf(QStringLiteral("connect")), -1);
    QVERIFY(!model.index(0, 0).isValid());
}

void TestGuiModels::planTicksOnlyWhatTheUserTookOut()
{
    PlanTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    engine::Plan plan;
    plan.tests = {{QStringLiteral("connect"), 3, 6, false, true, {}},
                  {QStringLiteral("service"), 1, 3, false, false, QStringLiteral("user")},
                  {QStringLiteral("load-ramp"), 20, 30, true, false, QStringLiteral("no-consent")}};
    model.setPlan(plan, m_knowledge);
    QSignalSpy toggles(&model, &PlanTableModel::testToggled);
    QVERIFY(!model.setData(model.index(2, 0), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(toggles.size(), 2);
    QCOMPARE(toggles[0][0].toString(), QStringLiteral("connect"));
    QCOMPARE(toggles[0][1].toBool(), false);
    QCOMPARE(toggles[1][1].toBool(), true);
    QVERIFY(model.index(2, PlanTableModel::Time).data().toString().isEmpty());
}

void TestGuiModels::historyNamesAndNotesCanBeEdited()
{
    HistoryTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    store::HistoryEntry entry;
    entry.id = 7;
    entry.startedAt = testsupport::sampleSession().startedAt;
    entry.target = QStringLiteral("shop.example.org:443");
    entry.topCause = QStringLiteral("server-idle-timeout");
    entry.probability = 0.91;
    entry.practice = true;
    model.setEntries({entry}, m_knowledge);
    QVERIFY(model.index(0, HistoryTableModel::Likelihood).data().toString().contains(QStringLiteral("91")));
    QVERIFY(model.index(0, HistoryTableModel::Target).data().toString().contains(QStringLiteral("practice")));
    QSignalSpy edits(&model, &HistoryTableModel::noteEdited);
    QVERIFY(!model.setData(model.index(0, HistoryTableModel::Cause), QStringLiteral("x")));
    QVERIFY(model.setData(model.index(0, HistoryTableModel::Note), QStringLiteral("after the update")));
    QCOMPARE(edits.size(), 1);
    QCOMPARE(edits[0][0].toLongLong(), 7);

    QSignalSpy names(&model, &HistoryTableModel::nameEdited);
    const QModelIndex service = model.index(0, HistoryTableModel::Target);
    QVERIFY(model.setData(service, QStringLiteral(" Shop after the move ")));
    QVERIFY(service.data().toString().startsWith(QStringLiteral("Shop after the move")));
    QCOMPARE(service.data(Qt::ToolTipRole).toString(), QStringLiteral("shop.example.org:443"));
    model.setFilter(QStringLiteral("the move"));
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(model.setData(model.index(0, HistoryTableModel::Target), QString()));
    QVERIFY(model.index(0, HistoryTableModel::Target).data().toString().startsWith(QStringLiteral("shop.example.org")));
    QCOMPARE(names.last()[1].toString(), QString());
}

void TestGuiModels::timeLeftRounds_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<int>("number"); // that the words must hold; 0: none checked
    QTest::newRow("almost done") << 3.0 << 10;
    QTest::newRow("tens") << 41.0 << 50;
    QTest::newRow("just under two minutes") << 110.0 << 110;
    QTest::newRow("two minutes") << 115.0 << 2;
    QTest::newRow("half minutes") << 200.0 << 3;
    QTest::newRow("whole minutes") << 1234.0 << 21;
}

void TestGuiModels::timeLeftRounds()
{
    QFETCH(double, seconds);
    QFETCH(int, number);
    const QString words = TimeLeft::words(seconds);
    QVERIFY2(words.contains(QString::number(number)), qUtf8Printable(words));
}

void TestGuiModels::timeLeftIsCalm()
{
    TimeLeft left;
    const QString working = left.text(0.5, 100.0);
    QCOMPARE(left.text(4.9, 80.0), working);
    const QString first = left.text(5.0, 80.0);
    QVERIFY(first != working);
    QCOMPARE(left.text(6.5, 20.0), first); // held for two seconds
    QVERIFY(left.text(7.1, 20.0) != first);
    QVERIFY(left.text(9.5, std::nullopt) != working); // an estimate is never taken back
    left.reset();
    QCOMPARE(left.text(0, std::nullopt), working);
}

QTEST_MAIN(TestGuiModels)
#include "test_gui_models.moc"
