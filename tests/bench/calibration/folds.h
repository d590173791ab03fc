// SPDX-License-Identifier: GPL-3.0-or-later
// Fits how much a settled verdict may gain, and judges the fit on scenarios that it has not seen.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace doctor::bench
{

/// One run in which a fault leads, before calibration.
struct Leading {
    QString scenario; ///< runs of one scenario stay in one fold: shortened runs resemble the full one
    double probability = 0;
    double risk = 0;
    bool right = false;
};

/// Five folds by scenario: the shift of the log odds that each four fifths find best, and the mean log score on the
/// fifth left out, beside that of the uncalibrated odds and that of the shift in use.
[[nodiscard]] QStringList foldLines(const std::vector<Leading>& runs);

} // namespace doctor::bench
