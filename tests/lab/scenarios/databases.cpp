// SPDX-License-Identifier: GPL-3.0-or-later
// redis, memcached, PostgreSQL and OpenSSH with limits.
#include "tests/lab/scenario.h"

namespace doctor::lab
{

using namespace Qt::StringLiterals;

namespace
{

Scenario row(const QString& name, const QString& says, const Server& server, const QString& target, const QString& when,
             const QString& causes, bool quick = false)
{
    return {.name = name,
            .says = says,
            .servers = {server},
            .target = target,
            .when = when,
            .causes = causes.split(u'|'),
            .closers = {u"server-application"_s, u"unknown"_s},
            .quick = quick};
}

Server memcached(const QString& options)
{
    return {.command = u"exec memcached -u root -l 0.0.0.0 -p 11211 "_s + options,
            .port = 11211,
            .files = {},
            .needs = {u"memcached"_s}};
}

Server sshd(const QString& options)
{
    return {.command = u"mkdir -p /run/sshd; ssh-keygen -q -N '' -t ed25519 -f {dir}/k; exec /usr/sbin/sshd -D -e -f "
                       "/dev/null -h {dir}/k -p 2222 -o PidFile=none "_s +
                       options,
            .port = 2222,
            .files = {},
            .needs = {u"sshd"_s}};
}

/// PostgreSQL refuses to run as root; its programs are not in the path on Debian.
Server postgres(const QString& options)
{
    return {.command =
                u"b=$(ls -d /usr/lib/postgresql/*/bin | tail -1); chown nobody {dir}; as='setpriv --reuid=nobody "
                "--regid=nogroup --clear-groups'; $as $b/initdb -D {dir}/data -A trust -N >/dev/null && echo 'host "
                "all all all trust' >> {dir}/data/pg_hba.conf && exec $as $b/postgres -D {dir}/data -k {dir} -h "
                "0.0.0.0 -c fsync=off -c shared_buffers=16MB "_s +
                options,
            .port = 5432,
            .files = {},
            .needs = {u"setpriv"_s, u"psql"_s}};
}

} // namespace

std::vector<Scenario> databaseScenarios()
{
    std::vector<Scenario> all;
    all.push_back(row(u"redis-timeout-5"_s, u"timeout 5"_s, redis(u"--timeout 5"_s), u"{v4}:6379"_s, u"idle"_s,
                      u"server-idle-timeout"_s, true));
    all.push_back(row(u"redis-maxclients-3"_s, u"maxclients 3"_s, redis(u"--maxclients 3"_s), u"{v4}:6379"_s, u"load"_s,
                      u"connection-limit"_s, true));
    all.push_back(row(u"redis-protected"_s, u"protected mode: strangers get words and a close"_s,
                      redis(u"--protected-mode yes"_s), u"{v4}:6379"_s, u"connect"_s,
                      u"ip-filtering|address-banned|something-else"_s));
    all.back().closers = {u"server-application"_s, u"unknown"_s, u"middlebox"_s};
    all.push_back(row(u"redis-killed"_s, u"is killed and started anew every eight seconds"_s, redis(), u"{v4}:6379"_s,
                      u"random"_s, u"server-restarting"_s));
    all.back().servers.front().command =
        u"while true; do redis-server --save '' --dir {dir} --bind 0.0.0.0 --protected-mode no --port 6379 & sleep 8; "
        "kill -9 $!; sleep 1; done"_s;
    all.back().closers << u"server-system"_s;
    all.push_back(row(u"memcached-idle-4"_s, u"idle_timeout=4"_s, memcached(u"-o idle_timeout=4"_s), u"{v4}:11211"_s,
                      u"idle"_s, u"server-idle-timeout"_s));
    all.push_back(row(u"sshd-max-startups"_s, u"MaxStartups 2:100:3"_s, sshd(u"-o MaxStartups=2:100:3"_s),
                      u"{v4}:2222"_s, u"load"_s, u"connection-limit"_s));
    all.push_back(row(u"sshd-grace-6s"_s, u"LoginGraceTime 6: for those who do not log in"_s,
                      sshd(u"-o LoginGraceTime=6"_s), u"{v4}:2222"_s, u"idle"_s,
                      u"no-fault-found|server-idle-timeout|request-timeout"_s));
    all.back().closers << u"nobody"_s;
    all.push_back(row(u"https-to-sshd"_s, u"HTTPS is asked of OpenSSH"_s, sshd({}), u"https://{v4}:2222/"_s, u"tls"_s,
                      u"wrong-protocol"_s, true));
    all.push_back(
        row(u"postgres"_s, u"PostgreSQL as it comes"_s, postgres({}), u"{v4}:5432"_s, u"idle"_s, u"no-fault-found"_s));
    all.back().closers = {u"nobody"_s, u"unknown"_s};
    all.push_back(row(u"postgres-3-connections"_s, u"max_connections 3"_s,
                      postgres(u"-c max_connections=3 -c superuser_reserved_connections=0 -c max_wal_senders=0"_s),
                      u"{v4}:5432"_s, u"load"_s, u"connection-limit|no-fault-found"_s));
    all.back().closers << u"nobody"_s; // strangers who do not log in hold no place in its count for long
    all.push_back(row(u"http-to-postgres"_s, u"HTTP is asked of PostgreSQL"_s, postgres({}), u"http://{v4}:5432/"_s,
                      u"first-request"_s, u"wrong-protocol"_s));
    return all;
}

} // namespace doctor::lab
