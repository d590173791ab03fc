// SPDX-License-Identifier: GPL-3.0-or-later
// A timer of no duration fires once the events that wait, painting among them, were served.
#include "ui/widgets/part_by_part.h"

#include <utility>

namespace doctor::ui
{

PartByPart::PartByPart(QObject* parent) : QObject(parent)
{
    m_turn.setInterval(0);
    connect(&m_turn, &QTimer::timeout, this, &PartByPart::buildNext);
}

void PartByPart::start(std::vector<Part> parts)
{
    m_left.assign(std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
    m_turn.start();
    buildNext();
}

void PartByPart::finish()
{
    while (!m_left.empty())
        buildNext();
}

void PartByPart::buildNext()
{
    if (!m_left.empty()) {
        const Part part = std::exchange(m_left.front(), {});
        m_left.pop_front();
        part();
    }
    if (m_left.empty())
        m_turn.stop();
}

} // namespace doctor::ui
