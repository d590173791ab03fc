// SPDX-License-Identifier: GPL-3.0-or-later
// Proxies that programs of this computer would use for a target, by the environment and by the system's settings.
#pragma once

#include "app/core/model/proxy.h"
#include "app/core/model/target.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace doctor::computer
{

struct FoundProxy {
    QString source; ///< "environment" or "system"
    core::ProxyServer proxy;
};

/// A proxy, or none: go directly. Error Unavailable, one sentence: something is set, but nothing that we could use.
using ProxyChoice = core::Result<std::optional<core::ProxyServer>>;

/// All that say something for a target. What the system says may take long (a settings script may have to be fetched):
/// not on a thread that measures.
[[nodiscard]] std::vector<FoundProxy> readProxies(const core::Target& target);

/// The one that a program which keeps to the settings would take: the environment's where it names any, else the
/// system's. Blocks as readProxies() does.
[[nodiscard]] ProxyChoice systemProxy(const core::Target& target);

/// What the environment's variables name for a target. `value` gives a variable's content. Names and no_proxy as
/// curl(1) describes them.
struct EnvironmentProxy {
    bool named = false; ///< a variable for this kind of target is set; without one the system's settings count
    ProxyChoice choice; ///< none: nothing is named, or no_proxy exempts the host
};
[[nodiscard]] EnvironmentProxy environmentProxy(const core::Target& target,
                                                const std::function<QString(const QString&)>& value);

/// One entry of the system's answer; a settings script may give several, in the order in which they are to be tried.
struct SettingsEntry {
    enum class Kind { Direct, Http, Socks5, Other };
    Kind kind = Kind::Direct;
    QString host;
    int port = 0;
    QString user;
    QString password;
};
/// The first one counts: the others are for when it fails, and a fault must not be measured around. `script` is the
/// address of the settings script, when the desktop leaves the choice to one: a system that cannot run it says
/// "directly" as if nothing were set, so that answer counts for nothing then.
[[nodiscard]] ProxyChoice choiceFrom(std::span<const SettingsEntry> entries, const QString& script);

} // namespace doctor::computer
