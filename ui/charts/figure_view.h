// SPDX-License-Identifier: GPL-3.0-or-later
// One figure with its question, its answer, the drawing, and a table twin that holds the same.
#pragma once

#include "app/figures/figure.h"

#include <QWidget>
#include <memory>

namespace doctor::ui
{

class FigureView : public QWidget
{
    Q_OBJECT
public:
    explicit FigureView(QWidget* parent = nullptr);
    ~FigureView() override;
    void setFigure(const figures::Figure& figure);
    [[nodiscard]] const figures::Figure& figure() const;

Q_SIGNALS:
    /// The user chose a mark that stands for an attempt.
    void pointActivated(const QString& test, int attempt);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::ui
