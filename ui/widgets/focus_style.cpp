// SPDX-License-Identifier: GPL-3.0-or-later
// Fusion draws a focused default button just like an unfocused one, hence the rings drawn here.
#include "ui/widgets/focus_style.h"

#include "ui/widgets/theme.h"

#include <QAbstractItemView>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QScrollArea>
#include <QStyleFactory>
#include <QStyleOption>

namespace doctor::ui
{

namespace
{

constexpr int MinimumHeight = 28;
constexpr qreal RingWidth = 2;
constexpr qreal ButtonRingWidth =
    3; ///< two of them lie on the edge and the shine inside it, which a dark button has light

void drawRing(QPainter* painter, const QStyleOption* option, const QRect& rect, qreal width = RingWidth)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    // The link colour is the highlight's, but light enough on dark to stand out from the edge that the ring covers.
    painter->setPen(QPen(option->palette.color(QPalette::Active, QPalette::Link), width));
    const qreal half = width / 2;
    painter->drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 3, 3);
    painter->restore();
}

/// Fusion takes its outlines from a darkened window colour: on a dark window they vanish. These have 3:1 on both.
void drawEdge(QPainter* painter, const QStyleOption* option, const QRect& rect, bool round = false)
{
    const QPalette::ColorGroup group =
        option->state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    const QColor edge = group == QPalette::Active ? Theme::colours(option->palette).axis
                                                  : option->palette.color(QPalette::Disabled, QPalette::Mid);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(edge, 1));
    const QRectF line = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
    if (round)
        painter->drawEllipse(line);
    else
        painter->drawRoundedRect(line, 2, 2);
    painter->restore();
}

/// The current entry of a list: a line, for Fusion's tinted box takes the contrast from the text below it.
void drawCurrentEntry(QPainter* painter, const QStyleOption* option)
{
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setBrush(Qt::NoBrush);
    painter->setPen(option->palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight));
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
    painter->restore();
}

/// Two angles that point to what did not fit.
class MoreIcon final : public QIconEngine
{
public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const qreal step = rect.height() / 4.0;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(QGuiApplication::palette().color(group, QPalette::WindowText), 1.5));
        for (const qreal shift : {-step, step / 2}) {
            const QPointF tip = QRectF(rect).center() + QPointF(shift + step, 0);
            const QPointF angle[] = {tip + QPointF(-step, -step), tip, tip + QPointF(-step, step)};
            painter->drawPolyline(angle, 3);
        }
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new MoreIcon; }
};

} // namespace

FocusStyle::FocusStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void FocusStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const
{
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_PushButtonBevel || element == CE_ProgressBarGroove)
        drawEdge(painter, option, option->rect);
    if (!option->state.testFlag(State_HasFocus))
        return;
    if (element == CE_PushButton || element == CE_CheckBox || element == CE_RadioButton || element == CE_TabBarTab)
        drawRing(painter, option, option->rect, element == CE_PushButton ? ButtonRingWidth : RingWidth);
}

void FocusStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                    const QWidget* widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ComboBox || control == CC_SpinBox)
        drawEdge(painter, option, option->rect);
    if (!option->state.testFlag(State_HasFocus))
        return;
    if (control == CC_ComboBox || control == CC_ToolButton || control == CC_SpinBox || control == CC_Slider)
        drawRing(painter, option, option->rect);
}

void FocusStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (element == PE_FrameFocusRect) {
        // The rings above say it for controls; a second, thin frame inside them is only noise.
        if (qobject_cast<const QAbstractItemView*>(widget))
            drawCurrentEntry(painter, option);
        return;
    }
    if (element == PE_Frame && qobject_cast<const QScrollArea*>(widget)) {
        // Part of the page, so it has no edge of its own, but whoever scrolls it by keys must see where the keys go.
        if (option->state.testFlag(State_HasFocus))
            drawRing(painter, option, option->rect);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton)
        drawEdge(painter, option, option->rect, element == PE_IndicatorRadioButton);
    if (element == PE_Frame || element == PE_FrameLineEdit)
        drawEdge(painter, option, option->rect);
    if ((element == PE_Frame || element == PE_FrameLineEdit) && option->state.testFlag(State_HasFocus))
        drawRing(painter, option, option->rect);
}

QSize FocusStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        result.rwidth() += 8;
        [[fallthrough]];
    case CT_CheckBox:
    case CT_RadioButton:
    case CT_ComboBox:
    case CT_LineEdit:
    case CT_SpinBox:
    case CT_ToolButton:
    case CT_TabBarTab:
    case CT_MenuBarItem:
        result.setHeight(qMax(result.height(), MinimumHeight));
        break;
    case CT_ItemViewItem: // lines of one item belong together, items do not
        result.setHeight(qMax(result.height() + 8, MinimumHeight));
        break;
    default:
        break;
    }
    return result;
}

int FocusStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    // Text boxes, lists and tables cover all but their frame: the ring needs a frame of its own width.
    if (metric == PM_DefaultFrameWidth && qobject_cast<const QAbstractScrollArea*>(widget))
        return qRound(RingWidth);
    return QProxyStyle::pixelMetric(metric, option, widget);
}

int FocusStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returnData) const
{
    if (hint == SH_UnderlineShortcut)
        return 1;
    return QProxyStyle::styleHint(hint, option, widget, returnData);
}

QIcon FocusStyle::standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const
{
    // Every menu bar asks for it at once; the way through the icon themes would take a twentieth of the start.
    if (icon == SP_ToolBarHorizontalExtensionButton)
        return QIcon(new MoreIcon);
    return QProxyStyle::standardIcon(icon, option, widget);
}

} // namespace doctor::ui
