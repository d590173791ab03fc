// SPDX-License-Identifier: GPL-3.0-or-later
// Connections in use that end: what one alone cannot tell, and what a second one makes certain.
#include "records.h"

using namespace doctor;

namespace
{

/// In use until it was cut after so many requests; the next one opens a little later and asks at another pace.
Try cutInUse(double age, int requests)
{
    return Try(u"busy"_s)
        .ended(How::Reset, Phase::LongLived)
        .from(0.15, age)
        .seen(u"ended"_s, u"cut"_s)
        .seen(u"ageSeconds"_s, age)
        .seen(u"requests"_s, requests);
}

Try livedInUse(double age, int requests)
{
    return cutInUse(age, requests).seen(u"ended"_s, u"lived"_s).good();
}

/// Several requests on one connection, of which the last met the end.
core::TestRecord cutAfter(int answered)
{
    std::vector<core::Attempt> tries;
    for (int i = 1; i <= answered; ++i)
        tries.push_back(Try(u"reused"_s).with(u"request"_s, i).seen(u"state"_s, u"answered"_s));
    tries.push_back(Try(u"reused"_s).with(u"request"_s, answered + 1).ended(How::Reset, Phase::Response));
    return record(u"exchange"_s, tries);
}

core::Finding found(const core::TestRecord& exchange, std::vector<core::Attempt> busy, const QString& question)
{
    const auto findings = diagnosis::detect(session({record(u"service"_s, {}, {{u"protocol"_s, u"http"_s}}), exchange,
                                                     record(u"idle-survival"_s, std::move(busy))}));
    const auto* finding = findingOf(findings, question);
    return finding == nullptr ? core::Finding{} : *finding;
}

} // namespace

class TestDetectLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneCutAloneMayBeChance()
    {
        QVERIFY(found(cutAfter(5), {}, u"reuse"_s).confidence < 0.9);
        QVERIFY(found(record(u"exchange"_s, {}), {cutInUse(9, 5)}, u"lifetime"_s).confidence < 0.8);
    }

    void anotherCutAfterAnotherNumberDoesNotAgree()
    {
        QVERIFY(found(cutAfter(5), {cutInUse(9, 7)}, u"reuse"_s).confidence < 0.9);
        const auto lifetime = found(cutAfter(5), {cutInUse(9, 7)}, u"lifetime"_s);
        QVERIFY(lifetime.confidence < 0.8);
        QVERIFY(!lifetime.values.contains(u"limitedBy"_s));
    }

    void oneThatLivedOnObjects()
    {
        QVERIFY(found(cutAfter(5), {cutInUse(4, 5), livedInUse(40, 60)}, u"reuse"_s).confidence < 0.9);
        QVERIFY(found(cutAfter(5), {cutInUse(4, 5), livedInUse(40, 60)}, u"lifetime"_s).confidence < 0.3);
    }

    void theSameNumberInTwoTestsIsALimitOfRequests()
    {
        QVERIFY(found(cutAfter(5), {cutInUse(9, 5)}, u"reuse"_s).confidence > 0.95);
        const auto lifetime = found(cutAfter(5), {cutInUse(9, 5)}, u"lifetime"_s);
        QCOMPARE(lifetime.answer, u"cut-by-reset"_s);
        QCOMPARE(lifetime.values.value(u"limitedBy"_s).toString(), u"requests"_s);
        QVERIFY(lifetime.confidence > 0.95);
    }

    /// Whoever was never cut in the first test has no number to agree with.
    void requestsThatAllWorkedAreNoAgreement()
    {
        core::TestRecord all = cutAfter(5);
        all.attempts.pop_back();
        QVERIFY(!found(all, {cutInUse(9, 5)}, u"lifetime"_s).values.contains(u"limitedBy"_s));
    }
};

QTEST_APPLESS_MAIN(TestDetectLifetime)
#include "test_detect_lifetime.moc"
