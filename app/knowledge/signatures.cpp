// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the most specific known error text.
#include "app/knowledge/signatures.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace doctor::knowledge
{

namespace
{
struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};
const QString SignaturesFile = QStringLiteral("signatures.json");
} // namespace

core::Result<std::vector<CompiledSignature>> loadSignatures(const Root& root)
{
    const auto file = readObject(root, SignaturesFile);
    if (!file) {
        return tl::unexpected(file.error());
    }
    std::vector<CompiledSignature> signatures;
    for (const auto& row : file->value(u"signatures").toArray()) {
        const auto object = row.toObject();
        CompiledSignature compiled;
        compiled.signature.id = object.value(u"id").toString();
        compiled.signature.platform = object.value(u"platform").toString();
        compiled.signature.pattern = object.value(u"regex").toString();
        compiled.signature.meaning = object.value(u"meaning").toString();
        compiled.signature.side = object.value(u"side").toString();
        compiled.generic = object.value(u"generic").toBool();
        compiled.expression.setPattern(compiled.signature.pattern);
        compiled.expression.setPatternOptions(QRegularExpression::MultilineOption |
                                              QRegularExpression::UseUnicodePropertiesOption);
        const auto& signature = compiled.signature;
        if (signature.id.isEmpty() || signature.pattern.isEmpty() || signature.meaning.isEmpty()) {
            return wrong(SignaturesFile, signature.id, Messages::tr("'id', 'regex' and 'meaning' are expected"));
        }
        signatures.push_back(std::move(compiled));
    }
    return signatures;
}

core::Result<void> compile(const std::vector<CompiledSignature>& signatures)
{
    for (const auto& one : signatures) {
        if (!one.expression.isValid()) {
            return wrong(SignaturesFile, one.signature.id, one.expression.errorString());
        }
    }
    return {};
}

std::optional<Recognised> recogniseText(const std::vector<CompiledSignature>& signatures, const QString& text)
{
    const QString start = text.left(MaxRecognisedBytes);
    const CompiledSignature* best = nullptr;
    QString bestText;
    for (const auto& candidate : signatures) {
        if (best != nullptr && candidate.generic && !best->generic) {
            continue;
        }
        const auto match = candidate.expression.match(start);
        if (!match.hasMatch() || match.capturedLength() == 0) {
            continue;
        }
        const bool betterKind = best != nullptr && best->generic && !candidate.generic;
        if (best == nullptr || betterKind || match.capturedLength() > bestText.size()) {
            best = &candidate;
            bestText = match.captured();
        }
    }
    if (best == nullptr) {
        return std::nullopt;
    }
    return Recognised{best->signature.id, best->signature.platform, best->signature.meaning, bestText};
}

} // namespace doctor::knowledge
