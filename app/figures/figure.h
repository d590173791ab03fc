// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as values: which picture answers which question, its axes, marks, table twin and spoken sentence.
// The window draws them with Qt Charts, the report as SVG, the terminal as a table.
#pragma once

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace doctor::figures
{

/// Meaning of a mark; the drawer gives it a colour and a shape, the same everywhere (ux.md §3.2).
enum class Mark {
    Worked,   ///< round, blue/sky
    Fin,      ///< triangle: closed in order by the other side
    Reset,    ///< cross: cut off hard
    Silence,  ///< open square: nothing heard
    Refused,  ///< diamond
    Other,    ///< small square: closed by us, cancelled, local failure
    For,      ///< bar: evidence for
    Against,  ///< bar: evidence against
    Neutral,  ///< bar: starting odds, sum
    Reference ///< dashed line: a known limit
};

struct Axis {
    enum class Scale { Linear, Log, Category };
    QString title;
    QString unit;
    Scale scale = Scale::Linear;
    double minimum = 0;
    double maximum = 1;
    QStringList categories; ///< for Category: value i is at i
    bool operator==(const Axis&) const = default;
};

/// A dot at (x, y); `attempt` leads to what it shows.
struct Point {
    double x = 0;
    double y = 0;
    Mark mark = Mark::Worked;
    QString label; ///< spoken and shown on hover and on arrow keys
    QString test;
    int attempt = -1;
    bool operator==(const Point&) const = default;
};

/// A line through its points in order; steps are already spelled out.
struct Line {
    std::vector<std::pair<double, double>> points;
    Mark mark = Mark::Worked;
    bool dashed = false;
    QString label; ///< direct label; empty: none
    bool operator==(const Line&) const = default;
};

/// A horizontal bar on category y from `from` to `to`.
struct Bar {
    double from = 0;
    double to = 0;
    int category = 0;
    Mark mark = Mark::For;
    QString label;
    bool operator==(const Bar&) const = default;
};

/// A place that packets pass: an upright line with its name above.
struct Lane {
    QString name;
    QString note;        ///< its address; may be empty
    bool marked = false; ///< where the failure comes from
    bool operator==(const Lane&) const = default;
};

/// What went from one lane to another. With from == to nothing was sent: it is only said what was the case.
struct Step {
    QString time; ///< may be empty: not measured
    int from = 0;
    int to = 0;
    QString text;
    Mark mark = Mark::Worked;
    bool lost = false; ///< did not arrive, or got no answer
    bool operator==(const Step&) const = default;
};

struct Table {
    QStringList header;
    std::vector<QStringList> rows;
    bool operator==(const Table&) const = default;
};

struct Figure {
    QString id;       ///< "attempt-strip", "idle-survival", "evidence" …
    QString question; ///< title
    QString answer;   ///< subtitle, one sentence with figures; also the accessible description
    Axis x;
    Axis y;
    std::vector<Point> points;
    std::vector<Line> lines;
    std::vector<Bar> bars;
    std::vector<Lane> lanes; ///< with them it is a drawing of steps from the top down, and has no axes
    std::vector<Step> steps;
    Table table; ///< the twin that holds every mark
    [[nodiscard]] bool isEmpty() const { return points.empty() && lines.empty() && bars.empty() && steps.empty(); }
    bool operator==(const Figure&) const = default;
};

/// Time to outcome of every attempt, in order, coloured and shaped by ending. `test` empty: all tests.
[[nodiscard]] Figure attemptStrip(const core::Session& session, const knowledge::Knowledge& knowledge,
                                  const QString& test = {});
/// After how long idle: survival steps with ticks for those not closed yet and known limits.
[[nodiscard]] Figure idleSurvival(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Who closed, and when: one line per connection with its end mark: at most 60, failures before others, the latest
/// of each.
[[nodiscard]] Figure connectionLines(const core::Session& session, const knowledge::Knowledge& knowledge,
                                     const QString& test = {});
/// At what size it breaks: outcome of every size tried (test payload-size).
[[nodiscard]] Figure sizeOutcomes(const core::Session& session, const knowledge::Knowledge& knowledge);
/// At what load it breaks: outcome by number of connections held open at once (test load-ramp).
[[nodiscard]] Figure loadOutcomes(const core::Session& session, const knowledge::Knowledge& knowledge);
/// How long an unfinished request may take: survival steps (test request-time).
[[nodiscard]] Figure requestSurvival(const core::Session& session, const knowledge::Knowledge& knowledge);
/// One row per address (test connect) or per variant (tests tls-handshake and tls-matrix) with every outcome on it.
[[nodiscard]] Figure outcomesByRow(const core::Session& session, const knowledge::Knowledge& knowledge,
                                   const QString& test);
/// Look-up, TCP, TLS and first byte one after another, each as long as its middle value in what worked.
[[nodiscard]] Figure stepTimes(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Weight of evidence for one cause in decibans, from starting odds to sum.
[[nodiscard]] Figure evidence(const core::RankedCause& cause, const knowledge::Knowledge& knowledge);
/// Probabilities of the leading causes.
[[nodiscard]] Figure ranking(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Which habit of the client (repeating, keep-alive, pool limits) would have hidden how many measured failures.
[[nodiscard]] Figure prevention(const core::Session& session, const knowledge::Knowledge& knowledge);
/// What went to and fro on one connection, as far as it was measured: one step per packet or row of packets.
/// Without steps when the attempt sent nothing.
[[nodiscard]] Figure connectionLadder(const core::Session& session, const knowledge::Knowledge& knowledge,
                                      const core::TestRecord& test, const core::Attempt& attempt);
/// How far the words that are cut had to travel to be cut, and which place on the way that points to (test
/// resetter-trace). The place is marked only when the verdict agrees with it.
[[nodiscard]] Figure resetPath(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Failed share of every test that both sessions ran; without bars when they share none.
[[nodiscard]] Figure beforeAfter(const core::Session& before, const core::Session& after,
                                 const knowledge::Knowledge& knowledge);
/// Figure that fits a running or finished test best.
[[nodiscard]] Figure figureOfTest(const core::Session& session, const knowledge::Knowledge& knowledge,
                                  const QString& test);
/// All figures that this session has something to show in, most telling first.
[[nodiscard]] std::vector<Figure> allFigures(const core::Session& session, const knowledge::Knowledge& knowledge);

} // namespace doctor::figures
