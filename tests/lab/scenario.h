// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the lab: what stands where, how it is asked about, and which diagnoses are right.
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace doctor::lab
{

/// A program that runs in the server's namespace, in the foreground, until the scenario is over.
struct Server {
    QString command{};              ///< line for sh; placeholders as in Scenario
    int port = 0;                   ///< port that listens once it is up; 0: nothing to wait for
    QMap<QString, QString> files{}; ///< name -> text, written into the scenario's folder beforehand
    QStringList needs{};            ///< programs; the row is skipped, with the reason, where one is missing
};

/// client (10.77.0.2, fd77::2) - near router - far router - server (10.78.0.2 and .3, fd78::2 and ::3).
/// Placeholders in all texts: {dir} the scenario's folder, {cert} and {key} a self-signed pair for lab.test,
/// {tools} the folder of the lab's own small servers, {v4} {v6} the server's first addresses.
struct Scenario {
    QString name{};
    QString says{}; ///< what is set up, in one sentence
    std::vector<Server> servers{};
    QStringList near{};           ///< lines for sh inside the near router (one hop from the client)
    QStringList far{};            ///< lines for sh inside the far router (in front of the server)
    QStringList client{};         ///< lines for sh inside the client's namespace
    QStringList server{};         ///< lines for sh inside the server's namespace, before the servers start
    QStringList addresses{};      ///< what the name service.test means to the client; empty: it has no address
    QString resolver{};           ///< address of the client's name server; empty: none, names come from the hosts file
    QMap<QString, QString> etc{}; ///< files under /etc as the servers see them: name -> text
    QStringList environment{};    ///< NAME=value for the diagnosis
    QString target{};             ///< as given to diagnose
    QStringList arguments{};      ///< further arguments of diagnose
    QString when{};               ///< what a user would say; the row is run with and without saying it. Empty: nothing
    QStringList causes{};         ///< causes that may lead
    QStringList closers{};        ///< values of closedBy that accuse nobody wrongly
    QMap<QString, QStringList> findings{}; ///< question -> answers one of which the session must hold
    std::optional<double> idleSeconds{};   ///< idle limit that must be measured to within 2 %, or 0.1 s
    bool unprivileged = false;             ///< the diagnosis runs as "nobody"
    bool quick = false;                    ///< part of the subset that every test run passes

    [[nodiscard]] bool isHealthy() const { return causes == QStringList{QStringLiteral("no-fault-found")}; }
};

/// Every row, family by family.
[[nodiscard]] std::vector<Scenario> allScenarios();

// One function per family; each lives in scenarios/<family>.cpp.
[[nodiscard]] std::vector<Scenario> healthyScenarios();
[[nodiscard]] std::vector<Scenario> nginxScenarios();
[[nodiscard]] std::vector<Scenario> haproxyScenarios();
[[nodiscard]] std::vector<Scenario> databaseScenarios();
[[nodiscard]] std::vector<Scenario> tlsScenarios();
[[nodiscard]] std::vector<Scenario> applicationScenarios();
[[nodiscard]] std::vector<Scenario> filterScenarios();
[[nodiscard]] std::vector<Scenario> pathScenarios();
[[nodiscard]] std::vector<Scenario> computerScenarios();
[[nodiscard]] std::vector<Scenario> fieldScenarios();

// Servers that several families use.

/// nginx with these lines in its http block (8080 is the port by custom); `port` is the one to wait for.
[[nodiscard]] Server nginx(const QString& httpLines, int port = 8080, const QString& mainLines = {});
/// nginx that answers "hello" on 8080 and, in TLS, on 8443, of both families.
[[nodiscard]] Server plainNginx();
/// haproxy with these lines after a usual defaults section.
[[nodiscard]] Server haproxy(const QString& lines, int port = 8080, const QString& defaults = {});
[[nodiscard]] Server redis(const QString& options = {});
/// openssl s_server on 8443.
[[nodiscard]] Server opensslServer(const QString& options);
/// One of the lab's own small servers (tools/NAME.py or .js).
[[nodiscard]] Server python(const QString& arguments, int port = 8080);
[[nodiscard]] Server node(const QString& script, int port = 8080);

} // namespace doctor::lab
