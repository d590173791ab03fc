// SPDX-License-Identifier: GPL-3.0-or-later
// One window for each data folder: later starts come to it, and nobody waits for one that is gone.
#include "app/core/json/session_json.h"
#include "tests/gui/gui_fixture.h"
#include "tests/support/sample_session.h"
#include "ui/shell/first_instance.h"
#include "ui/wizard/wizard.h"

#include <QProcess>
#include <QSignalSpy>

using namespace doctor;
using namespace doctor::testsupport;

namespace
{

constexpr auto LaterStart = "DOCTOR_TEST_LATER_START";
constexpr int Soon = 20'000;
constexpr int HandedOver = 0;
constexpr int WentOnAlone = 7;

/// What main() does of it, in a process of its own.
int beALaterStart(const QString& folder, const QStringList& wishes)
{
    const ui::FirstInstance instance(folder);
    return !instance.isFirst() && instance.handOver(wishes, 10'000) ? HandedOver : WentOnAlone;
}

std::unique_ptr<QProcess> start(const QString& folder, const QStringList& wishes)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(LaterStart), folder);
    process->setProcessEnvironment(environment);
    process->start(QCoreApplication::applicationFilePath(), wishes);
    return process;
}

bool isOver(QProcess& process)
{
    return QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, Soon);
}

} // namespace

class TestGuiInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLaterStartHandsOverItsFile();
    void wishesBeforeTheFirstListensAreKept();
    void nobodyWaitsForOneThatIsGone();
    void whereNothingCanBeWrittenEverybodyIsFirst();
};

void TestGuiInstance::aLaterStartHandsOverItsFile()
{
    GuiFixture gui;
    const QString file = gui.folder.filePath(QStringLiteral("one.json"));
    QVERIFY(core::saveSession(sampleSession(), file));
    ui::FirstInstance first(gui.folder.path());
    QVERIFY(first.isFirst());
    QObject::connect(&first, &ui::FirstInstance::wished, gui.window.get(), &ui::MainWindow::takeWishes);
    first.listen();
    gui.window->showMinimized();
    const auto later = start(gui.folder.path(), {file});
    QVERIFY(isOver(*later));
    QCOMPARE(later->exitCode(), HandedOver);
    QTRY_VERIFY_WITH_TIMEOUT(gui.window->wizard().isVisible(), Soon);
    QCOMPARE(gui.window->wizard().step(), ui::Step::Causes);
    QVERIFY(!gui.window->isMinimized());
}

void TestGuiInstance::wishesBeforeTheFirstListensAreKept()
{
    const QTemporaryDir folder;
    ui::FirstInstance first(folder.path());
    QSignalSpy wished(&first, &ui::FirstInstance::wished);
    const auto later = start(folder.path(), {QStringLiteral("a b.json")});
    const auto isThere = [&folder] {
        return !QDir(folder.filePath(QStringLiteral("window"))).entryList({QStringLiteral("*.wish")}).isEmpty();
    };
    QVERIFY(QTest::qWaitFor(isThere, Soon));
    first.listen();
    QVERIFY(isOver(*later));
    QCOMPARE(later->exitCode(), HandedOver);
    QTRY_COMPARE(wished.size(), 1);
    QCOMPARE(wished[0][0].toStringList(), QStringList{QStringLiteral("a b.json")});
}

void TestGuiInstance::nobodyWaitsForOneThatIsGone()
{
    const QTemporaryDir folder;
    {
        const ui::FirstInstance gone(folder.path());
        QVERIFY(gone.isFirst());
        const ui::FirstInstance second(folder.path());
        QVERIFY(!second.isFirst());
        QVERIFY(!second.handOver({}, 50)); // it does not listen
        QVERIFY(QDir(folder.filePath(QStringLiteral("window"))).entryList({QStringLiteral("*.wish")}).isEmpty());
    }
    const auto later = start(folder.path(), {});
    QVERIFY(isOver(*later));
    QCOMPARE(later->exitCode(), WentOnAlone); // it is the first now
}

void TestGuiInstance::whereNothingCanBeWrittenEverybodyIsFirst()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const ui::FirstInstance one(file.fileName());
    const ui::FirstInstance two(file.fileName());
    QVERIFY(one.isFirst() && two.isFirst());
}

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (const QString folder = qEnvironmentVariable(LaterStart); !folder.isEmpty())
        return beALaterStart(folder, QCoreApplication::arguments().mid(1));
    TestGuiInstance test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_gui_instance.moc"
