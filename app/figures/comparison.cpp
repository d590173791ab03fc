// SPDX-License-Identifier: GPL-3.0-or-later
// Differences are told only with what chance would make of them.
#include "app/figures/comparison.h"

#include "app/core/model/likelihood.h"
#include "app/core/model/names.h"
#include "app/figures/measure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace doctor::figures
{

namespace
{

constexpr double Unlikely = 0.05; ///< chance makes such a difference in fewer than one of twenty comparisons
constexpr int FewestForABound = 5;
constexpr int FewestForRuleOfThree = 20; ///< below, three in n is too far from the true bound
constexpr int FewestForAPicture = 3;     ///< of attempts that all worked: fewer show nothing

using Sessions = std::vector<core::Session>;

QString letter(std::size_t place)
{
    return QString(QChar(u'A' + static_cast<char16_t>(place)));
}

double logChoose(int n, int k)
{
    return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
}

Share shareOf(const core::Session& session, const QString& test)
{
    Share share;
    for (const Sample& sample : samplesOf(session, test)) {
        const Mark mark = markOf(*sample.attempt);
        if (mark == Mark::Other) {
            continue; // ended by us or never begun: says nothing of the service
        }
        ++share.tried;
        share.failed += isFailureMark(mark) ? 1 : 0;
    }
    return share;
}

QString shareText(const Share& share, const Numbers& numbers)
{
    if (share.tried == 0) {
        return QCoreApplication::translate("figures", "not tried");
    }
    if (share.failed == 0 && share.tried < FewestForABound) {
        return QCoreApplication::translate("figures", "0 of %1 failed; too few to tell").arg(share.tried);
    }
    if (share.failed == 0 && share.tried < FewestForRuleOfThree) {
        // The largest share that still lets n tries pass in one of twenty: p with (1 - p)^n = 5 %.
        return QCoreApplication::translate("figures", "0 of %1 failed; could still be up to %2")
            .arg(share.tried)
            .arg(numbers.percent(1 - std::pow(0.05, 1.0 / share.tried)));
    }
    if (share.failed == 0) {
        // The rule of three: with none in n tries, 95 % sure that it is no more than 3 in n.
        return QCoreApplication::translate("figures", "0 of %1 failed; could still be up to about 1 in %2")
            .arg(share.tried)
            .arg(share.tried / 3);
    }
    const auto [low, high] = interval(share);
    return QCoreApplication::translate("figures", "%1 of %2 failed; truly %3 to %4")
        .arg(share.failed)
        .arg(share.tried)
        .arg(numbers.percent(low), numbers.percent(high));
}

QString meaning(const Share& first, const Share& last, const Numbers& numbers)
{
    if (first.tried == 0 || last.tried == 0) {
        return QCoreApplication::translate("figures", "Cannot be compared: it was not tried in both.");
    }
    if (first.failed == 0 && last.failed == 0) {
        return QCoreApplication::translate("figures", "No failure in either.");
    }
    const double chance = chanceOfDifference(first, last);
    const double before = static_cast<double>(first.failed) / first.tried;
    const double after = static_cast<double>(last.failed) / last.tried;
    const QString p = chance < 0.001 ? u"<"_qs + numbers.plain(0.001, 3) : numbers.plain(chance, chance < 0.1 ? 3 : 2);
    if (chance < Unlikely && after < before) {
        return QCoreApplication::translate("figures", "Fails less often; hardly by chance (p = %1).").arg(p);
    }
    if (chance < Unlikely) {
        return QCoreApplication::translate("figures", "Fails more often; hardly by chance (p = %1).").arg(p);
    }
    return QCoreApplication::translate("figures", "May well be chance (p = %1).").arg(p);
}

QString symptomText(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList parts;
    for (auto it = session.symptoms.cbegin(); it != session.symptoms.cend(); ++it) {
        parts += QCoreApplication::translate("figures", "%1: %2", "question, answer")
                     .arg(knowledge.text(u"symptom."_qs + it.key()),
                          knowledge.text(u"symptom.%1.%2"_qs.arg(it.key(), it.value())));
    }
    return parts.join(u"; "_qs);
}

QString computerText(const core::Session& session)
{
    QStringList parts;
    for (auto it = session.environment.constBegin(); it != session.environment.constEnd(); ++it) {
        parts += it.value().isObject() || it.value().isArray() ? it.key() : it.value().toVariant().toString();
    }
    return parts.join(u", "_qs);
}

QString testsText(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    QStringList titles;
    for (const core::TestRecord& test : session.tests) {
        if (test.state == core::TestState::Done) {
            titles += knowledge.text(u"test.%1.title"_qs.arg(test.id));
        }
    }
    return titles.join(u", "_qs);
}

QString familyText(core::Family family)
{
    switch (family) {
    case core::Family::V4:
        return u"IPv4"_qs;
    case core::Family::V6:
        return u"IPv6"_qs;
    case core::Family::Any:
        break;
    }
    return QCoreApplication::translate("figures", "IPv4 and IPv6");
}

/// A setting is told only where it differs.
template <typename Value>
void addSetting(Table& table, const QString& name, const Sessions& sessions, Value value)
{
    QStringList row{name};
    for (const core::Session& session : sessions) {
        const QString text = value(session);
        row += text.isEmpty() ? QCoreApplication::translate("figures", "none") : text;
    }
    if (std::any_of(row.begin() + 2, row.end(), [&row](const QString& text) { return text != row[1]; })) {
        table.rows.push_back(std::move(row));
    }
}

Table settingsOf(const Sessions& sessions, const knowledge::Knowledge& knowledge)
{
    Table table;
    table.header = {QCoreApplication::translate("figures", "Setting")};
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        table.header += letter(i);
    }
    const auto add = [&](const QString& name, auto value) { addSetting(table, name, sessions, value); };
    using core::Session;
    add(QCoreApplication::translate("figures", "Service"),
        [](const Session& s) { return core::displayName(s.target); });
    add(QCoreApplication::translate("figures", "Protocol"),
        [](const Session& s) { return core::toWord(s.target.protocol); });
    add(QCoreApplication::translate("figures", "Path"), [](const Session& s) { return s.target.path; });
    add(QCoreApplication::translate("figures", "Name for TLS"), [](const Session& s) { return s.target.serverName; });
    add(QCoreApplication::translate("figures", "Proxy"), [](const Session& s) { return s.target.proxy; });
    add(QCoreApplication::translate("figures", "Source address"),
        [](const Session& s) { return s.target.sourceAddress; });
    add(QCoreApplication::translate("figures", "Address family"),
        [](const Session& s) { return familyText(s.target.family); });
    add(QCoreApplication::translate("figures", "Addresses"),
        [](const Session& s) { return s.target.addresses.join(u", "_qs); });
    add(QCoreApplication::translate("figures", "Fault of the practice server"), [&](const Session& s) {
        return s.practiceFault.isEmpty() ? QString() : knowledge.text(u"fault."_qs + s.practiceFault);
    });
    add(QCoreApplication::translate("figures", "Your answers"),
        [&](const Session& s) { return symptomText(s, knowledge); });
    add(QCoreApplication::translate("figures", "Finished"), [](const Session& s) {
        return s.complete ? QCoreApplication::translate("figures", "yes")
                          : QCoreApplication::translate("figures", "no, stopped early");
    });
    add(QCoreApplication::translate("figures", "Tests run"), [&](const Session& s) { return testsText(s, knowledge); });
    add(QCoreApplication::translate("figures", "Computer"), [](const Session& s) { return computerText(s); });
    add(QCoreApplication::translate("figures", "Version of the program"),
        [](const Session& s) { return s.toolVersion; });
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

/// Tests that made attempts in any of the sessions, in the order in which they ran.
QStringList testsOf(const Sessions& sessions)
{
    QStringList ids;
    for (const core::Session& session : sessions) {
        for (const core::TestRecord& test : session.tests) {
            if (!test.attempts.empty() && !ids.contains(test.id)) {
                ids.append(test.id);
            }
        }
    }
    return ids;
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
        row += meaning(shareOf(sessions.front(), test), shareOf(sessions.back(), test), numbers);
        table.rows.push_back(row);
    }
    return table;
}

QString answerOf(const Sessions& sessions, const knowledge::Knowledge& knowledge)
{
    const core::Session& first = sessions.front();
    const core::Session& last = sessions.back();
    const auto elsewhere = std::any_of(sessions.begin(), sessions.end(), [&first](const core::Session& session) {
        return core::displayName(session.target) != core::displayName(first.target) ||
               session.practiceFault != first.practiceFault;
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

double chanceOfDifference(const Share& one, const Share& other)
{
    if (one.tried == 0 || other.tried == 0) {
        return 1;
    }
    const int failed = one.failed + other.failed;
    const auto logOf = [&](int inFirst) {
        return logChoose(one.tried, inFirst) + logChoose(other.tried, failed - inFirst) -
               logChoose(one.tried + other.tried, failed);
    };
    const double seen = logOf(one.failed);
    double sum = 0;
    for (int k = std::max(0, failed - other.tried); k <= std::min(failed, one.tried); ++k) {
        if (const double log = logOf(k); log <= seen + 1e-7) { // as rare as what was seen, or rarer
            sum += std::exp(log);
        }
    }
    return std::min(1.0, sum);
}

std::pair<double, double> interval(const Share& share)
{
    if (share.tried == 0) {
        return {0, 1};
    }
    constexpr double z = 1.959964; // 97.5 % of a normal distribution
    const double n = share.tried;
    const double p = share.failed / n;
    const double middle = p + z * z / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double whole = 1 + z * z / n;
    return {std::max(0.0, (middle - half) / whole), std::min(1.0, (middle + half) / whole)};
}

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
             meaning(worst, now, numbers));
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
