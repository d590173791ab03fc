// SPDX-License-Identifier: GPL-3.0-or-later
// Finds libraries and functions through Qt, which knows how each system names them.
#include "app/report/writers/late_library.h"
#include "app/core/base/spoken.h"

#include <QLibrary>

namespace doctor::report
{

core::Result<void> LateLibrary::load()
{
    if (m_loaded)
        return {};
    QLibrary library(QString::fromLatin1(m_name));
    if (!library.load()) {
        return core::failure(core::ErrorCode::Unwritable,
                             core::translate("report", "The library %1 is needed for this and cannot be loaded: %2")
                                 .arg(QString::fromLatin1(m_name), library.errorString()));
    }
    m_loaded = true;
    return {};
}

QFunctionPointer LateLibrary::function(const char* name)
{
    const QFunctionPointer found = QLibrary(QString::fromLatin1(m_name)).resolve(name);
    if (!found)
        qFatal("The library %s has no function %s.", m_name, name);
    return found;
}

} // namespace doctor::report
