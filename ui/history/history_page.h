// SPDX-License-Identifier: GPL-3.0-or-later
// Earlier diagnoses: find, open, annotate, delete with a way back.
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>
#include <set>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace doctor::ui
{

class AppContext;
class Banner;
class HistoryTableModel;

class HistoryPage final : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPage(AppContext& context, QWidget* parent = nullptr);
    ~HistoryPage() override;
    void reload();
    [[nodiscard]] QWidget* firstField() const;
    /// Asks for a folder; empty: the user cancelled. Replaces the dialog, for tests.
    void setFolderChooser(std::function<QString(QWidget*)> chooser) { m_folderChooser = std::move(chooser); }
    /// With a way back, for ten seconds.
    void removeSelected();
    void renameCurrent();
    void annotateCurrent();

Q_SIGNALS:
    void openRequested(qint64 historyId);
    void diagnosisRequested();
    void compareRequested(const std::vector<qint64>& historyIds);
    /// The rows are those of the history as it was when reload() was last called.
    void listed();

protected:
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void retranslate();
    void openCurrent();
    void exportSelected();
    void undoRemove();
    void finishRemove();
    void showRows(qint64 current);
    void showState();
    void edit(int column);
    [[nodiscard]] qint64 currentId() const;
    [[nodiscard]] std::vector<qint64> selectedIds() const;

    AppContext& m_context;
    HistoryTableModel* m_model = nullptr;
    std::set<qint64> m_leaving; ///< out of the view, deleted when there is no way back any more
    QString m_problem;          ///< why there is no list
    bool m_listed = false;
    quint64 m_asked = 0; ///< the last list asked for; earlier answers are outdated
    QTimer m_undoTimer;
    QTimer m_filterTimer;

    QLabel* m_title = nullptr;
    Banner* m_banner = nullptr;
    QLabel* m_filterLabel = nullptr;
    QLineEdit* m_filter = nullptr;
    QStackedWidget* m_stack = nullptr;
    std::function<QString(QWidget*)> m_folderChooser;
    QTableView* m_table = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_emptyAction = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_export = nullptr;
};

} // namespace doctor::ui
