// SPDX-License-Identifier: GPL-3.0-or-later
// What a test is: it says what it costs, then measures into a recorder and never judges.
#pragma once

#include "app/core/model/session.h"
#include "app/net/net.h"

#include <QJsonObject>
#include <QSet>
#include <functional>
#include <memory>

namespace doctor::probes
{

/// What running a test asks of the user and of the target.
enum class Consent {
    Gentle, ///< part of every run
    Heavy,  ///< adds load or takes long: only with consent
};

/// Limits that a run keeps (design.md §6).
struct Limits {
    double secondsLeft = 60; ///< of the whole run, at the moment of asking
    int connectionsLeft = 40;
    double connectionsPerSecond = 2; ///< outside ladders
    bool thorough = false;           ///< consent to heavy tests
    bool brisk = false;              ///< fewer tries while they agree; what is not built on goes on beside
    int turnsBooked = 0;             ///< connections outside ladders that tests which run beside still wait for
};

/// What the usual handshakes (test tls-handshake) showed.
struct TlsSeen {
    int stayed = 0; ///< completed, and nobody ended them
    int failed = 0;
    bool completed = false;   ///< at least one came to its end
    bool notTls = false;      ///< all were answered in other words than TLS
    bool refusedByUs = false; ///< our own side would not go on
    bool certificateRequested = false;
    QString alert; ///< the first that came; empty: none
    QString nameInCertificate;
    int helloBytes = 0;
};

/// What earlier tests of this run found out, for later ones to build on. A pure function of the records so far.
struct Situation {
    core::Target target;                            ///< as the user gave it
    QStringList addresses;                          ///< that answered a connect at least once, best first
    core::Protocol protocol = core::Protocol::Auto; ///< what speaks here, once known; Tcp when nothing recognised it
    bool tls = false;                               ///< TLS (directly) is spoken
    bool tlsCompletes = false;                      ///< a default handshake completed
    std::optional<net::Tunnel> tunnel;              ///< the addresses are the proxy's, and this is the way on
    QString when;                                   ///< the user's "when" symptom, "" if not told
    bool healthyExchange = false;                   ///< an exchange has worked at least once
    bool tlsSuspected = false;                      ///< TLS is spoken, was asked for, or a TLS hello was cut
    QString greeting;                               ///< what the server says unasked, "" if nothing
    bool exchangeTried = false;                     ///< the exchange test has run
    std::optional<bool> keepsAlive;                 ///< HTTP: whether the server keeps a connection after an answer
    std::optional<int> openLimit;                   ///< fewest connections that were open at once when one was refused
    std::optional<double> announcedIdleSeconds;     ///< HTTP: the server's own word for its idle limit
    std::optional<double> measuredIdleSeconds;      ///< age at which quiet connections were ended in the quiet
    std::optional<double> rttMs;                    ///< round trip as connecting took it, shortest
    bool answersMissing = false;                    ///< requests were sent and nothing at all came back
    double slowestAnswerMs = 0;                     ///< longest wait for a first byte so far
    QString cutBy;           ///< what the other side answers with a reset: "connect", "tls-hello", "http-request",
                             ///< "plain-bytes", "request" (the usual exchange); "" when nothing was cut like that
    QString unheard;         ///< what meets silence although connections come about, in cutBy's words
    bool lossSeen = false;   ///< packets were sent again, or connections took as long as that
    bool tlsUpgrade = false; ///< the protocol turns to TLS on request, and the server does
    TlsSeen tlsSeen;
    bool strangersCut = false; ///< bytes that fit no protocol make the server end the connection
};
[[nodiscard]] Situation situationFrom(const core::Session& session);

struct Cost {
    double seconds = 0;
    int connections = 0;
    Consent consent = Consent::Gentle;
    bool applicable = true; ///< false: the test has nothing to measure here
    QString reason;         ///< machine word why it is not applicable: "no-address", "no-tls", "no-http" …
};

/// Where a test puts what it measures. Called on the worker's thread; implementations pass values on.
class Recorder
{
public:
    virtual ~Recorder() = default;
    virtual void attempt(const core::Attempt& attempt) = 0;
    virtual void fact(const QString& name, const QJsonValue& value) = 0;
    /// A pcap file of the run's own connections. Not part of the session, which may be given away; most have no use
    /// for it.
    virtual void packets(const QByteArray&) {}
    /// 0…1 of this test; `activity` is a word from the test's own list in strings.json with values to fill in.
    virtual void progress(double fraction, const QString& activity = {}, const QJsonObject& values = {}) = 0;
};

/// Everything that a running test is given.
struct ProbeContext {
    net::Net& net;
    Recorder& recorder;
    const Situation& situation;
    Limits limits;     ///< secondsLeft is this test's share
    qint64 deadlineUs; ///< Net::nowUs() at which the test must have ended; later after a pause
    /// Waits for a turn under the pace limit and counts one connection. False when the budget is spent or stopped.
    std::function<net::Task<bool>(bool ladder)> turn;
    /// From here on the next tests may run while this one goes on, because it has measured what they build on or only
    /// waits; its turns then come after theirs. Later tests see what was recorded so far. Calling it again is harmless.
    std::function<void()> goOnBeside = [] {};
    /// True once no test runs or will follow but companions (order.h), who then have to end.
    std::function<bool()> isLast = [] { return true; };
    /// Local ports of the connections that the run has recorded so far.
    std::function<QSet<int>()> ownPorts = [] { return QSet<int>(); };
};

class Probe
{
public:
    virtual ~Probe() = default;
    [[nodiscard]] virtual QString id() const = 0;
    /// Questions that its findings answer, for the planner's gain estimate.
    [[nodiscard]] virtual QStringList questions() const = 0;
    [[nodiscard]] virtual Cost cost(const Situation& situation, const Limits& limits) const = 0;
    virtual net::Task<> run(ProbeContext& context) const = 0;
};

/// All tests in their natural order. A plain array in registry.cpp.
[[nodiscard]] const std::vector<std::unique_ptr<const Probe>>& allProbes();
[[nodiscard]] const Probe* findProbe(const QString& id);

} // namespace doctor::probes
