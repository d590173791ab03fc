// SPDX-License-Identifier: GPL-3.0-or-later
// Values to places on an axis, and where its ticks stand.
#pragma once

#include "app/figures/figure.h"

namespace doctor::report
{

class Scale
{
public:
    explicit Scale(const figures::Axis& axis);
    /// 0 at the axis' beginning, 1 at its end; values outside are drawn at the edge.
    [[nodiscard]] double share(double value) const;
    [[nodiscard]] std::vector<double> ticks() const;
    [[nodiscard]] QString label(double tick) const;

private:
    [[nodiscard]] double place(double value) const;

    figures::Axis::Scale m_scale;
    double m_low;
    double m_high;
};

} // namespace doctor::report
