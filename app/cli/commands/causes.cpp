// SPDX-License-Identifier: GPL-3.0-or-later
// The list of causes, or one of them whole.
#include "app/cli/commands/causes.h"

#include "app/cli/text/cause_text.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::CausesCommand)
};

QByteArray listed(const knowledge::Knowledge& knowledge, const Context& context)
{
    if (context.format == u"json")
        return QJsonDocument(causesJson(knowledge)).toJson();
    if (context.format == u"markdown")
        return causesMarkdown(knowledge).toUtf8();
    return causesTable(knowledge, context.style, context.streams.width).toUtf8();
}

QByteArray shown(const knowledge::CauseDefinition& cause, const knowledge::Knowledge& knowledge, const Context& context)
{
    if (context.format == u"json")
        return QJsonDocument(causeJson(cause, knowledge)).toJson();
    if (context.format == u"markdown")
        return causeMarkdown(cause, knowledge).toUtf8();
    return causeText(cause, knowledge, context.style, context.streams.width).toUtf8();
}

QByteArray shown(const knowledge::FoundVariant& found, const knowledge::Knowledge& knowledge, const Context& context)
{
    if (context.format == u"json") {
        QJsonObject object = variantJson(*found.variant, knowledge);
        object.insert(u"variantOf"_s, found.cause->id);
        return QJsonDocument(object).toJson();
    }
    if (context.format == u"markdown")
        return variantMarkdown(*found.variant, knowledge).toUtf8();
    return (variantText(*found.variant, knowledge, context.style, context.streams.width) +
            Messages::tr("It is a special form of “%1”.", "%1 id of a cause").arg(found.cause->id) + u'\n')
        .toUtf8();
}

} // namespace

QString CausesCommand::description() const
{
    return Messages::tr("Print what is known about causes and their cures");
}

QStringList CausesCommand::formats() const
{
    return {u"text"_s, u"json"_s, u"markdown"_s};
}

void CausesCommand::addOptions(CLI::App& app)
{
    app.add_option("ID", m_id, Messages::tr("One cause or variant; all of them without it").toStdString())
        ->type_name("");
}

int CausesCommand::run(Context& context)
{
    const auto knowledge = context.knowledge();
    if (!knowledge)
        return context.fail(knowledge.error());
    if (m_id.empty()) {
        context.streams.print(listed(**knowledge, context));
        return static_cast<int>(ExitCode::NothingWrong);
    }
    const knowledge::CauseDefinition* cause = (*knowledge)->cause(fromArgument(m_id));
    const auto variant = knowledge::findVariant(**knowledge, fromArgument(m_id));
    if (!cause && variant.variant) {
        context.streams.print(shown(variant, **knowledge, context));
        return static_cast<int>(ExitCode::NothingWrong);
    }
    if (!cause) {
        QStringList ids;
        for (const knowledge::CauseDefinition& one : (*knowledge)->causes())
            ids << one.id;
        return context.fail(
            ExitCode::Usage,
            Messages::tr("There is no cause “%1”; there are %2.").arg(fromArgument(m_id), ids.join(u", "_s)));
    }
    context.streams.print(shown(*cause, **knowledge, context));
    return static_cast<int>(ExitCode::NothingWrong);
}

} // namespace doctor::cli
