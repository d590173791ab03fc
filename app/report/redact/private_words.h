// SPDX-License-Identifier: GPL-3.0-or-later
// What looks private in a text that somebody else wrote.
#pragma once

#include "app/core/model/ip_address.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace doctor::report
{

struct PrivateWord {
    QString kind; ///< "host", "ip", "user", "mail", "mac", "secret", "query", "certificate"
    QString word;
};
/// Every private word in the order of the kinds; the same word may come twice. Class names (java.net.Socket…) and
/// file names are no hosts; loopback addresses and everyday names are no secret.
[[nodiscard]] std::vector<PrivateWord> findPrivateWords(const QString& text);
/// The words alone, each once; stand-ins made by Pseudonyms are not among them.
[[nodiscard]] QStringList privateWords(const QString& text);
/// Words that tell nobody anything and would turn our own sentences into riddles.
[[nodiscard]] bool isNoSecret(const QString& word);
/// Addresses that the Internet does not route: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291.
[[nodiscard]] bool isPrivateAddress(const core::IpAddress& address);

} // namespace doctor::report
