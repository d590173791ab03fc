// SPDX-License-Identifier: GPL-3.0-or-later
// One poll loop over all pairs of sockets.
#include "tests/support/delaying_relay.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <deque>
#include <list>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace doctor::testing
{

namespace
{

using Clock = std::chrono::steady_clock;

constexpr int Glance = 20; ///< milliseconds between two looks at the stop request

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void sendAtOnce(int socket)
{
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void closeHard(int socket)
{
    const linger hard{1, 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(socket);
}

enum class What { Bytes, Fin, Reset };

struct Parcel {
    Clock::time_point due;
    What what = What::Bytes;
    std::string bytes;
};

/// One direction.
struct Lane {
    int from = -1;
    int to = -1;
    std::deque<Parcel> parcels;
    bool heardAll = false; ///< the sender has ended
    bool toldAll = false;  ///< and the receiver knows

    void hear(Clock::time_point due);
    /// False when the pair is over because of a reset.
    bool tell(Clock::time_point now);
};

void Lane::hear(Clock::time_point due)
{
    std::array<char, 65536> buffer{};
    const ssize_t got = recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got > 0) {
        parcels.push_back({due, What::Bytes, std::string(buffer.data(), static_cast<std::size_t>(got))});
        return;
    }
    heardAll = true;
    parcels.push_back({due, got == 0 ? What::Fin : What::Reset, {}});
}

bool Lane::tell(Clock::time_point now)
{
    while (!parcels.empty() && parcels.front().due <= now) {
        Parcel& parcel = parcels.front();
        if (parcel.what == What::Reset)
            return false;
        if (parcel.what == What::Fin) {
            shutdown(to, SHUT_WR);
            toldAll = true;
        } else {
            const ssize_t sent = send(to, parcel.bytes.data(), parcel.bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent < 0 && errno != EAGAIN && errno != EINTR) { // nobody is left to tell; the other lane hears why
                parcels.clear();
                heardAll = toldAll = true;
                return true;
            }
            parcel.bytes.erase(0, static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
            if (!parcel.bytes.empty())
                return true;
        }
        parcels.pop_front();
    }
    return true;
}

struct Pair {
    Lane there;
    Lane back;
};

void endHard(const Pair& pair)
{
    closeHard(pair.there.from);
    closeHard(pair.there.to);
}

bool isOver(Pair& pair, Clock::time_point now)
{
    if (!pair.there.tell(now) || !pair.back.tell(now)) {
        endHard(pair);
        return true;
    }
    if (!pair.there.toldAll || !pair.back.toldAll)
        return false;
    close(pair.there.from);
    close(pair.there.to);
    return true;
}

/// Nothing when the server does not take it; then the client is turned away too.
void accept(int listener, int serverPort, std::list<Pair>& pairs)
{
    const int client = ::accept(listener, nullptr, nullptr);
    if (client < 0)
        return;
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(serverPort);
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        closeHard(client);
        close(server);
        return;
    }
    sendAtOnce(client);
    sendAtOnce(server);
    pairs.push_back({{.from = client, .to = server, .parcels = {}}, {.from = server, .to = client, .parcels = {}}});
}

std::vector<pollfd> watched(int listener, std::list<Pair>& pairs)
{
    std::vector<pollfd> all{{listener, POLLIN, 0}};
    for (const Pair& pair : pairs)
        for (const Lane* lane : {&pair.there, &pair.back})
            all.push_back({lane->heardAll ? -1 : lane->from, POLLIN, 0});
    return all;
}

int patience(const std::list<Pair>& pairs)
{
    auto next = Clock::now() + std::chrono::milliseconds{Glance};
    for (const Pair& pair : pairs)
        for (const Lane* lane : {&pair.there, &pair.back})
            if (!lane->parcels.empty())
                next = std::min(next, lane->parcels.front().due);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now());
    return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 1));
}

} // namespace

DelayingRelay::DelayingRelay(int serverPort, std::chrono::milliseconds delay)
    : m_serverPort(serverPort), m_delay(delay), m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool listens = bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                         listen(m_listener, 128) == 0 &&
                         getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    m_port = listens ? ntohs(address.sin_port) : 0;
    m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

DelayingRelay::~DelayingRelay()
{
    m_thread.request_stop();
    m_thread.join();
    close(m_listener);
}

void DelayingRelay::work(const std::stop_token& stop)
{
    std::list<Pair> pairs;
    while (!stop.stop_requested()) {
        std::vector<pollfd> all = watched(m_listener, pairs);
        poll(all.data(), all.size(), patience(pairs));
        const auto now = Clock::now();
        std::size_t place = 1;
        for (Pair& pair : pairs)
            for (Lane* lane : {&pair.there, &pair.back})
                if (all[place++].revents != 0)
                    lane->hear(now + m_delay);
        pairs.remove_if([&](Pair& pair) { return isOver(pair, now); });
        if (all.front().revents != 0) {
            ++m_connections;
            accept(m_listener, m_serverPort, pairs);
        }
    }
    for (const Pair& pair : pairs)
        endHard(pair);
}

} // namespace doctor::testing
