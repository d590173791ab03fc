// SPDX-License-Identifier: GPL-3.0-or-later
// One archive with all that a report can be.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/session.h"
#include "app/knowledge/knowledge.h"

#include <QByteArray>

namespace doctor::report
{

/// `before` is an earlier run to compare with, or nullptr.
/// Takes the session as it may leave the house; `name` becomes the folder inside the archive. `packets` is a pcap file
/// that the user wants in it, or nullptr; nothing in it is replaced.
[[nodiscard]] core::Result<QByteArray> bundle(const core::Session& session, const knowledge::Knowledge& knowledge,
                                              bool redacted, const QString& name, const core::Session* before,
                                              const QByteArray* packets);

} // namespace doctor::report
