// SPDX-License-Identifier: GPL-3.0-or-later
// The adviser: habits are replayed on measured endings only, never credited with what was not seen to work.
#include "app/diagnosis/prevention.h"
#include "records.h"

using namespace doctor;

namespace
{

const core::PolicyOutcome* find(const std::vector<core::PolicyOutcome>& outcomes, const QString& policy)
{
    const auto found =
        std::find_if(outcomes.begin(), outcomes.end(), [&](const auto& one) { return one.policy == policy; });
    return found == outcomes.end() ? nullptr : &*found;
}

core::Finding idleLimit(double seconds)
{
    core::Finding finding;
    finding.question = u"idle-ending"_s;
    finding.answer = u"fin-in-quiet"_s;
    finding.values = {{u"idleSeconds"_s, seconds}, {u"lowSeconds"_s, seconds}};
    return finding;
}

std::vector<core::PolicyOutcome> replay(const std::vector<core::TestRecord>& records,
                                        const std::vector<core::Finding>& findings = {})
{
    return diagnosis::prevention(session(records), findings);
}

} // namespace

class TestPrevention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingFailedNothingToPrevent()
    {
        std::vector<core::TestRecord> records;
        records.push_back(record(u"exchange"_s, {Try(u"fresh"_s).from(0, 0.1), Try(u"fresh"_s).from(1, 0.1)}));
        QVERIFY(replay(records).empty());
    }

    void repeatingHidesWhatWorkedLater()
    {
        std::vector<core::TestRecord> records;
        records.push_back(
            record(u"exchange"_s, {Try(u"fresh"_s).from(0, 0.1),
                                   Try(u"fresh"_s).ended(How::Reset, Phase::Response).sent(100).from(1, 0.1),
                                   Try(u"fresh"_s).connected(20).from(2, 0.1)}));
        const auto outcomes = replay(records);
        const auto* once = find(outcomes, u"retry-once"_s);
        QVERIFY(once);
        QCOMPARE(once->failures, 1);
        QCOMPARE(once->hidden, 1);
        QCOMPARE(once->unsafe, 1); // the request had left: it may have been carried out
        QCOMPARE(once->addedMs.value(), 20.0);
        QVERIFY(!find(outcomes, u"pool-idle"_s));
    }

    void repeatingDoesNotHideWhatFailsEveryTime()
    {
        std::vector<core::TestRecord> records;
        records.push_back(record(u"connect"_s, {Try(u"connect"_s).ended(How::Refused, Phase::Connect).from(0, 0.1),
                                                Try(u"connect"_s).ended(How::Refused, Phase::Connect).from(1, 0.1),
                                                Try(u"connect"_s).ended(How::Refused, Phase::Connect).from(2, 0.1)}));
        for (const auto& outcome : replay(records)) {
            QCOMPARE(outcome.failures, 3);
            QCOMPARE(outcome.hidden, 0);
        }
    }

    void pausesHelpWhereAtOnceDoesNot()
    {
        std::vector<core::TestRecord> records;
        records.push_back(record(u"exchange"_s, {Try(u"fresh"_s).ended(How::Reset, Phase::Response).from(0, 0.1),
                                                 Try(u"fresh"_s).ended(How::Reset, Phase::Response).from(0.15, 0.1),
                                                 Try(u"fresh"_s).connected(5).from(0.5, 0.1)}));
        const auto outcomes = replay(records);
        QCOMPARE(find(outcomes, u"retry-once"_s)->hidden, 1);    // only the second
        QCOMPARE(find(outcomes, u"retry-backoff"_s)->hidden, 2); // the first as well, after a pause
    }

    void aLargeRequestIsRepeatedAsLarge()
    {
        std::vector<core::TestRecord> records;
        records.push_back(record(u"exchange"_s, {Try(u"fresh"_s).from(9, 0.1)}));
        records.push_back(
            record(u"payload-size"_s,
                   {Try(u"size"_s).with(u"sizeBytes"_s, 1024).from(1, 0.1),
                    Try(u"size"_s).with(u"sizeBytes"_s, 65536).ended(How::Reset, Phase::Request).from(2, 0.1),
                    Try(u"size"_s).with(u"sizeBytes"_s, 2048).from(3, 0.1)}));
        QCOMPARE(find(replay(records), u"retry-backoff"_s)->hidden, 0);
    }

    void quietConnectionsAreKeptOrGivenUpInTime()
    {
        std::vector<core::TestRecord> records;
        records.push_back(record(u"exchange"_s, {Try(u"fresh"_s).connected(3).from(0, 0.1)}));
        records.push_back(
            record(u"idle-survival"_s,
                   {Try(u"idle"_s).with(u"idleSeconds"_s, 5).from(1, 5),
                    Try(u"idle"_s).with(u"idleSeconds"_s, 10).ended(How::Fin, Phase::Idle).from(1, 9),
                    Try(u"idle"_s).with(u"idleSeconds"_s, 15).ended(How::Fin, Phase::Idle).from(1, 9),
                    Try(u"idle-keepalive"_s).with(u"idleSeconds"_s, 15).ended(How::Fin, Phase::Idle).from(1, 9)}));
        const auto outcomes = replay(records, {idleLimit(9)});
        const auto* alive = find(outcomes, u"keep-alive-traffic"_s);
        QVERIFY(alive);
        QCOMPARE(alive->hidden, 2);
        QCOMPARE(alive->values.value(u"keepAliveSeconds"_s).toDouble(), 4.0);
        const auto* pool = find(outcomes, u"pool-idle"_s);
        QVERIFY(pool);
        QCOMPARE(pool->hidden, 2);
        QCOMPARE(pool->unsafe, 0);
        QCOMPARE(pool->addedMs.value(), 3.0);
        // The second arm died all the same: TCP keep-alive would not have helped, and is not praised.
        QCOMPARE(find(outcomes, u"tcp-keep-alive"_s)->hidden, 0);
    }

    void tcpKeepAliveCountsOnlyWhereItWasMeasured()
    {
        std::vector<core::TestRecord> records;
        records.push_back(
            record(u"idle-survival"_s,
                   {Try(u"idle"_s).with(u"idleSeconds"_s, 10).ended(How::Reset, Phase::Response).from(1, 9)}));
        QVERIFY(!find(replay(records, {idleLimit(9)}), u"tcp-keep-alive"_s));
    }
};

QTEST_APPLESS_MAIN(TestPrevention)
#include "test_prevention.moc"
