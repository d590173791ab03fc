// SPDX-License-Identifier: GPL-3.0-or-later
// Reads our own JSON and text files and says in one sentence which file and entry is not as expected.
#pragma once

#include "app/core/base/error.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace doctor::knowledge
{

/// Where the knowledge files lie: our resources, or a folder in tests. Ends without a slash.
using Root = QString;

/// The files that are compiled in.
[[nodiscard]] Root builtInRoot();

/// Error Internal: "<file>, <entry>: <expected>".
[[nodiscard]] tl::unexpected<core::Error> wrong(const QString& file, const QString& entry, const QString& expected);

[[nodiscard]] core::Result<QString> readText(const Root& root, const QString& file);
[[nodiscard]] core::Result<QJsonObject> readObject(const Root& root, const QString& file);
/// Names of the files in a folder, sorted; empty when it does not exist.
[[nodiscard]] QStringList filesIn(const Root& root, const QString& folder);

/// Strings of an array member; error when it is there and is no array of strings. An absent one is empty.
[[nodiscard]] core::Result<QStringList> stringList(const QJsonObject& object, const QString& member,
                                                   const QString& file, const QString& entry);

} // namespace doctor::knowledge
