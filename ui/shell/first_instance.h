// SPDX-License-Identifier: GPL-3.0-or-later
// One window for each data folder: a later start hands its wishes to the window that is there, and ends.
#pragma once

#include "ui/widgets/background.h"

#include <QFileSystemWatcher>
#include <QLockFile>
#include <QObject>
#include <QStringList>

namespace doctor::ui
{

class FirstInstance final : public QObject
{
    Q_OBJECT
public:
    /// `folder` exists or is made; where that is impossible, everybody is the first.
    explicit FirstInstance(const QString& folder, QObject* parent = nullptr);
    [[nodiscard]] bool isFirst() const { return m_first; }
    /// Of a later start, before its event loop: waits until the first has taken the wishes. False when it did not in
    /// time (it hangs, or is just ending): then go on without it.
    [[nodiscard]] bool handOver(const QStringList& wishes, int milliseconds = 3000) const;
    /// Of the first: listens from now on; what came since its start is told too.
    void listen();

Q_SIGNALS:
    void wished(const QStringList& wishes); ///< empty: only to be seen

private:
    void take();

    QString m_folder;
    QLockFile m_lock;
    bool m_first = true;
    QFileSystemWatcher m_watcher;
    Background m_background; ///< last member: ends before what its jobs use
};

} // namespace doctor::ui
