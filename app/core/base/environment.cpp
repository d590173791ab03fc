// SPDX-License-Identifier: GPL-3.0-or-later
// Asks Qt about the operating system.
#include "app/core/base/environment.h"

#include <QSysInfo>

namespace doctor::core
{

QJsonObject environmentOfThisComputer()
{
    return {{u"os"_qs, QSysInfo::prettyProductName()},
            {u"kernel"_qs, QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion()},
            {u"architecture"_qs, QSysInfo::currentCpuArchitecture()},
            {u"qt"_qs, QString::fromLatin1(qVersion())}};
}

} // namespace doctor::core
