// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the engine on an event loop and waits for its end.
#pragma once

#include "app/engine/session_controller.h"
#include "app/practice/practice.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

namespace doctor::tests
{

inline std::shared_ptr<const knowledge::Knowledge> english()
{
    static const auto loaded = knowledge::Knowledge::load(QStringLiteral("en"));
    if (!loaded)
        qFatal("%s", qPrintable(loaded.error().message));
    return *loaded;
}

inline engine::RunRequest requestFor(int port, core::Protocol protocol, double seconds)
{
    engine::RunRequest request;
    request.target.host = QStringLiteral("127.0.0.1");
    request.target.port = port;
    request.target.protocol = protocol;
    request.maxDurationSeconds = seconds;
    request.connectionsPerSecond = 20; // loopback: the pace itself is tested elsewhere
    return request;
}

struct Runner {
    engine::SessionController controller{english(), std::make_shared<core::SystemClock>()};

    /// Waits for the end; false when it did not come in time.
    bool wait(int milliseconds)
    {
        QSignalSpy finished(&controller, &engine::SessionController::finished);
        return !controller.isRunning() || finished.wait(milliseconds);
    }
    /// Waits until the snapshot fulfils the condition.
    bool waitUntil(const std::function<bool(const engine::Snapshot&)>& condition, int milliseconds)
    {
        return QTest::qWaitFor([&] { return condition(controller.snapshot()); }, milliseconds);
    }
    [[nodiscard]] const core::Session& session() const { return controller.snapshot().session; }
};

} // namespace doctor::tests
