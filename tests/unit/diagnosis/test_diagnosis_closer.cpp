// SPDX-License-Identifier: GPL-3.0-or-later
// Nobody is accused whom the measurements clear, and where two remain neither is.
#include "app/diagnosis/closer.h"
#include "records.h"

using namespace doctor;
using core::ClosedBy;
using diagnosis::CutPlace;

namespace
{

core::Ending ending(How how, Phase phase)
{
    return {Who::Peer, how, phase, std::nullopt, {}};
}

core::Finding place(const QString& answer, double confidence)
{
    core::Finding finding;
    finding.question = u"resetter-place"_s;
    finding.answer = answer;
    finding.confidence = confidence;
    return finding;
}

} // namespace

class TestDiagnosisCloser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCutHalfWayIsNotTheServers()
    {
        QCOMPARE(closerOf(u"abortive-close"_s, ClosedBy::ServerApplication, ending(How::Reset, Phase::Response),
                          CutPlace::OnTheWay),
                 ClosedBy::Middlebox);
        QCOMPARE(closerOf(u"port-closed"_s, ClosedBy::ServerSystem, ending(How::Refused, Phase::Connect),
                          CutPlace::OnTheWay),
                 ClosedBy::Middlebox);
    }

    void aCloseInOrderStaysTheServers()
    {
        QCOMPARE(closerOf(u"server-idle-timeout"_s, ClosedBy::ServerApplication, ending(How::Fin, Phase::Idle),
                          CutPlace::OnTheWay),
                 ClosedBy::ServerApplication);
    }

    void atTheEndServerAndDeviceLookAlike()
    {
        QCOMPARE(closerOf(u"middlebox-idle-timeout"_s, ClosedBy::Middlebox, ending(How::Reset, Phase::Idle),
                          CutPlace::AtTheEnd),
                 ClosedBy::Unknown);
    }

    void noApplicationRefusesSingleRequests()
    {
        const auto refused = ending(How::Refused, Phase::Connect);
        QCOMPARE(closerOf(u"connection-limit"_s, ClosedBy::ServerApplication, refused, CutPlace::Unknown),
                 ClosedBy::Unknown);
        QCOMPARE(closerOf(u"rate-limit"_s, ClosedBy::ServerApplication, std::nullopt, CutPlace::Unknown),
                 ClosedBy::Unknown);
        QCOMPARE(closerOf(u"connection-limit"_s, ClosedBy::ServerApplication, refused, CutPlace::OnTheWay),
                 ClosedBy::Middlebox);
        QCOMPARE(closerOf(u"connection-limit"_s, ClosedBy::ServerApplication, ending(How::Fin, Phase::Established),
                          CutPlace::Unknown),
                 ClosedBy::ServerApplication);
    }

    void filtersDoNotTakeLeave()
    {
        QCOMPARE(
            closerOf(u"ip-filtering"_s, ClosedBy::Middlebox, ending(How::Fin, Phase::Established), CutPlace::Unknown),
            ClosedBy::ServerApplication);
        QCOMPARE(
            closerOf(u"ip-filtering"_s, ClosedBy::Middlebox, ending(How::Reset, Phase::Established), CutPlace::Unknown),
            ClosedBy::Unknown);
        QCOMPARE(
            closerOf(u"ip-filtering"_s, ClosedBy::Middlebox, ending(How::Silence, Phase::Connect), CutPlace::Unknown),
            ClosedBy::Middlebox);
    }

    void whatFallsSilentIsClosedByNobody()
    {
        QCOMPARE(closerOf(u"server-overloaded"_s, ClosedBy::ServerApplication, ending(How::Silence, Phase::Response),
                          CutPlace::Unknown),
                 ClosedBy::Nobody);
        QCOMPARE(closerOf(u"server-overloaded"_s, ClosedBy::ServerApplication, ending(How::Reset, Phase::Response),
                          CutPlace::Unknown),
                 ClosedBy::ServerApplication);
    }

    void resetsThatPassedFewerRoutersWereMadeHalfWay()
    {
        core::Finding origin;
        origin.question = u"reset-origin"_s;
        origin.answer = u"different-device"_s;
        origin.confidence = 0.97;
        origin.values = {{u"hops"_s, 1}, {u"usualHops"_s, 2}};
        QVERIFY(diagnosis::cutPlace({origin}) == CutPlace::OnTheWay);
        QVERIFY(diagnosis::cutPlace({origin, place(u"at-end"_s, 0.9)}) == CutPlace::AtTheEnd); // looked for on purpose
        origin.values.insert(u"hops"_s, 2); // another system in the same place
        QVERIFY(diagnosis::cutPlace({origin}) == CutPlace::Unknown);
    }

    void doubtfulPlacesClearNobody()
    {
        QVERIFY(diagnosis::cutPlace({place(u"on-path"_s, 0.3)}) == CutPlace::Unknown);
        QVERIFY(diagnosis::cutPlace({place(u"unclear"_s, 0.9)}) == CutPlace::Unknown);
        QVERIFY(diagnosis::cutPlace({place(u"on-path"_s, 0.9)}) == CutPlace::OnTheWay);
        QVERIFY(diagnosis::cutPlace({place(u"at-end"_s, 0.9)}) == CutPlace::AtTheEnd);
    }
};

QTEST_APPLESS_MAIN(TestDiagnosisCloser)
#include "test_diagnosis_closer.moc"
