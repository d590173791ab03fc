// SPDX-License-Identifier: GPL-3.0-or-later
// One fix: where, what, step by step, what to copy, what may go wrong.
#include "app/cli/text/fix_text.h"

#include "app/cli/text/table.h"
#include "app/knowledge/platforms.h"

#include <QCoreApplication>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::cli::Fixes)
};

QString headlineOf(const core::Fix& fix, const knowledge::Knowledge& knowledge)
{
    const QString place = knowledge.text(u"place."_s + fix.place);
    return fix.platform.isEmpty() ? Messages::tr("%1: %2", "where: title of a fix").arg(place, fix.title)
                                  : Messages::tr("%1, %2: %3", "where, platform: title of a fix")
                                        .arg(place, knowledge::platformName(fix.platform), fix.title);
}

} // namespace

std::vector<core::Fix> filled(std::vector<core::Fix> fixes, const knowledge::Knowledge& knowledge)
{
    for (core::Fix& fix : fixes) {
        fix.title = knowledge.fill(fix.title, {});
        for (QString& step : fix.steps)
            step = knowledge.fill(step, {});
        fix.snippet = knowledge.fill(fix.snippet, {});
        fix.risk = knowledge.fill(fix.risk, {});
    }
    return fixes;
}

QString fixesText(const std::vector<core::Fix>& fixes, const knowledge::Knowledge& knowledge, const Style& style,
                  int width)
{
    QString text;
    for (const core::Fix& fix : fixes) {
        text +=
            style.paint(Tone::Good, paragraph(u"* "_s + headlineOf(fix, knowledge), width, 2, 2).chopped(1)) + u'\n';
        int number = 0;
        for (const QString& step : fix.steps)
            text += paragraph(u"%1. "_s.arg(++number) + step, width, 4, 3);
        for (const QString& line : fix.snippet.split(u'\n', Qt::SkipEmptyParts))
            text += u"       "_s + line + u'\n';
        if (!fix.risk.isEmpty())
            text += paragraph(Messages::tr("Risk: %1").arg(fix.risk), width, 4, 0);
    }
    return text;
}

QString fixesMarkdown(const std::vector<core::Fix>& fixes, const knowledge::Knowledge& knowledge)
{
    QString text;
    for (const core::Fix& fix : fixes) {
        text += u"\n### "_s + headlineOf(fix, knowledge) + u"\n\n"_s;
        int number = 0;
        for (const QString& step : fix.steps)
            text += u"%1. "_s.arg(++number) + step + u'\n';
        if (!fix.snippet.isEmpty())
            text += u"\n```\n"_s + fix.snippet + u"\n```\n"_s;
        if (!fix.risk.isEmpty())
            text += u'\n' + Messages::tr("Risk: %1").arg(fix.risk) + u'\n';
    }
    return text;
}

QJsonArray fixesJson(const std::vector<core::Fix>& fixes)
{
    QJsonArray array;
    for (const core::Fix& fix : fixes)
        array.append(QJsonObject{{u"place"_s, fix.place},
                                 {u"title"_s, fix.title},
                                 {u"steps"_s, QJsonArray::fromStringList(fix.steps)},
                                 {u"snippet"_s, fix.snippet},
                                 {u"platform"_s, fix.platform},
                                 {u"risk"_s, fix.risk}});
    return array;
}

} // namespace doctor::cli
