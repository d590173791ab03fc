// SPDX-License-Identifier: GPL-3.0-or-later
// Requests around the idle limit: lost in the closing, seen in time, or lost for another reason.
#include "records.h"

using namespace doctor;

namespace
{

core::Attempt asked(const QString& purpose, bool answered)
{
    auto one = Try(purpose).with(u"offsetMs"_s, -15).seen(u"state"_s, answered ? u"answered"_s : u"no-answer"_s);
    if (!answered) {
        one.ended(How::Reset, Phase::Response);
    }
    return one;
}

core::Attempt tooLate()
{
    return Try(u"race-band"_s).ended(How::Fin, Phase::Idle).seen(u"closedFirst"_s, true).good();
}

core::Session race(std::vector<core::Attempt> attempts)
{
    return session(
        {record(u"keep-alive-race"_s, std::move(attempts), {{u"limitSeconds"_s, 5.0}, {u"windowMs"_s, 20}})});
}

} // namespace

class TestDetectRace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostInTheClosing()
    {
        const auto found = diagnosis::detect(
            race({asked(u"race-band"_s, false), asked(u"race-band"_s, false), asked(u"race-band"_s, true), tooLate(),
                  asked(u"race-outside"_s, true), asked(u"fresh"_s, true)}));
        const auto* finding = findingOf(found, u"keep-alive-race"_s);
        QCOMPARE(finding->answer, u"hit"_s);
        QCOMPARE(finding->values.value(u"k").toInt(), 2);
        QCOMPARE(finding->values.value(u"idleSeconds").toDouble(), 5.0);
        QVERIFY(finding->confidence > 0.9);
    }

    void lostElsewhereTooIsNoRace()
    {
        QCOMPARE(answerOf(race({asked(u"race-band"_s, false), asked(u"race-outside"_s, false)}), u"keep-alive-race"_s),
                 u"fails-outside"_s);
        QCOMPARE(answerOf(race({asked(u"race-band"_s, false), asked(u"fresh"_s, false)}), u"keep-alive-race"_s),
                 u"fails-outside"_s);
    }

    void closeSeenInTime()
    {
        QCOMPARE(
            answerOf(race({asked(u"race-band"_s, true), tooLate(), asked(u"fresh"_s, true)}), u"keep-alive-race"_s),
            u"seen-first"_s);
        QCOMPARE(answerOf(race({asked(u"race-band"_s, true), asked(u"fresh"_s, true)}), u"keep-alive-race"_s),
                 u"answered"_s);
    }

    void nothingAskedNothingTold()
    {
        QCOMPARE(answerOf(race({asked(u"fresh"_s, true)}), u"keep-alive-race"_s), u"none given"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectRace)
#include "test_detect_race.moc"
