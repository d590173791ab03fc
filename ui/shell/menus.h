// SPDX-License-Identifier: GPL-3.0-or-later
// The menu bar: every command of the window, its key, and when it can be used.
#pragma once

#include "app/store/store.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace doctor::ui
{

/// What the window can do just now.
struct CommandState {
    bool hasSession = false;
    bool running = false;
    bool paused = false;  ///< running, and resting
    bool asking = false;  ///< the questions of a diagnosis are in view
    bool listing = false; ///< the list of diagnoses is in view
};

class Menus final : public QObject
{
    Q_OBJECT
public:
    explicit Menus(QMainWindow& window);
    void retranslate();
    void setState(const CommandState& state);
    /// Ticks the entries of the current choices. `language` empty: follows the system.
    void setChoices(const QString& language, store::Theme theme);

Q_SIGNALS:
    void newDiagnosisRequested();
    void openRequested();
    void exportRequested();
    void printRequested();
    void copyRequested();
    void findRequested();
    void renameRequested();
    void noteRequested();
    void deleteRequested();
    void nextPaneRequested(bool backward);
    void tablesRequested(); ///< charts as tables, or back
    void startRequested();
    void runAgainRequested();
    void watchRequested();
    void practiceRequested();
    void folderRequested(); ///< where everything lies that is kept
    void skipRequested();
    void pauseRequested(); ///< or resume
    void stopRequested();
    void pageRequested(int page); ///< row of the navigation list
    void showDiagnosisRequested();
    void languageRequested(const QString& language);
    void themeRequested(doctor::store::Theme theme);
    void fullScreenRequested(bool on);
    void textSizeRequested(int step); ///< percent to add; 0: back to normal
    void settingsRequested();
    void explanationRequested(); ///< of the page in view
    void keysRequested();
    void aboutRequested();

private:
    void buildFile(QMainWindow& window);
    void buildEdit();
    void buildView(QMainWindow& window);
    void buildTests();
    void buildHelp();

    bool m_paused = false;
    QMenu* m_file;
    QMenu* m_edit;
    QMenu* m_view;
    QMenu* m_tests;
    QMenu* m_help;
    QMenu* m_languageMenu;
    QMenu* m_themeMenu;
    QAction* m_new;
    QAction* m_open;
    QAction* m_export;
    QAction* m_print;
    QAction* m_copy;
    QAction* m_find;
    QAction* m_rename;
    QAction* m_note;
    QAction* m_delete;
    QAction* m_quit;
    static constexpr int PageCount = 7; ///< as MainWindow::PageCount
    QAction* m_pages[PageCount];
    QAction* m_showDiagnosis;
    QAction* m_nextPane;
    QAction* m_tables;
    QAction* m_larger;
    QAction* m_smaller;
    QAction* m_normal;
    QAction* m_fullScreen;
    QAction* m_start;
    QAction* m_again;
    QAction* m_watch;
    QAction* m_skip;
    QAction* m_pause;
    QAction* m_stop;
    QAction* m_settings;
    QAction* m_explain;
    QAction* m_learn;
    QAction* m_keys;
    QAction* m_practice;
    QAction* m_folder;
    QAction* m_about;
    QActionGroup* m_languages;
    QActionGroup* m_themes;
};

/// A language's own name, as its speakers look for it.
[[nodiscard]] QString languageName(const QString& language);

} // namespace doctor::ui
