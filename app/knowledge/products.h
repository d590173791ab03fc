// SPDX-License-Identifier: GPL-3.0-or-later
// idle-timeouts.json: the idle limits that products come with.
#pragma once

#include "app/knowledge/json_file.h"

#include <vector>

namespace doctor::knowledge
{

/// An idle limit that a product comes with.
struct ProductLimit {
    QString id;
    QString product;
    bool isDevice = false; ///< on the way (balancer, NAT, firewall); else a server's program
    double seconds = 0;
    QString closes;        ///< what the other side sees: "fin", "reset", "silence", "reset-on-wake", "unknown"
    QStringList protocols; ///< spoken where it can be met; empty: any
    QString setting;       ///< name of the setting; may be empty
    QString sourceTitle;
    QString sourceAddress; ///< URL, or repository and path
    QString verified;      ///< "primary-file", "primary-page", "local-test", "secondary"
};

/// The rows that are compiled in; Knowledge::load() has checked them.
[[nodiscard]] const std::vector<ProductLimit>& productLimits();
/// Reads and checks the rows of any root. Errors name the row and what was expected.

[[nodiscard]] core::Result<std::vector<ProductLimit>> loadProducts(const Root& root);

} // namespace doctor::knowledge
