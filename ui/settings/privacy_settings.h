// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of privacy: what reports hide, what is kept on this computer, and removing it.
#pragma once

#include "ui/settings/setting_rows.h"

class QCheckBox;
class QPlainTextEdit;
class QSpinBox;

namespace doctor::ui
{

class AppContext;
class FieldMessage;
class TextLabel;

class PrivacySettings final : public SettingRows
{
    Q_OBJECT
public:
    explicit PrivacySettings(AppContext& context, QWidget* parent = nullptr);
    void showValues() override;

Q_SIGNALS:
    void removeRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void buildKept();
    void takeReports();
    void takeWords();
    void keepDays(int days);
    void showWarning();
    void retranslate() override;

    AppContext& m_context;
    QCheckBox* m_hides;
    FieldMessage* m_warning;
    QPlainTextEdit* m_words;
    FieldMessage* m_wordsMessage;
    QSpinBox* m_days;
    TextLabel* m_folder;
    QPushButton* m_open;
    QPushButton* m_remove;
};

} // namespace doctor::ui
