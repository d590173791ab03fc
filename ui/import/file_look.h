// SPDX-License-Identifier: GPL-3.0-or-later
// What a file is, and what can be told from it without evaluating it: for the import page, before anything is opened.
#pragma once

#include "app/knowledge/knowledge.h"

#include <QString>
#include <atomic>
#include <vector>

namespace doctor::ui
{

enum class FileKind {
    Session, ///< JSON, judged by whoever loads it
    Capture,
    Log,        ///< text
    WebArchive, ///< HAR
    Compressed,
    Unknown, ///< neither text nor one of the above
    Missing  ///< cannot be read
};

/// Lines, or failed requests of a web archive, that say the same.
struct KnownError {
    QString meaning; ///< as in knowledge::Recognised; empty: not known
    int count = 0;
    qint64 firstLine = 0; ///< from 1; 0: has no lines
    QString firstText;    ///< shortened
};

struct FileLook {
    FileKind kind = FileKind::Missing;
    QString format; ///< "pcap", "gzip" …; may be empty
    QString reason; ///< of what is missing: the system's words
    qint64 bytes = 0;
    qint64 looked = 0; ///< bytes that were looked at; fewer than `bytes` after a stop or in a very long file
    qint64 lines = 0;  ///< or requests, that were looked at
    std::vector<KnownError> errors; ///< most frequent first
};

/// Longer logs are looked at up to here.
inline constexpr qint64 MostLookedAt = 20LL * 1024 * 1024;

/// From the name and the first bytes.
[[nodiscard]] FileLook kindOf(const QString& path);

/// Shared with whoever waits for a look.
struct LookProgress {
    std::atomic<bool> stop = false;
    std::atomic<int> percent = 0;
};
/// The same with what is said in it. Takes seconds for long logs: not for the window's thread.
[[nodiscard]] FileLook lookAt(const QString& path, const knowledge::Knowledge& knowledge, LookProgress& progress);

} // namespace doctor::ui
