// SPDX-License-Identifier: GPL-3.0-or-later
// Causes and cures: in full for the leading cause, in short for the next ones.
#include "app/core/base/spoken.h"
#include "app/knowledge/platforms.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <QLocale>
#include <algorithm>
#include <utility>

namespace doctor::report
{

namespace
{

constexpr std::size_t MostCauses = 5;
/// Causes below this share are named in the ranking chart's table only.
constexpr double SmallestShown = 0.01;
/// The next causes' first step is named from this share on.
constexpr double SmallestFixed = 0.05;
constexpr qsizetype MostMissing = 6;
constexpr qsizetype MostOfOthers = 3; ///< pieces of evidence for and against a cause that does not lead

/// Evidence as a list under a title; nothing at all when there is none and nobody would miss it.
void addList(Section& section, const QString& title, const QStringList& items, const QStringList& targets,
             const QString& none)
{
    if (!items.isEmpty()) {
        section.blocks.emplace_back(Paragraph{title});
        section.blocks.emplace_back(List{items, false, targets});
    } else if (!none.isEmpty()) {
        section.blocks.emplace_back(Paragraph{none});
    }
}

void addEvidence(Section& section, const core::Session& session, const core::RankedCause& cause, bool leads,
                 const knowledge::Knowledge& knowledge)
{
    QStringList items;
    QStringList targets;
    const auto collect = [&](const std::vector<core::Evidence>& list) {
        items.clear();
        targets.clear();
        for (const core::Evidence& evidence : list) {
            if (leads || items.size() < MostOfOthers) {
                items << evidenceLine(evidence, knowledge);
                targets << logAnchor(session, evidence.source);
            }
        }
    };
    collect(cause.evidenceFor);
    addList(section, core::translate("report", "What speaks for it:"), items, targets,
            leads ? core::translate("report", "No finding speaks for it; it is what remains.") : QString());
    collect(cause.evidenceAgainst);
    addList(section, core::translate("report", "What speaks against it:"), items, targets,
            leads ? core::translate("report", "No finding speaks against it.") : QString());
    if (!leads && cause.evidenceFor.empty() && cause.evidenceAgainst.empty()) {
        section.blocks.emplace_back(Paragraph{core::translate("report", "No finding speaks for it or against it.")});
    }
    if (!leads) {
        return;
    }
    QStringList missing;
    for (const core::MissingEvidence& gap : cause.evidenceMissing) {
        missing << missingLine(gap, knowledge);
    }
    addList(section, core::translate("report", "Not tested:"), firstOf(missing, MostMissing), {}, {});
}

void addNextTest(Section& section, const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (!session.diagnosis.nextTest) {
        return;
    }
    section.blocks.emplace_back(Heading{core::translate("report", "What would settle it")});
    section.blocks.emplace_back(Paragraph{nextStep(session, knowledge)});
}

void addFix(Section& section, const core::Fix& fix, const knowledge::Knowledge& knowledge)
{
    const QString place = textOr(knowledge, u"place."_qs + fix.place, fix.place);
    const QString where = fix.platform.isEmpty()
                              ? place
                              //: %1 "On the server", %2 a product such as nginx
                              : core::translate("report", "%1, %2").arg(place, knowledge::platformName(fix.platform));
    section.blocks.emplace_back(
        Heading{where.isEmpty() ? fix.title : core::translate("report", "%1: %2").arg(where, fix.title)});
    if (!fix.steps.isEmpty()) {
        section.blocks.emplace_back(List{fix.steps, true});
    }
    if (!fix.snippet.isEmpty()) {
        section.blocks.emplace_back(Snippet{fix.snippet});
    }
    if (!fix.risk.isEmpty()) {
        section.blocks.emplace_back(Paragraph{core::translate("report", "Risk: %1").arg(fix.risk)});
    }
}

/// The special forms of a cause by what would show them.
void addVariants(Section& section, const core::RankedCause& cause, const knowledge::Knowledge& knowledge)
{
    const auto* page = knowledge.page(cause.id);
    if (page == nullptr || page->variants.empty()) {
        return;
    }
    QStringList items;
    for (const auto& variant : page->variants) {
        //: %1 a special form of a cause, %2 signs of it
        items << core::translate("report", "%1: %2")
                     .arg(knowledge.fill(variant.title, {}), knowledge.fill(variant.signs.join(u' '), {}).remove(u'`'));
    }
    section.blocks.emplace_back(Paragraph{core::translate("report", "Special forms of it, and their signs:")});
    section.blocks.emplace_back(List{items});
}

/// Whether a cure stands in the main part: it fits every product, or it is the first of all.
bool isGeneral(const core::Fix& fix, const core::Session& session, const knowledge::Knowledge& knowledge)
{
    return fix.platform.isEmpty() || &fix == leadingFix(session, knowledge);
}

/// The leading cause in the words of the knowledge base: a file's own words might be anything.
QString leadingCause(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    if (session.diagnosis.causes.empty()) {
        return core::translate("report", "nothing could be concluded");
    }
    const core::RankedCause& top = session.diagnosis.causes.front();
    const auto* page = knowledge.page(top.id);
    //: %1 a cause, %2 its likelihood
    return core::translate("report", "%1: %2")
        .arg(page ? knowledge.fill(page->title, {})
                  : core::translate("report", "a cause that this version does not know"),
             likelihood(top.probability, knowledge));
}

} // namespace

Section beforeAfterSection(const core::Session& before, const core::Session& after,
                           const knowledge::Knowledge& knowledge)
{
    Section section{u"before-after"_qs, core::translate("report", "Before and after"), {}};
    const auto moment = [](const core::Session& session) {
        return session.startedAt.isValid() ? utcMoment(session.startedAt.toMSecsSinceEpoch()) : QString();
    };
    section.blocks.emplace_back(
        //: %1 a moment, %2 the leading cause and its likelihood
        List{{core::translate("report", "Before (%1 UTC): %2").arg(moment(before), leadingCause(before, knowledge)),
              core::translate("report", "After (%1 UTC): %2").arg(moment(after), leadingCause(after, knowledge))}});
    figures::Figure figure = figures::beforeAfter(before, after, knowledge);
    if (figure.isEmpty()) {
        section.blocks.emplace_back(Paragraph{figure.answer});
    } else {
        section.blocks.emplace_back(std::move(figure));
    }
    return section;
}

QString nextStep(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const auto& next = session.diagnosis.nextTest;
    if (!next) {
        return {};
    }
    const QString title = testTitle(next->id, knowledge);
    if (knowledge::isForPeople(knowledge, next->id)) {
        //: %1 what a person can do, %2 why
        return core::translate("report", "“%1”: %2").arg(title, next->why);
    }
    return next->seconds < 1
               ? core::translate("report", "The test “%1”: %2").arg(title, next->why)
               : core::translate("report", "The test “%1”, about %2 s: %3")
                     .arg(title, QLocale(knowledge.language()).toString(next->seconds, 'f', 0), next->why);
}

Section causesSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"causes"_qs, core::translate("report", "Likely causes"), {}};
    std::size_t rank = 0;
    for (const core::RankedCause& cause : session.diagnosis.causes) {
        if (rank == MostCauses || (rank > 0 && cause.probability < SmallestShown)) {
            break;
        }
        section.blocks.emplace_back(Heading{core::translate("report", "%1. %2: %3")
                                                .arg(++rank)
                                                .arg(cause.title, likelihood(cause.probability, knowledge))});
        addEvidence(section, session, cause, rank == 1, knowledge);
        if (rank == 1) {
            addNextTest(section, session, knowledge);
        }
    }
    if (rank > 0) {
        section.blocks.emplace_back(Paragraph{core::translate(
            "report",
            "Weights are in decibans: +10 makes a cause ten times as likely against all others, −10 a tenth.")});
    }
    return section;
}

