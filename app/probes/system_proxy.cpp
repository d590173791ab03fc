// SPDX-License-Identifier: GPL-3.0-or-later
// The settings are read aside, as a script behind them may have to be fetched.
#include "app/probes/system_proxy.h"

#include "app/computer/proxies.h"
#include "app/net/aside.h"

#include <QCoreApplication>
#include <optional>

namespace doctor::probes
{

namespace
{
constexpr core::Milliseconds Patience{5'000};
} // namespace

net::Task<core::Result<core::Target>> withSystemProxy(net::Net& net, core::Target target)
{
    if (!target.systemProxy)
        co_return target;
    auto choice = std::make_shared<std::optional<computer::ProxyChoice>>();
    const std::function<void()> work = [choice, target] { *choice = computer::systemProxy(target); };
    const bool done = co_await net::aside(net, work, Patience);
    if (!done)
        co_return core::failure(
            core::ErrorCode::Unavailable,
            QCoreApplication::translate("computer", "The system did not tell its proxy settings within %1 seconds; "
                                                    "name the proxy itself, or none.")
                .arg(Patience.count() / 1000));
    const computer::ProxyChoice& said = choice->value();
    if (!said)
        co_return tl::unexpected(said.error());
    target.proxy = said->has_value() ? core::proxyUrl(said->value()) : QString();
    co_return target;
}

} // namespace doctor::probes
