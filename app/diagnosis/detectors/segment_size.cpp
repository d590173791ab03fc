// SPDX-License-Identifier: GPL-3.0-or-later
// Small packets pass and usual ones do not, twice out of twice: the path swallows the large ones.
#include "app/diagnosis/detectors/segment_size.h"

#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;

namespace
{

const QString Test = u"payload-size"_s;

bool passed(const core::Attempt& attempt)
{
    return attempt.succeeded;
}

bool stuck(const core::Attempt& attempt)
{
    return !attempt.succeeded && isSilence(attempt) && !neverOpened(attempt);
}

/// Headers of IP and TCP without options, which TCP_MAXSEG leaves out.
int headerBytes(const core::Attempt& attempt)
{
    return attempt.address.contains(u':') ? 60 : 40;
}

/// Our own packets went unacknowledged; otherwise it was the answer that did not come.
bool ownPacketsLost(const Sightings& tries)
{
    return std::any_of(tries.begin(), tries.end(), [](const Seen& one) {
        const auto& tcp = one.attempt->tcp;
        return tcp && tcp->unacked.value_or(0) > 0 && tcp->retransmits.value_or(0) > 0;
    });
}

void addLimits(core::Finding& finding, const Sightings& small, const Sightings& search)
{
    double largest = 0;
    double lost = 0;
    for (const auto* tries : {&small, &search}) {
        for (const auto& one : *tries) {
            const double segment = parameter(*one.attempt, u"segmentBytes");
            if (passed(*one.attempt)) {
                largest = std::max(largest, segment);
            } else if (stuck(*one.attempt)) {
                lost = lost > 0 ? std::min(lost, segment) : segment;
            }
        }
    }
    finding.values.insert(u"pathMtu"_s, largest + headerBytes(*small.front().attempt));
    finding.values.insert(u"segmentBytes"_s, largest);
    if (lost > 0) {
        finding.values.insert(u"lostBytes"_s, lost + headerBytes(*small.front().attempt));
    }
}

} // namespace

Findings detectSegmentSize(const core::Session& session)
{
    const auto usual = usable(session, Test, u"usual-segments"_s);
    const auto small = usable(session, Test, u"small-segments"_s);
    if (usual.empty() || small.empty()) {
        return {};
    }
    const auto usualStuck = filtered(usual, stuck);
    const auto usualPassed = filtered(usual, passed);
    const auto smallPassed = filtered(small, passed);
    const auto total = static_cast<qsizetype>(usual.size() + small.size());
    const auto both = [&](const Sightings& one, const Sightings& other) {
        Sightings all = one;
        all.insert(all.end(), other.begin(), other.end());
        return all;
    };
    if (usualStuck.size() == usual.size() && smallPassed.size() == small.size()) {
        auto finding = makeFinding(u"segment-size"_s, u"small-cures"_s, Test, both(usualStuck, smallPassed), total);
        addLimits(finding, small, usable(session, Test, u"segment-search"_s));
        finding.values.insert(u"direction"_s, ownPacketsLost(usualStuck) ? u"sent"_s : u"received"_s);
        return {finding};
    }
    if (usualPassed.size() == usual.size() && smallPassed.size() == small.size()) {
        return {makeFinding(u"segment-size"_s, u"both-work"_s, Test, both(usualPassed, smallPassed), total)};
    }
    if (smallPassed.empty() && usualPassed.empty()) {
        return {makeFinding(u"segment-size"_s, u"no-cure"_s, Test, both(usual, small), total)};
    }
    return {};
}

} // namespace doctor::diagnosis
