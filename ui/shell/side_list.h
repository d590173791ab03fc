// SPDX-License-Identifier: GPL-3.0-or-later
// The list at the left edge, for pages and for steps: part of the window's ground, with room around each entry.
#pragma once

#include <QListWidget>

namespace doctor::ui
{

class SideList : public QListWidget
{
    Q_OBJECT
public:
    explicit SideList(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitWidth();
};

} // namespace doctor::ui
