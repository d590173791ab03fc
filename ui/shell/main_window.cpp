// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the pages together and routes wishes between them.
#include "ui/shell/main_window.h"

#include "app/engine/session_controller.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_page.h"
#include "ui/results/learn_page.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/app_context.h"
#include "ui/shell/help_dialog.h"
#include "ui/shell/home_page.h"
#include "ui/shell/menus.h"
#include "ui/shell/practice_page.h"
#include "ui/shell/side_list.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/text_label.h"
#include "ui/wizard/wizard.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{
constexpr int NavListFromWidth = 900;
constexpr int BarSteps = 1000;
/// First fault shown on "Try it": a quiet connection is cut off hard, the case of the article.
const auto FirstPracticeFault = QStringLiteral("idle-reset");
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
    column->addWidget(m_navCombo);
    column->addWidget(m_banner);
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
    connect(m_statusShow, &QPushButton::clicked, this, &MainWindow::showWizard);
}

void MainWindow::connectPages()
{
    connect(m_nav, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showPage(static_cast<Page>(row));
    });
    connect(m_navCombo, &QComboBox::activated, this, [this](int row) { showPage(static_cast<Page>(row)); });
    connect(m_home, &HomePage::diagnosisRequested, this, &MainWindow::startDiagnosis);
    connect(m_home, &HomePage::practiceRequested, this, [this] { startPractice(FirstPracticeFault); });
    connect(m_home, &HomePage::lastRunRequested, this, &MainWindow::openHistoryEntry);
    connect(statusBar(), &QStatusBar::messageChanged, this, &MainWindow::refresh);
    connect(&m_context, &AppContext::knowledgeReady, this, &MainWindow::prepareRest);
    connect(&m_context, &AppContext::knowledgeChanged, this, &MainWindow::reloadKnowledge);
    connect(&m_context, &AppContext::historyChanged, this, &MainWindow::showLastRun);
    connect(&m_context, &AppContext::historyProblem, this, &MainWindow::tell);
}

void MainWindow::connectMenus()
{
    connect(m_menus, &Menus::newDiagnosisRequested, this, &MainWindow::startDiagnosis);
    connect(m_menus, &Menus::openRequested, this, &MainWindow::chooseFile);
    connect(m_menus, &Menus::exportRequested, this, [this] {
        showWizard();
        wizard().goTo(Step::Report);
    });
    connect(m_menus, &Menus::skipRequested, this, [this] { wizard().skipTest(); });
    connect(m_menus, &Menus::pauseRequested, this, [this] { m_paused ? wizard().resume() : wizard().pause(); });
    connect(m_menus, &Menus::stopRequested, this, [this] { wizard().stop(); });
    connect(m_menus, &Menus::pageRequested, this, [this](int page) { showPage(static_cast<Page>(page)); });
    connect(m_menus, &Menus::showDiagnosisRequested, this, &MainWindow::showWizard);
    connect(m_menus, &Menus::languageRequested, this, &MainWindow::switchLanguage);
    connect(m_menus, &Menus::themeRequested, this, [this](store::Theme theme) {
        m_context.setTheme(theme);
        m_menus->setChoices(m_context.settings().language(), theme);
    });
    connect(m_menus, &Menus::fullScreenRequested, this,
            [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });
    connect(m_menus, &Menus::textSizeRequested, this,
            [this](int step) { m_context.setTextSize(step == 0 ? 100 : m_context.settings().textSize() + step); });
    connect(m_menus, &Menus::settingsRequested, this, &MainWindow::showSettings);
    connect(m_menus, &Menus::explanationRequested, this, &MainWindow::explainPage);
    connect(m_menus, &Menus::keysRequested, this, &MainWindow::showKeys);
    connect(m_menus, &Menus::aboutRequested, this, &MainWindow::showAbout);
    m_menus->setChoices(m_context.settings().language(), m_context.settings().theme());
}

