// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a long page over several turns of the event loop, so that the window answers meanwhile.
#pragma once

#include <QTimer>
#include <deque>
#include <functional>
#include <vector>

namespace doctor::ui
{

/// Belongs to the page's owner and goes with it. Each part is kept below some 20 ms by whoever cuts the page up.
class PartByPart final : public QObject
{
    Q_OBJECT
public:
    using Part = std::function<void()>;

    explicit PartByPart(QObject* parent);
    /// Forgets what is left of an earlier page, builds the first part now and one in each turn after it.
    void start(std::vector<Part> parts);
    /// Builds what is left now.
    void finish();

private:
    void buildNext();
    std::deque<Part> m_left;
    QTimer m_turn;
};

} // namespace doctor::ui
