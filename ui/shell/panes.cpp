// SPDX-License-Identifier: GPL-3.0-or-later
// A part is known by what holds it; where its keyboard was last Qt remembers itself.
#include "ui/shell/panes.h"

#include <QApplication>
#include <QSplitter>

namespace doctor::ui
{

namespace
{

bool takesKeyboard(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
}

/// Where the keyboard goes in this part; null: nowhere.
QWidget* fieldIn(QWidget* pane)
{
    QWidget* last = pane->focusWidget();
    if (last && (last == pane || pane->isAncestorOf(last)) && takesKeyboard(last))
        return last;
    if (takesKeyboard(pane))
        return pane;
    for (QWidget* next = pane->nextInFocusChain(); next != pane; next = next->nextInFocusChain()) {
        if (pane->isAncestorOf(next) && takesKeyboard(next))
            return next;
    }
    return nullptr;
}

void addPanes(QWidget* area, QList<QWidget*>& panes)
{
    if (!area || !area->isVisible())
        return;
    const auto splitters = area->findChildren<QSplitter*>();
    for (const QSplitter* splitter : splitters) {
        if (!splitter->isVisible())
            continue;
        for (int i = 0; i < splitter->count(); ++i)
            addPanes(splitter->widget(i), panes);
        return;
    }
    if (fieldIn(area))
        panes.append(area);
}

} // namespace

void focusNextPane(const QList<QWidget*>& areas, bool backward)
{
    QList<QWidget*> panes;
    for (QWidget* area : areas)
        addPanes(area, panes);
    if (panes.isEmpty())
        return;
    const QWidget* now = QApplication::focusWidget();
    qsizetype current = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (now && (panes[i] == now || panes[i]->isAncestorOf(now)))
            current = i;
    }
    const qsizetype count = panes.size();
    const qsizetype next = current < 0 ? 0 : (current + (backward ? count - 1 : 1)) % count;
    fieldIn(panes[next])->setFocus(Qt::TabFocusReason);
}

} // namespace doctor::ui
