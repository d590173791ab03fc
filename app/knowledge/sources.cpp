// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the list of sources.
#include "app/knowledge/sources.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

namespace
{
struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};
const QString SourcesFile = QStringLiteral("sources.json");
} // namespace

core::Result<QMap<QString, std::vector<Source>>> loadSources(const Root& root)
{
    const auto file = readObject(root, SourcesFile);
    if (!file) {
        return tl::unexpected(file.error());
    }
    QMap<QString, std::vector<Source>> sources;
    const auto rows = file->value(u"sources").toObject();
    for (auto it = rows.begin(); it != rows.end(); ++it) {
        for (const auto& entry : it.value().toArray()) {
            const auto object = entry.toObject();
            const Source source{object.value(u"title").toString(), object.value(u"where").toString()};
            if (source.title.isEmpty() || source.where.isEmpty()) {
                return wrong(SourcesFile, it.key(), Messages::tr("'title' and 'where' are expected"));
            }
            sources[it.key()].push_back(source);
        }
        if (!sources.contains(it.key())) {
            return wrong(SourcesFile, it.key(), Messages::tr("at least one source is expected"));
        }
    }
    return sources;
}

} // namespace doctor::knowledge
