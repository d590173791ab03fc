// SPDX-License-Identifier: GPL-3.0-or-later
// Listens, with the system's permission, to the headers of the connections toward one target.
#pragma once

#include "app/capture/live/flow_book.h"
#include "app/core/base/error.h"

#include <QStringList>
#include <functional>
#include <memory>

namespace doctor::capture
{

/// Records from start() to stop() on a thread of its own. Headers only; nothing is written to a file.
class LiveCapture
{
public:
    struct Impl;
    explicit LiveCapture(std::unique_ptr<Impl> impl);
    ~LiveCapture();
    LiveCapture(const LiveCapture&) = delete;
    LiveCapture& operator=(const LiveCapture&) = delete;

    /// `addresses` are numeric. Error Unavailable, with a machine word as message: "no-right" when the system does not
    /// permit it, "no-address", "no-capture" for anything else.
    [[nodiscard]] static core::Result<std::unique_ptr<LiveCapture>> start(const QStringList& addresses, int port);

    /// Ends the recording; gives what was seen. `lost` counts packets that the system could not hand over.
    struct Result {
        std::vector<Flow> flows;
        qint64 lost = 0;
    };
    [[nodiscard]] Result stop();

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::capture
