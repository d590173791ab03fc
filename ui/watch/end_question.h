// SPDX-License-Identifier: GPL-3.0-or-later
// Asked once, in the page of a run that takes long: whether its end is to be told to somebody who works elsewhere.
#pragma once

#include "ui/widgets/card.h"

class QPushButton;

namespace doctor::ui
{

class TextLabel;

class EndQuestion final : public Card
{
    Q_OBJECT
public:
    explicit EndQuestion(QWidget* parent = nullptr);

Q_SIGNALS:
    void answered(bool wanted);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    TextLabel* m_text;
    QPushButton* m_yes;
    QPushButton* m_no;
};

} // namespace doctor::ui
