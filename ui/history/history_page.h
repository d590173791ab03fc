// SPDX-License-Identifier: GPL-3.0-or-later
// Earlier diagnoses: find, open, annotate, delete with a way back.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace doctor::core
{
struct Session;
}

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

Q_SIGNALS:
    void openRequested(qint64 historyId);
    void diagnosisRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void openCurrent();
    void removeCurrent();
    void undoRemove();
    [[nodiscard]] qint64 currentId() const;

    AppContext& m_context;
    HistoryTableModel* m_model = nullptr;
    std::unique_ptr<core::Session> m_removed; ///< last one deleted, for ten seconds
    QTimer m_undoTimer;
    QTimer m_filterTimer;

    QLabel* m_title = nullptr;
    Banner* m_banner = nullptr;
    QLabel* m_filterLabel = nullptr;
    QLineEdit* m_filter = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_emptyAction = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_open = nullptr;
};

} // namespace doctor::ui
