// SPDX-License-Identifier: GPL-3.0-or-later
// Proxies that programs of this computer would use for a target, by the environment and by the system's settings.
#pragma once

#include "app/core/model/proxy.h"
#include "app/core/model/target.h"

#include <functional>
#include <vector>

namespace doctor::computer
{

struct FoundProxy {
    QString source; ///< "environment" or "system"
    core::ProxyServer proxy;
};

/// What the system says may take long (a settings script may have to be fetched): not on a thread that measures.
[[nodiscard]] std::vector<FoundProxy> readProxies(const core::Target& target);

/// The proxy that the environment's variables name for a target; none when they name none or exempt the host.
/// `value` gives a variable's content. Names and no_proxy as curl(1) describes them.
[[nodiscard]] std::optional<core::ProxyServer> environmentProxy(const core::Target& target,
                                                                const std::function<QString(const QString&)>& value);

} // namespace doctor::computer
