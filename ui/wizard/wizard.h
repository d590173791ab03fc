// SPDX-License-Identifier: GPL-3.0-or-later
// A diagnosis in eight steps: asks, has it tested, shows what was found, and lets one go back without losing anything.
#pragma once

#include "app/engine/practice_target.h"
#include "app/engine/session_controller.h"
#include "ui/wizard/step_texts.h"

#include <QElapsedTimer>
#include <QWidget>
#include <array>
#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace doctor::ui
{

class AppContext;
class Banner;
class FixPage;
class InputPage;
class PlanPage;
class ReportPage;
class ResultPage;
class RunPage;
class ServicePage;
class StepList;

class Wizard final : public QWidget
{
    Q_OBJECT
public:
    explicit Wizard(AppContext& context, QWidget* parent = nullptr);
    ~Wizard() override;

    /// A new diagnosis at step 1.
    void startNew(const QString& errorText = {});
    /// The same with the practice server as the target and the answers that a sufferer of this fault would give.
    bool startPractice(const QString& faultId);
    /// Shows a finished session at step 6.
    void openSession(const core::Session& session);
    /// Runs the tests again that showed the fault of this session, and shows before and after; asks on the plan step
    /// where that needs a permission.
    void checkAgain(const core::Session& session);
    /// Runs these tests without asking anything, for somebody who may not be looking; shown when the wizard is.
    void runUnseen(const engine::RunRequest& request);
    /// Looks again at the run or session that is there.
    void goTo(Step step);

    [[nodiscard]] Step step() const { return m_step; }
    [[nodiscard]] bool hasSession() const { return m_session.has_value(); }
    [[nodiscard]] bool isUnderWay() const;                     ///< its own tests run
    [[nodiscard]] bool isWaiting() const { return m_waiting; } ///< for the end of another diagnosis, to start then
    [[nodiscard]] QString service() const;                     ///< its target as the user knows it
    [[nodiscard]] QString pageTitle() const;                   ///< "Step 4 of 8: Plan"
    /// Starts the tests from any of the questions; the first with something missing is shown instead.
    void startFromHere();
    /// The whole plan once more, with the answers as they are now.
    void runAgain();
    /// False: there is no service yet.
    bool watch();
    void printReport();
    /// What F6 goes through.
    [[nodiscard]] QList<QWidget*> panes() const;
    void skipTest();
    void pause();
    void resume();
    void stop();
    /// Tells something across the step in view; gone with the next step.
    void showMessage(const QString& sentence);
    /// Puts a part of the window's own below the steps' news.
    void addNotice(QWidget* notice);

Q_SIGNALS:
    void closed(); ///< the user is done here
    /// Before and after a check whether the fault is gone.
    void compareRequested(const std::vector<doctor::core::Session>& sessions);
    void watchRequested(const doctor::core::Target& target);
    void importRequested(); ///< there is a file to start from
    void titleChanged();    ///< another step or language

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildPages();
    void connectPages();
    void retranslate();
    void reloadKnowledge();
    void begin(const engine::RunRequest& request);
    void followSettings();
    void next();
    void back();
    void third();
    /// Now, or after the end of another diagnosis that runs.
    void startTests(const engine::RunRequest& request);
    void wait();
    void stopWaiting();
    /// Where one is while further tests run: on the testing page, or on the page that asked for them.
    enum class Follow { GoToTesting, StayHere };
    void startMore(const QStringList& tests, bool anew, Follow where = Follow::GoToTesting);
    [[nodiscard]] bool hasItsServer(engine::RunRequest& request);
    void runLonger();
    void takeSnapshot(const engine::Snapshot& snapshot);
    void runFinished();
    void follow(quint64 runId, Follow where = Follow::GoToTesting);
    [[nodiscard]] QString furtherTestText() const;
    [[nodiscard]] QString checkedText() const;
    void jumpTo(Step step);
    void sessionChanged();
    void showSession();
    [[nodiscard]] engine::Snapshot finishedSnapshot() const;
    void showHeader();
    void showButtons();
    void showStepBanner();
    void refreshSteps();
    [[nodiscard]] bool answersChanged() const;
    [[nodiscard]] Testing testing() const;
    [[nodiscard]] InputPage* inputPage(Step step) const;
    [[nodiscard]] QWidget* firstField(Step step) const;

    AppContext& m_context;
    Step m_step = Step::Problem;
    engine::RunRequest m_request;                ///< answers so far
    std::optional<engine::RunRequest> m_ranWith; ///< what the shown results were measured with
    std::optional<core::Session> m_session;      ///< last state of the run, or the opened session
    std::optional<core::Session> m_before;       ///< what the run in view checks again
    std::shared_ptr<const QByteArray> m_packets; ///< of the run in view, if its packets were recorded
    quint64 m_runId = 0;
    engine::RunState m_runState = engine::RunState::Idle;
    std::array<bool, StepCount> m_stale{}; ///< steps that show an older state of the session
    bool m_edited = false;                 ///< an answer was touched since the tests were started
    bool m_filling = false;                ///< answers are being filled in by us
    bool m_waiting = false;
    QStringList m_further; ///< tests that run on top of the results in view
    std::unique_ptr<engine::PracticeTarget> m_practice;
    QElapsedTimer m_sinceInput; ///< the user's last key or click while tests run

    StepList* m_steps = nullptr;
    QLabel* m_stepLine = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_reason = nullptr;
    Banner* m_banner = nullptr;
    QVBoxLayout* m_content = nullptr;
    QStackedWidget* m_stack = nullptr;
    std::array<InputPage*, 4> m_inputs{};
    ServicePage* m_service = nullptr;
    PlanPage* m_plan = nullptr;
    RunPage* m_run = nullptr;
    ResultPage* m_result = nullptr;
    FixPage* m_fix = nullptr;
    ReportPage* m_report = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_third = nullptr;
};

} // namespace doctor::ui
