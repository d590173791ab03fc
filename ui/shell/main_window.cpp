// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the pages together and routes wishes between them.
#include "ui/shell/main_window.h"

#include "app/engine/session_controller.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_page.h"
#include "ui/import/import_page.h"
#include "ui/results/learn_page.h"
#include "ui/shell/app_context.h"
#include "ui/shell/home_page.h"
#include "ui/shell/menus.h"
#include "ui/shell/practice_page.h"
#include "ui/shell/side_list.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/tab_order.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/wizard.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

namespace doctor::ui
{

namespace
{
constexpr int NavListFromWidth = 900;
constexpr int BarSteps = 1000;
constexpr qsizetype MostProblemsTold = 5;

QStringList localFiles(const QMimeData& data)
{
    QStringList files;
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}
} // namespace

MainWindow::MainWindow(AppContext& context) : m_context(context)
{
    build();
    buildStatusBar();
    m_menus = new Menus(*this);
    connectPages();
    connectMenus();
    retranslate();
    setAcceptDrops(true);
    setMinimumSize(780, 560); // every page fits this; without it the wide layout would hold the window open
    resize(1100, 740);
    if (const QByteArray geometry = m_context.settings().windowGeometry(); !geometry.isEmpty())
        restoreGeometry(geometry);
    showPage(Home);
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_nav = new SideList(this);
    m_navCombo = new QComboBox(this);
    m_navLabel = new QLabel(this); // only for assistive tools, which take a box's name from its label
    m_navLabel->setBuddy(m_navCombo);
    m_navLabel->hide();
    m_banner = new Banner(this);
    m_banner->setObjectName(QStringLiteral("pageBanner"));
    m_pages = new QStackedWidget(this);
    m_home = new HomePage(this);
    m_pages->addWidget(m_home);
    for (int i = 0; i < PageCount; ++i) {
        m_nav->addItem(QString());
        m_navCombo->addItem(QString());
        if (i != Home)
            m_pages->addWidget(new QWidget(m_pages)); // its place, until it is built
    }

    const int gap = fontMetrics().height() / 2;
    auto* column = new QVBoxLayout;
    column->setContentsMargins(gap, gap, gap, 0);
    column->addWidget(m_navLabel);
    column->addWidget(m_navCombo);
    auto* message = new QHBoxLayout; // as far in as the text of the pages
    message->setContentsMargins(2 * gap, 0, 2 * gap, 0);
    message->addWidget(m_banner);
    column->addLayout(message);
    column->addWidget(m_pages, 1);
    m_browse = new QWidget(this);
    auto* row = new QHBoxLayout(m_browse);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_nav);
    row->addLayout(column, 1);
    m_top = new QStackedWidget(this);
    m_top->addWidget(m_browse);
    setCentralWidget(m_top);
}

void MainWindow::buildStatusBar()
{
    m_statusText = new QLabel(this);
    m_statusBar = new QProgressBar(this);
    m_statusBar->setRange(0, BarSteps);
    m_statusBar->setTextVisible(false);
    m_statusBar->setFixedWidth(fontMetrics().averageCharWidth() * 24);
    m_statusShow = new QPushButton(this);
    m_statusShow->setAutoDefault(true);
    statusBar()->addWidget(m_statusText);
    statusBar()->addWidget(m_statusBar);
    statusBar()->addWidget(m_statusShow);
    connect(m_statusShow, &QPushButton::clicked, this, &MainWindow::showNews);
}

