// SPDX-License-Identifier: GPL-3.0-or-later
// What logs say: the lines that came with the session, the known ones marked; or which log would tell.
#pragma once

#include "app/report/document/document.h"

#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

namespace doctor::report
{

struct ExcerptLine {
    int number = 0; ///< in its source, from 1
    QString text;
    QString signature = {}; ///< id of what is known on it; empty: nothing
    QString meaning = {};   ///< the same in words
};

/// One text that somebody gave: what the user pasted, or a file.
struct LogExcerpt {
    QString source; ///< "pasted", or the name of a file
    QString title;  ///< the same in words
    std::vector<ExcerptLine> lines;
    bool isCut = false; ///< only its beginning was kept
};

[[nodiscard]] std::vector<LogExcerpt> logExcerpts(const core::Session& session, const knowledge::Knowledge& knowledge);
/// Part "log excerpts" of the full report.
[[nodiscard]] Section logExcerptsSection(const core::Session& session, const knowledge::Knowledge& knowledge);
/// The same in at most four lines.
[[nodiscard]] Section briefLogSection(const core::Session& session, const knowledge::Knowledge& knowledge);
/// The session as JSON, with which lines of the logs are known. Lines are indented as long as somebody may read them; a
/// large session is half the size without.
[[nodiscard]] QByteArray dataOf(const core::Session& session, const knowledge::Knowledge& knowledge);

} // namespace doctor::report
