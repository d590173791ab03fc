// SPDX-License-Identifier: GPL-3.0-or-later
// Builds sessions as the tests record them, attempt by attempt.
#pragma once

#include "app/diagnosis/diagnose.h"

#include <QtTest>

namespace doctor
{

using namespace Qt::StringLiterals;
using core::How;
using core::Phase;
using core::Who;

/// One attempt; every further property by name.
class Try
{
public:
    explicit Try(const QString& purpose)
    {
        m_attempt.purpose = purpose;
        m_attempt.address = u"127.0.0.1"_s;
        m_attempt.phaseReached = Phase::Response;
        m_attempt.ending = {Who::Us, How::Fin, Phase::Close, std::nullopt, {}};
        m_attempt.succeeded = true;
    }
    explicit Try(core::Attempt attempt) : m_attempt(std::move(attempt)) {}
    Try& ended(How how, Phase phase, Who who = Who::Peer, const QString& detail = {})
    {
        m_attempt.ending = {who, how, phase, std::nullopt, detail};
        m_attempt.succeeded = false;
        return *this;
    }
    Try& at(const QString& address)
    {
        m_attempt.address = address;
        return *this;
    }
    Try& fromPort(int port)
    {
        m_attempt.localPort = port;
        return *this;
    }
    Try& good(bool succeeded = true)
    {
        m_attempt.succeeded = succeeded;
        return *this;
    }
    Try& from(double start, double seconds)
    {
        m_attempt.startedAt.monotonicUs = static_cast<qint64>(start * 1e6);
        m_attempt.timings.totalMs = seconds * 1000;
        return *this;
    }
    Try& seen(const QString& name, const QJsonValue& value)
    {
        m_attempt.observations.insert(name, value);
        return *this;
    }
    Try& with(const QString& name, const QJsonValue& value)
    {
        m_attempt.parameters.insert(name, value);
        return *this;
    }
    Try& connected(double ms)
    {
        m_attempt.timings.connectMs = ms;
        return *this;
    }
    Try& firstByte(double ms)
    {
        m_attempt.timings.firstByteMs = ms;
        return *this;
    }
    Try& idle(double seconds)
    {
        m_attempt.timings.idleMs = seconds * 1000;
        return *this;
    }
    Try& sent(qint64 bytes)
    {
        m_attempt.bytesSent = bytes;
        return *this;
    }
    operator core::Attempt() const { return m_attempt; } // NOLINT: tests read better without a call

private:
    core::Attempt m_attempt;
};

inline core::TestRecord record(const QString& id, std::vector<core::Attempt> attempts, const QJsonObject& facts = {})
{
    core::TestRecord result;
    result.id = id;
    result.state = core::TestState::Done;
    result.attempts = std::move(attempts);
    result.facts = facts;
    return result;
}

inline core::Session session(std::vector<core::TestRecord> tests)
{
    core::Session result;
    result.target.host = u"127.0.0.1"_s;
    result.target.port = 8080;
    result.tests = std::move(tests);
    return result;
}

inline std::vector<core::Attempt> times(int count, const Try& one)
{
    return std::vector<core::Attempt>(static_cast<size_t>(count), one);
}

inline const core::Finding* findingOf(const std::vector<core::Finding>& findings, const QString& question)
{
    for (const auto& finding : findings) {
        if (finding.question == question) {
            return &finding;
        }
    }
    return nullptr;
}

inline QString answerOf(const core::Session& session, const QString& question)
{
    const auto findings = diagnosis::detect(session);
    const auto* finding = findingOf(findings, question);
    return finding == nullptr ? u"none given"_s : finding->answer;
}

} // namespace doctor
