// SPDX-License-Identifier: GPL-3.0-or-later
// A lock that ends with its program, and a folder of small files: no socket that a firewall or a full table could stop.
#include "ui/shell/first_instance.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QThread>

namespace doctor::ui
{

namespace
{

constexpr qint64 TooOldSeconds = 10; ///< whoever wrote it has gone on alone long since
const auto Suffix = QStringLiteral("*.wish");

std::vector<QStringList> takeAll(const QString& folder)
{
    std::vector<QStringList> taken;
    const QDir place(folder);
    for (const QFileInfo& info : place.entryInfoList({Suffix}, QDir::Files, QDir::Time | QDir::Reversed)) {
        QFile file(info.filePath());
        QStringList wishes;
        const bool fresh = info.lastModified().secsTo(QDateTime::currentDateTime()) < TooOldSeconds;
        const bool read = file.open(QIODevice::ReadOnly);
        const auto values = QJsonDocument::fromJson(file.readAll()).array();
        for (const auto& value : values)
            wishes.append(value.toString());
        file.close();
        if (read && file.remove() && fresh)
            taken.push_back(wishes);
    }
    return taken;
}

} // namespace

FirstInstance::FirstInstance(const QString& folder, QObject* parent)
    : QObject(parent), m_folder(folder + QStringLiteral("/window")), m_lock(m_folder + QStringLiteral("/lock"))
{
    m_lock.setStaleLockTime(0); // held as long as its program lives
    if (QDir().mkpath(m_folder))
        m_first = m_lock.tryLock(0) || m_lock.error() != QLockFile::LockFailedError;
}

bool FirstInstance::handOver(const QStringList& wishes, int milliseconds) const
{
    constexpr int PollMs = 20;
    const QString name = m_folder + QStringLiteral("/%1.wish").arg(QCoreApplication::applicationPid());
    QSaveFile file(name);
    const QByteArray bytes = QJsonDocument(QJsonArray::fromStringList(wishes)).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return false;
    const QDeadlineTimer end(milliseconds);
    while (QFile::exists(name)) {
        if (end.hasExpired())
            return !QFile::remove(name); // taken in the last moment, or ours again
        QThread::msleep(PollMs);
    }
    return true;
}

void FirstInstance::listen()
{
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &FirstInstance::take);
    m_watcher.addPath(m_folder);
    take();
}

void FirstInstance::take()
{
    m_background.post([this, folder = m_folder] {
        return [this, taken = takeAll(folder)] {
            for (const QStringList& wishes : taken)
                Q_EMIT wished(wishes);
        };
    });
}

} // namespace doctor::ui
