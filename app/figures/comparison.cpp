// SPDX-License-Identifier: GPL-3.0-or-later
// Differences are told only with what chance would make of them.
#include "app/figures/comparison.h"

#include "app/core/model/likelihood.h"
#include "app/core/model/names.h"
#include "app/figures/measure.h"
#include "app/figures/settings.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace doctor::figures
{

namespace
{

constexpr int FewestForAPicture = 3; ///< of attempts that all worked: fewer show nothing

using Sessions = std::vector<core::Session>;

QString letter(std::size_t place)
{
    return QString(QChar(u'A' + static_cast<char16_t>(place)));
}

Table settingsOf(const Sessions& sessions, const knowledge::Knowledge& knowledge)
{
    Table table;
    table.header = {QCoreApplication::translate("figures", "Setting")};
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        table.header += letter(i);
    }
    for (const Setting& setting : differingSettings(sessions, knowledge)) {
        table.rows.push_back(QStringList{setting.name} + setting.texts);
    }
    return table;
}

QString causeText(const core::Session& session, const knowledge::Knowledge& knowledge, const Numbers& numbers)
{
    if (session.diagnosis.causes.empty()) {
        return QCoreApplication::translate("figures", "none");
    }
    const core::RankedCause& cause = session.diagnosis.causes.front();
    const knowledge::CausePage* page = knowledge.page(cause.id);
    return QCoreApplication::translate("figures", "%1: %2 (%3)", "cause, word of likelihood, percentage")
        .arg(page ? page->title : cause.title,
             knowledge.text(u"likelihood."_qs + core::likelihoodWord(cause.probability)),
             numbers.percent(cause.probability));
}

Table resultsOf(const Sessions& sessions, const knowledge::Knowledge& knowledge)
{
    const Numbers numbers(knowledge);
    Table table;
    table.header = {QCoreApplication::translate("figures", "Result")};
    QStringList causes{QCoreApplication::translate("figures", "Most likely cause")};
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        table.header += letter(i);
        causes += causeText(sessions[i], knowledge, numbers);
    }
    table.header +=
        QCoreApplication::translate("figures", "From %1 to %2", "letters of the oldest and the newest diagnosis")
            .arg(letter(0), letter(sessions.size() - 1));
    const auto leading = [](const core::Session& session) {
        return session.diagnosis.causes.empty() ? QString() : session.diagnosis.causes.front().id;
    };
    causes += leading(sessions.front()) == leading(sessions.back())
                  ? QCoreApplication::translate("figures", "The same cause leads.")
                  : QCoreApplication::translate("figures", "Another cause leads.");
    table.rows.push_back(causes);
    for (const QString& test : testsOf(sessions)) {
        QStringList row{knowledge.text(u"test.%1.title"_qs.arg(test))};
        for (const core::Session& session : sessions) {
            row += shareText(shareOf(session, test), numbers);
        }
        row += differenceText(shareOf(sessions.front(), test), shareOf(sessions.back(), test), numbers);
        table.rows.push_back(row);
    }
    return table;
}

QString answerOf(const Sessions& sessions, const knowledge::Knowledge& knowledge)
{
    const core::Session& first = sessions.front();
    const core::Session& last = sessions.back();
    const auto elsewhere = std::any_of(sessions.begin(), sessions.end(), [&first](const core::Session& session) {
        return !isSameService(session, first);
    });
    if (elsewhere) {
        return QCoreApplication::translate("figures", "These diagnoses are of different services: what differs may lie "
                                                      "in the services and need not be a change for better or worse.");
    }
    QStringList better;
    QStringList worse;
    bool failedBefore = false;
    for (const QString& test : testsOf(sessions)) {
        const Share before = shareOf(first, test);
        const Share after = shareOf(last, test);
        failedBefore = failedBefore || before.failed > 0;
        if (chanceOfDifference(before, after) >= Unlikely) {
            continue;
        }
        const bool less = after.failed * before.tried < before.failed * after.tried;
        (less ? better : worse) += knowledge.text(u"test.%1.title"_qs.arg(test));
    }
    QStringList sentences;
    if (!better.isEmpty()) {
        sentences +=
            QCoreApplication::translate("figures", "Fails less often than before: %1.").arg(better.join(u", "_qs));
    }
    if (!worse.isEmpty()) {
        sentences +=
            QCoreApplication::translate("figures", "Fails more often than before: %1.").arg(worse.join(u", "_qs));
    }
    if (sentences.isEmpty() && !failedBefore) {
        sentences += QCoreApplication::translate("figures", "The oldest of these diagnoses saw no failure, so a change "
                                                            "for the better cannot show.");
    } else if (sentences.isEmpty()) {
        sentences += QCoreApplication::translate(
            "figures", "Nothing differs by more than chance would explain; more tries would tell smaller differences.");
    }
    return sentences.join(u' ');
}

