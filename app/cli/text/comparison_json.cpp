// SPDX-License-Identifier: GPL-3.0-or-later
// Words and numbers only; the few texts are for people and need not be parsed.
#include "app/cli/text/comparison_json.h"

#include "app/core/model/names.h"
#include "app/figures/settings.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

QJsonValue orNull(std::optional<double> value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonObject runJson(const core::Session& session)
{
    return {{u"startedAt"_s, session.startedAt.toString(Qt::ISODateWithMs)},
            {u"complete"_s, session.complete},
            {u"target"_s, QJsonObject{{u"host"_s, session.target.host},
                                      {u"port"_s, session.target.port},
                                      {u"protocol"_s, core::toWord(session.target.protocol)}}}};
}

QJsonObject shareJson(const figures::Share& share)
{
    const auto [low, high] = figures::interval(share);
    QJsonObject object{{u"failed"_s, share.failed}, {u"tried"_s, share.tried}, {u"interval"_s, QJsonArray{low, high}}};
    if (share.failed == 0 && share.tried > 0)
        object.insert(u"couldStillBe"_s, figures::couldStillBe(share.tried));
    return object;
}

QJsonArray settingsJson(const Compared& compared)
{
    QJsonArray array;
    for (const figures::Setting& setting :
         figures::differingSettings({compared.before, compared.after}, compared.knowledge))
        array.append(QJsonObject{{u"id"_s, setting.id},
                                 {u"name"_s, setting.name},
                                 {u"before"_s, setting.values.front()},
                                 {u"after"_s, setting.values.back()},
                                 {u"changesTheWay"_s, setting.changesTheWay}});
    return array;
}

QJsonArray testsJson(const Compared& compared)
{
    QJsonArray array;
    for (const figures::TestChange& test : compared.check.tests) {
        const bool both = test.change != figures::Change::NotCompared;
        QJsonObject object{{u"id"_s, test.id},
                           {u"title"_s, compared.knowledge.text(u"test."_s + test.id + u".title"_s)},
                           {u"before"_s, shareJson(test.before)},
                           {u"after"_s, shareJson(test.after)},
                           {u"change"_s, figures::toWord(test.change)}};
        object.insert(u"difference"_s, both ? QJsonValue(static_cast<double>(test.after.failed) / test.after.tried -
                                                         static_cast<double>(test.before.failed) / test.before.tried)
                                            : QJsonValue());
        object.insert(u"chance"_s, both ? QJsonValue(test.chance) : QJsonValue());
        object.insert(u"confidence"_s, both ? QJsonValue(1 - test.chance) : QJsonValue());
        array.append(object);
    }
    return array;
}

QJsonArray causesJson(const Compared& compared)
{
    QJsonArray array;
    for (const figures::CauseChange& cause : compared.check.causes)
        array.append(QJsonObject{{u"id"_s, cause.id},
                                 {u"title"_s, cause.title},
                                 {u"before"_s, orNull(cause.before)},
                                 {u"after"_s, orNull(cause.after)}});
    return array;
}

} // namespace

QJsonObject comparisonJson(const Compared& compared)
{
    const figures::FixCheck& check = compared.check;
    return {
        {u"schema"_s, u"connection-doctor/comparison/1"_s},
        {u"tool"_s, QJsonObject{{u"name"_s, u"connection-doctor"_s}, {u"version"_s, QStringLiteral(DOCTOR_VERSION)}}},
        {u"language"_s, compared.knowledge.language()},
        {u"before"_s, runJson(compared.before)},
        {u"after"_s, runJson(compared.after)},
        {u"sameService"_s, check.answer != figures::Answer::OtherService},
        {u"sameRun"_s, check.sameRun},
        {u"wrongOrder"_s, check.wrongOrder},
        {u"answer"_s, figures::toWord(check.answer)},
        {u"nothingWrongAfter"_s, check.nothingWrongAfter},
        {u"summary"_s, answerSentences(compared)},
        {u"limits"_s, QJsonArray::fromStringList(limitSentences(compared))},
        {u"overall"_s, QJsonObject{{u"before"_s, shareJson(check.before)},
                                   {u"after"_s, shareJson(check.after)},
                                   {u"chance"_s, check.chance},
                                   {u"confidence"_s, 1 - check.chance}}},
        {u"settings"_s, settingsJson(compared)},
        {u"tests"_s, testsJson(compared)},
        {u"deciding"_s, QJsonArray::fromStringList(check.deciding)},
        {u"notTriedAgain"_s, QJsonArray::fromStringList(check.notTriedAgain)},
        {u"causes"_s, causesJson(compared)}};
}

} // namespace doctor::cli
