// SPDX-License-Identifier: GPL-3.0-or-later
// Namespaces, links and the counter of connection requests.
#include "tests/lab/network.h"

#include "tests/lab/commands.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

const QString Prefix = u"doctorlab"_s;

/// Names of namespaces and of folders in /etc/netns that belong to a lab: name -> process id.
QMap<QString, qint64> labNames()
{
    static const QRegularExpression pattern(u"^doctorlab(\\d+)-\\d+-[cnfs]$"_s);
    QMap<QString, qint64> found;
    for (const auto* folder : {"/run/netns", "/var/run/netns", "/etc/netns"}) {
        const auto entries = QDir(QString::fromUtf8(folder)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        for (const auto& entry : entries) {
            const auto match = pattern.match(entry);
            if (match.hasMatch()) {
                found.insert(entry, match.captured(1).toLongLong());
            }
        }
    }
    return found;
}

/// Only names that labNames() accepts come here: letters, digits and dashes.
QString removal(const QString& space)
{
    return u"if [ -e /run/netns/%1 ]; then for p in $(ip netns pids %1); do kill -9 $p 2>/dev/null; done; "
           "ip netns del %1; fi; rm -rf /etc/netns/%1\n"_s.arg(space);
}

/// A veth pair between two namespaces, with addresses of both families at both ends.
QString link(const QString& left, const QString& right, const QString& name, const QString& leftHost,
             const QString& rightHost, const QString& net4, const QString& net6)
{
    return u"ip -n %1 link add %3a type veth peer name %3b netns %2\n"
           "ip -n %1 addr add %6.%4/24 dev %3a\n"
           "ip -n %1 addr add %7::%4/64 dev %3a nodad\n"
           "ip -n %2 addr add %6.%5/24 dev %3b\n"
           "ip -n %2 addr add %7::%5/64 dev %3b nodad\n"
           "ip -n %1 link set %3a up\nip -n %2 link set %3b up\n"_s.arg(left, right, name, leftHost, rightHost, net4,
                                                                        net6);
}

QString route(const QString& space, const QString& destination4, const QString& via4, const QString& destination6,
              const QString& via6)
{
    return u"ip -n %1 route add %2 via %3\nip -n %1 -6 route add %4 via %5\n"_s.arg(space, destination4, via4,
                                                                                    destination6, via6);
}

} // namespace

Network::Network(int number) : m_name(u"%1%2-%3"_s.arg(Prefix).arg(::getpid()).arg(number)) {}

Network::~Network()
{
    QString script;
    for (const auto& space : {client(), nearRouter(), farRouter(), server()}) {
        script += removal(space);
    }
    runScript(script);
}

std::optional<QString> Network::build() const
{
    QString script = u"set -e\n"_s;
    for (const auto& space : {client(), nearRouter(), farRouter(), server()}) {
        // Whoever looks for twins of its address first is deaf to neighbours for two seconds, which is no diagnosis'
        // fault.
        script +=
            u"ip netns add %1\nip -n %1 link set lo up\n"
            "ip netns exec %1 sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0\n"_s.arg(
                space);
    }
    script +=
        link(client(), nearRouter(), u"up"_s, u"2"_s, u"1"_s, u"10.77.0"_s, u"fd77"_s) +
        link(nearRouter(), farRouter(), u"mid"_s, u"1"_s, u"2"_s, u"10.76.0"_s, u"fd76"_s) +
        link(farRouter(), server(), u"down"_s, u"1"_s, u"2"_s, u"10.78.0"_s, u"fd78"_s) +
        u"ip -n %1 addr add 10.78.0.3/24 dev downb\nip -n %1 addr add fd78::3/64 dev downb nodad\n"_s.arg(server()) +
        route(client(), u"default"_s, u"10.77.0.1"_s, u"default"_s, u"fd77::1"_s) +
        route(server(), u"default"_s, u"10.78.0.1"_s, u"default"_s, u"fd78::1"_s) +
        route(nearRouter(), u"10.78.0.0/24"_s, u"10.76.0.2"_s, u"fd78::/64"_s, u"fd76::2"_s) +
        route(farRouter(), u"10.77.0.0/24"_s, u"10.76.0.1"_s, u"fd77::/64"_s, u"fd76::1"_s);
    for (const auto& space : {nearRouter(), farRouter()}) {
        script += u"ip netns exec %1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1\n"_s.arg(space);
    }
    const auto result = runScript(script);
    return result.ok ? std::nullopt : std::optional(u"could not build the network: "_s + result.output);
}

