// SPDX-License-Identifier: GPL-3.0-or-later
// The look-up's thread outlives us if need be, so it reaches us only through what both hold.
#include "app/engine/name_check.h"

#include "app/net/qt/resolver_thread.h"

#include <mutex>

namespace doctor::engine
{

namespace
{
constexpr core::Milliseconds Patience{4000};
} // namespace

struct NameCheck::Asked {
    std::mutex mutex;
    NameCheck* owner = nullptr; ///< null once nobody wants the answer
    net::Abandoned abandoned = std::make_shared<std::atomic<bool>>(false);
};

NameCheck::NameCheck(QObject* parent) : QObject(parent) {}

NameCheck::~NameCheck()
{
    cancel();
}

void NameCheck::cancel()
{
    if (!m_asked)
        return;
    {
        const std::lock_guard lock(m_asked->mutex);
        m_asked->owner = nullptr;
    }
    *m_asked->abandoned = true;
    m_asked.reset();
}

void NameCheck::start(const QString& host)
{
    cancel();
    m_asked = std::make_shared<Asked>();
    m_asked->owner = this;
    net::resolveInThread(host, Patience, m_asked->abandoned, [host, asked = m_asked](const net::LookupResult& result) {
        const std::lock_guard lock(asked->mutex);
        if (!asked->owner)
            return;
        NameCheck* owner = asked->owner;
        QMetaObject::invokeMethod(
            owner,
            [owner, asked, host, addresses = result.addresses] {
                if (owner->m_asked == asked)
                    Q_EMIT owner->answered(host, addresses);
            },
            Qt::QueuedConnection);
    });
}

} // namespace doctor::engine
