// SPDX-License-Identifier: GPL-3.0-or-later
// Linear, logarithmic and category scales.
#include "app/report/writers/scale.h"

#include "app/core/base/spoken.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace doctor::report
{

using figures::Axis;

namespace
{

constexpr int MostTicks = 8;

double niceStep(double span)
{
    const double raw = span / MostTicks;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (power * factor >= raw) {
            return power * factor;
        }
    }
    return power * 10;
}

} // namespace

Scale::Scale(const Axis& axis) : m_scale(axis.scale), m_low(axis.minimum), m_high(axis.maximum)
{
    if (m_scale == Axis::Scale::Category) {
        m_low = -0.5;
        m_high = std::max(1.0, static_cast<double>(axis.categories.size())) - 0.5;
    }
    if (m_scale == Axis::Scale::Log) {
        m_low = std::max(m_low, 1e-6);
    }
    if (!(m_high > m_low)) {
        m_high = m_scale == Axis::Scale::Log ? m_low * 10 : m_low + 1;
    }
}

double Scale::place(double value) const
{
    return m_scale == Axis::Scale::Log ? std::log10(std::max(value, 1e-6)) : value;
}

double Scale::share(double value) const
{
    return std::clamp((place(value) - place(m_low)) / (place(m_high) - place(m_low)), 0.0, 1.0);
}

std::vector<double> Scale::ticks() const
{
    std::vector<double> ticks;
    if (m_scale == Axis::Scale::Category) {
        return ticks;
    }
    if (m_scale == Axis::Scale::Linear) {
        const double step = niceStep(m_high - m_low);
        for (double index = std::ceil(m_low / step); index * step <= m_high; ++index) {
            ticks.push_back(index * step);
        }
        return ticks;
    }
    const bool few = std::log10(m_high / m_low) < 3;
    for (double decade = std::floor(std::log10(m_low)); decade <= std::log10(m_high); ++decade) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double tick = factor * std::pow(10.0, decade);
            if ((few || factor == 1.0) && tick >= m_low && tick <= m_high) {
                ticks.push_back(tick);
            }
        }
    }
    return ticks;
}

QString Scale::label(double tick) const
{
    if (std::abs(tick) < 1e-12) {
        return QStringLiteral("0");
    }
    const QString language = core::spokenLanguage();
    QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return std::abs(tick) >= 1 ? locale.toString(tick, 'f', std::floor(tick) == tick ? 0 : 1)
                               : locale.toString(tick, 'g', 3);
}

} // namespace doctor::report
