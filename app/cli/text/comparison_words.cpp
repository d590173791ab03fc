// SPDX-License-Identifier: GPL-3.0-or-later
// Never more than was measured: what was not tried is not called sound, and none of n tries still leaves a bound.
#include "app/cli/text/comparison_words.h"

#include "app/core/model/likelihood.h"
#include "app/core/model/names.h"
#include "app/figures/measure.h"
#include "app/figures/settings.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

using figures::Answer;
using figures::Change;

constexpr double WorthListing = 0.01;
constexpr std::size_t MostCauses = 6;

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::ComparisonText)
};

QString percent(double probability)
{
    if (probability >= 0.995)
        return Messages::tr("> 99 %");
    if (probability < 0.01)
        return Messages::tr("< 1 %");
    return Messages::tr("%1 %").arg(QLocale().toString(probability * 100, 'f', 0));
}

bool hasChange(const Compared& compared, Change change)
{
    const auto& tests = compared.check.tests;
    return std::any_of(tests.begin(), tests.end(),
                       [change](const figures::TestChange& test) { return test.change == change; });
}

QString whyUnknown(const Compared& compared)
{
    if (hasChange(compared, Change::Worse) &&
        (hasChange(compared, Change::Better) || hasChange(compared, Change::Fixed)))
        return Messages::tr("Cannot be told: some tests fail less often and others more often, so one fault may have "
                            "taken the place of another.");
    const auto& tests = compared.check.tests;
    if (std::all_of(tests.begin(), tests.end(),
                    [](const figures::TestChange& test) { return test.change == Change::NotCompared; }))
        return Messages::tr("Cannot be told: no test was tried in both.");
    if (compared.check.before.failed + compared.check.after.failed > 0)
        return Messages::tr("Cannot be told: what differs may well be chance; more tries would tell.");
    if (!compared.check.notTriedAgain.isEmpty())
        return Messages::tr("Cannot be told: what failed before was not tried again.");
    return Messages::tr("Cannot be told: nothing failed before, so a change for the better cannot show.");
}

QString head(const Compared& compared)
{
    switch (compared.check.answer) {
    case Answer::Fixed:
        return compared.check.after.failed == 0
                   ? Messages::tr("Fixed: what failed before no longer fails.")
                   : Messages::tr("Fixed: it fails less often than before, and the later diagnosis finds no fault.");
    case Answer::Better:
        return Messages::tr("Better, but it cannot be called fixed: it fails less often than before.");
    case Answer::Same:
        return Messages::tr("The same: it still fails, and how often differs by no more than chance would explain.");
    case Answer::Worse:
        return Messages::tr("Worse: it fails more often than before.");
    case Answer::OtherService:
        return Messages::tr("Cannot be compared: these are different services, %1 and %2, so what differs may lie in "
                            "the services and need not be a change for better or worse.")
            .arg(core::displayName(compared.before.target), core::displayName(compared.after.target));
    case Answer::CannotTell:
        break;
    }
    return whyUnknown(compared);
}

QString titlesOf(const Compared& compared, const QStringList& ids)
{
    QStringList titles;
    for (const QString& id : ids)
        titles << compared.knowledge.text(u"test."_s + id + u".title"_s);
    return titles.join(u", "_s);
}

QString counts(const Compared& compared)
{
    const figures::FixCheck& check = compared.check;
    if (check.before.tried == 0 || check.after.tried == 0)
        return {};
    const figures::Numbers numbers(compared.knowledge);
    const QString p = figures::chanceText(check.chance, numbers);
    const QString shares =
        Messages::tr("Before: %1; after: %2.", "%1 and %2 as in “4 of 40 failed; truly 4 % to 23 %”")
            .arg(figures::shareText(check.before, numbers), figures::shareText(check.after, numbers));
    if (check.before == check.after && check.deciding.isEmpty())
        return shares;
    if (check.chance < figures::Unlikely)
        return shares + u' ' +
               Messages::tr("Chance hardly makes such a difference (%1, confidence %2).")
                   .arg(p, percent(1 - check.chance));
    if (check.deciding.isEmpty())
        return shares + u' ' + Messages::tr("Chance may make such a difference (%1).").arg(p);
    return shares + u' ' +
           Messages::tr("Over all tests chance may make such a difference (%1), but hardly in this: %2.",
                        "%2 titles of tests")
               .arg(p, titlesOf(compared, check.deciding));
}

