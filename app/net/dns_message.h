// SPDX-License-Identifier: GPL-3.0-or-later
// DNS questions and answers as bytes (RFC 1035), as far as addresses need it. Pure.
#pragma once

#include <QByteArray>
#include <QStringList>
#include <optional>

namespace doctor::net
{

enum class DnsType : quint16 { A = 1, Aaaa = 28 };

/// A recursive question; empty when the name cannot be written (a label of more than 63 bytes, more than 253 in all).
[[nodiscard]] QByteArray dnsQuestion(quint16 id, const QString& name, DnsType type);

struct DnsAnswer {
    quint16 id = 0;
    int responseCode = 0; ///< 0 no error, 2 server failure, 3 no such name, 5 refused (RFC 1035 §4.1.1)
    bool truncated = false;
    QStringList addresses;
    QStringList chain; ///< CNAME targets in order
    bool operator==(const DnsAnswer&) const = default;
};

/// Nullopt for bytes that are no DNS response.
[[nodiscard]] std::optional<DnsAnswer> readDnsAnswer(const QByteArray& bytes);

} // namespace doctor::net