bool MainWindow::wizardInView() const
{
    return m_wizard && m_top->currentWidget() == m_wizard;
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

void MainWindow::showWizard()
{
    m_top->setCurrentWidget(&wizard());
    m_wizard->goTo(m_wizard->step());
    refresh();
}

bool MainWindow::showRunInstead()
{
    // One run at a time: the one under way is shown rather than lost from sight.
    if (!m_running)
        return false;
    showWizard();
    m_wizard->goTo(Step::Testing);
    m_wizard->showMessage(tr("One diagnosis is running. Wait for its end or stop it, then start or open another."));
    return true;
}

void MainWindow::startDiagnosis()
{
    if (showRunInstead())
        return;
    m_top->setCurrentWidget(&wizard());
    m_wizard->startNew();
    refresh();
}

void MainWindow::startPractice(const QString& faultId)
{
    if (showRunInstead())
        return;
    m_top->setCurrentWidget(&wizard());
    m_wizard->startPractice(faultId);
    refresh();
}

void MainWindow::openFiles(const QStringList& files)
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

void MainWindow::openSession(const core::Session& session)
{
    statusBar()->clearMessage();
    if (showRunInstead())
        return;
    m_top->setCurrentWidget(&wizard());
    m_wizard->openSession(session);
    refresh();
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

void MainWindow::chooseFile()
{
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open saved diagnoses"), QString(),
                                                            tr("Saved diagnoses (*.json);;All files (*)"));
    if (!files.isEmpty())
        openFiles(files);
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
    m_statusText->setText(snapshot.runningTest.isEmpty()
                              ? tr("Testing %1").arg(core::displayName(snapshot.session.target))
                              : tr("Testing %1: %2", "service, then the running test")
                                    .arg(core::displayName(snapshot.session.target), title));
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
    m_menus->setState({m_wizard && m_wizard->hasSession() && !m_running, m_running, m_paused});
    const bool show = m_running && !wizardInView();
    for (QWidget* part :
         {static_cast<QWidget*>(m_statusText), static_cast<QWidget*>(m_statusBar), static_cast<QWidget*>(m_statusShow)})
        part->setVisible(show);
    statusBar()->setVisible(show || !statusBar()->currentMessage().isEmpty());
}

void MainWindow::switchLanguage(const QString& language)
{
    if (const auto done = m_context.setLanguage(language); !done)
        m_banner->setMessage(done.error().message);
    m_menus->setChoices(m_context.settings().language(), m_context.settings().theme());
}

void MainWindow::showSettings()
{
    SettingsDialog dialog(m_context, this);
    connect(&dialog, &SettingsDialog::languageChosen, this, &MainWindow::switchLanguage);
    dialog.exec();
    m_menus->setChoices(m_context.settings().language(), m_context.settings().theme());
}

void MainWindow::explainPage()
{
    static const char* const pages[PageCount] = {"home", "diagnoses", "compare", "watch", "learn", "practice"};
    const QString topic =
        wizardInView() ? stepKey(m_wizard->step()) : QString::fromLatin1(pages[m_pages->currentIndex()]);
    const QString title = wizardInView() ? stepName(m_wizard->step()) : m_nav->item(m_pages->currentIndex())->text();
    if (!m_help)
        m_help = new HelpDialog(this);
    m_help->explain(title, m_context.knowledge()->text(QStringLiteral("help.%1").arg(topic)));
}

void MainWindow::showKeys()
{
    QMessageBox::information(this, tr("Keyboard keys"),
                             tr("<table cellpadding=\"3\">"
                                "<tr><td>Ctrl+N</td><td>New diagnosis</td></tr>"
                                "<tr><td>Ctrl+O</td><td>Open a saved diagnosis</td></tr>"
                                "<tr><td>Ctrl+E</td><td>Export the report</td></tr>"
                                "<tr><td>Ctrl+1 to Ctrl+7</td><td>Home, Diagnoses, Compare, Watch, Learn, Practice, "
                                "current diagnosis</td></tr>"
                                "<tr><td>Ctrl+K</td><td>Skip the running test</td></tr>"
                                "<tr><td>Ctrl+. or Esc</td><td>Stop the tests and keep results</td></tr>"
                                "<tr><td>Alt+B, Alt+N</td><td>Back, next</td></tr>"
                                "<tr><td>F1</td><td>What this page means</td></tr>"
                                "<tr><td>Ctrl+comma</td><td>Settings</td></tr>"
                                "<tr><td>Ctrl++, Ctrl+-, Ctrl+0</td><td>Larger, smaller, normal text</td></tr>"
                                "<tr><td>F11</td><td>Full screen</td></tr>"
                                "</table>"));
}

void MainWindow::showAbout()
{
    QMessageBox::about(
        this, tr("About Connection Doctor"),
        tr("<b>Connection Doctor %1</b><p>Finds out who closed a connection, when and why, and what to do "
           "about it.</p><p>Free software under the GNU General Public License, version 3 or later.</p>")
            .arg(QStringLiteral(DOCTOR_VERSION)));
}

void MainWindow::retranslate()
{
    m_menus->retranslate();
    const QString names[PageCount] = {tr("Home"),    tr("Diagnoses"),
                                      tr("Compare"), m_watching ? tr("Watch (on)") : tr("Watch"),
                                      tr("Learn"),   tr("Practice")};
    for (int i = 0; i < PageCount; ++i) {
        m_nav->item(i)->setText(names[i]);
        m_navCombo->setItemText(i, names[i]);
    }
    m_nav->setAccessibleName(tr("Pages"));
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
    if (!m_closeWhenStopped && !leavesWatch()) {
        event->ignore();
        return;
    }
    if (!m_running) {
        event->accept();
        return;
    }
    // What was measured goes into the history first; the end of the run follows within a tenth of a second.
    m_closeWhenStopped = true;
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

} // namespace doctor::ui
