// SPDX-License-Identifier: GPL-3.0-or-later
// Look-ups in a session.
#include "app/core/model/session.h"

#include "app/core/base/spoken.h"

#include <QJsonArray>
#include <algorithm>

namespace doctor::core
{

const TestRecord* findTest(const Session& session, const QString& id)
{
    const auto found = std::find_if(session.tests.begin(), session.tests.end(),
                                    [&id](const TestRecord& record) { return record.id == id; });
    return found == session.tests.end() ? nullptr : &*found;
}

QStringList leftOutAddresses(const Session& session)
{
    QStringList addresses;
    if (const TestRecord* lookup = findTest(session, QStringLiteral("name-lookup"))) {
        for (const QJsonValue& one : lookup->facts.value(u"leftOut").toArray()) {
            addresses.append(one.toString());
        }
    }
    return addresses;
}

QString leftOutSentence(const Session& session)
{
    const QStringList addresses = leftOutAddresses(session);
    if (addresses.isEmpty()) {
        return {};
    }
    //: %1 addresses of the service, %2 an address of this computer
    return translate("core", "Not tested: %1, because the connections were to come from %2, which is of the other "
                             "address family.")
        .arg(addresses.join(QStringLiteral(", ")), session.target.sourceAddress);
}

} // namespace doctor::core
