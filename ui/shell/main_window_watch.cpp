// SPDX-License-Identifier: GPL-3.0-or-later
// The watch in the window: its page, its news, and what becomes of it when the window is closed.
#include "app/engine/session_controller.h"
#include "app/figures/watch_picture.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/watch/end_question.h"
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
        (void)notice();
        putPage(Watch, m_watch);
        connect(&desk, &WatchDesk::changed, this, &MainWindow::followWatch);
        connect(&desk, &WatchDesk::alarmed, this, [this](const core::WatchRound& round) {
            const core::Target& target = m_context.watch().wish().request.target;
            const QString when =
                QLocale().toString(QDateTime::fromMSecsSinceEpoch(round.atMs).time(), QLocale::ShortFormat);
            const QString text =
                tr("%1 failed at %2: %3.", "service, time, how it ended")
                    .arg(core::displayName(target), when, figures::watchOutcomeText(round, *m_context.knowledge()));
            m_news = [this] {
                comeBack();
                showPage(Watch);
            };
            if (m_context.settings().notifies())
                notice().notify(WatchNotice::News::Bad, tr("The watch saw a failure"), text);
            tell(text);
        });
        connect(&desk, &WatchDesk::diagnosisRequested, this, &MainWindow::diagnoseWatched);
    }
    return m_watch->firstField();
}

WatchNotice& MainWindow::notice()
{
    if (!m_notice) {
        m_notice = new WatchNotice(*this);
        connect(m_notice, &WatchNotice::newsClicked, this, [this] {
            if (m_news)
                m_news();
        });
        connect(m_notice, &WatchNotice::showRequested, this, [this] {
            comeBack();
            if (m_watching)
                showPage(Watch);
        });
        connect(m_notice, &WatchNotice::stopRequested, this, [this] { m_context.watch().stop(); });
        connect(m_notice, &WatchNotice::quitRequested, this, [this] {
            m_context.watch().stop();
            comeBack();
            close();
        });
    }
    return *m_notice;
}

/// The icon speaks of what was seen last; a few words of the record are its tooltip.
void MainWindow::showTray()
{
    if (!m_notice && !m_watching)
        return;
    const WatchDesk& desk = m_context.watch();
    WatchNotice::State state{.watching = m_watching, .failing = false, .tip = {}};
    if (m_watching) {
        const figures::WatchPicture picture =
            figures::watchPicture(desk.rounds(), desk.nowMs(), *m_context.knowledge());
        const QString service = core::displayName(desk.wish().request.target);
        state.failing = !desk.rounds().empty() && desk.rounds().back().outcome == core::WatchOutcome::Failed;
        state.tip = picture.answer.isEmpty() ? tr("Watching %1").arg(service)
                                             //: %1 service, %2 whole sentence: how often it failed
                                             : tr("Watching %1. %2").arg(service, picture.answer);
    }
    notice().show(state);
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
    const bool watching = m_context.watch().isWatching();
    const bool turned = watching != std::exchange(m_watching, watching);
    showTray();
    if (!turned)
        return;
    retranslate(); // the list of pages says that it is on
    if (!m_watching && isHidden())
        comeBack(); // nothing else would show that the program is there
}

/// While it takes long, and only as long as nobody has answered.
void MainWindow::askWhetherToTellEnd()
{
    const bool asked = m_running && m_sinceStart.hasExpired(m_longRun.count()) && m_context.settings().notifies() &&
                       !m_context.settings().tellsEnds() && wizardInView() && m_wizard->isUnderWay() &&
                       m_wizard->step() == Step::Testing;
    if (asked && !m_endQuestion) {
        m_endQuestion = new EndQuestion(m_wizard);
        m_wizard->addNotice(m_endQuestion);
        connect(m_endQuestion, &EndQuestion::answered, this, [this](bool wanted) {
            m_context.settings().setTellsEnds(wanted);
            m_endQuestion->hide();
        });
    }
    if (asked && !m_wizard->isAncestorOf(m_endQuestion))
        m_wizard->addNotice(m_endQuestion);
    if (m_endQuestion)
        m_endQuestion->setVisible(asked);
}

/// To those who went on to something else while the tests ran. What the watch started is told however short it was.
void MainWindow::tellEnd(const core::Session& session)
{
    const bool forWatch = std::exchange(m_watchAsked, false);
    const bool longOne = m_sinceStart.isValid() && m_sinceStart.hasExpired(m_longRun.count());
    const bool wanted = forWatch || (longOne && m_context.settings().tellsEnds().value_or(false));
    if (!session.complete || !wanted || !m_context.settings().notifies())
        return;
    m_news = [this, session] {
        comeBack();
        openSession(session);
    };
    const QString service = core::displayName(session.target);
    const QString text =
        session.diagnosis.causes.empty()
            ? service
            : tr("%1: %2", "service, then its most likely cause").arg(service, session.diagnosis.causes.front().title);
    notice().notify(WatchNotice::News::Good, tr("The diagnosis is finished"), text);
}

void MainWindow::diagnoseWatched(const engine::RunRequest& request)
{
    if (m_running)
        return;
    m_watchAsked = true;
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
        if (m_watching && notice().hasTray()) {
            QApplication::setQuitOnLastWindowClosed(false);
            m_place = saveGeometry(); // window managers put a window that comes back where they like
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
    if (const QByteArray place = std::exchange(m_place, {}); !place.isEmpty())
        restoreGeometry(place);
    show();
    raise();
    activateWindow();
}

} // namespace doctor::ui
