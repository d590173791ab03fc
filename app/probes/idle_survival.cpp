// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps connections quiet for rising times side by side, then looks closer at the limit that they found.
#include "app/probes/idle_survival.h"

#include "app/probes/busy_line.h"
#include "app/probes/idle_rung.h"
#include "app/probes/ladder.h"
#include "app/probes/protocols.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

namespace
{

using core::Protocol;

constexpr int MostSockets = 26;
/// Ten starts this far apart fall upon ten different tenths of a second, wherever a server's clock ticks.
constexpr core::Milliseconds Stagger{300};
constexpr core::Milliseconds Slice{100};
constexpr double ClosingSeconds = 0.8;
constexpr int Fewest = 2; ///< that were turned away, to be worth another look

double secondsNow(const ProbeContext& context)
{
    return static_cast<double>(context.net.nowUs()) / 1e6;
}

double secondsLeft(const ProbeContext& context)
{
    return static_cast<double>(context.deadlineUs - context.net.nowUs()) / 1e6;
}

/// Longest quiet time that still leaves room to wake and close.
double longestQuiet(const Situation& situation, double seconds)
{
    const double prepare = 0.3 + (asksBefore(situation) ? situation.slowestAnswerMs / 1000 : 0);
    double longest = seconds - prepare - wakeSeconds(situation) - ClosingSeconds;
    if (const double allowed = quietBeforeLogin(situation.protocol); allowed > 0)
        longest = std::min(longest, allowed);
    return longest;
}

/// As many as may be open at once.
int socketsFor(const ProbeContext& context)
{
    int sockets = std::min(MostSockets, context.limits.connectionsLeft);
    // The race can be looked for only when the limit is known, and needs its own.
    constexpr int ForTheRace = 8;
    if (asksBefore(context.situation) && sockets >= MostSockets - ForTheRace)
        sockets = std::max(MostSockets - ForTheRace, std::min(sockets, context.limits.connectionsLeft - ForTheRace));
    if (context.situation.openLimit)
        sockets = std::min(sockets, std::max(1, *context.situation.openLimit - 2));
    return sockets;
}

/// The test while it runs: the first wave, and whoever looks closer beside it.
struct Survey {
    ProbeContext& context;
    IdleCommon common;
    IdleSplit split;
    bool over = false;

