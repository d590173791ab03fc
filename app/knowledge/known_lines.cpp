// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for each line of a text; logs repeat themselves, so each wording is looked up once.
#include "app/knowledge/known_lines.h"

#include "app/knowledge/signatures.h"

#include <QHash>

namespace doctor::knowledge
{

std::vector<RecognisedLine> recogniseLines(const Knowledge& knowledge, const QString& text)
{
    const QString start = text.left(MaxRecognisedBytes);
    const auto whole = knowledge.recognise(start);
    std::vector<RecognisedLine> found;
    if (!whole) {
        return found;
    }
    QHash<QString, std::optional<Recognised>> asked;
    const QStringList lines = start.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        auto known = asked.constFind(lines.at(i));
        if (known == asked.constEnd()) {
            known = asked.insert(lines.at(i), knowledge.recognise(lines.at(i)));
        }
        if (known->has_value()) {
            found.push_back({static_cast<int>(i), **known});
        }
    }
    if (found.empty()) {
        const auto before = QStringView(start).left(std::max<qsizetype>(0, start.indexOf(whole->matchedText)));
        found.push_back({static_cast<int>(before.count(u'\n')), *whole});
    }
    return found;
}

} // namespace doctor::knowledge
