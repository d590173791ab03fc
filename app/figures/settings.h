// SPDX-License-Identifier: GPL-3.0-or-later
// What differs between diagnoses before anything was measured: target, way, answers, extent, computer.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QJsonValue>
#include <QStringList>
#include <vector>

namespace doctor::figures
{

struct Setting {
    QString id; ///< machine word: "service", "proxy" …
    QString name;
    QStringList texts;              ///< one for each session, in words
    std::vector<QJsonValue> values; ///< the same for machines; null: none
    /// Whether a difference in it may itself change what fails; otherwise it only limits what can be compared.
    bool changesTheWay = false;
};

/// Only those that differ.
[[nodiscard]] std::vector<Setting> differingSettings(const std::vector<core::Session>& sessions,
                                                     const knowledge::Knowledge& knowledge);
/// Another service, or another fault of the practice server.
[[nodiscard]] bool isSameService(const core::Session& one, const core::Session& other);

} // namespace doctor::figures