std::optional<QString> Network::watchConnections() const
{
    const auto set = u"set %1 { type %2 . inet_service . inet_service; flags dynamic; size 65535; }\n"_s;
    const auto rule = u"iifname downb tcp flags syn / syn,ack add @%1 { %2 daddr . tcp dport . tcp sport }\n"_s;
    const auto rules =
        u"table inet doctorlab {\n%1%2chain in { type filter hook prerouting priority -400;\n%3%4}\n}"_s.arg(
            set.arg(u"seen4"_s, u"ipv4_addr"_s), set.arg(u"seen6"_s, u"ipv6_addr"_s), rule.arg(u"seen4"_s, u"ip"_s),
            rule.arg(u"seen6"_s, u"ip6"_s));
    const auto result = runScript(u"ip netns exec %1 nft '%2'"_s.arg(server(), rules));
    return result.ok ? std::nullopt : std::optional(u"could not count connections: "_s + result.output);
}

std::optional<int> Network::connectionsSeen() const
{
    int count = 0;
    for (const auto* set : {"seen4", "seen6"}) {
        const auto result =
            runScript(u"ip netns exec %1 nft -j list set inet doctorlab %2"_s.arg(server(), QString::fromUtf8(set)));
        if (!result.ok) {
            return std::nullopt;
        }
        for (const auto& item : QJsonDocument::fromJson(result.output.toUtf8()).object()[u"nftables"].toArray()) {
            count += static_cast<int>(item.toObject()[u"set"].toObject()[u"elem"].toArray().size());
        }
    }
    return count;
}

bool Network::listens(int port) const
{
    return !runScript(u"ip netns exec %1 ss -Hltn 'sport = :%2'"_s.arg(server()).arg(port)).output.isEmpty();
}

namespace
{

/// `owner` is the lab that is to be swept; with none named, it is one whose process is dead.
bool isAbandoned(qint64 owner, std::optional<qint64> named)
{
    const bool dead = ::kill(static_cast<pid_t>(owner), 0) != 0 && errno == ESRCH;
    return named ? owner == *named : dead;
}

} // namespace

void sweepDeadLabs(std::optional<qint64> pid)
{
    const auto names = labNames();
    QString script;
    for (auto it = names.cbegin(); it != names.cend(); ++it) {
        if (isAbandoned(it.value(), pid)) {
            script += removal(it.key());
        }
    }
    if (!script.isEmpty()) {
        runScript(script);
    }
    static const QRegularExpression folder(u"^doctor-lab-(\\d+)-"_s);
    QDir temporary(QDir::tempPath());
    for (const auto& entry : temporary.entryList({u"doctor-lab-*"_s}, QDir::Dirs)) {
        const auto match = folder.match(entry);
        if (match.hasMatch() && isAbandoned(match.captured(1).toLongLong(), pid)) {
            QDir(temporary.filePath(entry)).removeRecursively();
        }
    }
}

bool startSweeper()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    const auto program = QCoreApplication::applicationFilePath().toUtf8();
    const auto pid = QByteArray::number(::getpid());
    const auto child = ::fork();
    if (child < 0) {
        return false;
    }
    if (child == 0) {
        ::setsid(); // an interrupt from the terminal is for the lab, not for its sweeper
        ::dup2(ends[0], STDIN_FILENO);
        ::execl(program.constData(), program.constData(), "--sweep-when-gone", pid.constData(), nullptr);
        ::_exit(127);
    }
    ::close(ends[0]);
    return true; // the writing end stays open for as long as this process lives
}

int sweepWhenGone(qint64 pid)
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        ::signal(signal, SIG_IGN);
    }
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) > 0) {
    }
    sweepDeadLabs(pid);
    return 0;
}

} // namespace doctor::lab
