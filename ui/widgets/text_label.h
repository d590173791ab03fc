// SPDX-License-Identifier: GPL-3.0-or-later
// A label with a role instead of a size: it follows the application's font and palette by itself.
#pragma once

#include <QLabel>

namespace doctor::ui
{

/// Plain text, wrapped, selectable by mouse. Text from the network can hold no markup here.
class TextLabel final : public QLabel
{
    Q_OBJECT
public:
    enum class Role { Headline, Title, Section, Body, Quiet };
    explicit TextLabel(Role role, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateLook();
    Role m_role;
};

} // namespace doctor::ui
