// SPDX-License-Identifier: GPL-3.0-or-later
// Listens, with the system's permission, to the headers of the connections toward one target.
#pragma once

#include "app/capture/live/flow_book.h"
#include "app/capture/live/packet_keeper.h"
#include "app/core/base/error.h"

#include <QStringList>
#include <functional>
#include <memory>

namespace doctor::capture
{

/// Records from start() to stop() on a thread of its own. Headers only, and only in memory.
class LiveCapture
{
public:
    struct Impl;
    explicit LiveCapture(std::unique_ptr<Impl> impl);
    ~LiveCapture();
    LiveCapture(const LiveCapture&) = delete;
    LiveCapture& operator=(const LiveCapture&) = delete;

    /// `addresses` are numeric, `from` too; an empty one means any address of this computer. Error Unavailable, with a
    /// machine word as message: "no-right" when the system does not permit it, "no-address", "no-capture" for anything
    /// else.
    [[nodiscard]] static core::Result<std::unique_ptr<LiveCapture>> start(const QStringList& addresses, int port,
                                                                          const QString& from = {});

    struct Result {
        std::vector<Flow> flows;
        QByteArray packets; ///< the same connections as a pcap file
        qint64 lost = 0;    ///< packets that the system could not hand over
    };
    /// Ends the recording; gives what was seen of connections from these ports of this computer.
    [[nodiscard]] Result stop(const QSet<int>& localPorts);

private:
    std::unique_ptr<Impl> m_impl;
};

} // namespace doctor::capture
