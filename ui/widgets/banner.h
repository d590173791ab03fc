// SPDX-License-Identifier: GPL-3.0-or-later
// One sentence that wants to be read, with at most one button; hidden while it has nothing to say.
#pragma once

#include "ui/widgets/card.h"

class QPushButton;

namespace doctor::ui
{

class TextLabel;

class Banner final : public Card
{
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);
    /// An empty text hides the banner; an empty action hides the button.
    void setMessage(const QString& text, const QString& action = {});
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton* button() const;

Q_SIGNALS:
    void actionRequested();

private:
    TextLabel* m_text;
    QPushButton* m_button;
};

} // namespace doctor::ui
