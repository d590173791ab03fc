// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the case folders.
#include "tests/support/session_cases.h"

#include "app/core/json/session_json.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace doctor::test
{

namespace
{

QStringList strings(const QJsonObject& object, QStringView key)
{
    QStringList list;
    for (const auto& item : object.value(key).toArray()) {
        list.append(item.toString());
    }
    return list;
}

core::Result<SessionCase> readFolder(const QDir& folder)
{
    SessionCase one;
    one.name = folder.dirName();
    const auto session = core::loadSession(folder.filePath(u"session.json"_s));
    if (!session) {
        return tl::unexpected(session.error());
    }
    one.session = *session;
    QFile file(folder.filePath(u"expected.json"_s));
    QJsonParseError problem{};
    const QJsonObject expected =
        file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll(), &problem).object() : QJsonObject{};
    one.top = strings(expected, u"top");
    if (one.top.isEmpty()) {
        return core::failure(core::ErrorCode::Malformed,
                             one.name + u"/expected.json: a list \"top\" with at least one cause is expected"_s);
    }
    one.truth = one.top.first();
    one.closedBy = strings(expected, u"closedBy");
    one.notAbove = strings(expected, u"notAbove");
    one.missing = strings(expected, u"missing");
    one.undecided = expected.value(u"undecided").toString();
    return one;
}

} // namespace

core::Result<std::vector<SessionCase>> sessionCases()
{
    std::vector<SessionCase> cases;
    const QDir root(qEnvironmentVariable("DOCTOR_SOURCE_DIR") + u"/tests/cases/sessions"_s);
    for (const auto& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        auto one = readFolder(QDir(root.filePath(name)));
        if (!one) {
            return tl::unexpected(one.error());
        }
        cases.push_back(std::move(*one));
    }
    return cases;
}

} // namespace doctor::test
