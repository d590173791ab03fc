// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison for machines (schema connection-doctor/comparison/1, resources/report/comparison.schema.json).
#pragma once

#include "app/cli/text/comparison_words.h"

#include <QJsonObject>

namespace doctor::cli
{

[[nodiscard]] QJsonObject comparisonJson(const Compared& compared);

} // namespace doctor::cli
