// SPDX-License-Identifier: GPL-3.0-or-later
// Progress of a run on standard error: one line that is rewritten on a terminal, plain lines otherwise.
#pragma once

#include "app/cli/streams.h"
#include "app/engine/session_controller.h"

#include <QElapsedTimer>

namespace doctor::cli
{

class ProgressLine
{
public:
    ProgressLine(Streams& streams, const knowledge::Knowledge& knowledge);
    void show(const engine::Snapshot& snapshot);
    /// Takes the line away, so that what follows starts on a clean one.
    void clear();

private:
    [[nodiscard]] QString sentence(const engine::Snapshot& snapshot) const;

    Streams& m_streams;
    const knowledge::Knowledge& m_knowledge;
    QElapsedTimer m_sinceLine;
    QString m_lastTest;
    bool m_onScreen = false;
};

/// "about 40 s left", in steps that do not pretend to be exact (ux.md rule 15).
[[nodiscard]] QString timeLeft(double seconds);

} // namespace doctor::cli
