// SPDX-License-Identifier: GPL-3.0-or-later
// A session as a document for a person who was not there. Formats come from one registry.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QByteArray>
#include <memory>
#include <vector>

namespace doctor::report
{

struct Format {
    QString id;     ///< "html", "markdown", "json", "text", "pdf", "zip" (all of them)
    QString suffix; ///< file suffix without dot
    QString mimeType;
};
[[nodiscard]] const std::vector<Format>& formats();
[[nodiscard]] const Format* findFormat(const QString& id);

struct Options {
    bool hidePrivateDetails = true; ///< consistent pseudonyms for hosts, addresses, user names and other secrets
    QStringList alsoHide = {};      ///< words that the user wants replaced too, wherever they stand
    QStringList keep = {};          ///< words that the user wants to stay as they are
    std::shared_ptr<const core::Session> before = {}; ///< an earlier run to compare with, in the same language
    std::shared_ptr<const QByteArray> packets = {};   ///< a pcap file for the archive, as it is: addresses stay
};

/// One word that was replaced, for the list that the export page shows.
struct Replacement {
    QString original;
    QString pseudonym;
    int count = 0;
};

/// Renders in the knowledge's language, whichever one the application speaks; the session is to be in that language
/// too (engine::SessionController::inLanguage). Error: InvalidInput for an unknown format.
[[nodiscard]] core::Result<QByteArray> render(const core::Session& session, const knowledge::Knowledge& knowledge,
                                              const QString& formatId, const Options& options = {},
                                              std::vector<Replacement>* replaced = nullptr);
/// What still looks private in a rendered text, for instance after the user kept a word: each such word once.
[[nodiscard]] QStringList stillPrivate(const QString& text);
/// Short text to paste into a chat or ticket.
[[nodiscard]] QString shortText(const core::Session& session, const knowledge::Knowledge& knowledge,
                                const Options& options = {});
/// Suggested file name without folder, pseudonymised like the content.
[[nodiscard]] QString suggestedFileName(const core::Session& session, const QString& formatId, const Options& options);

} // namespace doctor::report
