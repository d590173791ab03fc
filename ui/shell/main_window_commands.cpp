// SPDX-License-Identifier: GPL-3.0-or-later
// What the menus ask for.
#include "app/engine/session_controller.h"
#include "ui/charts/figure_view.h"
#include "ui/history/history_page.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/app_context.h"
#include "ui/shell/help_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/menus.h"
#include "ui/shell/panes.h"
#include "ui/shell/side_list.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/copy_text.h"
#include "ui/wizard/wizard.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUrl>
#include <algorithm>

namespace doctor::ui
{

namespace
{
constexpr int HintMs = 5000;
/// A quiet connection is cut off hard: the case of the article.
const auto TutorialFault = QStringLiteral("idle-reset");
} // namespace

void MainWindow::connectMenus()
{
    connect(m_menus, &Menus::newDiagnosisRequested, this, &MainWindow::startDiagnosis);
    connect(m_menus, &Menus::openRequested, this, &MainWindow::chooseFile);
    connect(m_menus, &Menus::exportRequested, this, [this] {
        showWizard();
        wizard().goTo(Step::Report);
    });
    connect(m_menus, &Menus::printRequested, this, [this] {
        showWizard();
        wizard().printReport();
    });
    connect(m_menus, &Menus::copyRequested, this, &MainWindow::copy);
    connect(m_menus, &Menus::findRequested, this, &MainWindow::find);
    connect(m_menus, &Menus::renameRequested, this, [this] {
        if (m_history)
            m_history->renameCurrent();
    });
    connect(m_menus, &Menus::noteRequested, this, [this] {
        if (m_history)
            m_history->annotateCurrent();
    });
    connect(m_menus, &Menus::deleteRequested, this, [this] {
        if (m_history)
            m_history->removeSelected();
    });
    connect(m_menus, &Menus::nextPaneRequested, this, &MainWindow::nextPane);
    connect(m_menus, &Menus::tablesRequested, this, &MainWindow::switchTables);
    connect(m_menus, &Menus::startRequested, this, [this] { wizard().startFromHere(); });
    connect(m_menus, &Menus::runAgainRequested, this, [this] {
        showWizard();
        wizard().runAgain();
    });
    connect(m_menus, &Menus::watchRequested, this, [this] {
        if (!wizard().watch())
            showPage(Watch);
    });
    connect(m_menus, &Menus::practiceRequested, this, &MainWindow::startTutorial);
    connect(m_menus, &Menus::folderRequested, this, &MainWindow::openFolder);
    connect(m_menus, &Menus::skipRequested, this, [this] { m_context.controller().skipTest(); });
    connect(m_menus, &Menus::pauseRequested, this,
            [this] { m_paused ? m_context.controller().resume() : m_context.controller().pause(); });
    connect(m_menus, &Menus::stopRequested, this, [this] { m_context.controller().stop(); });
    connect(m_menus, &Menus::pageRequested, this, [this](int page) { showPage(static_cast<Page>(page)); });
    connect(m_menus, &Menus::showDiagnosisRequested, this, &MainWindow::showOtherDiagnosis);
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

void MainWindow::explainPage()
{
    static const char* const pages[PageCount] = {"home",  "diagnoses", "compare", "import",
                                                 "watch", "learn",     "practice"};
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
                                "<tr><td>Ctrl+O</td><td>Open a diagnosis, log or capture</td></tr>"
                                "<tr><td>Ctrl+E</td><td>Export the report</td></tr>"
                                "<tr><td>Ctrl+P</td><td>Print the report</td></tr>"
                                "<tr><td>Ctrl+C, Ctrl+F</td><td>Copy what is chosen, find</td></tr>"
                                "<tr><td>F2, Shift+F2</td><td>Rename a diagnosis, write a note</td></tr>"
                                "<tr><td>Ctrl+1 to Ctrl+8</td><td>Home, Diagnoses, Compare, Import, Watch, Learn, "
                                "Practice, current diagnosis</td></tr>"
                                "<tr><td>F6, Shift+F6</td><td>Next pane, pane before</td></tr>"
                                "<tr><td>Ctrl+T</td><td>Charts as tables</td></tr>"
                                "<tr><td>In a chart</td><td>Arrow keys: from mark to mark; Enter: the table; Space: "
                                "the attempt</td></tr>"
                                "<tr><td>Ctrl+Enter, Ctrl+R</td><td>Start the tests, run them again</td></tr>"
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

void MainWindow::chooseFile()
{
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open diagnoses, logs or captures"), QString(),
                                                            tr("All files (*);;Saved diagnoses (*.json)"));
    if (!files.isEmpty())
        openFiles(files);
}

void MainWindow::startTutorial()
{
    startPractice(TutorialFault);
}

void MainWindow::takeWishes(const QStringList& wishes)
{
    comeBack();
    QStringList files = wishes;
    files.removeAll(practiceWish());
    if (!files.isEmpty())
        openFiles(files);
    else if (!wishes.isEmpty())
        startTutorial();
}

void MainWindow::copy()
{
    QString text = textToCopy(QApplication::focusWidget());
    const auto labels = findChildren<QLabel*>(); // marked with the mouse, they do not have the keyboard
    for (const QLabel* label : labels) {
        if (text.isEmpty() && label->isVisible() && label->hasSelectedText())
            text = textToCopy(label);
    }
    if (text.isEmpty())
        statusBar()->showMessage(tr("Nothing is chosen that could be copied."), HintMs);
    else
        QApplication::clipboard()->setText(text);
}

void MainWindow::find()
{
    const auto fields = m_top->currentWidget()->findChildren<QLineEdit*>(QStringLiteral("find"));
    for (QLineEdit* field : fields) {
        if (!field->isVisible())
            continue;
        field->setFocus(Qt::ShortcutFocusReason);
        field->selectAll();
        return;
    }
    showPage(Diagnoses); // where nothing can be searched, it is an earlier diagnosis that is looked for
    m_history->findChild<QLineEdit*>(QStringLiteral("find"))->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::nextPane(bool backward)
{
    QList<QWidget*> areas;
    if (wizardInView())
        areas = m_wizard->panes();
    else
        areas = {m_nav, m_navCombo, m_banner, m_pages->currentWidget()};
    focusNextPane(areas << m_statusShow, backward);
}

/// The chart that has the keyboard, else all in view: as tables if one of them is drawn, else as drawings.
void MainWindow::switchTables()
{
    QList<FigureView*> views;
    QWidget* focused = QApplication::focusWidget();
    const auto all = m_top->currentWidget()->findChildren<FigureView*>();
    for (FigureView* view : all) {
        if (!view->isVisible() || view->figure().isEmpty())
            continue;
        if (focused && view->isAncestorOf(focused)) {
            view->setShowsTable(!view->showsTable());
            return;
        }
        views.append(view);
    }
    if (views.isEmpty())
        statusBar()->showMessage(tr("There is no chart in view."), HintMs);
    const bool tables =
        std::any_of(views.begin(), views.end(), [](const FigureView* view) { return !view->showsTable(); });
    for (FigureView* view : views)
        view->setShowsTable(tables);
    if (focused)
        focused->setFocus(Qt::OtherFocusReason); // each view has taken it
}

void MainWindow::openFolder()
{
    const QString folder = QDir::toNativeSeparators(m_context.dataFolder());
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(m_context.dataFolder())))
        tell(
            tr("This system has no program that shows folders. The data lie in %1", "%1 path of a folder").arg(folder));
}

} // namespace doctor::ui
