// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the menus.
#include "ui/shell/menus.h"

#include "app/knowledge/knowledge.h"

#include <QActionGroup>
#include <QLocale>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>

namespace doctor::ui
{

namespace
{

constexpr int LearnPageRow = 5;

} // namespace

QString languageName(const QString& language)
{
    QString name = QLocale(language).nativeLanguageName();
    name = name.section(u' ', -1); // "American English" is called English here
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return name;
}

Menus::Menus(QMainWindow& window)
    : QObject(&window), m_file(window.menuBar()->addMenu(QString())), m_edit(window.menuBar()->addMenu(QString())),
      m_view(window.menuBar()->addMenu(QString())), m_tests(window.menuBar()->addMenu(QString())),
      m_help(window.menuBar()->addMenu(QString()))
{
    buildFile(window);
    buildEdit();
    buildView(window);
    buildTests();
    buildHelp();
    retranslate();
}

void Menus::buildFile(QMainWindow& window)
{
    m_new = m_file->addAction(QString(), this, &Menus::newDiagnosisRequested);
    m_new->setShortcut(QKeySequence::New);
    m_open = m_file->addAction(QString(), this, &Menus::openRequested);
    m_open->setShortcut(QKeySequence::Open);
    m_export = m_file->addAction(QString(), this, &Menus::exportRequested);
    m_export->setShortcut(Qt::CTRL | Qt::Key_E);
    m_print = m_file->addAction(QString(), this, &Menus::printRequested);
    m_print->setShortcut(QKeySequence::Print);
    m_file->addSeparator();
    m_settings = m_file->addAction(QString(), this, &Menus::settingsRequested);
    m_settings->setShortcut(Qt::CTRL | Qt::Key_Comma);
    m_settings->setMenuRole(QAction::PreferencesRole);
    m_file->addSeparator();
    m_quit = m_file->addAction(QString(), &window, &QWidget::close);
    m_quit->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Q), QKeySequence(QKeySequence::Close)});
    m_quit->setMenuRole(QAction::QuitRole);
}

void Menus::buildEdit()
{
    m_copy = m_edit->addAction(QString(), this, &Menus::copyRequested);
    m_copy->setShortcut(QKeySequence::Copy);
    m_find = m_edit->addAction(QString(), this, &Menus::findRequested);
    m_find->setShortcut(QKeySequence::Find);
    m_edit->addSeparator();
    m_rename = m_edit->addAction(QString(), this, &Menus::renameRequested);
    m_rename->setShortcut(Qt::Key_F2);
    m_note = m_edit->addAction(QString(), this, &Menus::noteRequested);
    m_note->setShortcut(Qt::SHIFT | Qt::Key_F2);
    m_delete = m_edit->addAction(QString(), this, &Menus::deleteRequested);
    m_delete->setShortcut(QKeySequence::Delete);
}

void Menus::buildView(QMainWindow& window)
{
    for (int i = 0; i < PageCount; ++i) {
        m_pages[i] = m_view->addAction(QString(), this, [this, i] { Q_EMIT pageRequested(i); });
        m_pages[i]->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
    }
    m_showDiagnosis = m_view->addAction(QString(), this, &Menus::showDiagnosisRequested);
    m_showDiagnosis->setShortcut(Qt::CTRL | Qt::Key_8);
    m_view->addSeparator();
    m_nextPane = m_view->addAction(QString(), this, [this] { Q_EMIT nextPaneRequested(false); });
    m_nextPane->setShortcut(Qt::Key_F6);
    auto* previousPane = new QShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F6), &window);
    connect(previousPane, &QShortcut::activated, this, [this] { Q_EMIT nextPaneRequested(true); });
    m_tables = m_view->addAction(QString(), this, &Menus::tablesRequested);
    m_tables->setShortcut(Qt::CTRL | Qt::Key_T);
    m_view->addSeparator();
    m_languageMenu = m_view->addMenu(QString());
    m_languages = new QActionGroup(this);
    QStringList languages = knowledge::Knowledge::languages();
    languages.prepend(QString());
    for (const QString& language : languages) {
        QAction* action = m_languageMenu->addAction(languageName(language), this,
                                                    [this, language] { Q_EMIT languageRequested(language); });
        action->setData(language);
        action->setCheckable(true);
        m_languages->addAction(action);
    }
    m_themeMenu = m_view->addMenu(QString());
    m_themes = new QActionGroup(this);
    for (const store::Theme theme : {store::Theme::System, store::Theme::Light, store::Theme::Dark}) {
        QAction* action = m_themeMenu->addAction(QString(), this, [this, theme] { Q_EMIT themeRequested(theme); });
        action->setData(static_cast<int>(theme));
        action->setCheckable(true);
        m_themes->addAction(action);
    }
    m_view->addSeparator();
    constexpr int Step = 10;
    m_larger = m_view->addAction(QString(), this, [this] { Q_EMIT textSizeRequested(Step); });
    m_larger->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    m_smaller = m_view->addAction(QString(), this, [this] { Q_EMIT textSizeRequested(-Step); });
    m_smaller->setShortcut(Qt::CTRL | Qt::Key_Minus);
    m_normal = m_view->addAction(QString(), this, [this] { Q_EMIT textSizeRequested(0); });
    m_normal->setShortcut(Qt::CTRL | Qt::Key_0);
    m_view->addSeparator();
    m_fullScreen = m_view->addAction(QString());
    m_fullScreen->setCheckable(true);
    m_fullScreen->setShortcut(Qt::Key_F11);
    connect(m_fullScreen, &QAction::toggled, this, &Menus::fullScreenRequested);
}

