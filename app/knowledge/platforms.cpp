// SPDX-License-Identifier: GPL-3.0-or-later
// One row per platform word of the pages.
#include "app/knowledge/platforms.h"

#include <QHash>

namespace doctor::knowledge
{

namespace
{

const QHash<QString, QString>& names()
{
    static const QHash<QString, QString> all{
        {QStringLiteral("aiohttp"), QStringLiteral("aiohttp")},
        {QStringLiteral("apache"), QStringLiteral("Apache")},
        {QStringLiteral("aws"), QStringLiteral("AWS")},
        {QStringLiteral("azure"), QStringLiteral("Azure")},
        {QStringLiteral("cisco"), QStringLiteral("Cisco")},
        {QStringLiteral("curl"), QStringLiteral("curl")},
        {QStringLiteral("docker"), QStringLiteral("Docker")},
        {QStringLiteral("dotnet"), QStringLiteral(".NET")},
        {QStringLiteral("envoy"), QStringLiteral("Envoy")},
        {QStringLiteral("f5"), QStringLiteral("F5")},
        {QStringLiteral("fortigate"), QStringLiteral("FortiGate")},
        {QStringLiteral("git"), QStringLiteral("git")},
        {QStringLiteral("go"), QStringLiteral("Go")},
        {QStringLiteral("haproxy"), QStringLiteral("HAProxy")},
        {QStringLiteral("hikaricp"), QStringLiteral("HikariCP")},
        {QStringLiteral("iis"), QStringLiteral("IIS")},
        {QStringLiteral("java"), QStringLiteral("Java")},
        {QStringLiteral("juniper"), QStringLiteral("Juniper")},
        {QStringLiteral("kubernetes"), QStringLiteral("Kubernetes")},
        {QStringLiteral("linux"), QStringLiteral("Linux")},
        {QStringLiteral("macos"), QStringLiteral("macOS")},
        {QStringLiteral("mysql"), QStringLiteral("MySQL")},
        {QStringLiteral("netty"), QStringLiteral("Netty")},
        {QStringLiteral("nftables"), QStringLiteral("nftables")},
        {QStringLiteral("nginx"), QStringLiteral("nginx")},
        {QStringLiteral("node"), QStringLiteral("Node.js")},
        {QStringLiteral("openssl"), QStringLiteral("OpenSSL")},
        {QStringLiteral("openvpn"), QStringLiteral("OpenVPN")},
        {QStringLiteral("php"), QStringLiteral("PHP")},
        {QStringLiteral("postgresql"), QStringLiteral("PostgreSQL")},
        {QStringLiteral("psycopg"), QStringLiteral("psycopg")},
        {QStringLiteral("python"), QStringLiteral("Python")},
        {QStringLiteral("redis"), QStringLiteral("Redis")},
        {QStringLiteral("requests"), QStringLiteral("requests, urllib3")},
        {QStringLiteral("sqlserver"), QStringLiteral("SQL Server")},
        {QStringLiteral("squid"), QStringLiteral("Squid")},
        {QStringLiteral("ssh"), QStringLiteral("OpenSSH")},
        {QStringLiteral("tomcat"), QStringLiteral("Tomcat")},
        {QStringLiteral("undici"), QStringLiteral("undici, fetch")},
        {QStringLiteral("windows"), QStringLiteral("Windows")},
        {QStringLiteral("wireguard"), QStringLiteral("WireGuard")},
    };
    return all;
}

} // namespace

QString platformName(const QString& word)
{
    return names().value(word, word);
}

bool isPlatform(const QString& word)
{
    return names().contains(word);
}

} // namespace doctor::knowledge
