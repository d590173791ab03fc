// SPDX-License-Identifier: GPL-3.0-or-later
// The run under way as a session file beside a lock that the system gives back when the program ends.
#include "app/core/json/session_json.h"
#include "app/store/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

namespace doctor::store
{

namespace
{

/// Programs that may use one folder at the same time.
constexpr int MostPrograms = 16;

QString runFile(const QString& folder, int number)
{
    return QDir(folder).filePath(QStringLiteral("unfinished-%1.json").arg(number));
}

std::unique_ptr<QLockFile> tryLock(const QString& folder, int number)
{
    auto lock = std::make_unique<QLockFile>(QDir(folder).filePath(QStringLiteral("unfinished-%1.lock").arg(number)));
    lock->setStaleLockTime(0); // a long run is not a dead one: only the end of its program frees a lock
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

void markInterrupted(core::Session& session)
{
    session.complete = false;
    for (core::TestRecord& test : session.tests) {
        if (test.state != core::TestState::Running && test.state != core::TestState::Planned)
            continue;
        test.state = test.state == core::TestState::Running ? core::TestState::Cancelled : core::TestState::Skipped;
        test.reason = QLatin1String(InterruptedReason);
    }
}

} // namespace

struct Journal::Impl {
    QString folder;
    QString file;
    std::unique_ptr<QLockFile> lock;

    [[nodiscard]] bool claim()
    {
        for (int number = 1; number <= MostPrograms && !lock; ++number) {
            const QString candidate = runFile(folder, number);
            auto free = tryLock(folder, number);
            if (free && !QFile::exists(candidate)) { // else it holds a run that nobody has taken over yet
                lock = std::move(free);
                file = candidate;
            }
        }
        return lock != nullptr;
    }
};

Journal::Journal(QString folder) : m_impl(std::make_unique<Impl>())
{
    m_impl->folder = std::move(folder);
}

Journal::~Journal() = default;

core::Result<void> Journal::keep(const core::Session& session)
{
    if (!QDir().mkpath(m_impl->folder) || !m_impl->claim()) {
        return core::failure(
            core::ErrorCode::Unwritable,
            QCoreApplication::translate("store", "The folder “%1” cannot be written.").arg(m_impl->folder));
    }
    return core::saveSession(session, m_impl->file);
}

void Journal::forget()
{
    if (!m_impl->lock)
        return;
    QFile::remove(m_impl->file);
    m_impl->lock.reset();
}

Journal::Leftovers Journal::leftovers(const QString& folder)
{
    Leftovers found;
    for (int number = 1; number <= MostPrograms; ++number) {
        const QString file = runFile(folder, number);
        if (!QFile::exists(file))
            continue;
        const auto lock = tryLock(folder, number);
        if (!lock)
            continue; // its program is alive
        auto session = core::loadSession(file);
        if (session) {
            if (!session->complete) // else only the history could not be written
                markInterrupted(*session);
            found.runs.emplace_back(std::move(*session), file);
            continue;
        }
        QFile::rename(file, file + QStringLiteral(".damaged"));
        found.problems.append(
            QCoreApplication::translate("store", "A diagnosis that was interrupted cannot be read; it is kept as “%1”.")
                .arg(QDir::toNativeSeparators(file + QStringLiteral(".damaged"))));
    }
    return found;
}

core::Result<void> Journal::removeLeftovers(const QString& folder)
{
    const QDir place(folder);
    QStringList files = place.entryList(
        {QStringLiteral("unfinished-*.json.damaged"), QStringLiteral("history-damaged-*.sqlite*")}, QDir::Files);
    std::vector<std::unique_ptr<QLockFile>> locks; // held until the file is gone
    for (int number = 1; number <= MostPrograms; ++number) {
        const QString file = runFile(folder, number);
        if (!QFile::exists(file))
            continue;
        if (auto lock = tryLock(folder, number)) {
            locks.push_back(std::move(lock));
            files.append(QFileInfo(file).fileName());
        }
    }
    for (const QString& name : files) {
        if (!QFile::remove(place.filePath(name)))
            return core::failure(core::ErrorCode::Unwritable,
                                 QCoreApplication::translate("store", "The file “%1” could not be deleted.")
                                     .arg(QDir::toNativeSeparators(place.filePath(name))));
    }
    return {};
}

} // namespace doctor::store
