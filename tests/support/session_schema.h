// SPDX-License-Identifier: GPL-3.0-or-later
// Checks JSON against the session's schema with an independent validator.
#pragma once

#include <QJsonValue>
#include <QString>

namespace doctor::testing
{

/// First violation in words; empty when the value fits resources/report/session.schema.json.
[[nodiscard]] QString schemaViolation(const QJsonValue& value);

} // namespace doctor::testing
