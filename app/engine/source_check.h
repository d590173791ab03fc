// SPDX-License-Identifier: GPL-3.0-or-later
// Whether connections can come from an address at all is known before any test.
#pragma once

#include "app/core/model/target.h"

namespace doctor::engine
{

/// Numeric addresses of this computer, those that lead beyond it first. Asks the system, so not on the window's thread.
[[nodiscard]] QStringList ownAddresses();

/// One sentence for the user when no connection can come from `target`'s source address: it is no address, none of
/// `own`, or of another family than the service's, the proxy's or the one wished for. Empty when there is nothing to
/// say. Pure; an empty `own` means that the computer's addresses are not known.
[[nodiscard]] QString sourceProblem(const core::Target& target, const QStringList& own);

} // namespace doctor::engine
