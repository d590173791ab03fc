// SPDX-License-Identifier: GPL-3.0-or-later
// Behaviours that depend on how many connect, how fast, and when.
#include "app/practice/behaviours/behaviours.h"
#include "app/practice/http_service.h"

using namespace Qt::StringLiterals;

namespace doctor::practice
{

net::Task<> connectionCap(Stage& stage, net::Connection& connection)
{
    if (stage.connected() > static_cast<std::size_t>(stage.option(u"limit"_s))) {
        connection.reset();
        co_return;
    }
    HttpHabits habits;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> rateCap(Stage& stage, net::Connection& connection)
{
    if (!stage.admitAtRate(static_cast<std::size_t>(stage.option(u"limit"_s)))) {
        connection.reset();
        co_return;
    }
    HttpHabits habits;
    co_await serveHttp(stage, connection, std::move(habits));
}

net::Task<> restart(Stage& stage)
{
    constexpr core::Milliseconds PortRetry{50};
    const core::Milliseconds up = stage.seconds(u"upSeconds"_s);
    const core::Milliseconds down = stage.seconds(u"downSeconds"_s);
    while (co_await stage.net().sleep(up)) {
        stage.closeListeners(stage.net().nowUs() + qint64{down.count()} * 1000);
        stage.resetAll();
        if (!co_await stage.net().sleep(down))
            co_return;
        while (!stage.reopen())
            if (!co_await stage.net().sleep(PortRetry))
                co_return;
    }
}

} // namespace doctor::practice
