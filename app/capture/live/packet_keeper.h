// SPDX-License-Identifier: GPL-3.0-or-later
// The packets of a recording as a file that Wireshark opens: every header whole, of the payload nothing.
#pragma once

#include "app/capture/live/segment.h"

#include <QByteArray>
#include <QSet>
#include <memory>
#include <vector>

namespace doctor::capture
{

/// Holds a bounded number of packets; those beyond it are counted only. Not thread-safe.
class PacketKeeper
{
public:
    static constexpr std::size_t MostPackets = 20'000; ///< about 2.5 MB

    /// `linkType` is libpcap's DLT_ number of the frames, `targetPort` tells their two ends apart.
    PacketKeeper(int linkType, int targetPort) : m_linkType(linkType), m_targetPort(targetPort) {}
    /// `length` is that of the whole frame as it was on the wire.
    void add(const Segment& segment, std::span<const quint8> frame, std::size_t length, qint64 microseconds);
    /// In the classic pcap format, only the connections from these ports of this computer; empty when none is left.
    [[nodiscard]] QByteArray file(const QSet<int>& localPorts) const;

private:
    struct Packet {
        qint64 microseconds = 0; ///< since 1970
        quint32 length = 0;
        quint16 localPort = 0;
        QByteArray headers;
    };
    int m_linkType;
    int m_targetPort;
    std::vector<Packet> m_packets;
};

} // namespace doctor::capture
