// SPDX-License-Identifier: GPL-3.0-or-later
// The rule, from the literal address or the name alone.
#include "ui/wizard/caution.h"

#include <QRegularExpression>

namespace doctor::ui
{

namespace
{

constexpr int ManyConnections = 100;

/// First two numbers of a dotted IPv4 address, or {-1,-1}.
std::pair<int, int> v4Start(const QString& host)
{
    static const QRegularExpression dotted(QStringLiteral("^(\\d{1,3})\\.(\\d{1,3})\\.\\d{1,3}\\.\\d{1,3}$"));
    const auto match = dotted.match(host);
    return match.hasMatch() ? std::pair(match.captured(1).toInt(), match.captured(2).toInt()) : std::pair(-1, -1);
}

} // namespace

bool isPrivateNetwork(const core::Target& target)
{
    const QString host = target.host.toLower();
    const auto [first, second] = v4Start(host);
    if (first >= 0)
        return first == 10 || first == 127 || (first == 192 && second == 168) || (first == 169 && second == 254) ||
               (first == 172 && second >= 16 && second <= 31);
    if (host.contains(u':'))
        return host.startsWith(u"fc") || host.startsWith(u"fd") || host.startsWith(u"fe8") || host.startsWith(u"fe9") ||
               host.startsWith(u"fea") || host.startsWith(u"feb");
    return !host.contains(u'.') || host.endsWith(u".local") || host.endsWith(u".lan") || host.endsWith(u".internal") ||
           host.endsWith(u".home.arpa") || host.endsWith(u".test");
}

bool needsPermission(const engine::RunRequest& request, const engine::Plan& plan)
{
    if (request.practice)
        return false;
    const bool own = core::isLoopback(request.target) || isPrivateNetwork(request.target);
    return request.thorough || plan.connections > ManyConnections || !own;
}

} // namespace doctor::ui
