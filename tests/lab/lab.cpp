// SPDX-License-Identifier: GPL-3.0-or-later
// Processes of the lab.
#include "tests/lab/lab.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::test
{

namespace
{

constexpr int ServerStartMs = 10'000;
constexpr int DiagnoseMs = 150'000;

QString cliPath()
{
    return qEnvironmentVariable("DOCTOR_BINARY_DIR") + QStringLiteral("/app/main/cli/connection-doctor-cli");
}

bool answers(const QString& address, int port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(port));
    inet_pton(AF_INET, qPrintable(address), &to.sin_addr);
    const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    ::close(fd);
    return connected;
}

struct Running {
    size_t index;
    std::unique_ptr<QProcess> process;
    QElapsedTimer timer;
};

} // namespace

QString programPath(const QString& name)
{
    const auto path = QStandardPaths::findExecutable(name);
    if (!path.isEmpty())
        return path;
    return QStandardPaths::findExecutable(
        name, {QStringLiteral("/usr/sbin"), QStringLiteral("/sbin"), QStringLiteral("/usr/local/sbin")});
}

int freePort()
{
    // Below the range that the system takes ports for outgoing connections from, so that none is lost before use.
    static int next = 20'000 + static_cast<int>(::getpid() % 5000);
    for (;;) {
        const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(++next));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const bool free = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(fd);
        if (free)
            return next;
    }
}

bool runCommand(const QStringList& command, QString* output)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(programPath(command.first()), command.mid(1));
    const bool ok =
        process.waitForFinished(30'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (output)
        *output = command.join(u' ') + QStringLiteral(": ") + QString::fromUtf8(process.readAll());
    return ok;
}

Lab::Lab() = default;

Lab::~Lab()
{
    for (auto& server : m_servers)
        server->terminate();
    for (auto& server : m_servers)
        if (!server->waitForFinished(2000))
            server->kill();
}

QString Lab::writeFile(const QString& name, const QByteArray& text) const
{
    QFile file(m_folder.filePath(name));
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
    return file.fileName();
}

std::pair<QString, QString> Lab::certificate()
{
    const auto certificate = m_folder.filePath(QStringLiteral("certificate.pem"));
    const auto key = m_folder.filePath(QStringLiteral("key.pem"));
    if (!QFile::exists(certificate))
        runCommand({QStringLiteral("openssl"), QStringLiteral("req"), QStringLiteral("-x509"),
                    QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
                    QStringLiteral("-days"), QStringLiteral("30"), QStringLiteral("-subj"),
                    QStringLiteral("/CN=lab.test"), QStringLiteral("-addext"),
                    QStringLiteral("subjectAltName=DNS:lab.test,DNS:localhost,IP:127.0.0.1"), QStringLiteral("-keyout"),
                    key, QStringLiteral("-out"), certificate});
    return {certificate, key};
}

bool Lab::startServers(const Scenario& scenario, QString& error)
{
    for (const auto& command : scenario.setUp)
        if (!runCommand(command, &error))
            return false;
    for (const auto& command : scenario.servers) {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::MergedChannels);
        process->setStandardOutputFile(m_folder.filePath(scenario.name + QStringLiteral(".server.log")));
        process->start(programPath(command.first()), command.mid(1));
        if (!process->waitForStarted(ServerStartMs)) {
            error = QStringLiteral("could not start ") + command.join(u' ');
            return false;
        }
        m_servers.push_back(std::move(process));
    }
    QElapsedTimer timer;
    timer.start();
    while (!scenario.waitAddress.isEmpty() && !answers(scenario.waitAddress, scenario.waitPort)) {
        if (timer.elapsed() > ServerStartMs) {
            error = QStringLiteral("the server does not answer on port %1").arg(scenario.waitPort);
            return false;
        }
        ::usleep(20'000);
    }
    return true;
}

std::vector<Outcome> Lab::run(const std::vector<Scenario>& scenarios, int parallel)
{
    std::vector<Outcome> outcomes(scenarios.size());
    std::vector<Running> running;
    size_t next = 0;
    while (next < scenarios.size() || !running.empty()) {
        while (next < scenarios.size() && static_cast<int>(running.size()) < parallel) {
            const auto& scenario = scenarios[next];
            if (startServers(scenario, outcomes[next].errorText)) {
                auto process = std::make_unique<QProcess>();
                QStringList command = {cliPath(), QStringLiteral("diagnose")};
                if (!scenario.netns.isEmpty())
                    command = QStringList{programPath(QStringLiteral("ip")), QStringLiteral("netns"),
                                          QStringLiteral("exec"), scenario.netns} +
                              command;
                command += scenario.diagnose + QStringList{QStringLiteral("--format"), QStringLiteral("json")};
                process->start(command.first(), command.mid(1));
                running.push_back({next, std::move(process), {}});
                running.back().timer.start();
            }
            ++next;
        }
        for (auto it = running.begin(); it != running.end();) {
            auto& outcome = outcomes[it->index];
            it->process->waitForFinished(20);
            if (it->process->state() != QProcess::NotRunning && it->timer.elapsed() < DiagnoseMs) {
                ++it;
                continue;
            }
            it->process->kill();
            it->process->waitForFinished(1000);
            outcome.seconds = static_cast<double>(it->timer.elapsed()) / 1000.0;
            outcome.exitCode = it->process->exitCode();
            outcome.errorText = QString::fromUtf8(it->process->readAllStandardError()).right(2000);
            const auto bytes = it->process->readAllStandardOutput();
            outcome.session = QJsonDocument::fromJson(bytes).object();
            writeFile(scenarios[it->index].name + QStringLiteral(".json"), bytes);
            it = running.erase(it);
        }
    }
    return outcomes;
}

std::pair<QString, double> topCause(const Outcome& outcome)
{
    const auto cause = outcome.session.value(QStringLiteral("causes")).toArray().first().toObject();
    return {cause.value(QStringLiteral("id")).toString(), cause.value(QStringLiteral("probability")).toDouble()};
}

QString table(const std::vector<Scenario>& scenarios, const std::vector<Outcome>& outcomes)
{
    QString text = QStringLiteral("\n%1 %2 %3 %4 %5\n")
                       .arg(QStringLiteral("scenario"), -34)
                       .arg(QStringLiteral("expected"), -32)
                       .arg(QStringLiteral("found"), -32)
                       .arg(QStringLiteral("p"), 5)
                       .arg(QStringLiteral("s"), 6);
    for (size_t i = 0; i < scenarios.size(); ++i) {
        const auto [id, probability] = topCause(outcomes[i]);
        text += QStringLiteral("%1 %2 %3 %4 %5%6\n")
                    .arg(scenarios[i].name, -34)
                    .arg(scenarios[i].expected.join(u'|'), -32)
                    .arg(id, -32)
                    .arg(probability, 5, 'f', 2)
                    .arg(outcomes[i].seconds, 6, 'f', 1)
                    .arg(scenarios[i].expected.contains(id) ? QString() : QStringLiteral("   <-- WRONG"));
    }
    return text;
}

} // namespace doctor::test
