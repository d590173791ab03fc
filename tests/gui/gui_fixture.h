// SPDX-License-Identifier: GPL-3.0-or-later
// A window with a history of its own and settings in memory, and a watchdog over its event loop.
#pragma once

#include "app/engine/session_controller.h"
#include "ui/history/history_keeper.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

namespace doctor::testsupport
{

/// Everything that main() brings together, without touching the user's files.
struct GuiFixture {
    QTemporaryDir folder;
    std::unique_ptr<ui::AppContext> context;
    std::unique_ptr<ui::MainWindow> window;

    explicit GuiFixture(const QString& language = QStringLiteral("en"), QSize size = {1280, 800},
                        const QString& dataFolder = {}) ///< empty: a folder of its own
    {
        ui::AppContext::Parts parts;
        parts.clock = std::make_shared<core::SystemClock>();
        parts.settings = std::make_unique<store::Settings>(QString());
        parts.language = language;
        parts.dataFolder = dataFolder.isEmpty() ? folder.path() : dataFolder;
        context = std::make_unique<ui::AppContext>(std::move(parts));
        window = std::make_unique<ui::MainWindow>(*context);
        window->resize(size);
        window->show();
        window->activateWindow();
        (void)QTest::qWaitForWindowActive(window.get());
    }
};

/// Has the widget drawn anew and waits until it is; false when it is not within `milliseconds`, as when it is not
/// shown.
inline bool painted(QWidget& widget, int milliseconds = 20'000)
{
    class Painted final : public QObject
    {
    public:
        bool eventFilter(QObject*, QEvent* event) override
        {
            seen = seen || event->type() == QEvent::Paint;
            return false;
        }
        bool seen = false;
    } watch;
    widget.installEventFilter(&watch);
    widget.update();
    return QTest::qWaitFor([&watch] { return watch.seen; }, milliseconds);
}

/// What another program would read in the history once everything asked for has been written.
inline std::vector<store::HistoryEntry> writtenHistory(ui::AppContext& context)
{
    context.history().wait();
    const auto history = store::History::open(context.dataFolder());
    return history ? (*history)->list().value_or(std::vector<store::HistoryEntry>{})
                   : std::vector<store::HistoryEntry>{};
}

/// Measures the largest gap between turns of the thread's event loop while it exists. A second thread that only sleeps
/// measures at the same time how long the machine itself kept threads waiting, so that a busy machine is not blamed on
/// us.
class LoopWatch
{
public:
    LoopWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_gaps.push_back(m_since.restart());
            m_largest = qMax(m_largest, m_gaps.back());
        });
        m_since.start();
        m_timer.start(PeriodMs);
    }
    /// Milliseconds; a free loop shows about 10.
    [[nodiscard]] qint64 largestGap() const { return m_largest; }
    /// Gap that this share of the turns stayed below.
    [[nodiscard]] qint64 percentile(double share) const { return percentileOf(m_gaps, share); }
    /// The same of the thread that does nothing else.
    [[nodiscard]] qint64 machineGap() const { return machinePercentile(1); }
    [[nodiscard]] qint64 machinePercentile(double share) const
    {
        const std::lock_guard lock(m_mutex);
        return percentileOf(m_machineGaps, share);
    }
    [[nodiscard]] std::size_t turns() const { return m_gaps.size(); }

private:
    static constexpr int PeriodMs = 10;
    [[nodiscard]] static qint64 percentileOf(std::vector<qint64> gaps, double share)
    {
        std::sort(gaps.begin(), gaps.end());
        return gaps.empty() ? 0 : gaps[static_cast<std::size_t>(share * static_cast<double>(gaps.size() - 1))];
    }
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_largest = 0;
    std::vector<qint64> m_gaps;
    mutable std::mutex m_mutex;
    std::vector<qint64> m_machineGaps; ///< under the mutex
    std::jthread m_sleeper{[this](const std::stop_token& stop) {
        QElapsedTimer since;
        since.start();
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(PeriodMs));
            const std::lock_guard lock(m_mutex);
            m_machineGaps.push_back(since.restart());
        }
    }};
};

/// The visible widget of a type with this accessible name or text, or nullptr.
template <typename Widget>
Widget* visibleChild(QWidget& parent, const QString& name)
{
    for (Widget* child : parent.findChildren<Widget*>()) {
        QString text = child->property("text").toString();
        text.remove(u'&');
        if (child->isVisible() && (child->accessibleName() == name || text == name))
            return child;
    }
    return nullptr;
}

} // namespace doctor::testsupport
