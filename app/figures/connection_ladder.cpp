// SPDX-License-Identifier: GPL-3.0-or-later
// One connection as a ladder: from the measured times and bytes of the attempt, and from its packets where some were
// recorded. Nothing is drawn that was not measured.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/figures/measure.h"

#include <QJsonArray>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace doctor::figures
{

namespace
{

using core::How;
using core::Phase;

/// What test reset-packets has recorded of this connection; empty: nothing.
QJsonObject packetsOf(const core::Session& session, const core::Attempt& attempt)
{
    const core::TestRecord* record = core::findTest(session, u"reset-packets"_qs);
    if (record == nullptr || !attempt.localPort) {
        return {};
    }
    const QJsonArray flows = record->facts.value(u"flows"_qs).toArray();
    for (const QJsonValue& value : flows) {
        const QJsonObject flow = value.toObject();
        if (flow.value(u"localPort"_qs).toInt() == *attempt.localPort &&
            flow.value(u"address"_qs).toString() == attempt.address) {
            return flow;
        }
    }
    return {};
}

/// "; its TTL was 63, the target's other packets had 61"
QString resetMarks(const QJsonObject& flow)
{
    const QJsonArray resets = flow.value(u"resets"_qs).toArray();
    if (resets.isEmpty()) {
        return {};
    }
    const int ttl = resets.first().toObject().value(u"ttl"_qs).toInt();
    return flow.contains(u"ttl"_qs)
               ? core::translate("figures", "TTL of the reset %1, of the target's other packets %2")
                     .arg(ttl)
                     .arg(flow.value(u"ttl"_qs).toInt())
               : core::translate("figures", "TTL of the reset %1").arg(ttl);
}

QString endpoint(const QString& address, int port)
{
    const QString host = address.contains(u':') ? u'[' + address + u']' : address;
    return port <= 0 ? host : host.isEmpty() ? QString::number(port) : host + u':' + QString::number(port);
}

/// The system's number with the names under which programs report such an ending, if that is what it stands for.
QString systemCode(const core::Ending& ending, const knowledge::Knowledge& knowledge)
{
    const QString number = QString::number(*ending.nativeCode);
    const QString key = u"error-names."_qs + core::toWord(ending.how);
    const QStringList names = knowledge.hasText(key) ? knowledge.text(key).split(u"; "_qs) : QStringList();
    static const QRegularExpression noDigits(u"\\D+"_qs);
    for (const QString& name : names) {
        if (name.split(noDigits).contains(number)) {
            //: %1 name and number of an error on several systems ("ECONNRESET 104, on Windows WSAECONNRESET 10054")
            return core::translate("figures", "reported as %1").arg(name);
        }
    }
    return core::translate("figures", "system code %1").arg(number);
}

bool isDevice(const core::Session& session)
{
    return session.diagnosis.verdict.closedBy == core::ClosedBy::Middlebox;
}

/// Shorter than this, nobody has waited.
constexpr double QuietMs = 50;
/// Less would be written as nothing at all.
constexpr double ShownMs = 0.05;

/// Where a connection was quiet (Attempt::timings.idleMs), seen from what was said on it.
enum class Quiet { Nowhere, BeforeWords, BeforeAnswer, BetweenRequests, AtTheEnd };

bool isSlowOnPurpose(const core::Attempt& attempt)
{
    return attempt.purpose.startsWith(u"slow-");
}

Quiet quietOf(const core::Attempt& attempt, double spokenAfterMs)
{
    const double idleMs = attempt.timings.idleMs.value_or(0);
    const bool said = attempt.bytesSent.value_or(0) > 0;
    const bool heard = attempt.bytesReceived.value_or(0) > 0;
    const bool inWords = attempt.observations.contains(u"words"_qs) && attempt.observations.contains(u"inQuiet"_qs);
    if (!said && heard && inWords && (idleMs < QuietMs || idleMs >= 0.9 * spokenAfterMs)) {
        return spokenAfterMs >= QuietMs ? Quiet::BeforeWords : Quiet::Nowhere; // a farewell after the wait
    }
    if (idleMs < QuietMs) {
        return Quiet::Nowhere;
    }
    if (isSlowOnPurpose(attempt)) {
        return Quiet::BeforeAnswer;
    }
    const Phase phase = attempt.ending.phase;
    if (said && (phase == Phase::Response || phase == Phase::Request || phase == Phase::FirstRequest)) {
        return heard ? Quiet::BetweenRequests : Quiet::BeforeWords; // it was used again, or for the first time
    }
    return Quiet::AtTheEnd;
}

class Ladder
{
public:
    Ladder(Figure& figure, const core::Session& session, const knowledge::Knowledge& knowledge,
           const core::Attempt& attempt)
        : m_figure(figure), m_knowledge(knowledge), m_attempt(attempt), m_numbers(knowledge),
          m_flow(packetsOf(session, attempt))
    {
        // A router that sends an ICMP message signs it.
        const QString signedBy = attempt.observations.value(u"icmpFrom"_qs).toString();
        const bool namesItself = !signedBy.isEmpty() && signedBy != attempt.address.section(u'%', 0, 0);
        const bool device = namesItself || (isDevice(session) && attempt.ending.who == core::Who::Peer);
        m_figure.lanes.push_back({core::translate("figures", "This computer"),
                                  endpoint(attempt.localAddress, attempt.localPort.value_or(0))});
        if (device) {
            m_figure.lanes.push_back(
                {core::translate("figures", "Device in between"), namesItself ? signedBy : QString(), true});
        }
        m_target = static_cast<int>(m_figure.lanes.size());
        m_closer = device ? 1 : m_target;
        const bool throughProxy = attempt.observations.contains(u"proxyStage"_qs);
        m_figure.lanes.push_back({throughProxy ? core::translate("figures", "Proxy, before the target")
                                               : core::translate("figures", "Target"),
                                  endpoint(attempt.address, attempt.port)});
    }
    void draw();

private:
    void step(int from, int to, const QString& text, Mark mark = Mark::Other, bool lost = false,
              const QString& time = {})
    {
        m_figure.steps.push_back({time, from, to, text, mark, lost});
    }
    [[nodiscard]] QString at(std::optional<double> ms) const { return ms ? m_numbers.milliseconds(*ms) : QString(); }
    /// The answer was the failure; the client only closed what was left of the connection.
    [[nodiscard]] bool saidNo() const
    {
        constexpr int FirstRefusal = 400;
        return !m_attempt.succeeded && m_attempt.ending.who == core::Who::Us &&
               m_attempt.observations.value(u"status"_qs).toInt() >= FirstRefusal;
    }
    /// As exact as the sentences about limits of size.
    [[nodiscard]] QString amount(qint64 bytes) const
    {
        constexpr qint64 Kilobyte = 1024;
        constexpr qint64 Many = 100'000;
        return bytes < Kilobyte || bytes >= Many
                   ? m_numbers.bytes(bytes)
                   : core::translate("figures", "%1 bytes").arg(QLocale(m_knowledge.language()).toString(bytes));
    }
    void open();
    void secure();
    void talk();
    void say(const QString& text);
    void hear();
    void beQuiet(double ms);
    void end();

    Figure& m_figure;
    const knowledge::Knowledge& m_knowledge;
    const core::Attempt& m_attempt;
    Numbers m_numbers;
    QJsonObject m_flow;
    int m_target = 1;
    int m_closer = 1; ///< lane that the ending comes from
    double m_passed = 0;
};

void Ladder::open()
{
    const int syns = m_flow.value(u"synsSent"_qs).toInt();
    const bool stuck = m_attempt.phaseReached == Phase::Connect && m_attempt.ending.how != How::Refused &&
                       m_attempt.ending.how != How::Reset;
    step(0, m_target,
         syns > 1 ? core::translate("figures", "May I connect? (SYN, sent %1 times)").arg(syns)
                  : core::translate("figures", "May I connect? (SYN)"),
         Mark::Other, stuck, m_numbers.milliseconds(0));
    if (m_attempt.timings.connectMs && m_attempt.phaseReached != Phase::Connect) {
        m_passed = *m_attempt.timings.connectMs;
        step(m_target, 0, core::translate("figures", "Yes (SYN, ACK): the connection is open"), Mark::Worked, false,
             at(m_passed));
    }
}

void Ladder::secure()
{
    const core::Timings& timings = m_attempt.timings;
    if (timings.tlsMs) {
        step(0, m_target, core::translate("figures", "TLS hello"));
        m_passed += *timings.tlsMs;
        step(m_target, 0, core::translate("figures", "Encryption is set up"), Mark::Worked, false, at(m_passed));
    } else if (m_attempt.ending.phase == Phase::TlsHandshake) {
        step(0, m_target, core::translate("figures", "TLS hello"));
    }
}

void Ladder::say(const QString& text)
{
    if (m_attempt.bytesSent.value_or(0) > 0) {
        step(0, m_target, text.arg(amount(*m_attempt.bytesSent)));
    }
}

void Ladder::hear()
{
    if (m_attempt.bytesReceived.value_or(0) == 0) {
        return;
    }
    const QString bytes = amount(*m_attempt.bytesReceived);
    const int status = m_attempt.observations.value(u"status"_qs).toInt();
    const auto firstByteMs = m_attempt.timings.firstByteMs;
    QString text = core::translate("figures", "%1 received").arg(bytes);
    if (status > 0) {
        //: %1 an amount of data, %2 status of an HTTP answer
        text = core::translate("figures", "%1 received (HTTP status %2)").arg(bytes).arg(status);
    } else if (firstByteMs && *firstByteMs >= ShownMs && !isSlowOnPurpose(m_attempt)) {
        //: %1 an amount of data, %2 a time
        text = core::translate("figures", "%1 received, the first after %2")
                   .arg(bytes, m_numbers.milliseconds(*firstByteMs));
    }
    step(m_target, 0, text, saidNo() ? Mark::Fin : Mark::Worked);
}

void Ladder::beQuiet(double ms)
{
    const QString time = m_numbers.milliseconds(ms);
    const bool inPieces = m_attempt.purpose == u"slow-trickle" || m_attempt.purpose == u"slow-body";
    QString text = core::translate("figures", "Nothing said for %1").arg(time);
    if (inPieces) {
        //: %1 a time; the request is sent in small pieces
        text = core::translate("figures", "The rest follows in small pieces, for %1").arg(time);
    } else if (m_attempt.purpose == u"slow-answer") {
        text = core::translate("figures", "No answer for %1").arg(time);
    } else if (isSlowOnPurpose(m_attempt)) {
        //: %1 a time; the request has been begun and not finished
        text = core::translate("figures", "The request stays unfinished for %1").arg(time);
    }
    step(0, 0, text);
}

void Ladder::talk()
{
    const double spokenAfterMs = std::max(0.0, m_attempt.timings.totalMs.value_or(0) - m_passed);
    const double idleMs = m_attempt.timings.idleMs.value_or(0);
    const QString sent = core::translate("figures", "%1 sent");
    switch (quietOf(m_attempt, spokenAfterMs)) {
    case Quiet::BeforeWords:
        beQuiet(idleMs < QuietMs ? spokenAfterMs : idleMs);
        say(sent);
        hear();
        break;
    case Quiet::BeforeAnswer:
        say(sent);
        beQuiet(idleMs);
        hear();
        break;
    case Quiet::BetweenRequests:
        step(0, m_target, core::translate("figures", "First request"));
        hear();
        beQuiet(idleMs);
        //: %1 an amount of data
        say(core::translate("figures", "Next request (%1 sent in all)"));
        break;
    case Quiet::AtTheEnd:
        say(sent);
        hear();
        beQuiet(idleMs);
        break;
    case Quiet::Nowhere:
        say(sent);
        hear();
        break;
    }
}

void Ladder::end()
{
    const core::Ending& ending = m_attempt.ending;
    const QString how = m_knowledge.text(u"ending."_qs + core::toWord(ending.how));
    //: %1 how a connection ended
    QStringList parts{ending.who == core::Who::Us ? core::translate("figures", "by the client: %1").arg(how) : how};
    if (ending.nativeCode) {
        parts << systemCode(ending, m_knowledge);
    }
    if (const QString marks = resetMarks(m_flow); !marks.isEmpty()) {
        parts << marks;
    }
    const QString text = parts.join(u"; "_qs);
    const Mark mark = markOf(m_attempt);
    const QString time = at(m_attempt.timings.totalMs);
    const bool told = ending.how == How::Unreachable && m_closer != m_target;
    if (told || ending.who == core::Who::Peer || ending.how == How::Refused || ending.how == How::Reset) {
        step(m_closer, 0, text, mark, false, time);
    } else if (ending.who == core::Who::Us) {
        step(0, m_target, text, mark, false, time);
    } else {
        step(0, 0, text, mark, false, time);
    }
}

void Ladder::draw()
{
    open();
    secure();
    talk();
    end();
}

} // namespace

Figure connectionLadder(const core::Session& session, const knowledge::Knowledge& knowledge,
                        const core::TestRecord& test, const core::Attempt& attempt)
{
    Figure figure;
    figure.id = u"connection-ladder"_qs;
    figure.question = core::translate("figures", "What happened on the decisive connection?");
    if (attempt.phaseReached == Phase::NameLookup || attempt.address.isEmpty()) {
        return figure; // no packet was sent to the target
    }
    Ladder(figure, session, knowledge, attempt).draw();
    const QString start =
        QDateTime::fromMSecsSinceEpoch(attempt.startedAt.wallMs, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss.zzz"_qs);
    //: %1 a test, %2 a moment
    figure.answer = core::translate("figures", "One attempt of the test “%1”, begun at %2 UTC.")
                        .arg(knowledge.text(u"test."_qs + test.id + u".title"_qs), start);
    figure.table.header = {core::translate("figures", "After"), core::translate("figures", "From"),
                           core::translate("figures", "To"), core::translate("figures", "What happened")};
    for (const Step& step : figure.steps) {
        const bool sent = step.from != step.to;
        const auto name = [&](int lane) {
            return sent ? figure.lanes[static_cast<std::size_t>(lane)].name : QString();
        };
        figure.table.rows.push_back({step.time, name(step.from), name(step.to), step.text});
    }
    return figure;
}

} // namespace doctor::figures
