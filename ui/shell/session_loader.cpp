// SPDX-License-Identifier: GPL-3.0-or-later
// Loads and hands back by a queued call.
#include "ui/shell/session_loader.h"

#include "app/core/json/session_json.h"

namespace doctor::ui
{

SessionLoader::SessionLoader(QObject* parent) : QObject(parent) {}

SessionLoader::~SessionLoader() = default;

void SessionLoader::load(const QString& fileName)
{
    const quint64 ticket = ++m_ticket;
    m_background.clear();
    m_background.post([this, ticket, fileName] {
        auto result = std::make_shared<core::Result<core::Session>>(core::loadSession(fileName));
        return [this, ticket, fileName, result] { deliver(ticket, fileName, *result); };
    });
}

void SessionLoader::deliver(quint64 ticket, const QString& fileName, const core::Result<core::Session>& result)
{
    if (ticket != m_ticket)
        return;
    if (result)
        Q_EMIT loaded(fileName, *result);
    else
        Q_EMIT failed(fileName, result.error().message);
}

} // namespace doctor::ui
