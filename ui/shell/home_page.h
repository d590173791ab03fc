// SPDX-License-Identifier: GPL-3.0-or-later
// Where one begins: two buttons, and the last diagnosis if there is one.
#pragma once

#include "app/knowledge/knowledge.h"
#include "app/store/store.h"

#include <QWidget>
#include <memory>
#include <optional>

class QBoxLayout;
class QFrame;
class QLabel;
class QPushButton;

namespace doctor::ui
{

class HomePage final : public QWidget
{
    Q_OBJECT
public:
    explicit HomePage(QWidget* parent = nullptr);
    void setLastRun(const std::optional<store::HistoryEntry>& entry,
                    std::shared_ptr<const knowledge::Knowledge> knowledge);
    [[nodiscard]] QWidget* firstField() const;

Q_SIGNALS:
    void diagnosisRequested();
    void practiceRequested();
    void lastRunRequested(qint64 historyId);
    void checkAgainRequested(qint64 historyId); ///< whether its fault is still there

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    QWidget* makeCard(QLabel* title, QLabel* text, QPushButton* button);
    void retranslate();
    void showLastRun();

    std::optional<store::HistoryEntry> m_last;
    std::shared_ptr<const knowledge::Knowledge> m_knowledge;
    QLabel* m_title = nullptr;
    QLabel* m_intro = nullptr;
    QBoxLayout* m_cards = nullptr;
    QLabel* m_startTitle = nullptr;
    QPushButton* m_start = nullptr;
    QLabel* m_startText = nullptr;
    QLabel* m_practiseTitle = nullptr;
    QPushButton* m_practise = nullptr;
    QLabel* m_practiseText = nullptr;
    QFrame* m_lastCard = nullptr;
    QLabel* m_lastTitle = nullptr;
    QLabel* m_lastText = nullptr;
    QPushButton* m_lastOpen = nullptr;
    QPushButton* m_lastAgain = nullptr;
};

} // namespace doctor::ui
