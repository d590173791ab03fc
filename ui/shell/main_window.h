// SPDX-License-Identifier: GPL-3.0-or-later
// The window: navigation, pages, the running test in the status bar, and the commands of the menu.
#pragma once

#include "app/core/model/session.h"
#include "app/store/store.h"
#include "ui/history/history_keeper.h"
#include "ui/widgets/background.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <chrono>
#include <functional>
#include <memory>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace doctor::engine
{
struct RunRequest;
struct Snapshot;
} // namespace doctor::engine

namespace doctor::ui
{

class AppContext;
class Banner;
class ComparePage;
class EndQuestion;
class HelpDialog;
class HistoryPage;
class HomePage;
class ImportPage;
class LearnPage;
class Menus;
class PracticePage;
class SideList;
class WatchNotice;
class WatchPage;
class Wizard;

class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// Rows of the navigation list.
    enum Page { Home, Diagnoses, Compare, Import, Watch, Learn, Practice, PageCount };
    /// What becomes of the tests or the watch when the window is closed.
    enum class Leaving { Background, End, Stay };
    struct LeavingAnswer {
        Leaving leaving = Leaving::Stay;
        bool always = false; ///< and is not to be asked again
    };

    explicit MainWindow(AppContext& context);
    ~MainWindow() override;

    void showPage(Page page);
    void startDiagnosis();
    void startPractice(const QString& faultId);
    /// Reads session files in the background into the history; one is shown at once, several as rows of the history.
    /// Each bad file is told in one sentence, the good ones are kept. With something else among them (logs, captures)
    /// all go to the import page.
    void openFiles(const QStringList& files);
    /// Comes to the front and does what the command line of a later start asks for: files to open, or the practice.
    void takeWishes(const QStringList& wishes);
    [[nodiscard]] static QString practiceWish() { return QStringLiteral("--practice"); }
    /// The diagnosis that is in view or was last; built at its first use.
    [[nodiscard]] Wizard& wizard();
    /// Replaces the question that is asked on closing while something is tested or watched, for tests.
    void setLeavingQuestion(std::function<LeavingAnswer()> question) { m_leavingQuestion = std::move(question); }

    /// Replaces the two minutes from which on the end of a run is told, for tests.
    void setLongRun(std::chrono::milliseconds longRun) { m_longRun = longRun; }

Q_SIGNALS:
    /// Everything that was put off until after the first paint is there.
    void prepared();

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void buildStatusBar();
    [[nodiscard]] QWidget* page(Page page);
    void prepareRest();
    void prepareNext();
    void putPage(Page page, QWidget* widget);
    void connectPages();
    void connectMenus();
    void connectController();
    void retranslate();
    void reloadKnowledge();
    void showWizard();
    void showOtherDiagnosis();
    void showNews();
    [[nodiscard]] Wizard* wizardThat(bool (Wizard::*is)() const) const;
    [[nodiscard]] bool makeRoom();
    void showStatus();
    void showLastRun();
    void tell(const QString& sentence);
    void takeSnapshot(const engine::Snapshot& snapshot);
    void keep(const core::Session& session);
    void openHistoryEntry(qint64 id);
    void openSession(const core::Session& session);
    void compareEntries(const std::vector<qint64>& ids);
    void compareSessions(std::vector<core::Session> sessions);
    void importSessions(const QStringList& files);
    void showImported(const QStringList& files, HistoryKeeper::Imported imported);
    void chooseFile();
    void startTutorial();
    void copy();
    void find();
    void nextPane(bool backward);
    void switchTables();
    void openFolder();
    void checkAgain(qint64 id);
    void refresh();
    void switchLanguage(const QString& language);
    void showSettings();
    void explainPage();
    void showKeys();
    void showAbout();
    [[nodiscard]] bool wizardInView() const;
    QWidget* watchPage();
    void followWatch();
    void proposeWatch(const core::Target& target);
    WatchNotice& notice();
    void showTray();
    void tellEnd(const core::Session& session);
    void askWhetherToTellEnd();
    void diagnoseWatched(const engine::RunRequest& request);
    [[nodiscard]] bool mayLeave();
    [[nodiscard]] Leaving leaving();
    [[nodiscard]] LeavingAnswer askLeaving();
    void comeBack();

    AppContext& m_context;
    Menus* m_menus = nullptr;
    HelpDialog* m_help = nullptr; ///< null until it is asked for
    bool m_painted = false;
    bool m_closeWhenStopped = false;
    bool m_running = false;
    bool m_paused = false;
    bool m_watching = false;
    std::chrono::milliseconds m_longRun{120'000};
    QElapsedTimer m_sinceStart;                       ///< of the run under way
    bool m_watchAsked = false;                        ///< for the run under way
    QByteArray m_place;                               ///< where the window was when it left for the background
    std::function<void()> m_news;                     ///< shows what was told last
    std::function<LeavingAnswer()> m_leavingQuestion; ///< empty: a box asks

    QStackedWidget* m_top = nullptr; ///< browsing, or the diagnosis
    QWidget* m_browse = nullptr;
    SideList* m_nav = nullptr;
    QComboBox* m_navCombo = nullptr;
    QLabel* m_navLabel = nullptr;
    Banner* m_banner = nullptr;
    QStackedWidget* m_pages = nullptr;
    HomePage* m_home = nullptr;
    // The others are null until they are first used, or until the window has been painted and has nothing else to do.
    HistoryPage* m_history = nullptr;
    ComparePage* m_compare = nullptr;
    ImportPage* m_import = nullptr;
    LearnPage* m_learn = nullptr;
    WatchPage* m_watch = nullptr;
    WatchNotice* m_notice = nullptr;
    EndQuestion* m_endQuestion = nullptr; ///< null until it is asked
    PracticePage* m_practice = nullptr;
    Wizard* m_wizard = nullptr;
    Wizard* m_otherWizard = nullptr; ///< for what runs or waits while the user turned to something else
    QString m_runningText;           ///< of the run under way
    QLabel* m_statusText = nullptr;
    QProgressBar* m_statusBar = nullptr;
    QPushButton* m_statusShow = nullptr;
    Background m_background; ///< last member: ends before what its jobs use
};

} // namespace doctor::ui
