// SPDX-License-Identifier: GPL-3.0-or-later
// The practice server as a target like any other.
#include "app/engine/practice_target.h"

#include "app/core/model/names.h"
#include "app/practice/practice.h"

using namespace Qt::StringLiterals;

namespace doctor::engine
{

namespace
{

class LocalTarget final : public PracticeTarget
{
public:
    explicit LocalTarget(std::unique_ptr<practice::Server> server) : m_server(std::move(server)) {}

    [[nodiscard]] int port() const override { return m_server->port(); }

    [[nodiscard]] RunRequest request() const override
    {
        const practice::Fault& fault = m_server->fault();
        RunRequest request;
        request.target.host = u"127.0.0.1"_s; // a name would be sent in the TLS hello, which one fault is about
        request.target.port = m_server->port();
        request.target.protocol = core::fromWord<core::Protocol>(fault.protocol).value_or(core::Protocol::Auto);
        if (!fault.when.isEmpty())
            request.symptoms.insert(u"when"_s, fault.when);
        request.practice = true;
        request.practiceFault = fault.id;
        request.thorough = false;
        return request;
    }

private:
    std::unique_ptr<practice::Server> m_server;
};

} // namespace

std::vector<PracticeFault> practiceFaults()
{
    std::vector<PracticeFault> faults;
    for (const practice::Fault& fault : practice::allFaults())
        faults.push_back({fault.id, fault.cause, fault.needsThorough});
    return faults;
}

core::Result<std::unique_ptr<PracticeTarget>> PracticeTarget::start(const QString& faultId, int port)
{
    auto server = practice::Server::start(faultId, port);
    if (!server)
        return tl::unexpected(server.error());
    return std::make_unique<LocalTarget>(std::move(*server));
}

} // namespace doctor::engine