Section fixesSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"fixes"_qs, core::translate("report", "What you can do"), {}};
    const auto& causes = session.diagnosis.causes;
    if (causes.empty()) {
        return section;
    }
    const core::Fix* first = leadingFix(session, knowledge);
    if (first != nullptr) {
        section.blocks.emplace_back(
            Paragraph{core::translate("report", "If it is “%1” – %2:")
                          .arg(causes.front().title, likelihood(causes.front().probability, knowledge))});
        addFix(section, *first, knowledge);
    }
    bool more = false;
    for (const core::Fix& fix : causes.front().fixes) {
        more = more || !isGeneral(fix, session, knowledge);
        if (&fix != first && isGeneral(fix, session, knowledge)) {
            addFix(section, fix, knowledge);
        }
    }
    if (more) {
        section.blocks.emplace_back(
            List{{core::translate("report", "The same for particular products:")}, false, {u"on-products"_qs}});
    }
    QStringList others;
    for (std::size_t i = 1; i < causes.size(); ++i) {
        if (causes[i].probability >= SmallestFixed && !causes[i].fixes.empty()) {
            const core::Fix& fix = causes[i].fixes.front();
            //: %1 a cause, %2 its likelihood, %3 "On the server", %4 what to do
            others << core::translate("report", "If it is “%1” – %2: %3, %4")
                          .arg(causes[i].title, likelihood(causes[i].probability, knowledge),
                               textOr(knowledge, u"place."_qs + fix.place, fix.place), fix.title);
        }
    }
    if (!others.isEmpty()) {
        section.blocks.emplace_back(Heading{core::translate("report", "If it is something else: the first step")});
        section.blocks.emplace_back(List{others});
    }
    return section;
}

Section onProductsSection(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    Section section{u"on-products"_qs, core::translate("report", "On particular products"), {}, true};
    const auto& causes = session.diagnosis.causes;
    if (causes.empty()) {
        return section;
    }
    figures::Table table = productTable(session, knowledge);
    if (!table.rows.empty()) {
        section.blocks.emplace_back(Heading{core::translate("report", "Products that come with this idle limit")});
        section.blocks.emplace_back(Paragraph{core::translate(
            "report",
            "The measured limit matches these defaults. That alone does not prove that one of these products is "
            "in use: limits can be changed, and several products share a figure.")});
        section.blocks.emplace_back(std::move(table));
    }
    addVariants(section, causes.front(), knowledge);
    for (const core::Fix& fix : causes.front().fixes) {
        if (!isGeneral(fix, session, knowledge)) {
            addFix(section, fix, knowledge);
        }
    }
    return section;
}

} // namespace doctor::report
