// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a figure.
#include "ui/charts/figure_view.h"

namespace doctor::ui
{

struct FigureView::Impl {
    figures::Figure figure;
};

FigureView::FigureView(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {}
FigureView::~FigureView() = default;
void FigureView::setFigure(const figures::Figure& figure)
{
    m_impl->figure = figure;
}
const figures::Figure& FigureView::figure() const
{
    return m_impl->figure;
}
} // namespace doctor::ui
