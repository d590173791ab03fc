// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the small files in which a kernel tells about itself.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

namespace doctor::computer
{

/// Whole content; nullopt when the file is absent or unreadable, as on every other system than the one that has it.
[[nodiscard]] std::optional<QByteArray> readSystemFile(const QString& path);
/// All whole numbers of a one-line file such as /proc/sys/net/ipv4/tcp_retries2; empty when it cannot be read.
[[nodiscard]] std::vector<qint64> readSystemNumbers(const QString& path);
/// The first of them.
[[nodiscard]] std::optional<qint64> readSystemNumber(const QString& path);

} // namespace doctor::computer
