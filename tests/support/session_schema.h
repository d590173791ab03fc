// SPDX-License-Identifier: GPL-3.0-or-later
// Checks JSON against the project's schemas with an independent validator.
#pragma once

#include <QJsonValue>
#include <QString>

namespace doctor::testing
{

/// First violation in words; empty when the value fits that file of resources/report.
[[nodiscard]] QString schemaViolation(const QJsonValue& value,
                                      const QString& schemaFile = QStringLiteral("session.schema.json"));

} // namespace doctor::testing