    [[nodiscard]] std::vector<Rung> firstWave();
    void addBusyLines(Tasks& tasks);
    net::Task<> all(std::vector<Rung> rungs);
    net::Task<> narrow();
    net::Task<> bisect();
    net::Task<> tryAll(std::vector<double> steps);
    net::Task<> counted(net::Task<> task, int& trying);
    net::Task<> keepUsing(const int& trying);
    net::Task<> meetTheRounds();
    net::Task<> lookAgain();
    net::Task<> knockAgain();
    net::Task<> knockAlone();
    net::Task<> climbAll();
    net::Task<> report(double seconds);
};

/// Two of different pace: an age limit ends both at one age, a limit of requests after one number.
void Survey::addBusyLines(Tasks& tasks)
{
    const double seconds = longestQuiet(context.situation, context.limits.secondsLeft);
    for (int i = 0; i < split.busy; ++i) {
        const double pause = std::max(i == 0 ? 0.5 : 0.9, seconds / 200);
        tasks.push_back(keepBusy(context, common,
                                 {.seconds = seconds,
                                  .pause = core::Milliseconds{static_cast<qint64>(pause * 1000)},
                                  .delay = Stagger / 2 * (i + 1)}));
    }
}

/// The longest first, so that the stagger costs no time.
std::vector<Rung> Survey::firstWave()
{
    const double longest = longestQuiet(context.situation, context.limits.secondsLeft);
    const std::vector<double> ladder = idleLadder(longest, split.plain);
    std::vector<Rung> rungs;
    if (ladder.empty())
        return rungs;
    for (int i = 0; i < split.keepAlive; ++i)
        rungs.push_back({ladder.back(), IdleArm::KeepAlive, Stagger * i});
    for (int i = 0; i < split.beforeRequest; ++i)
        rungs.push_back({ladder.back(), IdleArm::BeforeRequest, Stagger * i});
    core::Milliseconds delay{0};
    for (auto step = ladder.rbegin(); step != ladder.rend(); ++step, delay += Stagger)
        rungs.push_back({*step, IdleArm::Plain, delay});
    common.rungsLeft = static_cast<int>(ladder.size());
    common.total = static_cast<int>(rungs.size());
    return rungs;
}

net::Task<> Survey::all(std::vector<Rung> rungs)
{
    Tasks tasks;
    for (const Rung& rung : rungs)
        tasks.push_back(climb(context, common, rung));
    co_await context.net.all(std::move(tasks));
}

/// Those that may be quiet once more first: they cost no connection.
net::Task<> Survey::tryAll(std::vector<double> steps)
{
    Tasks tasks;
    core::Milliseconds delay{0};
    int trying = static_cast<int>(steps.size());
    common.total += trying;
    for (const double seconds : steps) {
        const Rung rung{.seconds = seconds, .arm = IdleArm::Plain, .delay = delay, .toTheEnd = true, .narrows = true};
        delay += core::Milliseconds{20};
        if (common.spares.empty()) {
            --split.narrowing;
            tasks.push_back(counted(climb(context, common, rung), trying));
        } else {
            tasks.push_back(counted(climbAgain(context, common, rung, std::move(common.spares.back())), trying));
            common.spares.pop_back();
        }
    }
    tasks.push_back(keepUsing(trying));
    co_await context.net.all(std::move(tasks));
}

net::Task<> Survey::counted(net::Task<> task, int& trying)
{
    co_await std::move(task);
    --trying;
}

/// Keeps in use whoever waits for its next quiet while others try theirs.
net::Task<> Survey::keepUsing(const int& trying)
{
    while (trying > 0 && !context.net.stopped()) {
        co_await keepInUse(context, common);
        co_await context.net.sleep(Slice);
    }
}

/// A limit that shows only on waking is as fine as the ladder: part the bracket, and part it again.
net::Task<> Survey::bisect()
{
    constexpr double Overhead = 0.5; // of a wave, in seconds
    while (!context.net.stopped() && common.watch.shortestDead()) {
        const double low = common.watch.longestAlive();
        const double high = *common.watch.shortestDead();
        const double fine = idleTolerance(high) * 1.6;
        const int lines = split.narrowing + static_cast<int>(common.spares.size());
        if (high - low <= fine || lines < 1)
            co_return;
        const double time = longestQuiet(context.situation, secondsLeft(context)) - Overhead;
        const bool lastWave = time < low + Overhead + low; // each lasts as long as the limit, which is above that
        std::vector<double> steps = probes::between(low, high, linesForWave(high - low, fine, lines, lastWave));
        std::erase_if(steps, [time](double seconds) { return seconds > time; });
        if (steps.empty())
            co_return;
        co_await tryAll(std::move(steps));
    }
}

/// A server that looks for quiet connections only now and then ends them late: come closer to its rounds.
net::Task<> Survey::meetTheRounds()
{
    constexpr int AtOnce = 5; // redis examines five clients at a time; more would blur what is measured
    for (int wave = 0; wave < 2 && split.narrowing >= 2 && !context.net.stopped(); ++wave) {
        const int count = std::min(split.narrowing, AtOnce);
        const std::vector<double> starts =
            finerStarts(common.watch, secondsNow(context) + common.prepareSeconds, count);
        if (starts.empty())
            co_return;
        const double most = *common.watch.outlivedAfter() + 1;
        if (starts.back() - secondsNow(context) > longestQuiet(context.situation, secondsLeft(context)) - most)
            co_return;
        split.narrowing -= count;
        std::vector<Rung> rungs;
        for (const double start : starts) {
            const double wait = start - common.prepareSeconds - secondsNow(context);
            rungs.push_back({most, IdleArm::Plain, core::Milliseconds{qint64(std::max(wait, 0.0) * 1000)}, true});
        }
        common.total += count;
        co_await all(std::move(rungs));
    }
}

/// Fresh connections tell a limit, which acts again, from an event that befell all at once.
net::Task<> Survey::lookAgain()
{
    constexpr int AtOnce = 3;
    const double most = common.watch.outlivedAfter().value_or(0) + 1;
    const bool lasts = longestQuiet(context.situation, secondsLeft(context)) > most + AtOnce * 0.3;
    if (!common.watch.endedAtOneMoment() || split.narrowing < 1 || !lasts || context.net.stopped())
        co_return;
    const int count = std::min(split.narrowing, AtOnce);
    split.narrowing -= count;
    std::vector<Rung> rungs;
    for (int i = 0; i < count; ++i)
        rungs.push_back({most, IdleArm::Plain, Stagger * (i + 1), true});
    common.total += count;
    co_await all(std::move(rungs));
}

/// After a rush in which some were turned away, one asks again in peace while the others are still held: a limit on the
/// pace lets it in, a limit on the number does not.
net::Task<> Survey::knockAgain()
{
    constexpr double RushSeconds = 4;
    constexpr double PeaceSeconds = 6; // longer than the windows over which a pace is usually counted
    const double silenceSeconds =      // for the last of the rush to give up waiting for an answer
        RushSeconds + static_cast<double>(patience(context).count()) / 1000;
    const double begin = secondsNow(context);
    const auto wait = [&](double seconds) {
        return secondsNow(context) - begin < seconds && common.rungsLeft > 0 && !context.net.stopped();
    };
    while (wait(RushSeconds) || (common.turnedAway < Fewest && wait(silenceSeconds)))
        co_await context.net.sleep(Slice);
    const bool lasts = longestQuiet(context.situation, secondsLeft(context)) > PeaceSeconds + 2;
    if (common.turnedAway < Fewest || split.narrowing < 1 || !lasts)
        co_return;
    const double calm = secondsNow(context);
    while (secondsNow(context) - calm < PeaceSeconds && common.rungsLeft > 0 && !context.net.stopped())
        co_await context.net.sleep(Slice);
    if (common.open < Fewest || split.narrowing < 1 || context.net.stopped())
        co_return;
    --split.narrowing;
    ++common.total;
    co_await climb(context, common, {1, IdleArm::Plain, core::Milliseconds{0}, true});
}

/// And once more when all others are gone: who is still turned away then has been locked out.
net::Task<> Survey::knockAlone()
{
    constexpr double Needed = 1;
    if (common.turnedAway < Fewest || context.net.stopped() || secondsLeft(context) < Needed)
        co_return;
    ++common.total;
    co_await climb(context, common, {0.3, IdleArm::Plain, core::Milliseconds{0}, true});
}

net::Task<> Survey::narrow()
{
    while (common.rungsLeft > 0 && !common.watch.shortestDead() && !context.net.stopped()) {
        co_await context.net.sleep(Slice);
        if (common.watch.diedInQuiet())
            co_await leaveSpares(context, common);
        else
            co_await keepInUse(context, common);
    }
    if (common.watch.diedInQuiet()) {
        co_await meetTheRounds();
        co_await lookAgain();
    } else {
        co_await bisect();
    }
    co_await leaveSpares(context, common);
}

net::Task<> Survey::climbAll()
{
    const bool asks = asksBefore(context.situation);
    const int sockets = socketsFor(context);
    constexpr int EnoughForUse = 5;
    const bool uses = takesLineFeeds(context.situation) && sockets >= EnoughForUse;
    split = splitIdle(uses ? sockets - 1 : sockets, asks, asks && isHttp(context.situation.protocol));
    Tasks tasks;
    std::vector<Rung> rungs = firstWave();
    if (rungs.empty()) {
        over = true;
        co_return;
    }
    common.keepsSpares = !context.limits.brisk && split.narrowing > 0;
    addBusyLines(tasks);
    if (uses)
        tasks.push_back(keepUsed(context, common,
                                 {.seconds = longestQuiet(context.situation, context.limits.secondsLeft),
                                  .pause = core::Milliseconds{500},
                                  .delay = Stagger / 2}));
    tasks.push_back(all(std::move(rungs)));
    tasks.push_back(narrow());
    tasks.push_back(knockAgain());
    co_await context.net.all(std::move(tasks));
    co_await knockAlone();
    over = true;
}

net::Task<> Survey::report(double seconds)
{
    const double begin = secondsNow(context);
    while (!over && !context.net.stopped()) {
        context.recorder.progress(
            std::min(1.0, (secondsNow(context) - begin) / std::max(seconds, 0.1)), {},
            {{u"open"_s, common.open}, {u"total"_s, common.total}, {u"k"_s, common.open}, {u"n"_s, common.total}});
        co_await context.net.sleep(Slice);
    }
}

} // namespace

