// SPDX-License-Identifier: GPL-3.0-or-later
// One scenario from its files to its session.
#include "tests/lab/stage.h"

#include "tests/lab/commands.h"
#include "tests/lab/network.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <chrono>
#include <memory>
#include <thread>

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int ServerStartMs = 20'000;
/// A run that takes this much longer than it may is stopped and counts as a failure.
constexpr double Overtime = 30;

class Stage
{
public:
    Stage(const Scenario& scenario, int number, const Settings& settings)
        : m_scenario(scenario), m_settings(settings), m_network(number),
          m_folder(settings.workFolder + u'/' + QString::number(number))
    {
    }
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// The first thing that went wrong, or nothing.
    [[nodiscard]] QString setUp();
    void diagnose(const Row& row, Outcome& outcome);

private:
    [[nodiscard]] QString filled(QString text) const;
    [[nodiscard]] QString writeFiles();
    [[nodiscard]] QString writeEtc() const;
    [[nodiscard]] QString runLines(const QString& space, const QStringList& lines) const;
    [[nodiscard]] QString startServers();
    [[nodiscard]] QString serverWords() const;

    const Scenario& m_scenario;
    const Settings& m_settings;
    Network m_network;
    QString m_folder;
    std::vector<std::unique_ptr<QProcess>> m_servers;
};

QString writeText(const QString& path, const QString& text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    const auto bytes = text.toUtf8();
    const bool ok = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    return ok ? QString() : u"could not write %1: %2"_s.arg(path, file.errorString());
}

/// As the replayed cases of tests/cases want it: a folder with the session and what it must be taken for.
QString save(const Row& row, const QByteArray& session, const QString& folder)
{
    const auto& scenario = *row.scenario;
    const QJsonObject expected{{u"top"_s, QJsonArray::fromStringList(scenario.causes)},
                               {u"closedBy"_s, QJsonArray::fromStringList(scenario.closers)}};
    const auto place = folder + u"/lab-"_s + row.name();
    const auto error = writeText(place + u"/session.json"_s, QString::fromUtf8(session));
    return error.isEmpty() ? writeText(place + u"/expected.json"_s, QString::fromUtf8(QJsonDocument(expected).toJson()))
                           : error;
}

Stage::~Stage()
{
    // Children of servers die with the namespace; see Network.
    for (const auto& server : m_servers) {
        server->terminate();
    }
    for (const auto& server : m_servers) {
        if (!server->waitForFinished(1000)) {
            server->kill();
            server->waitForFinished(1000);
        }
    }
    QDir(m_folder).removeRecursively();
}

QString Stage::filled(QString text) const
{
    const std::pair<QString, QString> values[] = {
        {u"{dir}"_s, m_folder},
        {u"{tools}"_s, m_settings.tools},
        {u"{cert}"_s, m_settings.workFolder + u"/cert.pem"_s},
        {u"{key}"_s, m_settings.workFolder + u"/key.pem"_s},
        {u"{v4}"_s, u"10.78.0.2"_s},
        {u"{v6}"_s, u"fd78::2"_s},
    };
    for (const auto& [name, value] : values) {
        text.replace(name, value);
    }
    return text;
}

QString Stage::writeFiles()
{
    if (!QDir().mkpath(m_folder)) {
        return u"could not make the folder "_s + m_folder;
    }
    // Servers that give up root must be able to reach their files.
    QFile::setPermissions(m_folder, QFile::Permissions(0x7777));
    for (const auto& server : m_scenario.servers) {
        for (auto it = server.files.cbegin(); it != server.files.cend(); ++it) {
            if (const auto error = writeText(m_folder + u'/' + it.key(), filled(it.value())); !error.isEmpty()) {
                return error;
            }
        }
    }
    return {};
}

/// `ip netns exec` shows the files below /etc/netns/NAME as those of /etc.
QString Stage::writeEtc() const
{
    QString hosts = u"127.0.0.1 localhost\n::1 localhost\n"_s;
    for (const auto& address : m_scenario.addresses) {
        hosts += address + u" service.test\n"_s;
    }
    const auto client = u"/etc/netns/"_s + m_network.client();
    auto error = writeText(client + u"/hosts"_s, hosts);
    if (error.isEmpty()) {
        const auto text = m_scenario.resolver.isEmpty()
                              ? u"# no name server\n"_s
                              : u"nameserver %1\noptions timeout:2 attempts:2\n"_s.arg(m_scenario.resolver);
        error = writeText(client + u"/resolv.conf"_s, text);
    }
    if (error.isEmpty()) {
        // Servers that look up who calls get their "no" at once instead of waiting for a name server out of reach.
        error = writeText(u"/etc/netns/%1/resolv.conf"_s.arg(m_network.server()), u"nameserver 127.0.0.1\n"_s);
    }
    for (auto it = m_scenario.etc.cbegin(); it != m_scenario.etc.cend() && error.isEmpty(); ++it) {
        error = writeText(u"/etc/netns/%1/%2"_s.arg(m_network.server(), it.key()), filled(it.value()));
    }
    return error;
}

