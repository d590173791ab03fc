// SPDX-License-Identifier: GPL-3.0-or-later
// Says what the run does and how long it still takes.
#include "app/cli/progress.h"

#include <QCoreApplication>
#include <cmath>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::ProgressLine)
};

constexpr qint64 TerminalEveryMs = 100;
constexpr qint64 PlainEveryMs = 10'000;

int roundedUp(double value, int step)
{
    return step * std::max(1, static_cast<int>(std::ceil(value / step)));
}

} // namespace

QString timeLeft(double seconds)
{
    if (seconds > 600)
        return Messages::tr("about %n minute(s) left", nullptr, roundedUp(seconds / 60, 1));
    if (seconds > 120)
        return Messages::tr("about %n second(s) left", nullptr, roundedUp(seconds, 30));
    return Messages::tr("about %n second(s) left", nullptr, roundedUp(seconds, 10));
}

ProgressLine::ProgressLine(Streams& streams, const knowledge::Knowledge& knowledge)
    : m_streams(streams), m_knowledge(knowledge)
{
}

QString ProgressLine::sentence(const engine::Snapshot& snapshot) const
{
    if (snapshot.state == engine::RunState::Stopping)
        return Messages::tr("Stopping");
    if (!snapshot.activity.isEmpty() && m_knowledge.hasText(snapshot.activity))
        return m_knowledge.text(snapshot.activity, snapshot.activityValues);
    if (!snapshot.runningTest.isEmpty())
        return m_knowledge.text(u"test."_s + snapshot.runningTest + u".title"_s);
    return Messages::tr("Preparing");
}

void ProgressLine::show(const engine::Snapshot& snapshot)
{
    if (snapshot.state == engine::RunState::Idle || snapshot.state == engine::RunState::Finished)
        return;
    const bool newTest = snapshot.runningTest != m_lastTest;
    const qint64 every = m_streams.errIsTerminal ? TerminalEveryMs : PlainEveryMs;
    if (m_sinceLine.isValid() && !newTest && m_sinceLine.elapsed() < every)
        return;
    m_lastTest = snapshot.runningTest;
    m_sinceLine.start();

    QString line = Messages::tr("%1 %: %2").arg(static_cast<int>(snapshot.fraction * 100)).arg(sentence(snapshot));
    if (snapshot.secondsLeft)
        line = Messages::tr("%1 (%2)", "what is being done (time left)").arg(line, timeLeft(*snapshot.secondsLeft));
    if (m_streams.errIsTerminal) {
        m_streams.tell(u"\r\x1b[K"_s + line.left(std::max(20, m_streams.width - 1)));
        m_onScreen = true;
    } else {
        m_streams.tell(line + u'\n');
    }
}

void ProgressLine::clear()
{
    if (m_onScreen)
        m_streams.tell(u"\r\x1b[K"_s);
    m_onScreen = false;
}

} // namespace doctor::cli
