// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader of a report must know about the computer that measured; nothing that names it or its user.
#pragma once

#include <QJsonObject>

namespace doctor::core
{

/// {"os":"Debian GNU/Linux 12 (bookworm)","kernel":"linux 6.1.0","architecture":"x86_64","qt":"6.4.2"}
[[nodiscard]] QJsonObject environmentOfThisComputer();

} // namespace doctor::core
