// SPDX-License-Identifier: GPL-3.0-or-later
// The survey's few conversations to: which protocol, whether TLS, and what is cut off hard.
#include "app/diagnosis/detectors/service.h"

#include <QSet>
#include <algorithm>

namespace doctor::diagnosis
{

using namespace Qt::StringLiterals;
using core::How;

namespace
{

const QString Test = u"service"_s;
const QString Unknown = u"unknown"_s;

struct Survey {
    QString asked;
    QString spoken;       ///< "unknown" when nothing was recognised
    bool tls = false;     ///< from the first byte
    bool upgrade = false; ///< on request
    int port = 0;
    Sightings all;
    Sightings worded; ///< attempts in which the service said something
};

bool saidSomething(const core::Attempt& attempt)
{
    return !observed(attempt, u"greeting").isEmpty() || !observed(attempt, u"answer").isEmpty();
}

Survey surveyOf(const core::Session& session, const core::TestRecord& record)
{
    Survey survey;
    survey.asked = record.facts.value(u"asked").toString(u"auto"_s);
    survey.spoken = record.facts.value(u"protocol").toString(Unknown);
    survey.tls = record.facts.value(u"tls").toBool();
    survey.upgrade = record.facts.value(u"tlsUpgrade").toBool();
    survey.port = session.target.port;
    survey.all = filtered(usable(session, Test), [](const auto& attempt) { return !neverOpened(attempt); });
    survey.worded = filtered(survey.all, saidSomething);
    if (survey.spoken.isEmpty() || survey.spoken == u"tcp") {
        survey.spoken = Unknown; // "tcp" is what the user asked for, not what anybody recognised
    }
    return survey;
}

bool cutOrClosed(const core::Attempt& attempt)
{
    return (isReset(attempt) || isFin(attempt)) && !saidSomething(attempt) &&
           observed(attempt, u"alertReceived").isEmpty();
}

/// Ports on which plain names mean the protocol inside TLS (IANA's registry; 6380 by Azure's custom).
bool meansTlsToo(int port)
{
    return port == 465 || port == 636 || port == 990 || port == 6380;
}

bool fitsWish(const Survey& survey)
{
    const auto& asked = survey.asked;
    const auto& spoken = survey.spoken;
    // Who asks for a protocol by its plain name speaks it plainly, and TLS alone does not understand that.
    const bool plainly = asked != u"https" && asked != u"tls" && asked != u"tcp" && !meansTlsToo(survey.port);
    if (asked == spoken && survey.tls && plainly) {
        return false;
    }
    return asked == u"tcp" || asked == spoken || (asked == u"tls" && survey.tls) ||
           (asked == u"https" && survey.tls && (spoken == u"tls" || spoken == u"https" || spoken == u"http"));
}

core::Finding spokenAs(const QString& answer, const Survey& survey, const Sightings& showing, const QString& spoken)
{
    auto finding = makeFinding(u"spoken-protocol"_s, answer, Test, showing, static_cast<qsizetype>(showing.size()));
    finding.confidence = std::max(finding.confidence, 0.9); // bytes of a protocol are not chance
    finding.values.insert(u"asked"_s, survey.asked);
    finding.values.insert(u"spoken"_s, spoken);
    return finding;
}

std::optional<core::Finding> spokenProtocol(const Survey& survey)
{
    const bool open = survey.asked == u"auto";
    if (survey.spoken != Unknown) {
        const auto answer = open ? u"recognised"_s : fitsWish(survey) ? u"as-expected"_s : u"other-protocol"_s;
        const auto spoken = survey.tls && survey.spoken != u"tls" && survey.spoken != u"https"
                                ? u"%1, TLS"_s.arg(survey.spoken)
                                : survey.spoken;
        return spokenAs(answer, survey, survey.worded.empty() ? survey.all : survey.worded, spoken);
    }
    if (survey.all.empty()) {
        return std::nullopt;
    }
    if (!survey.worded.empty()) {
        const auto& first = *survey.worded.front().attempt;
        if (survey.asked == u"tcp" || (open && first.purpose == u"greeting")) {
            return std::nullopt; // words of its own, unasked: a service that we just do not know
        }
        const auto words =
            observed(first, u"answer").isEmpty() ? observed(first, u"greeting") : observed(first, u"answer");
        // 400 is what web servers say to plain words on their TLS port: TLS may well be spoken there.
        const bool tlsAsked = survey.asked == u"https" || survey.asked == u"tls";
        if (tlsAsked && (words.startsWith(u"HTTP/1.1 400") || words.startsWith(u"HTTP/1.0 400"))) {
            return std::nullopt;
        }
        auto finding = spokenAs(u"other-protocol"_s, survey, survey.worded, u"“%1”"_s.arg(words.left(40).trimmed()));
        // Nobody promised us a protocol that we know; but who cuts after an answer was not pleased with what we said.
        const bool cut = std::any_of(survey.worded.begin(), survey.worded.end(),
                                     [](const Seen& one) { return isReset(*one.attempt); });
        finding.confidence = !open ? finding.confidence : cut ? 0.8 : 0.6;
        return finding;
    }
    // A cut TLS hello alone says nothing about other words; reset-trigger tells of it.
    auto asked = filtered(survey.all, [](const auto& attempt) {
        return attempt.purpose != u"greeting" && attempt.purpose != u"tls-hello";
    });
    if (asked.empty()) {
        asked = filtered(survey.all, [](const auto& attempt) { return attempt.purpose != u"greeting"; });
    }
    const auto ended = filtered(asked, cutOrClosed);
    if (!ended.empty() && ended.size() == asked.size()) {
        return makeFinding(u"spoken-protocol"_s, u"ended-without-word"_s, Test, ended,
                           static_cast<qsizetype>(ended.size()));
    }
    return ended.empty() ? std::optional(spokenAs(u"silent"_s, survey, survey.all, Unknown)) : std::nullopt;
}

/// Node.js's words in HTTP/1.0 where HTTP/2 alone is served and was not agreed on in TLS.
bool wantsHttp2(const core::Attempt& attempt)
{
    return observed(attempt, u"answerStart").contains(u"ALPN Protocol, expected `h2`");
}

bool answeredInHttp(const core::Attempt& attempt)
{
    return observed(attempt, u"state") == u"answered" && observed(attempt, u"answerStart").startsWith(u"HTTP/1.");
}

/// What requests are told outweighs what was recognised before any was made.
std::optional<core::Finding> saidInAnswers(const core::Session& session, const Survey& survey)
{
    const auto test = u"exchange"_s;
    const auto fresh = usable(session, test, u"fresh"_s);
    if (const auto late = filtered(fresh, answeredInHttp);
        survey.spoken == Unknown && survey.asked == u"http" && !late.empty()) {
        auto finding = makeFinding(u"spoken-protocol"_s, u"as-expected"_s, test, late, countOf(fresh));
        finding.values.insert(u"asked"_s, survey.asked);
        finding.values.insert(u"spoken"_s, survey.asked);
        return finding; // it takes longer to answer than the look at the protocol lasts
    }
    const auto wanting = filtered(fresh, wantsHttp2);
    if (wanting.empty() || wanting.size() < fresh.size()) {
        return std::nullopt;
    }
    auto finding = makeFinding(u"spoken-protocol"_s, u"other-protocol"_s, test, wanting, countOf(fresh));
    finding.values.insert(u"asked"_s, survey.asked);
    finding.values.insert(u"spoken"_s, u"HTTP/2"_s);
    return finding;
}

std::optional<core::Finding> tlsSpoken(const Survey& survey)
{
    const auto hellos = filtered(survey.all, [](const auto& attempt) { return attempt.purpose == u"tls-hello"; });
    const bool refusedByWords = std::any_of(
        hellos.begin(), hellos.end(), [](const Seen& one) { return one.attempt->ending.how == How::ProtocolError; });
    const bool wantsTls = survey.asked == u"tls" || survey.asked == u"https";
    const bool knownPlain = survey.spoken != Unknown && !survey.tls && !wantsTls;
    const bool silentToHello = !hellos.empty() && !wantsTls && isSilence(*hellos.front().attempt);
    const bool tls = survey.tls || survey.upgrade;
    const bool askedPlain = survey.asked != u"auto" && !wantsTls && hellos.empty() && !survey.all.empty();
    if (!tls && !refusedByWords && !knownPlain && !silentToHello && !askedPlain) {
        return std::nullopt;
    }
    auto finding = makeFinding(u"tls-spoken"_s, tls ? u"yes"_s : u"no"_s, Test, survey.all,
                               static_cast<qsizetype>(survey.all.size()));
    finding.confidence = 0.97;
    finding.values.insert(u"protocol"_s, survey.spoken);
    return finding;
}

/// Ports of protocols that no words of ours belong to (IANA's registry): message brokers, databases, directories,
/// file services and remote desktops. Who hangs up on strange words there need not be broken.
bool belongsToOthers(int port)
{
    static const QSet<int> ports{88,   102,  111,  135,  139,  179,  389,  445,  502,  515,   631,  646,  873,
                                 1352, 1521, 1720, 1723, 1883, 1935, 2049, 2181, 2375, 3260,  3389, 3868, 4840,
                                 5060, 5061, 5671, 5672, 5683, 8883, 9042, 9092, 9160, 27017, 44818};
    return ports.contains(port);
}

Sightings ofPurpose(const Sightings& seen, std::initializer_list<QStringView> purposes)
{
    return filtered(seen, [&](const auto& attempt) {
        return std::any_of(purposes.begin(), purposes.end(), [&](auto purpose) { return attempt.purpose == purpose; });
    });
}

bool wordlessReset(const core::Attempt& attempt)
{
    return isReset(attempt) && cutOrClosed(attempt);
}

/// Cut before we had said anything.
bool cutAtAccept(const core::Attempt& attempt)
{
    return wordlessReset(attempt) && attempt.ending.phase == core::Phase::Established;
}

bool completedTls(const core::Attempt& attempt)
{
    return attempt.observations.value(u"tlsCompleted").toBool();
}

/// Hellos with our name that were cut, while the same hello with another name, or none, was served; else empty.
Sightings cutForTheName(const Sightings& ours, const Sightings& variants)
{
    const auto otherwise = filtered(ofPurpose(variants, {u"with-name", u"no-name", u"other-name"}), completedTls);
    const auto cut =
        filtered(ours, [](const auto& attempt) { return wordlessReset(attempt) && !completedTls(attempt); });
    return !otherwise.empty() && cut.size() >= 2 && cut.size() == ours.size() ? cut : Sightings{};
}

std::optional<core::Finding> resetTrigger(const Survey& survey, const Sightings& handshakes, const Sightings& variants)
{
    const auto question = u"reset-trigger"_s;
    if (const auto cut = cutForTheName(handshakes, variants); !cut.empty()) {
        auto finding =
            makeFinding(question, u"tls-hello-only"_s, u"tls-handshake"_s, cut, static_cast<qsizetype>(cut.size()));
        return finding;
    }
    const auto total = static_cast<qsizetype>(survey.all.size());
    const bool spoke = survey.spoken != Unknown || survey.tls || !survey.worded.empty();
    const auto hellos = ofPurpose(survey.all, {u"tls-hello"});
    const auto others = ofPurpose(survey.all, {u"http-request", u"plain-bytes", u"postgres-words", u"sqlserver-words"});
    const auto hellosCut = filtered(hellos, wordlessReset);
    const auto othersCut = filtered(others, wordlessReset);
    const auto atAccept = filtered(survey.all, cutAtAccept);
    const bool strangers = survey.asked == u"auto" && belongsToOthers(survey.port);
    if (!spoke && !atAccept.empty() && atAccept.size() == survey.all.size()) {
        return makeFinding(question, u"at-accept"_s, Test, atAccept, total);
    }
    if (!spoke && !hellosCut.empty() && othersCut.empty() && !others.empty()) {
        auto finding =
            makeFinding(question, u"tls-hello-only"_s, Test, hellosCut, static_cast<qsizetype>(hellos.size()));
        const auto more = filtered(handshakes, wordlessReset);
        const auto k = static_cast<qsizetype>(hellosCut.size() + more.size());
        const auto n = static_cast<qsizetype>(hellos.size() + handshakes.size());
        finding.confidence = confidence(k, n);
        finding.values.insert(u"k"_s, k);
        finding.values.insert(u"n"_s, n);
        return finding;
    }
    if (strangers && !spoke && !othersCut.empty()) {
        return std::nullopt; // nobody promised that any of our words would be understood
    }
    if (!spoke && !othersCut.empty() && othersCut.size() == others.size() && hellosCut.size() == hellos.size()) {
        auto cut = hellosCut;
        cut.insert(cut.end(), othersCut.begin(), othersCut.end());
        return makeFinding(question, u"any-bytes"_s, Test, cut, static_cast<qsizetype>(hellos.size() + others.size()));
    }
    const auto tried = hellos.size() + others.size() + survey.worded.size();
    if (tried > 0 && (spoke || (hellosCut.empty() && othersCut.empty()))) {
        return makeFinding(question, u"none"_s, Test, survey.all, total);
    }
    return std::nullopt;
}

} // namespace

Findings detectService(const core::Session& session)
{
    const auto* record = core::findTest(session, Test);
    if (record == nullptr || record->attempts.empty()) {
        return {};
    }
    auto survey = surveyOf(session, *record);
    const auto opened = [](const auto& attempt) { return !neverOpened(attempt); };
    const auto handshakes = filtered(usable(session, u"tls-handshake"_s), opened);
    const auto variants = filtered(usable(session, u"tls-matrix"_s), opened);
    // A web server's plain words about a wrong hello do not hide that TLS is what it speaks.
    survey.tls = survey.tls || (!survey.upgrade && !filtered(handshakes, completedTls).empty());
    Findings findings;
    const auto said = saidInAnswers(session, survey);
    for (const auto& finding :
         {said ? said : spokenProtocol(survey), tlsSpoken(survey), resetTrigger(survey, handshakes, variants)}) {
        if (finding) {
            findings.push_back(*finding);
        }
    }
    return findings;
}

} // namespace doctor::diagnosis
