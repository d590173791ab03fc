// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a stage in a thread of its own from start() to destruction.
#include "app/practice/faults.h"

#include <QCoreApplication>
#include <exception>
#include <future>
#include <thread>

namespace doctor::practice
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::practice::Server)
};

class ThreadedServer final : public Server
{
public:
    ThreadedServer(const FaultRow& row, QMap<QString, double> options) : m_row(row), m_options(std::move(options)) {}
    ~ThreadedServer() override
    {
        m_thread.request_stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    core::Result<void> open(int port)
    {
        std::promise<core::Result<int>> opened;
        std::future<core::Result<int>> answer = opened.get_future();
        m_thread = std::jthread([this, port, &opened](const std::stop_token& stop) { serve(stop, port, opened); });
        const core::Result<int> got = answer.get();
        if (!got)
            return tl::unexpected(got.error());
        m_port = *got;
        return {};
    }

    [[nodiscard]] int port() const override { return m_port; }
    [[nodiscard]] const Fault& fault() const override { return m_row.fault; }
    [[nodiscard]] int connectionsServed() const override { return m_stage ? m_stage->served() : 0; }

private:
    void serve(const std::stop_token& stop, int port, std::promise<core::Result<int>>& opened)
    {
        net::Net net(stop, m_clock);
        m_stage = std::make_unique<Stage>(net, m_row.fault.id, m_options);
        const core::Result<int> listening = m_stage->listen(port);
        opened.set_value(listening); // start() goes on: `opened` is gone from here
        if (listening)
            net.run([this] { return m_stage->run(m_row.serve, m_row.backstage); });
        m_stage->closeListeners(0);
    }

    const FaultRow& m_row;
    QMap<QString, double> m_options;
    core::SystemClock m_clock;
    std::unique_ptr<Stage> m_stage; ///< set before start() returns, lives as long as this
    int m_port = 0;
    std::jthread m_thread;
};

} // namespace

core::Result<std::unique_ptr<Server>> Server::start(const QString& faultId, int port, const QJsonObject& options)
{
    const FaultRow* row = findFaultRow(faultId);
    if (!row)
        return core::failure(core::ErrorCode::InvalidInput,
                             Messages::tr("The practice server has no fault “%1”.").arg(faultId));
    if (port < 0 || port > 65535)
        return core::failure(core::ErrorCode::InvalidInput,
                             Messages::tr("A port is a number from 0 to 65535, not %1.").arg(port));
    auto values = readOptions(*row, options);
    if (!values)
        return tl::unexpected(values.error());
    auto server = std::make_unique<ThreadedServer>(*row, std::move(*values));
    if (auto opened = server->open(port); !opened)
        return tl::unexpected(opened.error());
    return server;
}

} // namespace doctor::practice
