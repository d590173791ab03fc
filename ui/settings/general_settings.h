// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of language, look and news.
#pragma once

#include "ui/settings/setting_rows.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace doctor::ui
{

class AppContext;

class GeneralSettings final : public SettingRows
{
    Q_OBJECT
public:
    explicit GeneralSettings(AppContext& context, QWidget* parent = nullptr);
    void showValues() override;

Q_SIGNALS:
    void languageChosen(const QString& language); ///< empty: the system's

private:
    void build();
    void retranslate() override;

    AppContext& m_context;
    QComboBox* m_language;
    QComboBox* m_theme;
    QSpinBox* m_textSize;
    QCheckBox* m_notifies;
    QCheckBox* m_tellsEnds;
    QComboBox* m_leaving;
};

} // namespace doctor::ui