void MainWindow::connectPages()
{
    connect(m_nav, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showPage(static_cast<Page>(row));
    });
    connect(m_navCombo, &QComboBox::activated, this, [this](int row) { showPage(static_cast<Page>(row)); });
    connect(m_home, &HomePage::diagnosisRequested, this, &MainWindow::startDiagnosis);
    connect(m_home, &HomePage::practiceRequested, this, &MainWindow::startTutorial);
    connect(m_home, &HomePage::lastRunRequested, this, &MainWindow::openHistoryEntry);
    connect(m_home, &HomePage::checkAgainRequested, this, &MainWindow::checkAgain);
    connect(statusBar(), &QStatusBar::messageChanged, this, &MainWindow::refresh);
    connect(&m_context, &AppContext::knowledgeReady, this, &MainWindow::prepareRest);
    connect(&m_context, &AppContext::knowledgeChanged, this, &MainWindow::reloadKnowledge);
    connect(&m_context, &AppContext::historyChanged, this, &MainWindow::showLastRun);
    connect(&m_context, &AppContext::historyProblem, this, &MainWindow::tell);
}

void MainWindow::showPage(Page page)
{
    {
        const QSignalBlocker quietList(m_nav);
        m_nav->setCurrentRow(page);
        m_navCombo->setCurrentIndex(page);
    }
    const bool fromList = m_nav->hasFocus() || m_navCombo->hasFocus();
    m_banner->hide();
    QWidget* first = this->page(page);
    m_pages->setCurrentIndex(page);
    m_top->setCurrentWidget(m_browse);
    if (!fromList)
        first->setFocus(Qt::OtherFocusReason);
    refresh();
}

void MainWindow::openFiles(const QStringList& files)
{
    const bool inView = !wizardInView() && m_pages->currentIndex() == Import;
    m_background.post([this, files, inView] {
        // A missing file counts as a diagnosis: whoever loads it says what is wrong.
        const bool foreign = std::any_of(files.begin(), files.end(), [](const QString& file) {
            const FileKind kind = kindOf(file).kind;
            return kind != FileKind::Session && kind != FileKind::Missing;
        });
        return [this, files, listed = foreign || inView] {
            if (!listed) {
                importSessions(files);
                return;
            }
            showPage(Import);
            m_import->addFiles(files);
        };
    });
}

void MainWindow::importSessions(const QStringList& files)
{
    statusBar()->showMessage(files.size() == 1 ? tr("Reading %1").arg(QDir::toNativeSeparators(files.first()))
                                               : tr("Reading %n file(s)", nullptr, static_cast<int>(files.size())));
    m_context.history().import(
        files, this, [this, files](HistoryKeeper::Imported imported) { showImported(files, std::move(imported)); });
}

void MainWindow::showImported(const QStringList& files, HistoryKeeper::Imported imported)
{
    statusBar()->clearMessage();
    QStringList sentences = imported.problems.mid(0, MostProblemsTold);
    if (const auto more = imported.problems.size() - sentences.size(); more > 0)
        sentences.append(tr("%n more file(s) could not be read.", nullptr, static_cast<int>(more)));
    if (files.size() == 1 && !imported.sessions.empty()) {
        openSession(imported.sessions.front());
        if (!sentences.isEmpty())
            tell(sentences.join(u'\n'));
        return;
    }
    if (files.size() == 1) {
        showPage(static_cast<Page>(m_pages->currentIndex()));
    } else {
        if (imported.known > 0)
            sentences.prepend(tr("%n diagnosis(es) were there already.", nullptr, imported.known));
        if (imported.added > 0)
            sentences.prepend(tr("%n diagnosis(es) added.", nullptr, imported.added));
        showPage(Diagnoses);
    }
    m_banner->setMessage(sentences.join(u'\n'));
}

void MainWindow::openHistoryEntry(qint64 id)
{
    m_context.history().load({id}, this, [this](const core::Result<HistoryKeeper::Sessions>& sessions) {
        if (sessions)
            openSession(sessions->front());
        else
            tell(sessions.error().message);
    });
}

/// Says something where the user looks.
void MainWindow::tell(const QString& sentence)
{
    if (wizardInView())
        m_wizard->showMessage(sentence);
    else
        m_banner->setMessage(sentence);
}