void putOnOneScale(std::vector<Figure>& figures)
{
    Axis shared = figures.front().x;
    for (const Figure& figure : figures) {
        shared.minimum = std::min(shared.minimum, figure.x.minimum);
        shared.maximum = std::max(shared.maximum, figure.x.maximum);
        if (figure.x.scale == Axis::Scale::Log) {
            shared.scale = Axis::Scale::Log;
        }
    }
    if (shared.minimum <= 0) {
        shared.scale = Axis::Scale::Linear; // a logarithm has no place for zero
    }
    for (Figure& figure : figures) {
        for (Line& line : figure.lines) {
            if (line.mark != Mark::Reference && !line.points.empty() && line.points.front().first == figure.x.minimum) {
                line.points.front().first = shared.minimum; // it was open from the start
            }
        }
        figure.x = shared;
    }
}

/// Where something failed first.
std::vector<Comparison::Row> figuresOf(const Sessions& sessions, const knowledge::Knowledge& knowledge)
{
    std::vector<Comparison::Row> failing;
    std::vector<Comparison::Row> sound;
    for (const QString& test : testsOf(sessions)) {
        Comparison::Row row;
        bool anyFailed = false;
        int most = 0;
        for (std::size_t i = 0; i < sessions.size(); ++i) {
            const Share share = shareOf(sessions[i], test);
            anyFailed = anyFailed || share.failed > 0;
            most = std::max(most, share.tried);
            Figure figure = test == u"idle-survival" ? idleSurvival(sessions[i], knowledge) : Figure{};
            if (figure.isEmpty() && test != u"idle-survival") {
                figure = attemptStrip(sessions[i], knowledge, test, sessions);
            }
            if (!figure.isEmpty()) {
                row.question = figure.question;
                figure.question = QCoreApplication::translate("figures", "%1: %2", "letter of a diagnosis, its test")
                                      .arg(letter(i), knowledge.text(u"test.%1.title"_qs.arg(test)));
                row.figures.push_back(std::move(figure));
            }
        }
        if (row.figures.size() < 2 || (!anyFailed && most < FewestForAPicture)) {
            continue;
        }
        if (test == u"idle-survival") {
            putOnOneScale(row.figures);
        }
        (anyFailed ? failing : sound).push_back(std::move(row));
    }
    std::move(sound.begin(), sound.end(), std::back_inserter(failing));
    return failing;
}

QString nameOf(const core::Session& session, std::size_t place, const knowledge::Knowledge& knowledge)
{
    const QString when = QLocale(knowledge.language()).toString(session.startedAt.toLocalTime(), QLocale::ShortFormat);
    return QCoreApplication::translate("figures", "%1: %2, %3", "letter of a diagnosis, when it began, its service")
        .arg(letter(place), when, core::displayName(session.target));
}

} // namespace

QString beforeAndAfter(const core::Session& before, const core::Session& after, const knowledge::Knowledge& knowledge)
{
    QString test;
    Share worst;
    for (const QString& id : testsOf({before})) {
        const Share share = shareOf(before, id);
        if (core::findTest(after, id) && share.failed > worst.failed) { // though it may not have come to a try now
            test = id;
            worst = share;
        }
    }
    if (test.isEmpty()) {
        return {};
    }
    const Numbers numbers(knowledge);
    const Share now = shareOf(after, test);
    return QCoreApplication::translate("figures", "%1: before, %2; now, %3. %4",
                                       "a test; what failed before, what fails now; a sentence on the difference")
        .arg(knowledge.text(u"test.%1.title"_qs.arg(test)), shareText(worst, numbers), shareText(now, numbers),
             differenceText(worst, now, numbers));
}

Comparison compare(const std::vector<core::Session>& sessions, const knowledge::Knowledge& knowledge)
{
    if (sessions.size() < 2) {
        return {{}, QCoreApplication::translate("figures", "Choose a second diagnosis."), {}, {}, {}};
    }
    Sessions inOrder(sessions.begin(),
                     sessions.begin() + static_cast<std::ptrdiff_t>(std::min(sessions.size(), MostCompared)));
    std::stable_sort(inOrder.begin(), inOrder.end(),
                     [](const core::Session& a, const core::Session& b) { return a.startedAt < b.startedAt; });
    QStringList names;
    for (std::size_t i = 0; i < inOrder.size(); ++i) {
        names += nameOf(inOrder[i], i, knowledge);
    }
    return {names, answerOf(inOrder, knowledge), settingsOf(inOrder, knowledge), resultsOf(inOrder, knowledge),
            figuresOf(inOrder, knowledge)};
}

} // namespace doctor::figures
