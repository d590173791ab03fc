// SPDX-License-Identifier: GPL-3.0-or-later
// The language of a PDF, which screen readers need and Cairo cannot write.
#pragma once

#include <QByteArray>
#include <QString>

namespace doctor::report
{

/// The file with its language set and its title shown in the window's title, as an incremental update (ISO 32000-1,
/// 7.5.6). A file whose catalogue is not written in clear stays as it is.
[[nodiscard]] QByteArray withLanguage(QByteArray pdf, const QString& language);

} // namespace doctor::report
