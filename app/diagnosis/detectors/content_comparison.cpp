// SPDX-License-Identifier: GPL-3.0-or-later
// A claim about names needs ours cut every time and the other never.
#include "app/diagnosis/detectors/content_comparison.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"content-comparison"_s;

/// Cut or swallowed, as opposed to answered in any way.
bool suppressed(const core::Attempt& attempt)
{
    const auto reaction = observed(attempt, u"reaction");
    return reaction == u"reset" || reaction == u"closed" || reaction == u"silence";
}

bool answered(const core::Attempt& attempt)
{
    return observed(attempt, u"reaction") == u"answered";
}

struct Arm {
    Sightings all;
    qsizetype suppressedCount = 0;
    [[nodiscard]] bool always() const { return !all.empty() && suppressedCount == countOf(all); }
    [[nodiscard]] bool never() const { return !all.empty() && suppressedCount == 0; }
};

Arm armOf(const core::Session& session, const QString& purpose)
{
    Arm arm;
    arm.all = filtered(usable(session, Test, purpose),
                       [](const auto& attempt) { return suppressed(attempt) || answered(attempt); });
    arm.suppressedCount = countOf(filtered(arm.all, suppressed));
    return arm;
}

QString nameAnswer(const Arm& ours, const Arm& other)
{
    const bool nameless = !ours.all.front().attempt->parameters.contains(u"serverName");
    if (ours.always() && other.never()) {
        return nameless ? u"nameless-cut"_s : u"only-our-name-cut"_s;
    }
    if (ours.always() && other.always()) {
        return u"all-names-cut"_s;
    }
    if (ours.never() && other.always()) {
        return u"other-name-cut"_s;
    }
    return ours.never() && other.never() ? u"none-cut"_s : u"varies"_s;
}

std::optional<core::Finding> byName(const core::Session& session)
{
    const Arm ours = armOf(session, u"our-name"_s);
    const Arm other = armOf(session, u"other-name"_s);
    if (ours.all.size() < 2 || other.all.size() < 2) {
        return std::nullopt;
    }
    Sightings showing = ours.all;
    showing.insert(showing.end(), other.all.begin(), other.all.end());
    auto finding = makeFinding(u"name-comparison"_s, nameAnswer(ours, other), Test, showing,
                               static_cast<qsizetype>(showing.size()));
    // Three against three make a claim; two against two only a hint.
    finding.confidence = std::min(ours.all.size(), other.all.size()) >= 3 ? 0.97 : 0.8;
    finding.values = {{u"k"_s, ours.suppressedCount},
                      {u"n"_s, countOf(ours.all)},
                      {u"otherCut"_s, other.suppressedCount},
                      {u"otherTried"_s, countOf(other.all)}};
    if (const auto name = ours.all.front().attempt->parameters.value(u"serverName").toString(); !name.isEmpty()) {
        finding.values.insert(u"serverName"_s, name);
    }
    return finding;
}

std::optional<core::Finding> byAddress(const core::Session& session)
{
    const Arm here = armOf(session, u"our-name"_s);
    const Arm there = armOf(session, u"other-address"_s);
    if (!here.always() || there.all.empty()) {
        return std::nullopt;
    }
    const auto familyOf = [](const core::Attempt& attempt) { return attempt.parameters.value(u"family").toString(); };
    const QString family = familyOf(*here.all.front().attempt);
    const auto good = filtered(there.all, answered);
    const auto sameFamily = filtered(there.all, [&](const auto& attempt) { return familyOf(attempt) == family; });
    QString answer = u"cut-everywhere"_s;
    if (!good.empty()) {
        const bool otherFamilyOnly =
            std::all_of(good.begin(), good.end(), [&](const Seen& one) { return familyOf(*one.attempt) != family; });
        answer = otherFamilyOnly && filtered(sameFamily, answered).empty() ? u"one-family-cut"_s : u"only-here-cut"_s;
    }
    const Sightings& showing = good.empty() ? there.all : good;
    auto finding = makeFinding(u"address-comparison"_s, answer, Test, showing, countOf(showing));
    finding.values.insert(u"family"_s, family == u"v6" ? u"IPv6"_s : u"IPv4"_s);
    finding.values.insert(u"address"_s, here.all.front().attempt->address);
    return finding;
}

} // namespace

Findings detectContentComparison(const core::Session& session)
{
    Findings findings;
    if (const auto finding = byName(session)) {
        findings.push_back(*finding);
    }
    if (const auto finding = byAddress(session)) {
        findings.push_back(*finding);
    }
    return findings;
}

} // namespace doctor::diagnosis
