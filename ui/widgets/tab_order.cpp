// SPDX-License-Identifier: GPL-3.0-or-later
// Collects the widgets in view by their layouts at each press: pages are small, and nothing has to be kept up to date.
#include "ui/widgets/tab_order.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QGridLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <algorithm>

namespace doctor::ui
{

namespace
{

class Order
{
public:
    void add(QWidget* widget)
    {
        if (!widget || widget->isWindow() || !widget->isVisible() || m_widgets.contains(widget))
            return;
        m_widgets.append(widget);
        if (const auto* area = qobject_cast<QScrollArea*>(widget))
            add(area->widget());
        else if (isWhole(widget))
            return;
        else if (const auto* splitter = qobject_cast<QSplitter*>(widget))
            for (int i = 0; i < splitter->count(); ++i)
                add(splitter->widget(i));
        else if (const auto* tabs = qobject_cast<QTabWidget*>(widget)) {
            add(tabs->cornerWidget(Qt::TopLeftCorner));
            add(tabs->tabBar());
            add(tabs->cornerWidget(Qt::TopRightCorner));
            add(tabs->currentWidget());
        } else
            addInside(*widget);
    }

    void addInside(const QWidget& widget)
    {
        if (widget.layout())
            add(*widget.layout());
        for (QObject* child : widget.children())
            add(qobject_cast<QWidget*>(child));
    }

    [[nodiscard]] const QWidgetList& widgets() const { return m_widgets; }

private:
    /// Its inner parts are reached by other keys.
    static bool isWhole(const QWidget* widget)
    {
        return qobject_cast<const QAbstractScrollArea*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
               qobject_cast<const QComboBox*>(widget) || qobject_cast<const QTabBar*>(widget);
    }

    void add(const QLayout& layout)
    {
        QList<int> places;
        for (int i = 0; i < layout.count(); ++i)
            places.append(i);
        if (const auto* grid = qobject_cast<const QGridLayout*>(&layout))
            std::stable_sort(places.begin(), places.end(),
                             [grid](int a, int b) { return cell(*grid, a) < cell(*grid, b); });
        for (const int place : places) {
            QLayoutItem* item = layout.itemAt(place);
            if (item->widget())
                add(item->widget());
            else if (item->layout())
                add(*item->layout());
        }
    }

    static std::pair<int, int> cell(const QGridLayout& grid, int place)
    {
        int row = 0;
        int column = 0;
        int rows = 0;
        int columns = 0;
        grid.getItemPosition(place, &row, &column, &rows, &columns);
        return {row, column};
    }

    QWidgetList m_widgets;
};

bool takesTab(const QWidget* widget)
{
    return (widget->focusPolicy() & Qt::TabFocus) != 0 && !widget->focusProxy() && widget->isEnabled();
}

} // namespace

bool moveFocusInReadingOrder(QWidget& window, bool forward)
{
    Order order;
    order.addInside(window);
    const QWidgetList& widgets = order.widgets();
    const auto count = widgets.size();
    QWidget* now = window.focusWidget();
    while (now && now != &window && !widgets.contains(now))
        now = now->parentWidget();
    auto place = widgets.indexOf(now);
    if (place < 0 && !forward)
        place = 0;
    for (qsizetype i = 0; i < count; ++i) {
        place = (place + (forward ? 1 : count - 1)) % count;
        QWidget* next = widgets[place];
        if (!takesTab(next))
            continue;
        next->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
        for (QWidget* above = next->parentWidget(); above; above = above->parentWidget()) {
            if (auto* area = qobject_cast<QScrollArea*>(above))
                area->ensureWidgetVisible(next);
        }
        return true;
    }
    return false;
}

} // namespace doctor::ui
