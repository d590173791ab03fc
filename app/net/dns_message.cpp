// SPDX-License-Identifier: GPL-3.0-or-later
// Writes and reads DNS messages, never past their end and never around in circles.
#include "app/net/dns_message.h"

#include <QHostAddress>

namespace doctor::net
{

namespace
{

constexpr qsizetype HeaderBytes = 12;
constexpr quint16 TypeCname = 5;
constexpr quint16 ClassInternet = 1;
constexpr qsizetype LongestLabel = 63;
constexpr qsizetype LongestName = 253;

void put16(QByteArray& bytes, quint16 value)
{
    bytes += static_cast<char>(value >> 8);
    bytes += static_cast<char>(value & 0xff);
}

class Reader
{
public:
    explicit Reader(const QByteArray& bytes) : m_bytes(bytes) {}
    [[nodiscard]] bool has(qsizetype count) const { return m_at + count <= m_bytes.size(); }
    [[nodiscard]] quint8 byteAt(qsizetype at) const { return static_cast<quint8>(m_bytes.at(at)); }
    quint16 take16()
    {
        const auto value = static_cast<quint16>(byteAt(m_at) << 8 | byteAt(m_at + 1));
        m_at += 2;
        return value;
    }
    void skip(qsizetype count) { m_at += count; }
    [[nodiscard]] qsizetype at() const { return m_at; }
    /// Nullopt when it runs out of the message or points in circles.
    std::optional<QString> takeName();

private:
    const QByteArray& m_bytes;
    qsizetype m_at = 0;
};

std::optional<QString> Reader::takeName()
{
    QStringList labels;
    qsizetype at = m_at;
    bool followed = false;
    for (int steps = 0; steps < 128; ++steps) {
        if (at >= m_bytes.size())
            return std::nullopt;
        const quint8 length = byteAt(at);
        if (length == 0) {
            if (!followed)
                m_at = at + 1;
            return labels.join(u'.');
        }
        if ((length & 0xc0) == 0xc0) { // a pointer to the rest of the name
            if (at + 1 >= m_bytes.size())
                return std::nullopt;
            if (!followed)
                m_at = at + 2;
            followed = true;
            at = (length & 0x3f) << 8 | byteAt(at + 1);
            continue;
        }
        if (at + 1 + length > m_bytes.size())
            return std::nullopt;
        labels << QString::fromLatin1(m_bytes.mid(at + 1, length));
        at += 1 + length;
    }
    return std::nullopt;
}

bool takeRecord(Reader& reader, const QByteArray& bytes, DnsAnswer& answer)
{
    if (!reader.takeName() || !reader.has(10))
        return false;
    const quint16 type = reader.take16();
    reader.skip(6); // class and time to live
    const quint16 length = reader.take16();
    if (!reader.has(length))
        return false;
    const qsizetype end = reader.at() + length;
    if (type == static_cast<quint16>(DnsType::A) && length == 4) {
        const quint32 value = static_cast<quint32>(reader.take16()) << 16;
        answer.addresses << QHostAddress(value | reader.take16()).toString();
    } else if (type == static_cast<quint16>(DnsType::Aaaa) && length == 16) {
        const QByteArray raw = bytes.mid(reader.at(), 16);
        answer.addresses << QHostAddress(reinterpret_cast<const quint8*>(raw.constData())).toString();
    } else if (type == TypeCname) {
        const auto target = reader.takeName();
        if (!target)
            return false;
        answer.chain << *target;
    }
    reader.skip(end - reader.at());
    return true;
}

} // namespace

QByteArray dnsQuestion(quint16 id, const QString& name, DnsType type)
{
    const QByteArray text = name.toLatin1();
    if (text.size() > LongestName)
        return {};
    QByteArray bytes;
    put16(bytes, id);
    put16(bytes, 0x0100); // recursion desired
    put16(bytes, 1);      // one question
    bytes.append(6, '\0');
    for (const QByteArray& label : text.split('.')) {
        if (label.isEmpty() && text.endsWith('.'))
            break;
        if (label.isEmpty() || label.size() > LongestLabel)
            return {};
        bytes += static_cast<char>(label.size());
        bytes += label;
    }
    bytes += '\0';
    put16(bytes, static_cast<quint16>(type));
    put16(bytes, ClassInternet);
    return bytes;
}

std::optional<DnsAnswer> readDnsAnswer(const QByteArray& bytes)
{
    if (bytes.size() < HeaderBytes)
        return std::nullopt;
    Reader reader(bytes);
    DnsAnswer answer;
    answer.id = reader.take16();
    const quint16 flags = reader.take16();
    if ((flags & 0x8000) == 0) // a question
        return std::nullopt;
    answer.responseCode = flags & 0x000f;
    answer.truncated = (flags & 0x0200) != 0;
    const quint16 questions = reader.take16();
    const quint16 answers = reader.take16();
    reader.skip(4);
    for (int i = 0; i < questions; ++i) {
        if (!reader.takeName() || !reader.has(4))
            return std::nullopt;
        reader.skip(4);
    }
    for (int i = 0; i < answers; ++i)
        if (!takeRecord(reader, bytes, answer))
            return answer.truncated ? std::optional(answer) : std::nullopt;
    return answer;
}

} // namespace doctor::net
