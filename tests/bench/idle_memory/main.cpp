// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how much memory one idle connection costs, ours beside plain Asio's, each measured in a process of its own.
#include "app/net/hold_many.h"
#include "app/net/listener.h"
#include "tests/bench/idle_memory/baselines.h"
#include "tests/bench/idle_memory/measure.h"

#include <QByteArray>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace doctor;

namespace
{

using bench::Measure;

/// Accepts and holds whatever comes until the process is ended.
[[noreturn]] void serve(int portPipe)
{
    const core::SystemClock clock;
    net::Net net({}, clock);
    net.run([&]() -> net::Task<> {
        auto listener = net::Listener::listen(net, QStringLiteral("127.0.0.1"), 0, 4096);
        const int port = listener ? (*listener)->port() : 0;
        if (::write(portPipe, &port, sizeof port) != sizeof port || port == 0)
            std::_Exit(1);
        std::vector<std::unique_ptr<net::Connection>> held;
        while (auto connection = co_await (*listener)->accept())
            held.push_back(std::move(connection));
    });
    std::_Exit(0);
}

net::Task<std::vector<std::unique_ptr<net::Connection>>> openAll(net::Net& net, int port, int count)
{
    net::ConnectOptions options;
    options.address = QStringLiteral("127.0.0.1");
    options.port = port;
    std::vector<std::unique_ptr<net::Connection>> all;
    all.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        all.push_back(co_await net.connect(options));
        if (!all.back()->isOpen()) {
            std::fprintf(stderr, "connection %d of %d could not be opened\n", i, count);
            std::exit(1);
        }
    }
    co_return all;
}

/// Measures while `count` connections are held, by one coroutine for all or by one each.
void holdOurs(int port, int count, bool together)
{
    const core::SystemClock clock;
    std::stop_source stop;
    net::Net net(stop.get_token(), clock);
    constexpr core::Milliseconds holdTime{600'000};
    net.run([&]() -> net::Task<> {
        { // the first connection pays for what is shared by all
            auto first = co_await openAll(net, port, 1);
            co_await first.front()->holdIdle(core::Milliseconds{1});
        }
        const Measure before = Measure::now();
        auto all = co_await openAll(net, port, count);
        const auto holdEach = [&](net::Connection& connection) -> net::Task<> {
            co_await connection.holdIdle(holdTime);
        };
        const auto holdAll = [&]() -> net::Task<> {
            std::vector<net::Connection*> pointers;
            for (const auto& connection : all)
                pointers.push_back(connection.get());
            co_await net::holdManyIdle(net, std::move(pointers), holdTime);
        };
        const auto watch = [&]() -> net::Task<> {
            co_await net.sleep(core::Milliseconds{500});
            int open = 0;
            for (const auto& connection : all)
                open += connection->isOpen() ? 1 : 0;
            Measure::report(together ? "connection-doctor, together" : "connection-doctor, one each", before,
                            Measure::now(), open, count);
            stop.request_stop();
        };
        std::vector<net::Task<>> tasks;
        if (together)
            tasks.push_back(holdAll());
        for (std::size_t i = 0; !together && i < all.size(); ++i)
            tasks.push_back(holdEach(*all[i]));
        tasks.push_back(watch());
        co_await net.all(std::move(tasks));
    });
}

int runClient(const char* self, const char* kind, int port, int count)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl(self, self, kind, std::to_string(port).c_str(), std::to_string(count).c_str(), nullptr);
        std::_Exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int runAll(const char* self, int count)
{
    int ports[2];
    if (::pipe(ports) != 0)
        return 1;
    const pid_t server = ::fork();
    if (server == 0)
        serve(ports[1]);
    int port = 0;
    int failed = ::read(ports[0], &port, sizeof port) == sizeof port ? 0 : 1;
    std::printf("%d idle loopback connections, client side, bytes per connection\n", count);
    std::printf("%-28s %10s %10s\n", "held by", "heap", "resident");
    std::fflush(stdout);
    for (const char* kind : {"ours-together", "ours-each", "asio-callbacks", "asio-coroutines"})
        failed |= runClient(self, kind, port, count);
    ::kill(server, SIGTERM);
    ::waitpid(server, nullptr, 0);
    return failed;
}

} // namespace

int main(int argc, char** argv)
{
    bench::raiseDescriptorLimit();
    if (argc == 4) {
        const int port = std::atoi(argv[2]);
        const int count = std::atoi(argv[3]);
        if (std::strncmp(argv[1], "ours", 4) == 0)
            holdOurs(port, count, std::strcmp(argv[1], "ours-together") == 0);
        else if (std::strcmp(argv[1], "asio-callbacks") == 0)
            bench::holdWithCallbacks(port, count);
        else
            bench::holdWithCoroutines(port, count);
        return 0;
    }
    const int count = argc > 1 ? std::atoi(argv[1]) : 5000;
    if (count < 1) {
        std::fprintf(stderr, "usage: %s [number of connections, at least 1]\n", argv[0]);
        return 2;
    }
    return runAll(argv[0], count);
}
