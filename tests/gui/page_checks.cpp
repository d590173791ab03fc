// SPDX-License-Identifier: GPL-3.0-or-later
// Walks over the widgets in view.
#include "tests/gui/page_checks.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHash>
#include <QHeaderView>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollArea>
#include <QTabBar>

namespace doctor::testsupport
{

namespace
{

QString nameOf(const QWidget& widget)
{
    const QString text = widget.property("text").toString();
    return QStringLiteral("%1 %2 \"%3\"")
        .arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName(),
             (text.isEmpty() ? widget.accessibleName() : text).left(40));
}

/// Parts that Qt makes of itself inside of boxes, areas and tables.
bool isInner(const QWidget& widget)
{
    if (widget.objectName().startsWith(QStringLiteral("qt_")))
        return true;
    const QWidget* parent = widget.parentWidget();
    return qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent) ||
           qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QTabBar*>(parent);
}

QString lacksRoom(const QWidget& widget)
{
    const QSize has = widget.size();
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        if (label->text().isEmpty())
            return {};
        const int needed = label->wordWrap() ? label->heightForWidth(has.width()) : label->sizeHint().height();
        if (has.height() < needed)
            return QStringLiteral("is %1 high and needs %2").arg(has.height()).arg(needed);
        if (!label->wordWrap() && has.width() < label->sizeHint().width())
            return QStringLiteral("is %1 wide and needs %2").arg(has.width()).arg(label->sizeHint().width());
        return {};
    }
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        const int needed = box->fontMetrics().horizontalAdvance(box->currentText()) + box->fontMetrics().height();
        return has.width() < needed ? QStringLiteral("is %1 wide and needs %2").arg(has.width()).arg(needed)
                                    : QString();
    }
    if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
        for (int i = 0; header->orientation() == Qt::Horizontal && i < header->count(); ++i) {
            const QString title = header->model()->headerData(i, Qt::Horizontal).toString();
            if (!header->isSectionHidden(i) && header->sectionSize(i) < header->fontMetrics().horizontalAdvance(title))
                return QStringLiteral("cuts off its title \"%1\"").arg(title);
        }
        return {};
    }
    if (qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget)) {
        const QSize needed =
            qobject_cast<const QAbstractSpinBox*>(&widget) ? widget.minimumSizeHint() : widget.sizeHint();
        if (has.width() < needed.width() || has.height() < needed.height())
            return QStringLiteral("is %1x%2 and needs %3x%4")
                .arg(has.width())
                .arg(has.height())
                .arg(needed.width())
                .arg(needed.height());
    }
    return {};
}

} // namespace

QStringList doubleKeys(QWidget& window, const QString& page)
{
    QStringList problems;
    QHash<QKeySequence, QString> taken;
    const auto take = [&](const QString& text) {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (key.isEmpty())
            return;
        if (taken.contains(key))
            problems += QStringLiteral("%1: %2 is shared by %3 and %4").arg(page, key.toString(), taken[key], text);
        taken.insert(key, text);
    };
    if (const auto* main = qobject_cast<const QMainWindow*>(&window))
        for (const QAction* menu : main->menuBar()->actions())
            take(menu->text());
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible())
            take(button->text());
    for (const QLabel* label : window.findChildren<QLabel*>())
        if (label->isVisible() && label->buddy())
            take(label->text());
    return problems;
}

QStringList namelessOrDouble(QWidget& window, const QString& page)
{
    QStringList problems;
    QStringList names;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || !widget->isEnabled() || (widget->focusPolicy() & Qt::TabFocus) == 0 ||
            widget->focusProxy() || qobject_cast<QAbstractScrollArea*>(widget->parentWidget()) ||
            qobject_cast<QAbstractSpinBox*>(widget->parentWidget()))
            continue;
        const QAccessibleInterface* seen = QAccessible::queryAccessibleInterface(widget);
        const QString name = seen ? seen->text(QAccessible::Name) : QString();
        const QString type = QString::fromLatin1(widget->metaObject()->className());
        if (name.isEmpty())
            problems += QStringLiteral("%1: %2 %3 has no name").arg(page, type, widget->objectName());
        if (qobject_cast<QAbstractButton*>(widget) && names.contains(name))
            problems += QStringLiteral("%1: two buttons are called %2").arg(page, name);
        names += name;
    }
    return problems;
}

QStringList clipped(QWidget& window, const QString& page)
{
    QStringList problems;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->isWindow() || isInner(*widget))
            continue;
        if (const QString lack = lacksRoom(*widget); !lack.isEmpty())
            problems += QStringLiteral("%1: %2 %3").arg(page, nameOf(*widget), lack);
        const QWidget* holder = widget->parentWidget();
        const QRect place = widget->geometry();
        const bool scrolls = qobject_cast<const QScrollArea*>(holder->parentWidget()) != nullptr;
        const bool out = scrolls ? place.width() > holder->width() : !holder->rect().contains(place);
        if (out && !place.isEmpty())
            problems += QStringLiteral("%1: %2 sticks out of %3").arg(page, nameOf(*widget), nameOf(*holder));
    }
    return problems;
}

} // namespace doctor::testsupport
