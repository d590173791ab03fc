// SPDX-License-Identifier: GPL-3.0-or-later
// What comparing packets, names and moments makes of a path: no claim without the control that carries it.
#include "tests/unit/diagnosis/records.h"

using namespace doctor;

namespace
{

using Attempts = std::vector<core::Attempt>;

core::Session with(const QString& test, const Attempts& attempts)
{
    core::TestRecord record;
    record.id = test;
    record.state = core::TestState::Done;
    record.attempts = attempts;
    return session({record});
}

Attempts operator+(Attempts a, const Attempts& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

Try stuck(const QString& purpose)
{
    return Try(purpose).ended(How::Silence, Phase::Response, Who::Nobody);
}

Try said(const QString& purpose, const QString& reaction, const QString& name = u"ours.test"_s)
{
    Try one(purpose);
    if (reaction == u"reset")
        one.ended(How::Reset, Phase::TlsHandshake);
    one.seen(u"reaction"_s, reaction);
    if (!name.isEmpty())
        one.with(u"serverName"_s, name);
    return one;
}

/// One exchange a third of a second after the one before.
core::Attempt exchange(int number, int retransmits, bool good = true)
{
    Try one(u"exchange"_s);
    one.from(number * 0.33, 0.02).firstByte(20).seen(u"retransmits"_s, retransmits);
    if (!good)
        one.ended(How::Silence, Phase::Response, Who::Nobody).seen(u"newConnection"_s, true);
    return one;
}

Attempts conversation(const QString& pattern)
{
    Attempts all;
    bool fresh = true;
    for (const QChar c : pattern) {
        Try one(exchange(static_cast<int>(all.size()), c == u'r' ? 1 : 0, c != u'x'));
        if (c == u'f')
            one.ended(How::Fin, Phase::Response);
        all.push_back(one.seen(u"newConnection"_s, fresh));
        fresh = c == u'f' || c == u'x';
    }
    return all;
}

} // namespace

class TestDetectPath : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void segments_data()
    {
        QTest::addColumn<Attempts>("attempts");
        QTest::addColumn<QString>("answer");
        const auto good = [](const QString& purpose) { return Try(purpose).with(u"segmentBytes"_s, 536); };
        const auto usual = u"usual-segments"_s;
        const auto small = u"small-segments"_s;
        QTest::newRow("one arm alone") << times(2, stuck(usual)) << u"none given"_s;
        QTest::newRow("small ones pass") << times(2, stuck(usual)) + times(2, good(small)) << u"small-cures"_s;
        QTest::newRow("small ones pass once only")
            << times(2, stuck(usual)) + times(1, good(small)) + times(1, stuck(small)) << u"none given"_s;
        QTest::newRow("usual ones pass once")
            << times(1, stuck(usual)) + times(1, good(usual)) + times(2, good(small)) << u"none given"_s;
        QTest::newRow("usual ones are cut, not lost")
            << times(2, Try(usual).ended(How::Reset, Phase::Response)) + times(2, good(small)) << u"none given"_s;
        QTest::newRow("nothing passes") << times(2, stuck(usual)) + times(2, stuck(small)) << u"no-cure"_s;
        QTest::newRow("all pass") << times(2, good(usual)) + times(2, good(small)) << u"both-work"_s;
    }
    void segments()
    {
        QFETCH(Attempts, attempts);
        QFETCH(QString, answer);
        QCOMPARE(answerOf(with(u"payload-size"_s, attempts), u"segment-size"_s), answer);
    }

    void limitOfThePath()
    {
        Attempts attempts = times(2, stuck(u"usual-segments"_s));
        attempts = attempts + times(2, Try(u"small-segments"_s).with(u"segmentBytes"_s, 536));
        attempts.push_back(Try(u"segment-search"_s).with(u"segmentBytes"_s, 1220));
        attempts.push_back(stuck(u"segment-search"_s).with(u"segmentBytes"_s, 1248));
        const auto findings = diagnosis::detect(with(u"payload-size"_s, attempts));
        const auto* finding = findingOf(findings, u"segment-size"_s);
        QVERIFY(finding);
        QCOMPARE(finding->values.value(u"pathMtu"_s).toInt(), 1260); // 20 bytes each for IPv4 and TCP
        QCOMPARE(finding->values.value(u"lostBytes"_s).toInt(), 1288);
    }

