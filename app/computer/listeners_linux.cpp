// SPDX-License-Identifier: GPL-3.0-or-later
// Asks Linux for its listening sockets by netlink (sock_diag(7)), which alone tells how large an accept queue may
// grow. Other systems get "not measured".
#include "app/computer/listeners.h"

#include "app/core/model/ip_address.h"

#include <algorithm>

#ifdef __linux__
#include <arpa/inet.h>
#include <array>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace doctor::computer
{

#ifdef __linux__

namespace
{

constexpr unsigned ListenState = 10; // TCP_LISTEN of the kernel's tcp_states.h

class Netlink
{
public:
    Netlink() : m_socket(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG))
    {
        const timeval patience{.tv_sec = 1, .tv_usec = 0};
        if (m_socket >= 0)
            (void)::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Netlink()
    {
        if (m_socket >= 0)
            ::close(m_socket);
    }
    Netlink(const Netlink&) = delete;
    Netlink& operator=(const Netlink&) = delete;
    [[nodiscard]] bool ask(int family);
    /// False when the answer broke off.
    [[nodiscard]] bool collect(int port, std::vector<Listener>& found);

private:
    int m_socket;
};

bool Netlink::ask(int family)
{
    struct {
        nlmsghdr header;
        inet_diag_req_v2 request;
    } message{};
    message.header.nlmsg_len = sizeof message;
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.request.sdiag_family = static_cast<unsigned char>(family);
    message.request.sdiag_protocol = IPPROTO_TCP;
    message.request.idiag_states = 1U << ListenState;
    return m_socket >= 0 && ::send(m_socket, &message, sizeof message, 0) == static_cast<ssize_t>(sizeof message);
}

void take(const inet_diag_msg& row, int port, std::vector<Listener>& found)
{
    if (ntohs(row.id.idiag_sport) != port)
        return;
    char text[INET6_ADDRSTRLEN] = {};
    if (!::inet_ntop(row.idiag_family, row.id.idiag_src, text, sizeof text))
        return;
    found.push_back({.address = QString::fromLatin1(text),
                     .waiting = static_cast<int>(row.idiag_rqueue),
                     .room = static_cast<int>(row.idiag_wqueue)});
}

bool Netlink::collect(int port, std::vector<Listener>& found)
{
    alignas(nlmsghdr) std::array<char, 32 * 1024> buffer{};
    for (;;) {
        const ssize_t got = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (got <= 0)
            return false;
        auto left = static_cast<unsigned>(got);
        for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(header, left);
             header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type == NLMSG_DONE)
                return true;
            if (header->nlmsg_type == NLMSG_ERROR)
                return false;
            const char* row = reinterpret_cast<const char*>(header) + NLMSG_HDRLEN;
            take(*reinterpret_cast<const inet_diag_msg*>(row), port, found);
        }
    }
}

} // namespace

std::optional<std::vector<Listener>> readListeners(int port)
{
    std::vector<Listener> found;
    Netlink netlink;
    for (const int family : {AF_INET, AF_INET6})
        if (!netlink.ask(family) || !netlink.collect(port, found))
            return std::nullopt;
    return found;
}

#else

std::optional<std::vector<Listener>> readListeners(int)
{
    return std::nullopt;
}

#endif

bool reaches(const std::vector<Listener>& listeners, const QString& address)
{
    const auto wanted = core::parseIpAddress(address);
    return std::any_of(listeners.begin(), listeners.end(), [&](const Listener& listener) {
        const auto own = core::parseIpAddress(listener.address);
        // An IPv6 listener on every address takes IPv4 too unless told otherwise, which cannot be seen here.
        return own && wanted && (own->isUnspecified() ? own->isV6 || !wanted->isV6 : own->bytes == wanted->bytes);
    });
}

} // namespace doctor::computer
