// SPDX-License-Identifier: GPL-3.0-or-later
// Draws a figure with Qt Charts and lets the keyboard walk through its marks.
#pragma once

#include "app/figures/figure.h"

#include <QChartView>
#include <memory>
#include <vector>

namespace doctor::ui
{

class ChartScene;

/// Accessible as a chart named after the figure's question and described by its answer.
class ChartCanvas final : public QChartView
{
    Q_OBJECT
public:
    explicit ChartCanvas(QWidget* parent = nullptr);
    ~ChartCanvas() override;
    void setFigure(const figures::Figure& figure);
    /// Index of the current mark in reading order, -1 for none.
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int markCount() const { return static_cast<int>(m_stops.size()); }
    void setCurrent(int index);

Q_SIGNALS:
    /// Spoken and shown text of the current mark; empty when there is none.
    void currentChanged(const QString& text);
    void tableRequested();
    void pointActivated(const QString& test, int attempt);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    /// A mark that the arrow keys stop at.
    struct Stop {
        QPointF value;
        QString label;
        QString test;
        int attempt = -1;
    };
    void collectStops();
    [[nodiscard]] int stopAt(const QPoint& position) const;
    [[nodiscard]] QString textOf(int index) const;
    void activate(int index);

    figures::Figure m_figure;
    std::unique_ptr<ChartScene> m_scene;
    std::vector<Stop> m_stops;
    int m_current = -1;
};

/// Teaches Qt's accessibility what a ChartCanvas is. Safe to call more than once.
void installChartAccessibility();

} // namespace doctor::ui
