// SPDX-License-Identifier: GPL-3.0-or-later
// Folds segments into what is needed to tell who sent a reset, one short record per connection.
#pragma once

#include "app/capture/live/segment.h"

#include <QString>
#include <map>
#include <vector>

namespace doctor::capture
{

/// One reset as it came from the target's side.
struct SeenReset {
    double atSeconds = 0; ///< after the connection's first segment
    int ttl = 0;
    int ipId = 0;
    int window = 0;
    bool ack = false;        ///< RST+ACK: a bare RST answers a segment for which no connection was known
    bool timestamps = false; ///< carries the option; only who holds the connection's state can
    bool viaLoopback = false;
    qint64 ahead = 0; ///< its sequence number against the next byte due from that side; 0: exact
    /// Time since the newest segment of ours that its sender must have seen if it is the peer: the one whose payload it
    /// acknowledges, or the end of the handshake. A peer cannot answer that sooner than in a round trip.
    std::optional<double> afterKnownMs;
    bool afterOurEnd = false;  ///< we had sent FIN or RST before
    bool dataFollowed = false; ///< that side went on sending as if it knew of no reset
    bool operator==(const SeenReset&) const = default;
};

struct Flow {
    QString peer; ///< numeric address of the target
    int localPort = 0;
    double startedSeconds = 0; ///< on the clock that the segments came with
    int synsSent = 0;
    int synAcks = 0;
    int peerSegments = 0;              ///< other than resets
    std::map<int, int> peerTtls;       ///< of those: TTL -> how many
    std::optional<int> lastIpId;       ///< of those: the newest before the first reset; IPv4 only
    bool timestamps = false;           ///< both sides use the option
    std::optional<double> roundTripMs; ///< SYN to SYN-ACK, when neither was repeated
    std::vector<SeenReset> resets;     ///< from the peer; at most a few are kept
};

/// Holds a bounded number of connections; those beyond it are not recorded. Not thread-safe.
class FlowBook
{
public:
    explicit FlowBook(int targetPort) : m_targetPort(targetPort) {}
    /// `seconds`: the moment of the capture.
    void add(const Segment& segment, double seconds);
    [[nodiscard]] std::vector<Flow> flows() const;

private:
    struct State {
        Flow flow;
        double synSeconds = 0;
        quint32 firstSequence = 0;
        std::optional<double> handshakeSeconds;
        std::optional<quint32> oursEnd; ///< sequence number after our newest payload
        double oursEndSeconds = 0;      ///< when it was first sent
        std::optional<quint32> nextFromPeer;
        bool oursEnded = false;
        bool synTimestamps = false;
    };
    using Key = std::pair<EndPoint, quint16>;

    static void fromUs(State& state, const Segment& segment, double seconds);
    static void fromPeer(State& state, const Segment& segment, double seconds);
    static void noteReset(State& state, const Segment& segment, double seconds);

    quint16 targetPort() const { return static_cast<quint16>(m_targetPort); }
    int m_targetPort;
    std::map<Key, State> m_states;
    std::vector<Flow> m_former; ///< whose local port has begun another connection since
};

} // namespace doctor::capture
