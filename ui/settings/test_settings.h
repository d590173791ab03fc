// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of the tests: the plan that a new diagnosis begins with, and what no diagnosis exceeds.
#pragma once

#include "app/store/store.h"
#include "ui/settings/setting_rows.h"

class QComboBox;

namespace doctor::ui
{

class AppContext;
class FieldMessage;
class LimitBox;
class TextLabel;

class TestSettings final : public SettingRows
{
    Q_OBJECT
public:
    explicit TestSettings(AppContext& context, QWidget* parent = nullptr);
    void showValues() override;

private:
    void build();
    void addLimit(LimitBox*& box, FieldMessage*& message, int decimals, double least, double most,
                  std::function<bool()> isDefault, std::function<void(store::Settings::Limits&)> restore);
    void takeLimits();
    void retranslate() override;

    AppContext& m_context;
    QComboBox* m_thoroughness;
    TextLabel* m_about;
    LimitBox* m_minutes = nullptr;
    FieldMessage* m_minutesMessage = nullptr;
    LimitBox* m_connections = nullptr;
    FieldMessage* m_connectionsMessage = nullptr;
    LimitBox* m_pace = nullptr;
    FieldMessage* m_paceMessage = nullptr;
};

} // namespace doctor::ui
