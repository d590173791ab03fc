// SPDX-License-Identifier: GPL-3.0-or-later
// libpcap writes the file, into memory: whether it is to be kept at all is decided elsewhere.
#include "app/capture/live/packet_keeper.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <pcap/pcap.h>

namespace doctor::capture
{

namespace
{

constexpr int LongestFrame = 65'535;

struct Closer {
    void operator()(pcap_t* handle) const { pcap_close(handle); }
    void operator()(pcap_dumper_t* dumper) const { pcap_dump_close(dumper); } // closes the stream as well
};

} // namespace

void PacketKeeper::add(const Segment& segment, std::span<const quint8> frame, std::size_t length, qint64 microseconds)
{
    if (m_packets.size() >= MostPackets)
        return;
    const auto kept = std::min<std::size_t>(segment.headers, frame.size());
    m_packets.push_back({microseconds, static_cast<quint32>(length),
                         segment.to.port == m_targetPort ? segment.from.port : segment.to.port,
                         QByteArray(reinterpret_cast<const char*>(frame.data()), static_cast<qsizetype>(kept))});
}

QByteArray PacketKeeper::file(const QSet<int>& localPorts) const
{
    const auto ours = [&](const Packet& packet) { return localPorts.contains(packet.localPort); };
    if (std::none_of(m_packets.begin(), m_packets.end(), ours))
        return {};
    char* bytes = nullptr;
    std::size_t size = 0;
    const std::unique_ptr<pcap_t, Closer> format(pcap_open_dead(m_linkType, LongestFrame));
    std::FILE* stream = open_memstream(&bytes, &size);
    std::unique_ptr<pcap_dumper_t, Closer> dumper(format && stream ? pcap_dump_fopen(format.get(), stream) : nullptr);
    if (!dumper && stream)
        std::fclose(stream);
    for (const Packet& packet : m_packets) {
        if (!dumper || !ours(packet))
            continue;
        pcap_pkthdr header{};
        header.ts.tv_sec = packet.microseconds / 1'000'000;
        header.ts.tv_usec = packet.microseconds % 1'000'000;
        header.caplen = static_cast<bpf_u_int32>(packet.headers.size());
        header.len = packet.length;
        pcap_dump(reinterpret_cast<u_char*>(dumper.get()), &header,
                  reinterpret_cast<const u_char*>(packet.headers.constData()));
    }
    const bool made = dumper != nullptr;
    dumper.reset();
    QByteArray file = made ? QByteArray(bytes, static_cast<qsizetype>(size)) : QByteArray();
    std::free(bytes);
    return file;
}

} // namespace doctor::capture
