// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how much memory one idle connection costs, ours beside plain Asio's, each measured in a process of its own.
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

/// Connects one after another, then holds all at once, then measures while they are held.
void holdOurs(int port, int count)
{
    const core::SystemClock clock;
    std::stop_source stop;
    net::Net net(stop.get_token(), clock);
    net::ConnectOptions options;
    options.address = QStringLiteral("127.0.0.1");
    options.port = port;
    net.run([&]() -> net::Task<> {
        { // the first connection pays for what is shared by all
            auto first = co_await net.connect(options);
            co_await first->holdIdle(core::Milliseconds{1});
        }
        const Measure before = Measure::now();
        int holding = 0;
        const auto hold = [&](std::unique_ptr<net::Connection> connection) -> net::Task<> {
            ++holding;
            co_await connection->holdIdle(core::Milliseconds{600'000});
        };
        std::vector<net::Task<>> tasks;
        tasks.reserve(static_cast<std::size_t>(count) + 1);
        for (int i = 0; i < count; ++i) {
            auto connection = co_await net.connect(options);
            if (!connection->isOpen()) {
                std::fprintf(stderr, "connection %d of %d could not be opened\n", i, count);
                std::exit(1);
            }
            tasks.push_back(hold(std::move(connection)));
        }
        const auto watch = [&]() -> net::Task<> {
            co_await net.sleep(core::Milliseconds{500});
            Measure::report("connection-doctor", before, Measure::now(), holding, count);
            stop.request_stop();
        };
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
    for (const char* kind : {"ours", "asio-callbacks", "asio-coroutines"})
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
        if (std::strcmp(argv[1], "ours") == 0)
            holdOurs(port, count);
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
