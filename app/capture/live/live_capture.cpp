// SPDX-License-Identifier: GPL-3.0-or-later
// libpcap on every interface at once, filtered in the kernel to the target.
#include "app/capture/live/live_capture.h"

#include "app/core/model/ip_address.h"

#include <pcap/pcap.h>
#include <poll.h>
#include <stop_token>
#include <thread>

namespace doctor::capture
{

using namespace Qt::StringLiterals;

namespace
{

// Link, VLAN, IPv6 and the longest TCP header: 16 + 4 + 40 + 60.
constexpr int HeaderBytes = 120;
constexpr int BufferBytes = 2 * 1024 * 1024;
constexpr int LookMs = 50;

struct Closer {
    void operator()(pcap_t* handle) const { pcap_close(handle); }
};
using Handle = std::unique_ptr<pcap_t, Closer>;

auto unavailable(const QString& why)
{
    return core::failure(core::ErrorCode::Unavailable, why);
}

QByteArray filterFor(const QStringList& addresses, int port, const QString& from)
{
    QStringList hosts;
    for (const QString& text : addresses)
        if (core::parseIpAddress(text))
            hosts << u"host "_s + text.section(u'%', 0, 0);
    if (hosts.isEmpty())
        return {};
    // What another address of this computer has to say to the target may use the same ports.
    const QString ours = core::parseIpAddress(from) ? u" and host "_s + from.section(u'%', 0, 0) : QString();
    return (u"tcp port %1 and (%2)"_s.arg(QString::number(port), hosts.join(u" or "_s)) + ours).toLatin1();
}

std::optional<LinkType> linkTypeOf(int number)
{
    switch (number) {
    case DLT_EN10MB:
        return LinkType::Ethernet;
    case DLT_LINUX_SLL:
        return LinkType::LinuxCooked;
    case DLT_RAW:
        return LinkType::Raw;
    default:
        return std::nullopt;
    }
}

core::Result<Handle> openHandle(const QByteArray& filter)
{
    char problem[PCAP_ERRBUF_SIZE] = {};
    Handle handle(pcap_create("any", problem));
    if (!handle)
        return unavailable(u"no-capture"_s);
    pcap_set_snaplen(handle.get(), HeaderBytes);
    pcap_set_promisc(handle.get(), 0);
    pcap_set_timeout(handle.get(), LookMs);
    pcap_set_immediate_mode(handle.get(), 1);
    pcap_set_buffer_size(handle.get(), BufferBytes);
    const int status = pcap_activate(handle.get());
    if (status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED)
        return unavailable(u"no-right"_s);
    if (status < 0 || !linkTypeOf(pcap_datalink(handle.get())))
        return unavailable(u"no-capture"_s);
    bpf_program program{};
    if (pcap_compile(handle.get(), &program, filter.constData(), 1, PCAP_NETMASK_UNKNOWN) != 0)
        return unavailable(u"no-capture"_s);
    const bool filtered = pcap_setfilter(handle.get(), &program) == 0;
    pcap_freecode(&program);
    if (!filtered || pcap_setnonblock(handle.get(), 1, problem) != 0)
        return unavailable(u"no-capture"_s);
    return handle;
}

} // namespace

struct LiveCapture::Impl {
    Impl(Handle opened, int port)
        : handle(std::move(opened)), link(*linkTypeOf(pcap_datalink(handle.get()))), book(port),
          keeper(pcap_datalink(handle.get()), port)
    {
        thread = std::jthread([this](const std::stop_token& stop) { listen(stop); });
    }

    void listen(const std::stop_token& stop)
    {
        pollfd waiting{.fd = pcap_get_selectable_fd(handle.get()), .events = POLLIN, .revents = 0};
        while (!stop.stop_requested()) {
            if (drain() < 0)
                return;
            ::poll(&waiting, 1, LookMs);
        }
        drain(); // what came before the end still counts
    }

    int drain()
    {
        return pcap_dispatch(
            handle.get(), -1,
            [](u_char* self, const pcap_pkthdr* header, const u_char* bytes) {
                auto* impl = reinterpret_cast<Impl*>(self);
                const qint64 microseconds = qint64{header->ts.tv_sec} * 1'000'000 + header->ts.tv_usec;
                const std::span<const quint8> frame{bytes, header->caplen};
                if (const auto segment = readSegment(frame, impl->link)) {
                    impl->book.add(*segment, static_cast<double>(microseconds) / 1e6);
                    impl->keeper.add(*segment, frame, header->len, microseconds);
                }
            },
            reinterpret_cast<u_char*>(this));
    }

    Handle handle;
    LinkType link;
    FlowBook book;
    PacketKeeper keeper;
    std::jthread thread; // last: uses the others
};

LiveCapture::LiveCapture(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

LiveCapture::~LiveCapture() = default;

core::Result<std::unique_ptr<LiveCapture>> LiveCapture::start(const QStringList& addresses, int port,
                                                              const QString& from)
{
    const QByteArray filter = filterFor(addresses, port, from);
    if (filter.isEmpty())
        return unavailable(u"no-address"_s);
    auto handle = openHandle(filter);
    if (!handle)
        return tl::unexpected(handle.error());
    return std::make_unique<LiveCapture>(std::make_unique<Impl>(std::move(*handle), port));
}

LiveCapture::Result LiveCapture::stop(const QSet<int>& localPorts)
{
    Result result;
    if (m_impl->thread.joinable()) {
        m_impl->thread.request_stop();
        m_impl->thread.join();
    }
    pcap_stat counts{};
    if (pcap_stats(m_impl->handle.get(), &counts) == 0)
        result.lost = counts.ps_drop;
    result.flows = m_impl->book.flows();
    std::erase_if(result.flows, [&](const Flow& flow) { return !localPorts.contains(flow.localPort); });
    result.packets = m_impl->keeper.file(localPorts);
    return result;
}

} // namespace doctor::capture