void Menus::buildTests()
{
    m_start = m_tests->addAction(QString(), this, &Menus::startRequested);
    m_start->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_again = m_tests->addAction(QString(), this, &Menus::runAgainRequested);
    m_again->setShortcut(Qt::CTRL | Qt::Key_R);
    m_tests->addSeparator();
    m_skip = m_tests->addAction(QString(), this, &Menus::skipRequested);
    m_skip->setShortcut(Qt::CTRL | Qt::Key_K);
    m_pause = m_tests->addAction(QString(), this, &Menus::pauseRequested);
    m_pause->setShortcut(Qt::Key_Pause);
    m_stop = m_tests->addAction(QString(), this, &Menus::stopRequested);
    m_stop->setShortcut(Qt::CTRL | Qt::Key_Period);
    m_tests->addSeparator();
    m_watch = m_tests->addAction(QString(), this, &Menus::watchRequested);
}

void Menus::buildHelp()
{
    m_explain = m_help->addAction(QString(), this, &Menus::explanationRequested);
    m_explain->setShortcut(QKeySequence::HelpContents);
    m_learn = m_help->addAction(QString(), this, [this] { Q_EMIT pageRequested(LearnPageRow); });
    m_keys = m_help->addAction(QString(), this, &Menus::keysRequested);
    m_practice = m_help->addAction(QString(), this, &Menus::practiceRequested);
    m_help->addSeparator();
    m_folder = m_help->addAction(QString(), this, &Menus::folderRequested);
    m_about = m_help->addAction(QString(), this, &Menus::aboutRequested);
    m_about->setMenuRole(QAction::AboutRole);
}

void Menus::setState(const CommandState& state)
{
    m_export->setEnabled(state.hasSession);
    m_print->setEnabled(state.hasSession);
    for (QAction* action : {m_rename, m_note, m_delete})
        action->setEnabled(state.listing);
    m_start->setEnabled(state.asking);
    m_again->setEnabled(state.hasSession);
    m_showDiagnosis->setEnabled(state.hasSession || state.running);
    m_skip->setEnabled(state.running && !state.paused);
    m_pause->setEnabled(state.running);
    if (state.paused != m_paused) {
        m_paused = state.paused;
        m_pause->setText(m_paused ? tr("R&esume") : tr("&Pause"));
    }
    m_stop->setEnabled(state.running);
}

void Menus::setChoices(const QString& language, store::Theme theme)
{
    for (QAction* action : m_languages->actions())
        action->setChecked(action->data().toString() == language);
    for (QAction* action : m_themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(theme));
}

void Menus::retranslate()
{
    m_file->setTitle(tr("&File"));
    m_new->setText(tr("&New diagnosis"));
    m_open->setText(tr("&Open a diagnosis, log or capture…"));
    m_export->setText(tr("&Export the report"));
    m_print->setText(tr("&Print the report"));
    m_settings->setText(tr("Se&ttings…"));
    m_quit->setText(tr("&Quit"));
    m_edit->setTitle(tr("&Edit"));
    m_copy->setText(tr("&Copy"));
    m_find->setText(tr("&Find"));
    m_rename->setText(tr("&Rename the diagnosis"));
    m_note->setText(tr("&Write a note"));
    m_delete->setText(tr("&Delete the chosen diagnoses"));
    m_view->setTitle(tr("&View"));
    m_pages[0]->setText(tr("&Home"));
    m_pages[1]->setText(tr("&Diagnoses"));
    m_pages[2]->setText(tr("C&ompare"));
    m_pages[3]->setText(tr("&Import"));
    m_pages[4]->setText(tr("&Watch"));
    m_pages[5]->setText(tr("&Learn"));
    m_pages[6]->setText(tr("&Practice"));
    m_nextPane->setText(tr("N&ext pane"));
    m_tables->setText(tr("Charts as ta&bles"));
    m_showDiagnosis->setText(tr("&Current diagnosis"));
    m_languageMenu->setTitle(tr("Lan&guage"));
    m_languages->actions().first()->setText(tr("&System"));
    m_themeMenu->setTitle(tr("&Theme"));
    m_themes->actions().at(0)->setText(tr("&System"));
    m_themes->actions().at(1)->setText(tr("&Light"));
    m_themes->actions().at(2)->setText(tr("&Dark"));
    m_larger->setText(tr("L&arger text"));
    m_smaller->setText(tr("S&maller text"));
    m_normal->setText(tr("&Normal text size"));
    m_fullScreen->setText(tr("&Full screen"));
    m_tests->setTitle(tr("&Tests"));
    m_start->setText(tr("S&tart"));
    m_again->setText(tr("&Run again"));
    m_watch->setText(tr("&Watch this service…"));
    m_skip->setText(tr("S&kip this test"));
    m_pause->setText(m_paused ? tr("R&esume") : tr("&Pause"));
    m_stop->setText(tr("&Stop and keep results"));
    m_help->setTitle(tr("&Help"));
    m_explain->setText(tr("&What this page means"));
    m_learn->setText(tr("&Learn about closed connections"));
    m_keys->setText(tr("&Keyboard keys"));
    m_practice->setText(tr("&Practice tutorial"));
    m_folder->setText(tr("&Folder of data"));
    m_about->setText(tr("&About Connection Doctor"));
}

} // namespace doctor::ui
