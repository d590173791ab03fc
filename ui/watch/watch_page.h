// SPDX-License-Identifier: GPL-3.0-or-later
// The page of the watch: what to watch and how often, how it goes now, and the last 24 hours.
#pragma once

#include "ui/watch/watch_desk.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;

namespace doctor::ui
{

class FieldMessage;
class FixedTable;
class TextLabel;
class WatchStrip;

class WatchPage final : public QWidget
{
    Q_OBJECT
public:
    WatchPage(AppContext& context, WatchDesk& desk, QWidget* parent = nullptr);
    [[nodiscard]] QWidget* firstField() const;
    /// Fills in the service of a diagnosis, with the way to it; the user starts. While something is watched, nothing
    /// changes.
    void propose(const core::Target& target);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build();
    [[nodiscard]] QLayout* buildForm();
    void retranslate();
    void startOrStop();
    void showWish();
    void showState();
    void showRecord();
    [[nodiscard]] static QString sentenceFor(const core::Target& target);
    void explain();
    void showPermission();
    /// Of what the field says, or one sentence on what is wrong with it.
    [[nodiscard]] core::Result<core::Target> read() const;
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] QString intervalText(int seconds) const;

    AppContext& m_context;
    WatchDesk& m_desk;
    std::optional<core::Target> m_proposed; ///< what the field holds says less than this
    QTimer m_renew;                         ///< the strip moves on though nothing happens
    QTimer m_gathered;                      ///< several changes are drawn once

    TextLabel* m_title;
    TextLabel* m_intro;
    QLabel* m_addressLabel;
    QLineEdit* m_address;
    FieldMessage* m_understood;
    QLabel* m_intervalLabel;
    QComboBox* m_interval;
    QCheckBox* m_diagnoses;
    QCheckBox* m_permission;
    FieldMessage* m_permissionMessage;
    TextLabel* m_state;
    TextLabel* m_answer;
    WatchStrip* m_strip;
    TextLabel* m_current;
    TextLabel* m_eventsTitle;
    QScrollArea* m_eventsArea;
    FixedTable* m_events;
    TextLabel* m_empty;
    QPushButton* m_button;
};

} // namespace doctor::ui
