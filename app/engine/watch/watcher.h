// SPDX-License-Identifier: GPL-3.0-or-later
// Repeats a small exchange against one target on a thread of its own, through sleep and changes of the network.
#pragma once

#include "app/core/base/clock.h"
#include "app/core/model/target.h"
#include "app/core/model/watch_round.h"

#include <QObject>
#include <functional>
#include <memory>

namespace doctor::engine
{

struct WatchRequest {
    core::Target target;
    core::Milliseconds interval{60'000};
    bool operator==(const WatchRequest&) const = default;
};

/// Begins with construction. Lives on the thread that made it; signals are sent there. Destruction waits for the worker
/// (under 100 ms), and nothing is sent afterwards.
class Watcher final : public QObject
{
    Q_OBJECT
public:
    /// Whether this computer has a way to the target at all.
    using HasNetwork = std::function<bool(const core::Target&)>;

    Watcher(WatchRequest request, std::shared_ptr<const core::Clock> clock, HasNetwork hasNetwork = {},
            QObject* parent = nullptr);
    ~Watcher() override;

    [[nodiscard]] const WatchRequest& request() const;
    /// While it rests no exchange begins, and one under way is not counted: somebody else tests the same service now.
    void setResting(bool resting);

Q_SIGNALS:
    void rounded(const doctor::core::WatchRound& round);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::engine
