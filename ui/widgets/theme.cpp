// SPDX-License-Identifier: GPL-3.0-or-later
// Palettes and chart colours; the numbers behind them are in the header's tests.
#include "ui/widgets/theme.h"

#include "ui/widgets/focus_style.h"

#include <QApplication>
#include <QFont>
#include <cmath>

namespace doctor::ui
{

namespace
{

struct Shades {
    QRgb window, base, alternate, button, text, placeholder, disabled, highlight, highlightedText, link, visited;
    QRgb light, midlight, mid, dark, shadow, tip;
};

constexpr Shades Light{.window = 0xfff4f5f7,
                       .base = 0xffffffff,
                       .alternate = 0xfff4f6f9,
                       .button = 0xfff0f1f3,
                       .text = 0xff1b1e20,
                       .placeholder = 0xff666b70,
                       .disabled = 0xff8a8f94,
                       .highlight = 0xff0062a0,
                       .highlightedText = 0xffffffff,
                       .link = 0xff0062a0,
                       .visited = 0xff6a3d86,
                       .light = 0xffffffff,
                       .midlight = 0xffe6e8eb,
                       .mid = 0xffb9bdc2,
                       .dark = 0xff9a9fa5,
                       .shadow = 0xff5f656b,
                       .tip = 0xffffffff};

constexpr Shades Dark{.window = 0xff1f2326,
                      .base = 0xff1b1e20,
                      .alternate = 0xff23272b,
                      .button = 0xff31363b,
                      .text = 0xfff1f2f3,
                      .placeholder = 0xffa3a9af,
                      .disabled = 0xff7d848a,
                      .highlight = 0xff56b4e9,
                      .highlightedText = 0xff10181d,
                      .link = 0xff7cc7f2,
                      .visited = 0xffd3a6e0,
                      .light = 0xff4a5158,
                      .midlight = 0xff3b4147,
                      .mid = 0xff5b636a,
                      .dark = 0xff14171a,
                      .shadow = 0xff0c0e10,
                      .tip = 0xff2a2f34};

QPalette paletteOf(const Shades& s)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor(colour)); };
    set(QPalette::Window, s.window);
    set(QPalette::WindowText, s.text);
    set(QPalette::Base, s.base);
    set(QPalette::AlternateBase, s.alternate);
    set(QPalette::Text, s.text);
    set(QPalette::PlaceholderText, s.placeholder);
    set(QPalette::Button, s.button);
    set(QPalette::ButtonText, s.text);
    set(QPalette::BrightText, 0xffffffff);
    set(QPalette::Highlight, s.highlight);
    set(QPalette::HighlightedText, s.highlightedText);
    set(QPalette::Link, s.link);
    set(QPalette::LinkVisited, s.visited);
    set(QPalette::ToolTipBase, s.tip);
    set(QPalette::ToolTipText, s.text);
    set(QPalette::Light, s.light);
    set(QPalette::Midlight, s.midlight);
    set(QPalette::Mid, s.mid);
    set(QPalette::Dark, s.dark);
    set(QPalette::Shadow, s.shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, QColor(s.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(s.mid));
    return palette;
}

double luminance(const QColor& colour)
{
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

Colours lightColours()
{
    return {.dark = false,
            .worked = QColor(0x00, 0x72, 0xb2),
            .failed = QColor(0xd5, 0x5e, 0x00),
            .failedText = QColor(0xa3, 0x42, 0x00),
            .third = QColor(0x00, 0x8a, 0x64),
            .fourth = QColor(0xb8, 0x5c, 0x8e),
            .neutral = QColor(0x76, 0x76, 0x76),
            .quietText = QColor(0x55, 0x5b, 0x61),
            .grid = QColor(0xdd, 0xdd, 0xde),
            .axis = QColor(0x76, 0x7b, 0x80),
            .card = QColor(0xff, 0xff, 0xff),
            .cardEdge = QColor(0xd3, 0xd7, 0xdb),
            .notice = QColor(0xff, 0xf4, 0xe3),
            .noticeEdge = QColor(0xb3, 0x6b, 0x00)};
}

Colours darkColours()
{
    return {.dark = true,
            .worked = QColor(0x56, 0xb4, 0xe9),
            .failed = QColor(0xe6, 0x9f, 0x00),
            .failedText = QColor(0xf0, 0xb2, 0x3c),
            .third = QColor(0x1f, 0xb8, 0x8c),
            .fourth = QColor(0xcc, 0x79, 0xa7),
            .neutral = QColor(0xa0, 0xa0, 0xa0),
            .quietText = QColor(0xb4, 0xba, 0xc0),
            .grid = QColor(0x3b, 0x3f, 0x43),
            .axis = QColor(0x8d, 0x94, 0x9a),
            .card = QColor(0x2a, 0x2f, 0x34),
            .cardEdge = QColor(0x4a, 0x51, 0x58),
            .notice = QColor(0x3a, 0x30, 0x1c),
            .noticeEdge = QColor(0xc9, 0x93, 0x2b)};
}

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::Window)) < 0.18;
}

} // namespace

void Theme::apply(QApplication& application, store::Theme theme)
{
    // The palette before our first change is the only thing that Qt 6.4 tells about the system's scheme.
    static const bool systemIsDark = isDark(application.palette());
    if (!qobject_cast<FocusStyle*>(QApplication::style()))
        QApplication::setStyle(new FocusStyle);
    const bool dark = theme == store::Theme::Dark || (theme == store::Theme::System && systemIsDark);
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

void Theme::setTextSize(int percent)
{
    static const QFont system = QApplication::font();
    QFont font = system;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * percent / 100);
    else
        font.setPixelSize(font.pixelSize() * percent / 100);
    if (font != QApplication::font())
        QApplication::setFont(font);
}

const Colours& Theme::colours(const QPalette& palette)
{
    static const Colours light = lightColours();
    static const Colours dark = darkColours();
    return isDark(palette) ? dark : light;
}

QPalette Theme::lightPalette()
{
    return paletteOf(Light);
}

QPalette Theme::darkPalette()
{
    return paletteOf(Dark);
}

double Theme::contrast(const QColor& first, const QColor& second)
{
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace doctor::ui