QString Stage::runLines(const QString& space, const QStringList& lines) const
{
    for (const auto& line : lines) {
        auto quoted = filled(line);
        quoted.replace(u"'"_s, u"'\\''"_s);
        const auto result = runScript(u"ip netns exec %1 sh -c '%2'"_s.arg(space, quoted));
        if (!result.ok) {
            return u"%1: %2"_s.arg(line, result.output);
        }
    }
    return {};
}

QString Stage::startServers()
{
    int number = 0;
    for (const auto& server : m_scenario.servers) {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::MergedChannels);
        process->setStandardInputFile(QProcess::nullDevice());
        process->setStandardOutputFile(m_folder + u"/server%1.log"_s.arg(number++));
        process->start(programPath(u"ip"_s),
                       {u"netns"_s, u"exec"_s, m_network.server(), u"sh"_s, u"-c"_s,
                        u"PATH=$PATH:/usr/sbin:/sbin; cd %1; %2"_s.arg(m_folder, filled(server.command))});
        if (!process->waitForStarted()) {
            return u"could not start: "_s + server.command;
        }
        m_servers.push_back(std::move(process));
    }
    QElapsedTimer timer;
    timer.start();
    for (const auto& server : m_scenario.servers) {
        while (server.port > 0 && !m_network.listens(server.port)) {
            if (timer.elapsed() > ServerStartMs) {
                return u"nothing listens on port %1; %2"_s.arg(server.port).arg(serverWords());
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    return {};
}

QString Stage::serverWords() const
{
    QString words;
    for (size_t i = 0; i < m_servers.size(); ++i) {
        QFile file(m_folder + u"/server%1.log"_s.arg(i));
        if (file.open(QIODevice::ReadOnly)) {
            words += QString::fromUtf8(file.readAll().right(500)).trimmed();
        }
    }
    return words;
}

QString Stage::setUp()
{
    if (const auto error = m_network.build()) {
        return *error;
    }
    for (auto error : {writeFiles(), writeEtc()}) {
        if (!error.isEmpty()) {
            return error;
        }
    }
    auto error = runLines(m_network.server(), m_scenario.server);
    if (error.isEmpty()) {
        error = startServers();
    }
    for (const auto& [space, lines] :
         {std::pair{m_network.nearRouter(), m_scenario.near}, std::pair{m_network.farRouter(), m_scenario.far},
          std::pair{m_network.client(), m_scenario.client}}) {
        if (error.isEmpty()) {
            error = runLines(space, lines);
        }
    }
    if (error.isEmpty()) {
        error = m_network.watchConnections().value_or(QString());
    }
    return error;
}

void Stage::diagnose(const Row& row, Outcome& outcome)
{
    QStringList command{u"netns"_s, u"exec"_s, m_network.client(), u"env"_s};
    for (const auto* name :
         {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}) {
        command << u"-u"_s << QString::fromUtf8(name); // of the machine that the lab runs on
    }
    command << u"LC_ALL=C.UTF-8"_s << m_scenario.environment;
    if (m_scenario.unprivileged) {
        command << u"setpriv"_s << u"--reuid=nobody"_s << u"--regid=nogroup"_s << u"--clear-groups"_s
                << u"--inh-caps=-all"_s << u"--bounding-set=-all"_s;
    }
    command << m_settings.cli << u"diagnose"_s << filled(m_scenario.target) << u"--format"_s << u"json"_s;
    if (!m_scenario.arguments.contains(u"--max-duration"_s)) {
        command << u"--max-duration"_s << QString::number(m_settings.maxDuration);
    }
    for (const auto& argument : m_scenario.arguments) {
        command << filled(argument);
    }
    if (row.hinted) {
        command << u"--symptom"_s << u"when="_s + m_scenario.when;
    }
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(programPath(u"ip"_s), command);
    const bool ended = process.waitForFinished(static_cast<int>((m_settings.maxDuration + Overtime) * 1000));
    outcome.seconds = static_cast<double>(timer.elapsed()) / 1000;
    if (!ended) {
        process.kill();
        process.waitForFinished(1000);
    }
    outcome.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    const auto bytes = process.readAllStandardOutput();
    outcome.session = QJsonDocument::fromJson(bytes).object();
    outcome.connections = m_network.connectionsSeen();
    if (outcome.session.isEmpty()) {
        outcome.trouble = u"no session: "_s + QString::fromUtf8(process.readAllStandardError()).right(800);
    } else if (!m_settings.saveFolder.isEmpty()) {
        outcome.trouble = save(row, bytes, m_settings.saveFolder);
    }
}

} // namespace

Outcome perform(const Row& row, int number, const Settings& settings)
{
    Outcome outcome;
    for (const auto& server : row.scenario->servers) {
        for (const auto& program : server.needs) {
            if (programPath(program).isEmpty()) {
                outcome.skipped = u"needs the program "_s + program;
                return outcome;
            }
        }
    }
    Stage stage(*row.scenario, number, settings);
    outcome.trouble = stage.setUp();
    if (outcome.trouble.isEmpty()) {
        stage.diagnose(row, outcome);
    }
    return outcome;
}

} // namespace doctor::lab
