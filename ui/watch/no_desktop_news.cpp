// SPDX-License-Identifier: GPL-3.0-or-later
// Systems without that service tell by their tray.
#include "ui/watch/desktop_news.h"

namespace doctor::ui
{

struct DesktopNews::Impl {
};

DesktopNews::DesktopNews(QObject* parent) : QObject(parent) {}

DesktopNews::~DesktopNews() = default;

void DesktopNews::tell(const QString&, const QString&, const QString&, int)
{
    QMetaObject::invokeMethod(this, &DesktopNews::notTold, Qt::QueuedConnection);
}

} // namespace doctor::ui
