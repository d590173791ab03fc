// SPDX-License-Identifier: GPL-3.0-or-later
// A report as a neutral value: sections of blocks, plain text only, which every writer dresses in its own way.
#pragma once

#include "app/figures/figure.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <variant>
#include <vector>

namespace doctor::report
{

struct Paragraph {
    QString text;
};
struct Heading {
    QString text;    ///< below the section's own
    QString id = {}; ///< place that links lead to; may be empty
};
struct List {
    QStringList items;
    bool numbered = false;
    QStringList targets = {}; ///< per item the id of the place that shows it; empty: none
};
struct Snippet {
    QString text; ///< to copy; keeps its lines
};
struct Facts {
    std::vector<std::pair<QString, QString>> rows; ///< name and value
};
using Block = std::variant<Paragraph, Heading, List, Snippet, Facts, figures::Table, figures::Figure>;

struct Section {
    QString id;
    QString title;
    std::vector<Block> blocks;
    bool appendix = false; ///< to look things up in; nobody has to read it
};

struct Document {
    QString language;
    QString title;
    QString subtitle; ///< when, how long, how complete
    QString answer;   ///< the one paragraph for whoever reads nothing else
    std::vector<Section> sections;
    Facts glance = {};    ///< what breaks, who closed it, how sure, who must act, what first
    QString madeAt = {};  ///< start of the run, ISO 8601 in UTC
    QByteArray twin = {}; ///< the session as JSON, for machines; empty: not inside
};

/// On paper, nobody reads more rows of a test than this.
inline constexpr std::size_t MostAttemptsOnPaper = 12;
inline constexpr std::size_t MostAttemptsOnScreen = 200;
/// Everything: for a person who was not there. What must be read comes first, what is looked up stands in the appendix;
/// of each test at most so many attempts, failed ones first.
[[nodiscard]] Document fullDocument(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted,
                                    std::size_t mostAttempts = MostAttemptsOnScreen,
                                    const core::Session* before = nullptr);
/// The same in short: what fits on one screen or into a ticket (at most about 45 lines).
[[nodiscard]] Document briefDocument(const core::Session& session, const knowledge::Knowledge& knowledge, bool redacted,
                                     const core::Session* before = nullptr);

} // namespace doctor::report
