// SPDX-License-Identifier: GPL-3.0-or-later
// Words for the time that a run still needs: rounded, calm, and silent until the estimate is sound.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <optional>

namespace doctor::ui
{

class TimeLeft
{
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::TimeLeft)
public:
    /// Text for an estimate made `elapsedSeconds` after the start. It changes at most every two seconds.
    [[nodiscard]] QString text(double elapsedSeconds, std::optional<double> secondsLeft);
    void reset();

    /// The words alone: steps of 10 s below 2 minutes, of 30 s below 10 minutes, of whole minutes above.
    [[nodiscard]] static QString words(double secondsLeft);

private:
    QString m_text;
    double m_changedAt = -10;
};

} // namespace doctor::ui
