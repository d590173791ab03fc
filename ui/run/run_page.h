// SPDX-License-Identifier: GPL-3.0-or-later
// Step 5, testing: one bar, the honest time left, the tests, the picture of the running one, and what was found so far.
#pragma once

#include "app/engine/session_controller.h"
#include "app/knowledge/knowledge.h"
#include "ui/run/time_left.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <memory>

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QSplitter;
class QTableView;

namespace doctor::ui
{

class FigureView;
class TestTableModel;

class RunPage final : public QWidget
{
    Q_OBJECT
public:
    explicit RunPage(QWidget* parent = nullptr);
    ~RunPage() override;

    /// Draws the run as it is now; `knowledge` is the language that its texts are in.
    void setSnapshot(const engine::Snapshot& snapshot, std::shared_ptr<const knowledge::Knowledge> knowledge);
    [[nodiscard]] QWidget* firstField() const;
    [[nodiscard]] const engine::Snapshot& snapshot() const { return m_snapshot; }

Q_SIGNALS:
    void skipRequested();
    void pauseRequested();
    void resumeRequested();
    void stopRequested();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void retranslate();
    void showProgress();
    void showTests();
    void showFindings();
    void showFigure();
    void speakState();
    void fitColumns(int width);
    [[nodiscard]] QString activityText() const;
    [[nodiscard]] QString figureTest() const;

    engine::Snapshot m_snapshot;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    TimeLeft m_timeLeft;
    QElapsedTimer m_sinceStart;
    qint64 m_spokenAtMs = -1;
    QTimer m_figureTimer; ///< pictures are renewed at most five times a second
    bool m_userChoseTest = false;
    bool m_userSplit = false;

    QLabel* m_activity = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_slept = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_skip = nullptr;
    QPushButton* m_pause = nullptr; ///< and resume
    QPushButton* m_stop = nullptr;
    QLabel* m_testsLabel = nullptr;
    QTableView* m_tests = nullptr;
    TestTableModel* m_model = nullptr;
    QLabel* m_findingsLabel = nullptr;
    QListWidget* m_findings = nullptr;
    QSplitter* m_splitter = nullptr;
    FigureView* m_figure = nullptr;
    QString m_shownFigure; ///< test whose figure is shown
};

} // namespace doctor::ui
