// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: each takes effect at once, each that is not as delivered has a Reset beside it.
#pragma once

#include <QDialog>
#include <functional>

class QPushButton;
class QSpacerItem;
class QTabWidget;

namespace doctor::ui
{

class AppContext;
class GeneralSettings;
class PrivacySettings;
class SettingRows;
class TestSettings;
class TextLabel;

class SettingsDialog final : public QDialog
{
    Q_OBJECT
public:
    enum Page { General, Tests, Privacy, PageCount };

    explicit SettingsDialog(AppContext& context, QWidget* parent = nullptr);
    void showPage(Page page);
    /// Replaces the question before everything is removed, for tests.
    void setConfirmation(std::function<bool(QWidget*)> confirm) { m_confirm = std::move(confirm); }

Q_SIGNALS:
    void languageChosen(const QString& language); ///< empty: the system's

protected:
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void removeEverything();
    void retranslate();

    AppContext& m_context;
    std::function<bool(QWidget*)> m_confirm;
    QTabWidget* m_tabs;
    QSpacerItem* m_width = nullptr; ///< the layout's
    GeneralSettings* m_general;
    TestSettings* m_tests;
    PrivacySettings* m_privacy;
    TextLabel* m_message;
    QPushButton* m_close;
};

} // namespace doctor::ui
