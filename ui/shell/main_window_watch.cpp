// SPDX-License-Identifier: GPL-3.0-or-later
// The watch in the window: its page, its news, and what becomes of it when the window is closed.
#include "app/engine/session_controller.h"
#include "app/figures/watch_picture.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/watch/watch_desk.h"
#include "ui/watch/watch_notice.h"
#include "ui/watch/watch_page.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/wizard.h"

#include <QApplication>
#include <QCheckBox>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>

namespace doctor::ui
{

QWidget* MainWindow::watchPage()
{
    if (!m_watch) {
        WatchDesk& desk = m_context.watch();
        m_watch = new WatchPage(m_context, desk, m_pages);
        m_notice = new WatchNotice(*this);
        putPage(Watch, m_watch);
        connect(&desk, &WatchDesk::changed, this, &MainWindow::followWatch);
        connect(&desk, &WatchDesk::alarmed, this, [this](const core::WatchRound& round) {
            const core::Target& target = m_context.watch().wish().request.target;
            const QString when =
                QLocale().toString(QDateTime::fromMSecsSinceEpoch(round.atMs).time(), QLocale::ShortFormat);
            const QString text =
                tr("%1 failed at %2: %3.", "service, time, how it ended")
                    .arg(core::displayName(target), when, figures::watchOutcomeText(round, *m_context.knowledge()));
            m_notice->showFailure();
            if (m_context.settings().notifies())
                m_notice->notify(WatchNotice::News::Bad, tr("The watch saw a failure"), text);
            tell(text);
        });
        connect(&desk, &WatchDesk::diagnosisRequested, this, &MainWindow::diagnoseWatched);
        connect(m_notice, &WatchNotice::showRequested, this, &MainWindow::comeBack);
        connect(m_notice, &WatchNotice::stopRequested, &desk, &WatchDesk::stop);
        connect(m_notice, &WatchNotice::quitRequested, this, [this] {
            m_context.watch().stop();
            comeBack();
            close();
        });
    }
    return m_watch->firstField();
}

void MainWindow::proposeWatch(const core::Target& target)
{
    (void)watchPage();
    m_watch->propose(target);
    showPage(Watch);
    if (m_context.watch().isWatching())
        m_banner->setMessage(tr("Another service is being watched. Stop that watch first, then watch this one."));
}

void MainWindow::followWatch()
{
    const WatchDesk& desk = m_context.watch();
    if (desk.isWatching() == m_watching)
        return;
    m_watching = desk.isWatching();
    retranslate(); // the list of pages says that it is on
    m_notice->setWatching(m_watching, tr("Watching %1").arg(core::displayName(desk.wish().request.target)));
    if (!m_watching && isHidden())
        comeBack(); // nothing else would show that the program is there
}

/// To those who went on to something else while the tests ran.
void MainWindow::tellEnd(const core::Session& session)
{
    if (!session.complete || !m_context.settings().notifies())
        return;
    (void)watchPage(); // makes the notice
    const QString service = core::displayName(session.target);
    const QString text =
        session.diagnosis.causes.empty()
            ? service
            : tr("%1: %2", "service, then its most likely cause").arg(service, session.diagnosis.causes.front().title);
    m_notice->notify(WatchNotice::News::Good, tr("The diagnosis is finished"), text);
}

void MainWindow::diagnoseWatched(const engine::RunRequest& request)
{
    if (m_running)
        return;
    if (wizardInView()) { // what somebody is filling in there stays; the diagnosis will be in the history
        m_context.controller().start(request);
        m_wizard->showMessage(
            tr("The watch saw a failure of %1 and diagnoses it now; the result will be under Diagnoses.")
                .arg(core::displayName(request.target)));
        return;
    }
    wizard().runUnseen(request);
}

/// True when the window may close; else what runs goes on without it, or the user stays.
bool MainWindow::mayLeave()
{
    if (!m_watching && !m_running)
        return true;
    switch (leaving()) {
    case Leaving::End:
        m_context.watch().stop();
        return true;
    case Leaving::Background:
        // The tray has its icon while something is watched; without one a hidden window could not be got back.
        if (m_watching && m_notice->hasTray()) {
            QApplication::setQuitOnLastWindowClosed(false);
            hide();
        } else {
            showMinimized();
        }
        return false;
    case Leaving::Stay:
        break;
    }
    return false;
}

MainWindow::Leaving MainWindow::leaving()
{
    using Kept = store::Settings::Leaving;
    store::Settings& settings = m_context.settings();
    if (settings.leaving() != Kept::Ask)
        return settings.leaving() == Kept::End ? Leaving::End : Leaving::Background;
    const LeavingAnswer answer = m_leavingQuestion ? m_leavingQuestion() : askLeaving();
    if (answer.always && answer.leaving != Leaving::Stay)
        settings.setLeaving(answer.leaving == Leaving::End ? Kept::End : Kept::Background);
    return answer.leaving;
}

MainWindow::LeavingAnswer MainWindow::askLeaving()
{
    const QString tested = m_running ? core::displayName(m_context.controller().snapshot().session.target) : QString();
    const QString text =
        m_running ? tr("The tests of %1 are still running. Stopping them keeps what they have measured.").arg(tested)
                  : tr("%1 is being watched; the watch would end with the program.")
                        .arg(core::displayName(m_context.watch().wish().request.target));
    QMessageBox box(QMessageBox::Question, tr("Close the window"), text, QMessageBox::NoButton, this);
    QPushButton* background =
        box.addButton(m_running ? tr("&Keep running in the background") : tr("&Keep watching in the background"),
                      QMessageBox::AcceptRole);
    QPushButton* end = box.addButton(m_running ? tr("&Stop and keep results") : tr("&Stop watching and close"),
                                     QMessageBox::DestructiveRole);
    QPushButton* stay = box.addButton(tr("&Cancel"), QMessageBox::RejectRole);
    auto* always = new QCheckBox(tr("&Always do this when I close the window"), &box);
    always->setToolTip(tr("The settings can take it back."));
    always->setAccessibleDescription(always->toolTip());
    box.setCheckBox(always);
    box.setDefaultButton(background);
    box.setEscapeButton(stay);
    box.exec();
    if (box.clickedButton() == background)
        return {Leaving::Background, always->isChecked()};
    return {box.clickedButton() == end ? Leaving::End : Leaving::Stay, always->isChecked()};
}

void MainWindow::comeBack()
{
    QApplication::setQuitOnLastWindowClosed(true);
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    if (m_watching)
        showPage(Watch);
}

} // namespace doctor::ui
