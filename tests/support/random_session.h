// SPDX-License-Identifier: GPL-3.0-or-later
// Random but self-consistent sessions for property tests, the same for the same seed.
#pragma once

#include "app/core/model/session.h"

#include <QRandomGenerator>

namespace doctor::testing
{

class RandomSession
{
public:
    explicit RandomSession(quint32 seed);
    [[nodiscard]] core::Session make();
    /// Text that may hold markup, quotes, control characters and signs from outside the basic plane.
    [[nodiscard]] QString text();

private:
    [[nodiscard]] int below(int limit);
    [[nodiscard]] bool coin();
    [[nodiscard]] double number();
    [[nodiscard]] qint64 bigNumber();
    [[nodiscard]] QString word();
    [[nodiscard]] QJsonObject object(int depth);
    [[nodiscard]] core::Attempt attempt();
    [[nodiscard]] core::TcpInfo tcpInfo();
    [[nodiscard]] core::TestRecord test(int index);
    [[nodiscard]] core::Evidence evidence();
    [[nodiscard]] core::RankedCause cause();
    [[nodiscard]] core::Target target();
    template <typename T>
    [[nodiscard]] std::optional<T> maybe(T value)
    {
        return coin() ? std::optional<T>(value) : std::nullopt;
    }

    QRandomGenerator m_random;
};

} // namespace doctor::testing
