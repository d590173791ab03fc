// SPDX-License-Identifier: GPL-3.0-or-later
// Pages come into being at their first use, and otherwise one after another once the first page has been painted.
#include "app/engine/session_controller.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_keeper.h"
#include "ui/history/history_page.h"
#include "ui/import/import_page.h"
#include "ui/results/learn_page.h"
#include "ui/shell/app_context.h"
#include "ui/shell/home_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/practice_page.h"
#include "ui/widgets/banner.h"
#include "ui/wizard/wizard.h"

#include <QStackedWidget>
#include <QTimer>

namespace doctor::ui
{

void MainWindow::putPage(Page page, QWidget* widget)
{
    QWidget* place = m_pages->widget(page);
    m_pages->insertWidget(page, widget);
    m_pages->removeWidget(place);
    place->deleteLater();
}

/// Builds the page if need be; gives the field that has the focus when it is shown.
QWidget* MainWindow::page(Page page)
{
    switch (page) {
    case Diagnoses:
        if (!m_history) {
            m_history = new HistoryPage(m_context, m_pages);
            putPage(page, m_history);
            connect(m_history, &HistoryPage::openRequested, this, &MainWindow::openHistoryEntry);
            connect(m_history, &HistoryPage::diagnosisRequested, this, &MainWindow::startDiagnosis);
            connect(m_history, &HistoryPage::compareRequested, this, &MainWindow::compareEntries);
        }
        return m_history->firstField();
    case Compare:
        if (!m_compare) {
            m_compare = new ComparePage(m_pages);
            m_compare->setKnowledge(m_context.knowledge());
            putPage(page, m_compare);
            connect(m_compare, &ComparePage::chooseRequested, this, [this] { showPage(Diagnoses); });
        }
        return m_compare->firstField();
    case Import:
        if (!m_import) {
            m_import = new ImportPage(m_context, m_pages);
            putPage(page, m_import);
            connect(m_import, &ImportPage::filesWanted, this, &MainWindow::chooseFile);
            connect(m_import, &ImportPage::openRequested, this, &MainWindow::openHistoryEntry);
            connect(m_import, &ImportPage::diagnosisRequested, this, [this](const QString& errorText) {
                if (!makeRoom())
                    return;
                m_top->setCurrentWidget(&wizard());
                m_wizard->startNew(errorText);
                refresh();
            });
        }
        return m_import->firstField();
    case Watch:
        return watchPage();
    case Learn:
        if (!m_learn) {
            m_learn = new LearnPage(m_pages);
            m_learn->setKnowledge(m_context.knowledge());
            putPage(page, m_learn);
        }
        return m_learn;
    case Practice:
        if (!m_practice) {
            m_practice = new PracticePage(m_pages);
            m_practice->setKnowledge(m_context.knowledge());
            putPage(page, m_practice);
            connect(m_practice, &PracticePage::practiceRequested, this, &MainWindow::startPractice);
        }
        return m_practice->firstField();
    case Home:
    case PageCount:
        break;
    }
    return m_home->firstField();
}

void MainWindow::checkAgain(qint64 id)
{
    m_context.history().load({id}, this, [this](const core::Result<HistoryKeeper::Sessions>& sessions) {
        if (!sessions) {
            tell(sessions.error().message);
            return;
        }
        if (!makeRoom())
            return;
        m_top->setCurrentWidget(&wizard());
        m_wizard->checkAgain(sessions->front());
        refresh();
    });
}

void MainWindow::compareEntries(const std::vector<qint64>& ids)
{
    m_context.history().load(ids, this, [this](core::Result<HistoryKeeper::Sessions> sessions) {
        if (sessions)
            compareSessions(std::move(*sessions));
        else
            tell(sessions.error().message);
    });
}

void MainWindow::compareSessions(std::vector<core::Session> sessions)
{
    (void)page(Compare);
    m_compare->setSessions(std::move(sessions));
    showPage(Compare);
}

void MainWindow::paintEvent(QPaintEvent* event)
{
    QMainWindow::paintEvent(event);
    if (m_painted)
        return;
    m_painted = true;
    QTimer::singleShot(0, this, [this] { m_context.prepare(); });
}

void MainWindow::prepareRest()
{
    m_context.history().recover();
    m_context.removeOld();
    showLastRun();
    QTimer::singleShot(0, this, &MainWindow::prepareNext);
}

void MainWindow::prepareNext()
{
    // One part for each turn of the loop: between them the window answers.
    if (!m_wizard)
        (void)wizard();
    else if (!m_history)
        (void)page(Diagnoses);
    else if (!m_compare)
        (void)page(Compare);
    else if (!m_import)
        (void)page(Import);
    else if (!m_watch)
        (void)page(Watch);
    else if (!m_practice)
        (void)page(Practice);
    else if (!m_learn)
        (void)page(Learn);
    else {
        Q_EMIT prepared();
        return;
    }
    QTimer::singleShot(0, this, &MainWindow::prepareNext);
}

} // namespace doctor::ui
