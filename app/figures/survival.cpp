// SPDX-License-Identifier: GPL-3.0-or-later
// Survival steps: share still open after so many seconds, with ticks for those that were never closed.
#include "app/core/base/spoken.h"
#include "app/figures/measure.h"

#include <algorithm>
#include <array>

namespace doctor::figures
{

namespace
{

// Names of known limits stand above the marks at 100 %.
constexpr double LabelPercent = 112;
constexpr double TopPercent = 116;
constexpr std::size_t FewestForACurve = 5; ///< fewer are points and a sentence: a curve would promise more
// Idle limits that products are known to ship with: facts/idle-timeouts.json.
constexpr std::array KnownLimits{5.0, 15.0, 20.0, 30.0, 60.0, 75.0, 120.0, 300.0, 350.0, 600.0, 3600.0};
constexpr double LogFrom = 30;

struct Life {
    Sample sample;
    double seconds = 0;
    bool ended = false;
};

std::vector<Life> livesOf(const core::Session& session, const QString& test, const QString& purpose,
                          const QString& parameter)
{
    std::vector<Life> lives;
    for (const Sample& sample : samplesOf(session, test)) {
        const core::Attempt& attempt = *sample.attempt;
        if (attempt.purpose != purpose) {
            continue;
        }
        const double planned = attempt.parameters.value(parameter).toDouble();
        const double seconds = attempt.timings.idleMs ? *attempt.timings.idleMs / 1000 : planned;
        const bool ended = !attempt.succeeded && attempt.ending.isFailure();
        const bool unusable = !attempt.succeeded && !ended; // stopped by us: neither lived nor died
        if (seconds > 0 &&
            (!unusable || attempt.ending.how == core::How::Open || attempt.ending.how == core::How::Cancelled)) {
            lives.push_back({sample, seconds, ended});
        }
    }
    std::stable_sort(lives.begin(), lives.end(), [](const Life& a, const Life& b) {
        return a.seconds != b.seconds ? a.seconds < b.seconds : a.ended && !b.ended;
    });
    return lives;
}

/// One sentence for the way in which those that ended did so.
QString endedSentence(const std::vector<Life>& ended, std::size_t total, const Numbers& numbers)
{
    const Mark first = markOf(*ended.front().sample.attempt);
    const bool alike = std::all_of(ended.begin(), ended.end(),
                                   [&](const Life& life) { return markOf(*life.sample.attempt) == first; });
    const QString span = numbers.secondsSpan(ended.front().seconds, ended.back().seconds);
    QString sentence = core::translate("figures", "%1 of %2 ended in different ways after %3");
    if (alike && first == Mark::Fin) {
        sentence = core::translate("figures", "%1 of %2 closed by the other side after %3");
    } else if (alike && first == Mark::Reset) {
        sentence = core::translate("figures", "%1 of %2 cut off hard after %3");
    } else if (alike && first == Mark::Silence) {
        sentence = core::translate("figures", "%1 of %2 got no answer any more after %3");
    }
    return sentence.arg(ended.size()).arg(total).arg(span);
}

QString answerOf(const std::vector<Life>& lives, const Numbers& numbers)
{
    std::vector<Life> ended;
    double longest = 0;
    for (const Life& life : lives) {
        if (life.ended) {
            ended.push_back(life);
        } else {
            longest = std::max(longest, life.seconds);
        }
    }
    if (ended.empty()) {
        return core::translate("figures", "None of %1 ended; the longest was held for %2.")
            .arg(lives.size())
            .arg(numbers.seconds(longest));
    }
    const QString sentence = endedSentence(ended, lives.size(), numbers);
    if (longest <= 0) {
        return core::translate("figures", "%1; none stayed open.").arg(sentence);
    }
    return core::translate("figures", "%1; the longest that stayed open was held for %2.")
        .arg(sentence, numbers.seconds(longest));
}

void addSteps(Figure& figure, const std::vector<Life>& lives, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    Line steps;
    double share = 100;
    double atRisk = static_cast<double>(lives.size());
    int number = 0;
    steps.points.emplace_back(figure.x.minimum, share);
    for (const Life& life : lives) {
        if (life.ended) {
            steps.points.emplace_back(life.seconds, share);
            share -= share / atRisk;
            steps.points.emplace_back(life.seconds, share);
        }
        atRisk -= 1;
        const QString outcome =
            life.ended ? outcomeText(*life.sample.attempt, knowledge) : core::translate("figures", "still open");
        const QString seconds = numbers.seconds(life.seconds);
        figure.points.push_back(
            {life.seconds, share, life.ended ? markOf(*life.sample.attempt) : Mark::Worked,
             core::translate("figures", "Connection %1: %2 after %3").arg(++number).arg(outcome, seconds),
             life.sample.test, life.sample.index});
        figure.table.rows.push_back({QString::number(number), seconds, outcome, numbers.percent(share / 100)});
    }
    steps.points.emplace_back(lives.back().seconds, share);
    if (lives.size() >= FewestForACurve) {
        figure.lines.push_back(std::move(steps));
    }
}

void addKnownLimits(Figure& figure, const std::vector<Life>& lives, const Numbers& numbers)
{
    for (const double limit : KnownLimits) {
        if (limit > lives.front().seconds && limit < lives.back().seconds) {
            figure.lines.push_back(
                {{{limit, 0}, {limit, LabelPercent}}, Mark::Reference, true, numbers.seconds(limit)});
        }
    }
}

void fill(Figure& figure, const std::vector<Life>& lives, bool knownLimits, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    if (lives.empty()) {
        figure.answer = core::translate("figures", "No connection has been held open yet.");
        return;
    }
    std::vector<double> seconds;
    for (const Life& life : lives) {
        seconds.push_back(life.seconds);
    }
    figure.x = valueAxis(figure.x.title, u"s"_qs, seconds, LogFrom);
    figure.y = {core::translate("figures", "Still open"), u"%"_qs, Axis::Scale::Linear, 0, TopPercent, {}};
    figure.table.header = {core::translate("figures", "Connection"), core::translate("figures", "Held for"),
                           core::translate("figures", "Outcome"), core::translate("figures", "Still open after it")};
    figure.answer = answerOf(lives, numbers);
    addSteps(figure, lives, knowledge);
    if (knownLimits) {
        addKnownLimits(figure, lives, numbers);
    }
}

} // namespace

Figure idleSurvival(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Figure figure;
    figure.id = u"idle-survival"_qs;
    figure.question = core::translate("figures", "After how long without traffic is it closed?");
    figure.x.title = core::translate("figures", "Time without traffic");
    fill(figure, livesOf(session, u"idle-survival"_qs, u"idle"_qs, u"idleSeconds"_qs), true, knowledge);
    return figure;
}

Figure requestSurvival(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Figure figure;
    figure.id = u"request-survival"_qs;
    figure.question = core::translate("figures", "How long may a request take to arrive?");
    figure.x.title = core::translate("figures", "Time that the request was left unfinished");
    fill(figure, livesOf(session, u"request-time"_qs, u"slow-request"_qs, u"heldSeconds"_qs), false, knowledge);
    return figure;
}

} // namespace doctor::figures
