// SPDX-License-Identifier: GPL-3.0-or-later
// One fix: where, what, step by step, what to copy, what may go wrong.
#include "app/cli/text/fix_text.h"

#include "app/cli/text/table.h"

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

QString placeOf(const core::Fix& fix)
{
    if (fix.place == u"server")
        return Messages::tr("on the server");
    if (fix.place == u"network")
        return Messages::tr("in the network");
    return Messages::tr("on this computer");
}

QString headlineOf(const core::Fix& fix)
{
    return fix.platform.isEmpty() ? Messages::tr("%1 (%2)", "title of a fix (where)").arg(fix.title, placeOf(fix))
                                  : Messages::tr("%1 (%2, %3)", "title of a fix (where, platform)")
                                        .arg(fix.title, placeOf(fix), fix.platform);
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

QString fixesText(const std::vector<core::Fix>& fixes, const Style& style, int width)
{
    QString text;
    for (const core::Fix& fix : fixes) {
        text += style.paint(Tone::Good, paragraph(u"* "_s + headlineOf(fix), width, 2, 2).chopped(1)) + u'\n';
        int number = 0;
        for (const QString& step : fix.steps)
            text += paragraph(u"%1. "_s.arg(++number) + step, width, 4, 3);
        for (const QString& line : fix.snippet.split(u'\n', Qt::SkipEmptyParts))
            text += u"       "_s + line + u'\n';
        if (!fix.risk.isEmpty())
            text += paragraph(Messages::tr("Mind: %1").arg(fix.risk), width, 4, 0);
    }
    return text;
}

QString fixesMarkdown(const std::vector<core::Fix>& fixes)
{
    QString text;
    for (const core::Fix& fix : fixes) {
        text += u"\n### "_s + headlineOf(fix) + u"\n\n"_s;
        int number = 0;
        for (const QString& step : fix.steps)
            text += u"%1. "_s.arg(++number) + step + u'\n';
        if (!fix.snippet.isEmpty())
            text += u"\n```\n"_s + fix.snippet + u"\n```\n"_s;
        if (!fix.risk.isEmpty())
            text += u'\n' + Messages::tr("Mind: %1").arg(fix.risk) + u'\n';
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
