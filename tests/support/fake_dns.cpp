// SPDX-License-Identifier: GPL-3.0-or-later
// Just enough of RFC 1035 to be asked by a resolver.
#include "tests/support/fake_dns.h"

#include <QHostAddress>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doctor::testing
{

namespace
{

constexpr int headerSize = 12;
constexpr quint16 typeA = 1;
constexpr quint16 typeCname = 5;
constexpr quint16 typeAaaa = 28;

void put16(QByteArray& out, int value)
{
    out.append(static_cast<char>((value >> 8) & 0xff)).append(static_cast<char>(value & 0xff));
}

QByteArray encodedName(const QByteArray& name)
{
    QByteArray out;
    for (const QByteArray& label : name.split('.'))
        out.append(static_cast<char>(label.size())).append(label);
    return out.append('\0');
}

void putRecord(QByteArray& out, const QByteArray& name, int type, const QByteArray& data)
{
    out += encodedName(name);
    put16(out, type);
    put16(out, 1);
    put16(out, 0);
    put16(out, 60);
    put16(out, static_cast<int>(data.size()));
    out += data;
}

QByteArray addressData(const QHostAddress& address)
{
    QByteArray out;
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 bits = address.toIPv4Address();
        put16(out, static_cast<int>(bits >> 16));
        put16(out, static_cast<int>(bits & 0xffff));
        return out;
    }
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return {reinterpret_cast<const char*>(bytes.c), 16};
}

struct Question {
    QByteArray name;
    int type = 0;
    qsizetype end = 0;
};

Question questionIn(const QByteArray& packet)
{
    Question out;
    qsizetype at = headerSize;
    while (at < packet.size() && packet[at] != 0) {
        const auto length = static_cast<unsigned char>(packet[at]);
        if (!out.name.isEmpty())
            out.name += '.';
        out.name += packet.mid(at + 1, length).toLower();
        at += 1 + length;
    }
    out.end = at + 5;
    if (out.end <= packet.size())
        out.type = static_cast<unsigned char>(packet[at + 2]);
    return out;
}

} // namespace

FakeDns::FakeDns(QHash<QByteArray, FakeName> names) : m_names(std::move(names))
{
    m_socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(m_socket);
        m_socket = -1;
        return;
    }
    m_thread = std::thread([this] { serve(); });
}

FakeDns::~FakeDns()
{
    m_stopping = true;
    if (m_thread.joinable())
        m_thread.join();
    if (m_socket >= 0)
        ::close(m_socket);
}

void FakeDns::serve()
{
    while (!m_stopping) {
        pollfd wanted{m_socket, POLLIN, 0};
        if (::poll(&wanted, 1, 20) <= 0)
            continue;
        QByteArray packet(1500, Qt::Uninitialized);
        sockaddr_in from{};
        socklen_t length = sizeof from;
        const ssize_t count = ::recvfrom(m_socket, packet.data(), static_cast<std::size_t>(packet.size()), 0,
                                         reinterpret_cast<sockaddr*>(&from), &length);
        if (count <= headerSize)
            continue;
        packet.resize(count);
        const QByteArray answer = answerTo(packet);
        if (!answer.isEmpty())
            ::sendto(m_socket, answer.constData(), static_cast<std::size_t>(answer.size()), 0,
                     reinterpret_cast<sockaddr*>(&from), length);
    }
}

QByteArray FakeDns::answerTo(const QByteArray& packet) const
{
    const Question question = questionIn(packet);
    FakeName entry = m_names.value(question.name, FakeName{FakeName::Answer::NoSuchName, {}, {}});
    if (entry.answer == FakeName::Answer::Silence)
        return {};
    QByteArray records;
    int count = 0;
    QByteArray owner = question.name;
    if (!entry.alias.isEmpty()) {
        putRecord(records, owner, typeCname, encodedName(entry.alias));
        ++count;
        owner = entry.alias;
        entry = m_names.value(owner);
    }
    for (const QString& text : question.type == typeCname ? QStringList() : entry.addresses) {
        const QHostAddress address(text);
        const quint16 type = address.protocol() == QAbstractSocket::IPv4Protocol ? typeA : typeAaaa;
        if (type != question.type)
            continue;
        putRecord(records, owner, type, addressData(address));
        ++count;
    }
    QByteArray out = packet.left(2);
    put16(out, 0x8180 | (entry.answer == FakeName::Answer::NoSuchName      ? 3
                         : entry.answer == FakeName::Answer::ServerFailure ? 2
                                                                           : 0));
    put16(out, 1);
    put16(out, count);
    put16(out, 0);
    put16(out, 0);
    return out + packet.mid(headerSize, question.end - headerSize) + records;
}

} // namespace doctor::testing
