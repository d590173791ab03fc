// SPDX-License-Identifier: GPL-3.0-or-later
// One answer to one known question, with where it comes from and what shows it.
#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

namespace doctor::core
{

enum class SourceKind { User, Test, Capture, Log, Computer };

/// Where a finding comes from. In JSON "test:idle-survival", "user:when", "log:app.log".
struct Source {
    SourceKind kind = SourceKind::Test;
    QString id;
    bool operator==(const Source&) const = default;
};

struct Finding {
    QString question;
    QString answer;
    Source source;
    double confidence = 1.0;   ///< 0…1: how sure it is that this answer is the true one (k of n, noise)
    QJsonObject values;        ///< measured values by placeholder name: {"idleSeconds":60.1,"k":4,"n":5}
    std::vector<int> attempts; ///< indexes into the attempts of the source's test
    bool operator==(const Finding&) const = default;
};

} // namespace doctor::core