QString leaderAfter(const Compared& compared)
{
    const auto& causes = compared.after.diagnosis.causes;
    if (causes.empty())
        return {};
    const core::RankedCause& leader = causes.front();
    const QString likelihood = likelihoodWords(compared, leader.probability);
    if (leader.id == u"no-fault-found")
        return Messages::tr("The later diagnosis found no fault: %1.", "%1 as in “likely (71 %)”").arg(likelihood);
    const knowledge::CausePage* page = compared.knowledge.page(leader.id);
    return Messages::tr("The later diagnosis puts a cause first: %1, %2.", "title of a cause, “likely (71 %)”")
        .arg(page ? page->title : leader.title, likelihood);
}

QString notTriedAgain(const Compared& compared)
{
    const QStringList& ids = compared.check.notTriedAgain;
    return ids.isEmpty() ? QString()
                         : Messages::tr("Failed before and not tested again, so it may still fail: %1.")
                               .arg(titlesOf(compared, ids));
}

QStringList otherWays(const Compared& compared)
{
    QStringList names;
    for (const figures::Setting& setting :
         figures::differingSettings({compared.before, compared.after}, compared.knowledge))
        if (setting.changesTheWay)
            names << setting.name;
    return names;
}

} // namespace

QString answerSentences(const Compared& compared)
{
    QStringList sentences{head(compared)};
    if (compared.check.answer != Answer::OtherService)
        sentences << counts(compared) << notTriedAgain(compared) << leaderAfter(compared);
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QStringList limitSentences(const Compared& compared)
{
    QStringList sentences;
    if (compared.check.sameRun)
        sentences << Messages::tr("Both files hold the same diagnosis, so nothing can differ.");
    if (compared.check.wrongOrder)
        sentences << Messages::tr(
            "The diagnosis given as the later one began earlier: are the files in the right order?");
    if (!compared.before.complete)
        sentences << Messages::tr("The diagnosis before the change was stopped early: what it did not test may have "
                                  "failed as well.");
    if (!compared.after.complete)
        sentences << Messages::tr("The diagnosis after the change was stopped early: what it did not test may still "
                                  "fail.");
    if (const QStringList ways = otherWays(compared); !ways.isEmpty() && compared.check.answer != Answer::OtherService)
        sentences << Messages::tr("Not only time has passed between them; the difference may come from other settings: "
                                  "%1.")
                         .arg(ways.join(u", "_s));
    return sentences;
}

QString changeWord(Change change)
{
    switch (change) {
    case Change::NotCompared:
        return Messages::tr("not compared: not tested in both");
    case Change::NoFailure:
        return Messages::tr("no failure in either");
    case Change::Fixed:
        return Messages::tr("fixed");
    case Change::Better:
        return Messages::tr("better");
    case Change::Same:
        return Messages::tr("same");
    case Change::Worse:
        return Messages::tr("worse");
    case Change::Unclear:
        break;
    }
    return Messages::tr("cannot be told: may be chance");
}

QString differenceWords(const Compared& compared, const figures::TestChange& test)
{
    if (test.change == Change::NotCompared || test.change == Change::NoFailure)
        return {};
    const double points = 100.0 * test.after.failed / test.after.tried - 100.0 * test.before.failed / test.before.tried;
    const QString number = (points > 0 ? u"+"_s : QString()) + QLocale().toString(points, 'f', 0);
    const QString p = figures::chanceText(test.chance, figures::Numbers(compared.knowledge));
    return test.chance < figures::Unlikely
               ? Messages::tr("%1 points, %2, confidence %3", "percentage points of failures, chance, confidence")
                     .arg(number, p, percent(1 - test.chance))
               : Messages::tr("%1 points, %2", "percentage points of failures, chance").arg(number, p);
}

QString likelihoodWords(const Compared& compared, std::optional<double> probability)
{
    if (!probability)
        return Messages::tr("not judged");
    return Messages::tr("%1 (%2)", "word of likelihood, percentage")
        .arg(compared.knowledge.text(u"likelihood."_s + core::likelihoodWord(*probability)), percent(*probability));
}

std::vector<figures::CauseChange> causesToShow(const Compared& compared)
{
    std::vector<figures::CauseChange> causes;
    for (const figures::CauseChange& cause : compared.check.causes)
        if (causes.size() < MostCauses && std::max(cause.before.value_or(0), cause.after.value_or(0)) >= WorthListing)
            causes.push_back(cause);
    return causes;
}

} // namespace doctor::cli
