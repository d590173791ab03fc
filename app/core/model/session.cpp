// SPDX-License-Identifier: GPL-3.0-or-later
// Look-ups in a session.
#include "app/core/model/session.h"

#include <algorithm>

namespace doctor::core
{

const TestRecord* findTest(const Session& session, const QString& id)
{
    const auto found = std::find_if(session.tests.begin(), session.tests.end(),
                                    [&id](const TestRecord& record) { return record.id == id; });
    return found == session.tests.end() ? nullptr : &*found;
}

} // namespace doctor::core
