// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the last 24 hours of a watch: a low bar where all worked, a tall hatched one where something failed.
#pragma once

#include "app/figures/watch_picture.h"

#include <QWidget>

namespace doctor::ui
{

/// By keyboard: arrows go from slice to slice, Home and End to the oldest and newest.
class WatchStrip final : public QWidget
{
    Q_OBJECT
public:
    explicit WatchStrip(QWidget* parent = nullptr);
    void setPicture(const figures::WatchPicture& picture);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// What the slice under the pointer or the keyboard's place holds; empty: neither.
    void currentChanged(const QString& text);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void setCurrent(int slice);
    void pointAt(const QPointF& place);
    [[nodiscard]] bool stepBy(int key);
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QRectF place(int slice) const;
    void paintSlice(QPainter& painter, const QRectF& place, const figures::WatchSlice& slice) const;
    void paintHours(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;

    figures::WatchPicture m_picture;
    int m_current = -1;
};

} // namespace doctor::ui
