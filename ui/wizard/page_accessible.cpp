// SPDX-License-Identifier: GPL-3.0-or-later
// Qt shows a plain widget as a nameless filler; a step is a group.
#include "ui/wizard/page_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QWidget>

namespace doctor::ui
{

namespace
{

QAccessibleInterface* makePage(const QString& className, QObject* object)
{
    static const QStringList pages{QStringLiteral("doctor::ui::InputPage"), QStringLiteral("doctor::ui::RunPage"),
                                   QStringLiteral("doctor::ui::ResultPage"), QStringLiteral("doctor::ui::FixPage"),
                                   QStringLiteral("doctor::ui::ReportPage")};
    auto* widget = qobject_cast<QWidget*>(object);
    if (!widget || !pages.contains(className))
        return nullptr;
    return new QAccessibleWidget(widget, QAccessible::Grouping);
}

} // namespace

void describePagesToAssistiveTools()
{
    static const bool installed = [] {
        QAccessible::installFactory(makePage);
        return true;
    }();
    Q_UNUSED(installed)
}

} // namespace doctor::ui
