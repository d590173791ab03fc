// SPDX-License-Identifier: GPL-3.0-or-later
// A layout that sets its items in rows and breaks the row when it is full, as text does.
#pragma once

#include <QLayout>
#include <memory>
#include <vector>

namespace doctor::ui
{

class FlowLayout final : public QLayout
{
    Q_OBJECT
public:
    explicit FlowLayout(QWidget* parent = nullptr, int gap = 8);
    ~FlowLayout() override;
    void addItem(QLayoutItem* item) override; ///< takes the item, as QLayout asks
    [[nodiscard]] int count() const override;
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    [[nodiscard]] QSize minimumSize() const override;
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    int arrange(const QRect& rect, bool apply) const;
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    int m_gap;
};

} // namespace doctor::ui
