// SPDX-License-Identifier: GPL-3.0-or-later
// The table of faults: what each is called, who is to blame, which options it takes and which function plays it.
#pragma once

#include "app/practice/practice.h"
#include "app/practice/stage.h"

#include <span>

namespace doctor::practice
{

struct FaultRow {
    Fault fault;
    Serve serve = nullptr;
    Backstage backstage = nullptr;
    std::vector<FaultOption> options;
};

[[nodiscard]] std::span<const FaultRow> faultRows();
[[nodiscard]] const FaultRow* findFaultRow(const QString& id);

/// The row's standard values with the given ones in their place. Error: InvalidInput, naming what the row knows.
[[nodiscard]] core::Result<QMap<QString, double>> readOptions(const FaultRow& row, const QJsonObject& given);

} // namespace doctor::practice
