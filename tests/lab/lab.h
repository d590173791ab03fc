// SPDX-License-Identifier: GPL-3.0-or-later
// Starts foreign servers and the command line against them, several scenarios at a time.
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <memory>
#include <vector>

namespace doctor::test
{

/// Full path of a program of the system (also in sbin), or empty.
[[nodiscard]] QString programPath(const QString& name);

/// A port that nothing listens on at this moment.
[[nodiscard]] int freePort();

/// One server under one configuration, and the diagnosis of it.
struct Scenario {
    QString name;
    QStringList needs;          ///< programs; the row is skipped with a reason if one is missing
    QList<QStringList> setUp;   ///< commands run to their end before the servers start
    QList<QStringList> servers; ///< commands that stay in the foreground
    QString netns;              ///< network namespace for the diagnosis; empty: here
    QString waitAddress;        ///< address that answers once the server is up; empty: no waiting
    int waitPort = 0;
    QStringList diagnose; ///< arguments after "diagnose"
    QStringList expected; ///< causes that may be on top
};

/// What came of a scenario.
struct Outcome {
    QJsonObject session;
    int exitCode = -1;
    QString errorText;
    double seconds = 0;
};

/// Runs scenarios a few at a time and keeps their outcomes; servers live until destruction.
class Lab
{
public:
    Lab();
    ~Lab();

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    /// Writes a file into the lab's folder and returns its path.
    QString writeFile(const QString& name, const QByteArray& text) const;
    /// Self-signed certificate and key in the lab's folder: {certificate path, key path}. Made by openssl, once.
    [[nodiscard]] std::pair<QString, QString> certificate();

    /// Runs all scenarios, at most `parallel` at once; outcomes in the same order.
    std::vector<Outcome> run(const std::vector<Scenario>& scenarios, int parallel);

private:
    bool startServers(const Scenario& scenario, QString& error);
    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<QProcess>> m_servers;
};

/// One line per scenario: name, expected, found, probability, seconds. For people who read the test's output.
[[nodiscard]] QString table(const std::vector<Scenario>& scenarios, const std::vector<Outcome>& outcomes);

/// id and probability of the leading cause; empty id when there is no session.
[[nodiscard]] std::pair<QString, double> topCause(const Outcome& outcome);

/// Runs a command to its end; false and its words on failure.
bool runCommand(const QStringList& command, QString* output = nullptr);

} // namespace doctor::test