    void names_data()
    {
        QTest::addColumn<Attempts>("attempts");
        QTest::addColumn<QString>("answer");
        const auto ours = [](const QString& reaction, int count = 3, const QString& name = u"ours.test"_s) {
            return times(count, said(u"our-name"_s, reaction, name));
        };
        const auto other = [](const QString& reaction, int count = 3) {
            return times(count, said(u"other-name"_s, reaction, u"other.test"_s));
        };
        QTest::newRow("one try each is no claim") << ours(u"reset"_s, 1) + other(u"answered"_s, 1) << u"none given"_s;
        QTest::newRow("ours alone") << ours(u"reset"_s) + other(u"answered"_s) << u"only-our-name-cut"_s;
        QTest::newRow("ours alone, swallowed") << ours(u"silence"_s) + other(u"answered"_s) << u"only-our-name-cut"_s;
        QTest::newRow("ours but once") << ours(u"reset"_s, 2) + ours(u"answered"_s, 1) + other(u"answered"_s)
                                       << u"varies"_s;
        QTest::newRow("the other once too")
            << ours(u"reset"_s) + other(u"answered"_s, 2) + other(u"reset"_s, 1) << u"varies"_s;
        QTest::newRow("all names") << ours(u"reset"_s) + other(u"reset"_s) << u"all-names-cut"_s;
        QTest::newRow("no name said") << ours(u"reset"_s, 3, {}) + other(u"answered"_s) << u"nameless-cut"_s;
        QTest::newRow("a stranger's") << ours(u"answered"_s) + other(u"reset"_s) << u"other-name-cut"_s;
        QTest::newRow("none") << ours(u"answered"_s) + other(u"answered"_s) << u"none-cut"_s;
    }
    void names()
    {
        QFETCH(Attempts, attempts);
        QFETCH(QString, answer);
        QCOMPARE(answerOf(with(u"content-comparison"_s, attempts), u"name-comparison"_s), answer);
    }

    void addresses()
    {
        const auto at = [](const QString& purpose, const QString& reaction, const QString& family) {
            return times(3, said(purpose, reaction).with(u"family"_s, family));
        };
        const Attempts here = at(u"our-name"_s, u"reset"_s, u"v4"_s);
        const auto answer = [&](const Attempts& there) {
            return answerOf(with(u"content-comparison"_s, here + there), u"address-comparison"_s);
        };
        QCOMPARE(answer({}), u"none given"_s);
        QCOMPARE(answer(at(u"other-address"_s, u"reset"_s, u"v4"_s)), u"cut-everywhere"_s);
        QCOMPARE(answer(at(u"other-address"_s, u"answered"_s, u"v4"_s)), u"only-here-cut"_s);
        QCOMPARE(answer(at(u"other-address"_s, u"answered"_s, u"v6"_s)), u"one-family-cut"_s);
    }

    void stability_data()
    {
        QTest::addColumn<QString>("pattern"); // . good, r sent again, x failed, f ended in order by the server
        QTest::addColumn<QString>("answer");
        QTest::newRow("too short to tell") << u"..r.r"_s << u"none given"_s;
        QTest::newRow("steady") << u"...................."_s << u"steady"_s;
        QTest::newRow("one repetition is nothing") << u".........r.........."_s << u"steady"_s;
        QTest::newRow("scattered") << u"..r....r.....r....r."_s << u"lossy"_s;
        QTest::newRow("in a row") << u"......xxxx.........."_s << u"outages"_s;
        QTest::newRow("every sixth ended by the server") << u".....f.....f.....f.....f.....f"_s << u"breaks"_s;
        QTest::newRow("ended by the server now and then")
            << u"..f.....f...f........f.......f"_s << u"breaks-unevenly"_s;
    }
    void stability()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, answer);
        QCOMPARE(answerOf(with(u"stability"_s, conversation(pattern)), u"stability"_s), answer);
    }

    /// It fits a limit as well as chance, unless another connection went beyond any such limit.
    void oneBreakHasNoPattern()
    {
        const auto found = [](const QString& pattern, const Attempts& busy) {
            auto all = with(u"stability"_s, conversation(pattern));
            all.tests.push_back(record(u"idle-survival"_s, busy));
            return *findingOf(diagnosis::detect(all), u"stability"_s);
        };
        const auto lived = [](double age, int requests) {
            return Attempts{Try(u"busy"_s)
                                .from(20, age)
                                .seen(u"ended"_s, u"lived"_s)
                                .seen(u"ageSeconds"_s, age)
                                .seen(u"requests"_s, requests)};
        };
        const auto once = u"............f..............."_s;
        QVERIFY(found(u".....f.....f.....f.....f....."_s, {}).confidence > 0.9);
        QCOMPARE(found(once, {}).answer, u"breaks"_s);
        QVERIFY(found(once, {}).confidence <= 0.5);
        QCOMPARE(found(once, lived(3, 6)).answer, u"breaks"_s);
        QCOMPARE(found(once, lived(20, 6)).answer, u"breaks"_s); // fewer requests: a limit of their number may be left
        QCOMPARE(found(once, lived(20, 40)).answer, u"breaks-unevenly"_s);
        const auto quiet = [](double age) {
            return times(2, Try(u"idle"_s).ended(How::Fin, Phase::Idle).from(20, age).seen(u"inQuiet"_s, u"fin"_s));
        };
        QVERIFY(found(once, quiet(4.1)).confidence > 0.9); // the twelfth comes after 4 s
        QVERIFY(found(once, quiet(8)).confidence <= 0.5);
    }

    void outagesThatReturnHaveAPeriod()
    {
        const auto findings =
            diagnosis::detect(with(u"stability"_s, conversation(u"......xxx......xxx......xxx......xxx....."_s)));
        const auto* finding = findingOf(findings, u"stability"_s);
        QVERIFY(finding);
        QCOMPARE(finding->answer, u"outages"_s);
        QCOMPARE(finding->values.value(u"periodSeconds"_s).toDouble(), 3.0); // nine exchanges of 0.33 s
    }
};

QTEST_GUILESS_MAIN(TestDetectPath)
#include "test_detect_path.moc"
