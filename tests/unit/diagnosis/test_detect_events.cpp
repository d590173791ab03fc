// SPDX-License-Identifier: GPL-3.0-or-later
// What befalls busy and quiet connections alike, or a few and not the others, is an event and no idle limit.
#include "records.h"

using namespace doctor;

namespace
{

/// Fell quiet at this moment and was ended at that one.
Try ended(double start, double moment)
{
    return Try(u"idle"_s)
        .with(u"idleSeconds"_s, 60)
        .with(u"afterRequest"_s, true)
        .ended(How::Fin, Phase::Idle)
        .idle(moment - start)
        .from(start, moment - start)
        .seen(u"inQuiet"_s, u"fin"_s)
        .seen(u"wake"_s, u"not-tested"_s);
}

Try lived(double start, double seconds)
{
    return Try(u"idle"_s)
        .with(u"idleSeconds"_s, seconds)
        .with(u"afterRequest"_s, true)
        .idle(seconds)
        .from(start, seconds)
        .seen(u"inQuiet"_s, u"nothing"_s)
        .seen(u"wake"_s, u"alive"_s);
}

/// In use from this moment until it was cut at that one.
Try cutInUse(double start, double moment)
{
    return Try(u"busy"_s)
        .ended(How::Reset, Phase::LongLived)
        .from(start, moment - start)
        .seen(u"ended"_s, u"cut"_s)
        .seen(u"ageSeconds"_s, moment - start)
        .seen(u"requests"_s, 6);
}

core::Session ladder(std::vector<core::Attempt> attempts)
{
    return session({record(u"service"_s, {}, {{u"protocol"_s, u"http"_s}}),
                    record(u"connect"_s, times(4, Try(u"connect"_s).from(0, 0.01))),
                    record(u"idle-survival"_s, std::move(attempts))});
}

QString idleEnding(std::vector<core::Attempt> attempts)
{
    return answerOf(ladder(std::move(attempts)), u"idle-ending"_s);
}

QString restarts(std::vector<core::Attempt> attempts)
{
    return answerOf(ladder(std::move(attempts)), u"restarts"_s);
}

} // namespace

class TestDetectEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Starts less than a second apart: the moment alone could be one round of a server that looks once a second.
    void whatCutsTheBusyTooIsNoIdleLimit()
    {
        const std::vector<core::Attempt> quiet{ended(10, 14), ended(10.3, 14.02), ended(10.6, 14.01), lived(10.9, 2)};
        QCOMPARE(idleEnding(quiet), u"fin-in-quiet"_s);
        auto alike = quiet;
        alike.push_back(cutInUse(11, 14.03));
        QCOMPARE(idleEnding(alike), u"ended-together"_s);
        alike.back() = cutInUse(11, 13); // at another moment
        QCOMPARE(idleEnding(alike), u"fin-in-quiet"_s);
        alike.back() = cutInUse(13.7, 14.03); // its first words, perhaps, and not the event
        QCOMPARE(idleEnding(alike), u"fin-in-quiet"_s);
    }

    /// An age limit ends each as far from the next as it began.
    void endsAsFarApartAsTheStartsAreOneAge()
    {
        QCOMPARE(idleEnding({ended(10, 14), ended(10.3, 14.3), lived(10.6, 2), cutInUse(10.15, 14.15)}),
                 u"fin-in-quiet"_s);
    }

    void restartShowsInBusyAndQuietOnes()
    {
        QCOMPARE(restarts({ended(10, 14), ended(10.3, 14.02)}), u"none"_s);    // both quiet: a round would do it
        QCOMPARE(restarts({ended(10, 14), cutInUse(10.1, 14.02)}), u"none"_s); // one age would do it
        QCOMPARE(restarts({ended(10, 14), cutInUse(10.4, 14.02)}), u"seen"_s);
    }

    /// A second look decides: fresh connections that are quiet for longer contradict a limit.
    void oneMomentThatNeverReturnsIsAnEvent()
    {
        const std::vector<core::Attempt> once{ended(10, 14), ended(10.3, 14.02), ended(10.6, 14.01)};
        auto more = once;
        more.push_back(lived(14.5, 4.1)); // hardly longer than the oldest: a late round explains it
        QCOMPARE(idleEnding(more), u"fin-in-quiet"_s);
        more.push_back(lived(14.8, 5.5));
        QCOMPARE(idleEnding(more), u"ended-together"_s);
    }

    void mostThatWereQuietForLongerSayThatThereIsNoLimit()
    {
        const std::vector<core::Attempt> two{ended(10, 13), ended(14, 17.3)};
        auto more = two;
        more.push_back(lived(20, 9));
        more.push_back(lived(20.3, 9));
        QCOMPARE(idleEnding(more), u"fin-in-quiet"_s); // as many as that: a limit that acts at times
        more.push_back(lived(20.6, 9));
        QCOMPARE(idleEnding(more), u"none given"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectEvents)
#include "test_detect_events.moc"
