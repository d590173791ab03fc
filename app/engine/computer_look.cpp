// SPDX-License-Identifier: GPL-3.0-or-later
// The threads outlive us if need be, so they reach us only through what both hold.
#include "app/engine/computer_look.h"

#include "app/core/base/clock.h"
#include "app/core/model/proxy.h"
#include "app/engine/source_check.h"
#include "app/probes/system_proxy.h"

#include <functional>
#include <mutex>
#include <system_error>
#include <thread>

namespace doctor::engine
{

struct ComputerLook::Owner {
    std::mutex mutex;
    ComputerLook* look = nullptr; ///< null once it is gone

    /// From any thread: `news` runs on the owner's.
    void tell(std::function<void(ComputerLook&)> news)
    {
        const std::lock_guard lock(mutex);
        if (look)
            QMetaObject::invokeMethod(
                look, [receiver = look, news = std::move(news)] { news(*receiver); }, Qt::QueuedConnection);
    }
};

namespace
{

/// Without a thread there is no answer, as from a system that does not tell.
void runAside(std::function<void()> work)
{
    try {
        std::thread(std::move(work)).detach();
    } catch (const std::system_error&) {
        return;
    }
}

} // namespace

core::Result<QString> systemProxyFor(const core::Target& wanted)
{
    core::Target target = wanted;
    target.systemProxy = true;
    core::Result<core::Target> settled;
    const core::SystemClock clock;
    net::Net net({}, clock);
    net.run([&]() -> net::Task<> { settled = co_await probes::withSystemProxy(net, target); });
    if (!settled)
        return tl::unexpected(settled.error());
    const auto proxy = core::parseProxy(settled->proxy);
    return proxy && *proxy ? core::displayName(**proxy) : QString();
}

ComputerLook::ComputerLook(QObject* parent) : QObject(parent), m_owner(std::make_shared<Owner>())
{
    m_owner->look = this;
}

ComputerLook::~ComputerLook()
{
    const std::lock_guard lock(m_owner->mutex);
    m_owner->look = nullptr;
}

void ComputerLook::askAddresses()
{
    runAside([owner = m_owner] {
        owner->tell([addresses = ownAddresses()](ComputerLook& look) { Q_EMIT look.addressesRead(addresses); });
    });
}

void ComputerLook::askProxy(const core::Target& target)
{
    runAside([owner = m_owner, target, asked = ++m_proxyAsked] {
        owner->tell([target, asked, proxy = systemProxyFor(target)](ComputerLook& look) {
            if (asked == look.m_proxyAsked)
                Q_EMIT look.proxyRead(target, proxy);
        });
    });
}

void ComputerLook::dropProxy()
{
    ++m_proxyAsked;
}

} // namespace doctor::engine
