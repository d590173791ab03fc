// SPDX-License-Identifier: GPL-3.0-or-later
// Which diagnosis is in view. One runs at a time and one may wait for its end; who turns to something else meanwhile
// gets a second wizard, so nothing that runs or waits is lost.
#include "app/engine/session_controller.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/wizard/wizard.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <utility>

namespace doctor::ui
{

Wizard& MainWindow::wizard()
{
    if (!m_wizard) {
        m_wizard = new Wizard(m_context, m_top);
        m_top->addWidget(m_wizard);
        connect(m_wizard, &Wizard::closed, this, [this] { showPage(Home); });
        connect(m_wizard, &Wizard::titleChanged, this, &MainWindow::refresh);
        connect(m_wizard, &Wizard::compareRequested, this, &MainWindow::compareSessions);
        connect(m_wizard, &Wizard::importRequested, this, [this] { showPage(Import); });
        connect(m_wizard, &Wizard::watchRequested, this, &MainWindow::proposeWatch);
        connect(&m_context.controller(), &engine::SessionController::snapshotChanged, this, &MainWindow::takeSnapshot,
                Qt::UniqueConnection);
        connect(&m_context.controller(), &engine::SessionController::finished, this, &MainWindow::keep,
                Qt::UniqueConnection);
    }
    return *m_wizard;
}

bool MainWindow::wizardInView() const
{
    return m_wizard && m_top->currentWidget() == m_wizard;
}

Wizard* MainWindow::wizardThat(bool (Wizard::*is)() const) const
{
    for (Wizard* wizard : {m_wizard, m_otherWizard}) {
        if (wizard && (wizard->*is)())
            return wizard;
    }
    return nullptr;
}

void MainWindow::showWizard()
{
    m_top->setCurrentWidget(&wizard());
    m_wizard->goTo(m_wizard->step());
    refresh();
}

/// From one of two diagnoses to the other.
void MainWindow::showOtherDiagnosis()
{
    if (wizardInView() && m_otherWizard)
        std::swap(m_wizard, m_otherWizard);
    showWizard();
}

/// What the status bar speaks of: the running tests, or those that wait when the running ones are in view.
void MainWindow::showNews()
{
    Wizard* wanted = wizardThat(&Wizard::isUnderWay);
    if (!wanted || (wizardInView() && wanted == m_wizard))
        wanted = wizardThat(&Wizard::isWaiting);
    if (wanted && wanted == m_otherWizard)
        std::swap(m_wizard, m_otherWizard);
    showWizard();
}

/// True when the wizard in front can be given something else; false when one diagnosis runs and one waits, which is
/// said.
bool MainWindow::makeRoom()
{
    const auto isBusy = [](const Wizard* wizard) { return wizard && (wizard->isUnderWay() || wizard->isWaiting()); };
    if (!isBusy(m_wizard))
        return true;
    if (!isBusy(m_otherWizard)) {
        std::swap(m_wizard, m_otherWizard);
        return true;
    }
    showWizard();
    m_wizard->showMessage(tr("One diagnosis is running and one waits for its end. Stop one of them, then start or open "
                             "another."));
    return false;
}

void MainWindow::startDiagnosis()
{
    if (!makeRoom())
        return;
    m_top->setCurrentWidget(&wizard());
    m_wizard->startNew();
    refresh();
}

void MainWindow::startPractice(const QString& faultId)
{
    if (!makeRoom())
        return;
    m_top->setCurrentWidget(&wizard());
    m_wizard->startPractice(faultId);
    refresh();
}

void MainWindow::openSession(const core::Session& session)
{
    statusBar()->clearMessage();
    if (!makeRoom())
        return;
    m_top->setCurrentWidget(&wizard());
    m_wizard->openSession(session);
    refresh();
}

void MainWindow::showStatus()
{
    const Wizard* running = wizardThat(&Wizard::isUnderWay);
    const Wizard* waiting = wizardThat(&Wizard::isWaiting);
    const Wizard* inView = wizardInView() ? m_wizard : nullptr;
    const bool tellsRun = m_running && !(inView && inView == running);
    const bool tellsNext = waiting && waiting != inView;
    if (tellsRun && tellsNext) {
        //: %1 whole sentence, %2 service
        m_statusText->setText(tr("%1. Next: %2").arg(m_runningText, waiting->service()));
    } else {
        m_statusText->setText(tellsNext ? tr("Next: %1", "%1 service").arg(waiting->service()) : m_runningText);
    }
    m_statusText->setVisible(tellsRun || tellsNext);
    m_statusBar->setVisible(tellsRun);
    m_statusShow->setVisible((tellsRun && running) || tellsNext);
    statusBar()->setVisible(tellsRun || tellsNext || !statusBar()->currentMessage().isEmpty());
}

} // namespace doctor::ui
