// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the knowledge base, from our resources or from a folder.
#include "app/knowledge/json_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

// Q_INIT_RESOURCE must stand outside of namespaces; without the call a linker may drop the data of a static library.
static void initKnowledgeResource()
{
    Q_INIT_RESOURCE(doctor_knowledge);
}

namespace doctor::knowledge
{

namespace
{
struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};
} // namespace

Root builtInRoot()
{
    initKnowledgeResource();
    return QStringLiteral(":/knowledge");
}

tl::unexpected<core::Error> wrong(const QString& file, const QString& entry, const QString& expected)
{
    return core::failure(
        core::ErrorCode::Internal,
        Messages::tr("The knowledge file %1 is not as expected at %2: %3.").arg(file, entry, expected));
}

core::Result<QString> readText(const Root& root, const QString& file)
{
    QFile handle(root + u'/' + file);
    if (!handle.open(QIODevice::ReadOnly)) {
        return wrong(file, Messages::tr("the file itself"), Messages::tr("it must exist and be readable"));
    }
    return QString::fromUtf8(handle.readAll());
}

core::Result<QJsonObject> readObject(const Root& root, const QString& file)
{
    const auto text = readText(root, file);
    if (!text) {
        return tl::unexpected(text.error());
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text->toUtf8(), &error);
    if (error.error != QJsonParseError::NoError) {
        return wrong(file, Messages::tr("byte %1").arg(error.offset), error.errorString());
    }
    if (!document.isObject()) {
        return wrong(file, Messages::tr("the start"), Messages::tr("an object is expected"));
    }
    return document.object();
}

QStringList filesIn(const Root& root, const QString& folder)
{
    return QDir(root + u'/' + folder).entryList(QDir::Files, QDir::Name);
}

core::Result<QStringList> stringList(const QJsonObject& object, const QString& member, const QString& file,
                                     const QString& entry)
{
    const auto value = object.value(member);
    if (value.isUndefined()) {
        return QStringList{};
    }
    QStringList list;
    for (const auto& item : value.toArray()) {
        if (item.isString()) {
            list.append(item.toString());
        }
    }
    if (!value.isArray() || list.size() != value.toArray().size()) {
        return wrong(file, entry, Messages::tr("'%1' must be a list of strings").arg(member));
    }
    return list;
}

} // namespace doctor::knowledge
