// SPDX-License-Identifier: GPL-3.0-or-later
// Lets assistive tools see each step as a group with its title as name and its reason as description.
#pragma once

namespace doctor::ui
{

/// Installs the factory once; later calls do nothing.
void describePagesToAssistiveTools();

} // namespace doctor::ui
