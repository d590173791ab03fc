// SPDX-License-Identifier: GPL-3.0-or-later
// A raised box that holds things that belong together; an inset lies inside one, a notice wants to be read.
#pragma once

#include <QFrame>

namespace doctor::ui
{

class Card : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Plain, Inset, Notice };
    explicit Card(Kind kind = Kind::Plain, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind;
};

} // namespace doctor::ui
