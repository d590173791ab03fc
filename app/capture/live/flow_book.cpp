// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over the segments of a connection.
#include "app/capture/live/flow_book.h"

#include <QHash>

namespace doctor::capture
{

namespace
{

constexpr std::size_t MostFlows = 4096;
constexpr std::size_t MostResets = 8;
/// Bytes that come later than this belong to a peer that knew of its reset for long; RFC 9293's clock is no help here.
constexpr double InFlightFactor = 1.5;

QString textOf(const EndPoint& end, bool v6)
{
    if (!v6) {
        return QStringLiteral("%1.%2.%3.%4")
            .arg(end.address[0])
            .arg(end.address[1])
            .arg(end.address[2])
            .arg(end.address[3]);
    }
    QString text;
    for (std::size_t i = 0; i < end.address.size(); i += 2) {
        if (i > 0)
            text += u':';
        text += QString::number(end.address[i] << 8 | end.address[i + 1], 16);
    }
    return text;
}

/// Sequence numbers wrap around; their difference is a signed number of bytes.
qint64 distance(quint32 from, quint32 to)
{
    return static_cast<qint32>(to - from);
}

} // namespace

void FlowBook::add(const Segment& segment, double seconds)
{
    // On loopback both ends are ours; the one on the target's port is the peer.
    const bool ours = segment.to.port == targetPort() && segment.from.port != targetPort();
    if (!ours && segment.from.port != targetPort())
        return;
    const EndPoint& peer = ours ? segment.to : segment.from;
    const Key key{peer, ours ? segment.from.port : segment.to.port};
    auto known = m_states.find(key);
    const bool begins = ours && segment.syn && !segment.ack;
    if (known != m_states.end() && begins && known->second.firstSequence != segment.sequence) {
        m_former.push_back(known->second.flow);
        m_states.erase(known);
        known = m_states.end();
    }
    if (known == m_states.end() && m_states.size() + m_former.size() >= MostFlows)
        return;
    State& state = m_states[key];
    if (known == m_states.end()) {
        state.firstSequence = segment.sequence;
        state.flow.peer = textOf(peer, segment.v6);
        state.flow.localPort = key.second;
        state.flow.startedSeconds = seconds;
    }
    if (ours)
        fromUs(state, segment, seconds);
    else
        fromPeer(state, segment, seconds);
}

void FlowBook::fromUs(State& state, const Segment& segment, double seconds)
{
    if (segment.syn) {
        ++state.flow.synsSent;
        state.synSeconds = seconds;
        state.synTimestamps = segment.timestamps;
    }
    state.oursEnded |= segment.fin || segment.rst;
    if (state.flow.synAcks > 0 && !state.handshakeSeconds)
        state.handshakeSeconds = seconds;
    const quint32 end = segment.sequence + segment.payload;
    if (segment.payload > 0 && (!state.oursEnd || distance(*state.oursEnd, end) > 0)) {
        state.oursEnd = end;
        state.oursEndSeconds = seconds;
    }
}

void FlowBook::fromPeer(State& state, const Segment& segment, double seconds)
{
    if (segment.rst) {
        noteReset(state, segment, seconds);
        return;
    }
    ++state.flow.peerSegments;
    ++state.flow.peerTtls[segment.ttl];
    if (!segment.v6 && state.flow.resets.empty())
        state.flow.lastIpId = segment.ipId;
    if (segment.syn && segment.ack) {
        ++state.flow.synAcks;
        state.flow.timestamps = state.synTimestamps && segment.timestamps;
        if (state.flow.synsSent == 1 && state.flow.synAcks == 1)
            state.flow.roundTripMs = (seconds - state.synSeconds) * 1000;
    }
    const quint32 length = segment.payload + (segment.syn ? 1U : 0U) + (segment.fin ? 1U : 0U);
    const quint32 next = segment.sequence + length;
    for (SeenReset& reset : state.flow.resets) {
        const double since = seconds - state.flow.startedSeconds - reset.atSeconds;
        const double inFlight = state.flow.roundTripMs.value_or(50) / 1000 * InFlightFactor;
        reset.dataFollowed |= segment.payload > 0 && since > inFlight && reset.ahead <= 0;
    }
    if (!state.nextFromPeer || distance(*state.nextFromPeer, next) > 0)
        state.nextFromPeer = next;
}

void FlowBook::noteReset(State& state, const Segment& segment, double seconds)
{
    if (state.flow.resets.size() >= MostResets)
        return;
    SeenReset reset;
    reset.atSeconds = seconds - state.flow.startedSeconds;
    reset.ttl = segment.ttl;
    reset.ipId = segment.ipId;
    reset.window = segment.window;
    reset.ack = segment.ack;
    reset.timestamps = segment.timestamps;
    reset.viaLoopback = segment.viaLoopback;
    reset.afterOurEnd = state.oursEnded;
    if (state.nextFromPeer)
        reset.ahead = distance(*state.nextFromPeer, segment.sequence);
    if (segment.ack && state.oursEnd && segment.acknowledged == *state.oursEnd)
        reset.afterKnownMs = (seconds - state.oursEndSeconds) * 1000;
    else if (state.handshakeSeconds)
        reset.afterKnownMs = (seconds - *state.handshakeSeconds) * 1000;
    const bool twice = !state.flow.resets.empty() && state.flow.resets.back().ttl == reset.ttl &&
                       state.flow.resets.back().ahead == reset.ahead &&
                       reset.atSeconds - state.flow.resets.back().atSeconds < 0.0005; // one packet, seen at two places
    if (!twice)
        state.flow.resets.push_back(reset);
}

std::vector<Flow> FlowBook::flows() const
{
    std::vector<Flow> all = m_former;
    all.reserve(m_former.size() + m_states.size());
    for (const auto& [key, state] : m_states)
        all.push_back(state.flow);
    return all;
}

} // namespace doctor::capture
