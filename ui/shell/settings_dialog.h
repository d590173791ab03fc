// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: each takes effect at once, each that is not as delivered has a Reset beside it.
#pragma once

#include <QDialog>
#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QGroupBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace doctor::ui
{

class AppContext;
class TextLabel;

class SettingsDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit SettingsDialog(AppContext& context, QWidget* parent = nullptr);
    /// Replaces the question before everything is removed, for tests.
    void setConfirmation(std::function<bool(QWidget*)> confirm) { m_confirm = std::move(confirm); }

Q_SIGNALS:
    void languageChosen(const QString& language); ///< empty: the system's

protected:
    void changeEvent(QEvent* event) override;

private:
    /// One setting: its label, its field, and how to tell and restore what it is delivered with.
    struct Row {
        QLabel* label;
        QWidget* field;
        QPushButton* reset;
        std::function<bool()> isDefault;
    };
    void build();
    void addRow(QGroupBox* group, QWidget* field, std::function<bool()> isDefault, std::function<void()> restore);
    void showValues();
    void showResets();
    void keepDays(int days);
    void removeEverything();
    void retranslate();
    void alignFields();

    AppContext& m_context;
    std::function<bool(QWidget*)> m_confirm;
    std::vector<Row> m_rows;
    QGroupBox* m_look = nullptr;
    QGroupBox* m_tests = nullptr;
    QGroupBox* m_data = nullptr;
    QComboBox* m_language = nullptr;
    QComboBox* m_theme = nullptr;
    QSpinBox* m_textSize = nullptr;
    QComboBox* m_thoroughness = nullptr;
    QSpinBox* m_days = nullptr;
    TextLabel* m_folder = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_remove = nullptr;
    TextLabel* m_message = nullptr;
    QPushButton* m_close = nullptr;
};

} // namespace doctor::ui
