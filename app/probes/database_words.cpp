// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes of three database protocols, by their public descriptions.
#include "app/probes/database_words.h"

#include <QList>
#include <QtEndian>

namespace doctor::probes
{

namespace
{

constexpr char SslRequest[] = {0, 0, 0, 8, 4, char(0xd2), 22, 47};
constexpr char Terminate[] = {'X', 0, 0, 0, 4};

constexpr char Prelogin[] = {0x12,       1, 0,  26, 0, 0, 0, 0, // packet header
                             0,          0, 11, 0,  6,          // VERSION at 11, 6 bytes
                             1,          0, 17, 0,  1,          // ENCRYPTION at 17, 1 byte
                             char(0xff), 0, 0,  0,  0, 0, 0, 2};

constexpr quint32 ClientSsl = 0x800;
constexpr quint32 ClientProtocol41 = 0x200;
constexpr quint32 ClientSecureConnection = 0x8000;
constexpr qsizetype MysqlHeader = 4;
constexpr qsizetype TdsHeader = 8;

quint32 threeBytes(const QByteArray& bytes)
{
    return static_cast<quint8>(bytes[0]) | static_cast<quint32>(static_cast<quint8>(bytes[1])) << 8U |
           static_cast<quint32>(static_cast<quint8>(bytes[2])) << 16U;
}

} // namespace

QByteArray postgresTlsRequest()
{
    return {SslRequest, sizeof SslRequest};
}

QByteArray postgresStartup()
{
    constexpr quint32 version3 = 196608;
    QByteArray body(4, '\0');
    qToBigEndian(version3, body.data());
    for (const char* word : {"user", "connection-doctor", "database", "connection-doctor"})
        body.append(word).append('\0');
    body.append('\0');
    QByteArray message(4, '\0');
    qToBigEndian(static_cast<quint32>(body.size() + 4), message.data());
    return message + body;
}

QByteArray postgresTerminate()
{
    return {Terminate, sizeof Terminate};
}

bool looksLikePostgres(const QByteArray& bytes)
{
    if (bytes.size() == 1)
        return bytes[0] == 'S' || bytes[0] == 'N';
    const bool message = bytes.size() >= 5 && (bytes[0] == 'E' || bytes[0] == 'R');
    return message && bytes[1] == 0 && bytes[2] == 0; // no first message is longer than 64 KiB
}

QString postgresErrorCode(const QByteArray& message)
{
    constexpr qsizetype header = 5;
    if (!message.startsWith('E') || message.size() <= header)
        return {};
    const QList<QByteArray> fields = message.mid(header).split('\0');
    for (const QByteArray& field : fields)
        if (field.startsWith('C'))
            return QString::fromLatin1(field.mid(1));
    return {};
}

bool mysqlOffersTls(const QByteArray& greeting)
{
    const qsizetype version = greeting.indexOf('\0', MysqlHeader + 1);
    const qsizetype flags = version + 1 + 4 + 8 + 1; // thread id, first part of the salt, filler
    if (greeting.size() <= MysqlHeader || greeting[MysqlHeader] != 10 || version < 0 || greeting.size() < flags + 2)
        return false;
    return (qFromLittleEndian<quint16>(greeting.constData() + flags) & ClientSsl) != 0;
}

QByteArray mysqlTlsRequest()
{
    constexpr qsizetype length = 32;
    QByteArray packet(MysqlHeader + length, '\0');
    packet[0] = length;
    packet[3] = 1; // the second packet of the conversation
    qToLittleEndian(ClientSsl | ClientProtocol41 | ClientSecureConnection, packet.data() + MysqlHeader);
    constexpr quint32 mostPacket = 1U << 24U;
    qToLittleEndian(mostPacket, packet.data() + MysqlHeader + 4);
    packet[MysqlHeader + 8] = 33; // utf8
    return packet;
}

int mysqlErrorCode(const QByteArray& packet)
{
    const bool error = packet.size() >= MysqlHeader + 3 && packet[MysqlHeader] == char(0xff);
    return error ? qFromLittleEndian<quint16>(packet.constData() + MysqlHeader + 1) : 0;
}

QByteArray sqlServerPrelogin()
{
    return {Prelogin, sizeof Prelogin};
}

bool looksLikePreloginAnswer(const QByteArray& bytes)
{
    return bytes.size() > TdsHeader && bytes[0] == 4 && bytes[1] == 1 && bytes[TdsHeader] == 0;
}

bool isWholePostgres(const QByteArray& bytes)
{
    if (bytes.size() == 1)
        return looksLikePostgres(bytes);
    return bytes.size() >= 5 && bytes.size() >= 1 + qsizetype{qFromBigEndian<quint32>(bytes.constData() + 1)};
}

bool isWholeMysql(const QByteArray& bytes)
{
    return bytes.size() >= MysqlHeader && bytes.size() >= MysqlHeader + qsizetype{threeBytes(bytes)};
}

bool isWholeTds(const QByteArray& bytes)
{
    return bytes.size() >= TdsHeader && bytes.size() >= qFromBigEndian<quint16>(bytes.constData() + 2);
}

} // namespace doctor::probes
