// SPDX-License-Identifier: GPL-3.0-or-later
// A quick look whether a name is known, for the page that asks for it; the diagnosis has a test of its own.
#pragma once

#include <QObject>
#include <QStringList>
#include <memory>

namespace doctor::engine
{

/// One name at a time, never on the caller's thread. Lives on the thread that made it; signals are sent there.
class NameCheck final : public QObject
{
    Q_OBJECT
public:
    explicit NameCheck(QObject* parent = nullptr);
    ~NameCheck() override; ///< waits for nobody

    /// Gives up what is under way and asks for this name.
    void start(const QString& host);
    void cancel();

Q_SIGNALS:
    /// `addresses` is empty when the name cannot be found now.
    void answered(const QString& host, const QStringList& addresses);

private:
    struct Asked;
    std::shared_ptr<Asked> m_asked; ///< null: nothing is under way
};

} // namespace doctor::engine