void MainWindow::takeSnapshot(const engine::Snapshot& snapshot)
{
    const bool ran = std::exchange(m_running, snapshot.state != engine::RunState::Idle &&
                                                  snapshot.state != engine::RunState::Finished);
    if (m_running && !ran)
        m_sinceStart.start();
    m_paused = snapshot.state == engine::RunState::Paused;
    if (m_running)
        m_context.history().follow(snapshot.session);
    askWhetherToTellEnd();
    m_statusBar->setValue(static_cast<int>(snapshot.fraction * BarSteps));
    const QString title = m_context.knowledge()->text(QStringLiteral("test.%1.title").arg(snapshot.runningTest));
    m_runningText = snapshot.runningTest.isEmpty() ? tr("Testing %1").arg(core::displayName(snapshot.session.target))
                                                   : tr("Testing %1: %2", "service, then the running test")
                                                         .arg(core::displayName(snapshot.session.target), title);
    refresh();
}

void MainWindow::keep(const core::Session& session)
{
    m_running = false;
    m_paused = false;
    m_context.history().keep(session);
    tellEnd(session);
    refresh();
    if (m_closeWhenStopped)
        close();
}

void MainWindow::showLastRun()
{
    m_context.history().latest(this, [this](core::Result<std::optional<store::HistoryEntry>> last) {
        m_home->setLastRun(last ? std::move(*last) : std::nullopt, m_context.knowledge());
    });
}

void MainWindow::reloadKnowledge()
{
    if (m_learn)
        m_learn->setKnowledge(m_context.knowledge());
    if (m_compare)
        m_compare->setKnowledge(m_context.knowledge());
    if (m_practice)
        m_practice->setKnowledge(m_context.knowledge());
    showLastRun();
    showTray();
}

void MainWindow::refresh()
{
    const QString page = wizardInView() ? m_wizard->pageTitle() : m_nav->item(m_pages->currentIndex())->text();
    setWindowTitle(tr("%1 - Connection Doctor", "title of the window: page, then the program").arg(page));
    m_menus->setState({.hasSession = m_wizard && m_wizard->hasSession() && !m_wizard->isUnderWay(),
                       .running = m_running,
                       .paused = m_paused,
                       .asking = wizardInView() && m_wizard->step() < Step::Testing && !m_wizard->isWaiting(),
                       .listing = !wizardInView() && m_pages->currentIndex() == Diagnoses});
    showStatus();
}

void MainWindow::retranslate()
{
    m_menus->retranslate();
    const QString names[PageCount] = {
        tr("Home"),  tr("Diagnoses"), tr("Compare"), tr("Import"), m_watching ? tr("Watch (on)") : tr("Watch"),
        tr("Learn"), tr("Practice")};
    for (int i = 0; i < PageCount; ++i) {
        m_nav->item(i)->setText(names[i]);
        m_navCombo->setItemText(i, names[i]);
    }
    m_nav->setAccessibleName(tr("Pages"));
    m_navLabel->setText(m_nav->accessibleName());
    m_statusShow->setText(tr("Sho&w"));
    m_statusShow->setAccessibleDescription(tr("Shows the running tests"));
    m_statusBar->setAccessibleName(tr("Progress of the running tests"));
    showTray();
    refresh();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::ActivationChange && isActiveWindow())
        showTray(); // what has failed and is over has been seen now
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_context.settings().setWindowGeometry(saveGeometry());
    if (!m_closeWhenStopped && !mayLeave()) {
        event->ignore();
        return;
    }
    if (!m_wizard || !m_context.controller().isRunning()) {
        event->accept();
        return;
    }
    // What was measured goes into the history first; the end of the run follows within a tenth of a second.
    m_closeWhenStopped = true;
    m_context.controller().dropWaiting();
    m_context.controller().stop();
    event->ignore();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!localFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    openFiles(localFiles(*event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    const bool wide = width() >= NavListFromWidth;
    m_nav->setVisible(wide);
    m_navCombo->setVisible(!wide);
}

bool MainWindow::focusNextPrevChild(bool next)
{
    return moveFocusInReadingOrder(*this, next);
}

} // namespace doctor::ui
