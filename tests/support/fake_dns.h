// SPDX-License-Identifier: GPL-3.0-or-later
// A name server on 127.0.0.1:53 for a process that has a network namespace of its own.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QStringList>
#include <atomic>
#include <thread>

namespace doctor::testing
{

struct FakeName {
    enum class Answer { Records, NoSuchName, ServerFailure, Silence };
    Answer answer = Answer::Records;
    QByteArray alias; ///< CNAME; the records are then those of the alias
    QStringList addresses;
};

/// Answers A, AAAA and CNAME questions for the names it was given, everything else with "no such name".
class FakeDns
{
public:
    explicit FakeDns(QHash<QByteArray, FakeName> names);
    ~FakeDns();
    FakeDns(const FakeDns&) = delete;
    FakeDns& operator=(const FakeDns&) = delete;
    /// False when port 53 could not be had.
    [[nodiscard]] bool works() const { return m_socket >= 0; }

private:
    void serve();
    [[nodiscard]] QByteArray answerTo(const QByteArray& question) const;

    QHash<QByteArray, FakeName> m_names;
    int m_socket = -1;
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

} // namespace doctor::testing
