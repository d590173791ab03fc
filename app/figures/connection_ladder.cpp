// SPDX-License-Identifier: GPL-3.0-or-later
// One connection as a ladder: from the measured times and bytes of the attempt, and from its packets where some were
// recorded. Nothing is drawn that was not measured.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/figures/measure.h"

#include <QJsonArray>
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

bool isDevice(const core::Session& session)
{
    return session.diagnosis.verdict.closedBy == core::ClosedBy::Middlebox;
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
                                  attempt.localPort ? QString::number(*attempt.localPort) : QString()});
        if (device) {
            m_figure.lanes.push_back(
                {core::translate("figures", "Device in between"), namesItself ? signedBy : QString(), true});
        }
        const QString host = attempt.address.contains(u':') ? u'[' + attempt.address + u']' : attempt.address;
        m_target = static_cast<int>(m_figure.lanes.size());
        m_closer = device ? 1 : m_target;
        m_figure.lanes.push_back({core::translate("figures", "Target"),
                                  attempt.port > 0 ? host + u':' + QString::number(attempt.port) : host});
    }
    void draw();

private:
    void step(int from, int to, const QString& text, Mark mark = Mark::Other, bool lost = false,
              const QString& time = {})
    {
        m_figure.steps.push_back({time, from, to, text, mark, lost});
    }
    [[nodiscard]] QString at(std::optional<double> ms) const { return ms ? m_numbers.milliseconds(*ms) : QString(); }
    void open();
    void talk();
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

void Ladder::talk()
{
    const core::Timings& timings = m_attempt.timings;
    if (timings.tlsMs) {
        step(0, m_target, core::translate("figures", "TLS hello"));
        m_passed += *timings.tlsMs;
        step(m_target, 0, core::translate("figures", "Encryption is set up"), Mark::Worked, false, at(m_passed));
    } else if (m_attempt.ending.phase == Phase::TlsHandshake) {
        step(0, m_target, core::translate("figures", "TLS hello"));
    }
    if (m_attempt.bytesSent.value_or(0) > 0) {
        step(0, m_target, core::translate("figures", "%1 sent").arg(m_numbers.bytes(*m_attempt.bytesSent)));
    }
    if (m_attempt.bytesReceived.value_or(0) > 0) {
        const QString bytes = m_numbers.bytes(*m_attempt.bytesReceived);
        step(m_target, 0,
             timings.firstByteMs
                 //: %1 an amount of data, %2 a time
                 ? core::translate("figures", "%1 received, the first after %2")
                       .arg(bytes, m_numbers.milliseconds(*timings.firstByteMs))
                 : core::translate("figures", "%1 received").arg(bytes),
             Mark::Worked);
    }
    if (timings.idleMs) {
        step(0, 0, core::translate("figures", "Nothing said for %1").arg(m_numbers.seconds(*timings.idleMs / 1000)));
    }
}

void Ladder::end()
{
    const core::Ending& ending = m_attempt.ending;
    QStringList parts{m_knowledge.text(u"ending."_qs + core::toWord(ending.how))};
    if (ending.nativeCode) {
        parts << core::translate("figures", "system code %1").arg(*ending.nativeCode);
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
