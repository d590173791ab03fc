// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the wizard that has tests run and follows them.
#include "ui/wizard/wizard.h"

#include "app/figures/comparison.h"
#include "ui/export/report_page.h"
#include "ui/results/fix_page.h"
#include "ui/results/result_page.h"
#include "ui/run/run_page.h"
#include "ui/run/time_left.h"
#include "ui/shell/app_context.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/plan_page.h"
#include "ui/wizard/service_page.h"
#include "ui/wizard/step_list.h"

#include <QApplication>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>

namespace doctor::ui
{

namespace
{
constexpr qint64 QuietBeforeMovingOnMs = 5000;
} // namespace

void Wizard::startTests(const engine::RunRequest& request)
{
    m_context.settings().setSeenThingsToKnow();
    m_plan->setThingsToKnowVisible(false);
    if (!request.practice)
        m_context.settings().addRecentTarget(core::displayName(request.target));
    m_session.reset();
    m_before.reset();
    m_packets.reset();
    m_ranWith = request;
    m_edited = false;
    if (const quint64 runId = m_context.controller().startWhenFree(request))
        follow(runId);
    else
        wait();
}

void Wizard::wait()
{
    m_waiting = true;
    goTo(Step::Plan);
    m_banner->button()->setFocus(Qt::OtherFocusReason);
}

void Wizard::stopWaiting()
{
    m_waiting = false;
    m_context.controller().dropWaiting();
    for (InputPage* page : m_inputs)
        page->setEnabled(true);
    goTo(m_step);
}

void Wizard::runUnseen(const engine::RunRequest& request)
{
    m_practice.reset();
    begin(request);
    m_ranWith = request;
    m_step = Step::Testing;
    follow(m_context.controller().start(request));
}

void Wizard::startFromHere()
{
    if (isUnderWay() || m_waiting || !inputPage(m_step))
        return;
    jumpTo(Step::Plan);
    if (m_step == Step::Plan && m_plan->submit(m_request))
        startTests(m_request);
}

void Wizard::runAgain()
{
    if (!m_session || isUnderWay())
        return;
    goTo(Step::Plan); // which may have to ask
    if (m_plan->submit(m_request) && hasItsServer(m_request))
        startTests(m_request);
}

void Wizard::checkAgain(const core::Session& session)
{
    openSession(session);
    goTo(Step::Plan);
    if (m_plan->submit(m_request)) {
        startMore(testsToRepeat(session), true);
        return;
    }
    begin(m_request); // nothing is measured yet, so that the plan offers to start
    goTo(Step::Plan);
    (void)m_plan->submit(m_request); // says what is missing
}

/// A practice run from the history has lost its server, and another may listen on that port by now.
bool Wizard::hasItsServer(engine::RunRequest& request)
{
    if (!request.practice || m_practice)
        return true;
    auto started = engine::PracticeTarget::start(request.practiceFault);
    if (!started) {
        m_banner->setMessage(started.error().message);
        return false;
    }
    m_practice = std::move(*started);
    request.target = m_practice->request().target;
    for (engine::RunRequest* known : {&m_request, &*m_ranWith})
        known->target = request.target;
    if (m_session)
        m_session->target = request.target; // more tests go where the session says
    const QScopedValueRollback filling(m_filling, true);
    m_service->setRequest(m_request);
    return true;
}

bool Wizard::watch()
{
    if (!m_session || m_session->practice) // that server ends with the program
        return false;
    // With the login of a proxy, which the session does not hold.
    Q_EMIT watchRequested(m_ranWith ? m_ranWith->target : m_session->target);
    return true;
}

void Wizard::printReport()
{
    goTo(Step::Report);
    m_report->print();
}

QList<QWidget*> Wizard::panes() const
{
    return {m_steps, m_banner, m_stack->currentWidget(), m_next};
}

void Wizard::startMore(const QStringList& tests, bool anew, Follow where)
{
    if (!m_session || !m_ranWith || isUnderWay() || !hasItsServer(*m_ranWith))
        return;
    engine::SessionController& controller = m_context.controller();
    if (controller.isRunning()) {
        m_banner->setMessage(
            tr("Another diagnosis is running. Wait for its end or stop it, then run more tests here."));
        return;
    }
    engine::RunRequest request = *m_ranWith;
    // The settings may have become stricter since.
    PlanPage::applyThoroughness(request, PlanPage::Thoroughness::Custom, m_context.settings().limits());
    request.onlyTests = tests;
    request.skipTests.clear();
    if (anew) {
        m_before = m_session;
        m_packets.reset();
    }
    m_further = where == Follow::StayHere ? tests : QStringList();
    follow(anew ? controller.start(request) : controller.continueWith(*m_session, request, tests), where);
}

void Wizard::runLonger()
{
    PlanPage::applyThoroughness(m_request, PlanPage::Thoroughness::LongIdle, m_context.settings().limits());
    m_plan->setRequest(m_request);
    goTo(Step::Plan);
}

void Wizard::follow(quint64 runId, Follow where)
{
    m_runId = runId;
    m_runState = engine::RunState::Running;
    m_sinceInput.start();
    qApp->installEventFilter(this);
    if (where == Follow::GoToTesting)
        m_further.clear();
    takeSnapshot(m_context.controller().snapshot());
    if (where == Follow::GoToTesting) {
        goTo(Step::Testing);
        return;
    }
    showHeader(); // the page in view stays, and so does the keyboard
    showButtons();
    showStepBanner();
    refreshSteps();
    Q_EMIT titleChanged();
}

QString Wizard::furtherTestText() const
{
    const auto& knowledge = m_context.knowledge();
    QStringList titles;
    for (const QString& test : m_further)
        titles += knowledge->text(QStringLiteral("test.%1.title").arg(test));
    const QString names = QLocale().createSeparatedList(titles);
    if (!isUnderWay())
        return tr("Done: %1. The causes below are up to date.", "names of the tests").arg(names);
    const auto left = m_run->snapshot().secondsLeft;
    return left ? tr("Running now: %1. %2. The causes below change as answers come in.", "names, then the time left")
                      .arg(names, TimeLeft::words(*left))
                : tr("Running now: %1. The causes below change as answers come in.", "names of the tests").arg(names);
}

QString Wizard::checkedText() const
{
    const QString difference = figures::beforeAndAfter(*m_before, *m_session, *m_context.knowledge());
    return difference.isEmpty()
               ? tr("These tests ran again, to see whether the fault is gone; none of them had failed before.")
               : tr("These tests ran again, to see whether the fault is gone. %1", "%1 whole sentences")
                     .arg(difference);
}

void Wizard::showStepBanner()
{
    if (m_waiting)
        m_banner->setMessage(tr("Waits until the tests of %1 have ended, then starts by itself.", "%1 another service")
                                 .arg(core::displayName(m_context.controller().snapshot().session.target)),
                             tr("&Do not wait"));
    else if (isUnderWay() && inputPage(m_step))
        m_banner->setMessage(tr("A test is running. These are the answers it was started with."));
    else if (!m_further.isEmpty() && m_step == Step::Causes)
        m_banner->setMessage(furtherTestText(), isUnderWay() ? tr("Stop") : QString());
    else if (isUnderWay() && m_step > Step::Testing)
        m_banner->setMessage(tr("The tests are still running; this is what they have shown so far."));
    else if (m_before && m_session && !isUnderWay() && m_step >= Step::Testing)
        m_banner->setMessage(checkedText(), tr("Compare befo&re and after"));
    else if (m_session && answersChanged() && m_step >= Step::Testing)
        m_banner->setMessage(tr("These results are from other settings. Go back to the plan and start the tests to "
                                "renew them."));
    else
        m_banner->hide();
}

void Wizard::skipTest()
{
    if (isUnderWay())
        m_context.controller().skipTest();
}

void Wizard::pause()
{
    if (isUnderWay())
        m_context.controller().pause();
}

void Wizard::resume()
{
    if (isUnderWay())
        m_context.controller().resume();
}

void Wizard::stop()
{
    if (isUnderWay())
        m_context.controller().stop();
}

void Wizard::takeSnapshot(const engine::Snapshot& snapshot)
{
    if (snapshot.runId != m_runId || m_runId == 0)
        return;
    const bool ended = snapshot.state == engine::RunState::Finished && isUnderWay();
    m_runState = snapshot.state;
    const bool more = !m_session || m_session->findings.size() != snapshot.session.findings.size();
    m_session = snapshot.session;
    if (snapshot.packets)
        m_packets = snapshot.packets;
    m_run->setSnapshot(snapshot, m_context.knowledge());
    if (more && !ended)
        sessionChanged();
    if (!m_further.isEmpty() && m_step == Step::Causes)
        showStepBanner();
    if (ended)
        runFinished();
}

void Wizard::runFinished()
{
    qApp->removeEventFilter(this);
    for (InputPage* page : m_inputs)
        page->setEnabled(true);
    sessionChanged();
    showHeader();
    showButtons();
    showStepBanner();
    refreshSteps();
    Q_EMIT titleChanged();
    if (m_step == Step::Testing && m_session->complete && m_sinceInput.elapsed() >= QuietBeforeMovingOnMs)
        goTo(Step::Causes);
    else if (m_step == Step::Testing)
        m_next->setFocus(Qt::OtherFocusReason);
}

void Wizard::sessionChanged()
{
    m_stale.fill(true);
    showSession();
}

void Wizard::showSession()
{
    // Only the step in view is built anew; the others when they are gone to.
    bool& stale = m_stale[static_cast<std::size_t>(m_step)];
    if (!m_session || !stale)
        return;
    stale = false;
    const auto& knowledge = m_context.knowledge();
    if (m_step == Step::Testing && !isUnderWay())
        m_run->setSnapshot(finishedSnapshot(), knowledge);
    else if (m_step == Step::Causes)
        m_result->setSession(*m_session, knowledge);
    else if (m_step == Step::Cure)
        m_fix->setSession(*m_session, knowledge);
    else if (m_step == Step::Report)
        m_report->setSession(*m_session, knowledge, m_packets);
}

engine::Snapshot Wizard::finishedSnapshot() const
{
    engine::Snapshot shown;
    if (m_run->snapshot().runId == m_runId)
        shown.plan = m_run->snapshot().plan;
    shown.runId = m_runId;
    shown.state = engine::RunState::Finished;
    shown.session = *m_session;
    shown.fraction = 1;
    return shown;
}

} // namespace doctor::ui