QString IdleSurvival::id() const
{
    return u"idle-survival"_s;
}

QStringList IdleSurvival::questions() const
{
    return {u"idle-ending"_s, u"idle-keepalive"_s, u"lifetime"_s};
}

Cost IdleSurvival::cost(const Situation& situation, const Limits& limits) const
{
    constexpr double Shortest = 4;
    constexpr double LongestGentle = 120;
    constexpr double LongestHeavy = 3640;
    QString reason;
    if (situation.addresses.isEmpty())
        reason = u"no-address"_s;
    else if (situation.tls && !situation.tlsCompletes)
        reason = u"no-tls-handshake"_s;
    else if (situation.exchangeTried && !situation.healthyExchange)
        reason = u"no-exchange"_s;
    else if (situation.protocol == Protocol::SqlServer || situation.protocol == Protocol::Mysql)
        reason = u"needs-login"_s;
    double seconds = std::clamp(limits.secondsLeft, Shortest, limits.thorough ? LongestHeavy : LongestGentle);
    if (const double allowed = quietBeforeLogin(situation.protocol); allowed > 0)
        seconds = std::min(seconds, allowed + 4);
    return {.seconds = seconds,
            .connections = std::clamp(limits.connectionsLeft, 2, MostSockets),
            .consent = seconds > LongestGentle ? Consent::Heavy : Consent::Gentle,
            .applicable = reason.isEmpty(),
            .reason = reason};
}

net::Task<> IdleSurvival::run(ProbeContext& context) const
{
    if (context.limits.brisk)
        context.goOnBeside(); // it only waits
    context.recorder.fact(u"brief"_s, context.limits.brisk);
    Survey survey{.context = context, .common = {}, .split = {}};
    const double seconds = std::min(context.limits.secondsLeft, cost(context.situation, context.limits).seconds);
    Tasks tasks;
    tasks.push_back(survey.climbAll());
    tasks.push_back(survey.report(seconds));
    co_await context.net.all(std::move(tasks));
}

} // namespace doctor::probes
