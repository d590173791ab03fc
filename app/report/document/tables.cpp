// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of the report: the tests at a glance, and every attempt with all that was measured.
#include "app/core/base/spoken.h"
#include "app/core/model/names.h"
#include "app/report/document/parts.h"
#include "app/report/words.h"

#include <QJsonObject>
#include <QLocale>
#include <algorithm>

namespace doctor::report
{

namespace
{

constexpr qsizetype MostDetailSigns = 60;

QString endpoint(const QString& address, std::optional<int> port)
{
    if (address.isEmpty()) {
        return port && *port > 0 ? QString::number(*port) : QString();
    }
    const QString host = address.contains(u':') ? u'[' + address + u']' : address;
    return port && *port > 0 ? host + u':' + QString::number(*port) : host;
}

QLocale plainLocale(const knowledge::Knowledge& knowledge)
{
    QLocale locale(knowledge.language());
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale;
}

QString milliseconds(std::optional<double> value, const QLocale& locale)
{
    return value ? locale.toString(*value, 'f', *value < 100 ? 1 : 0) : QString();
}

template <typename T>
QString whole(const std::optional<T>& value)
{
    return value ? QString::number(*value) : QString();
}

QString details(const core::Attempt& attempt)
{
    QStringList parts;
    for (const QJsonObject& object : {attempt.parameters, attempt.observations}) {
        if (!object.isEmpty()) {
            parts << flat(object);
        }
    }
    return parts.join(u"; "_qs);
}

/// Details for a page: what has a column of its own is left out, and long texts are cut.
QString briefDetails(const core::Attempt& attempt)
{
    QStringList parts;
    for (QJsonObject object : {attempt.parameters, attempt.observations}) {
        object.remove(u"address"_qs);
        object.remove(u"family"_qs);
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QString one = flat({{it.key(), it.value()}});
            parts << (one.size() > MostDetailSigns ? one.left(MostDetailSigns - 1) + u'…' : one);
        }
    }
    return parts.join(u"; "_qs);
}

/// Takes the columns out that say the same in every row, and the date out of the times.
QString takeOutCommon(figures::Table& table)
{
    constexpr std::size_t Rows = 3; // fewer are read at one glance anyway
    constexpr qsizetype DateSigns = 10;
    constexpr qsizetype StartColumn = 1;
    if (table.rows.size() < Rows) {
        return {};
    }
    QStringList common;
    const auto alike = [&table](qsizetype column, qsizetype signs) {
        return std::all_of(table.rows.begin(), table.rows.end(), [&](const QStringList& row) {
            return row.value(column).left(signs) == table.rows.front().value(column).left(signs);
        });
    };
    if (alike(StartColumn, DateSigns)) {
        //: %1 a date
        common << core::translate("report", "Date: %1").arg(table.rows.front().value(StartColumn).left(DateSigns));
        for (QStringList& row : table.rows) {
            row[StartColumn] = row.value(StartColumn).mid(DateSigns + 1);
        }
    }
    for (qsizetype column = table.header.size() - 1; column > StartColumn; --column) {
        const QString value = table.rows.front().value(column);
        if (value.isEmpty() || !alike(column, value.size() + 1)) {
            continue;
        }
        //: %1 name of a column, %2 what stands in all its cells
        common.insert(std::min<qsizetype>(1, common.size()),
                      core::translate("report", "%1: %2").arg(table.header.at(column), value));
        table.header.removeAt(column);
        for (QStringList& row : table.rows) {
            row.removeAt(column);
        }
    }
    return common.join(u"; "_qs);
}

QString outcome(const core::Attempt& attempt, const knowledge::Knowledge& knowledge)
{
    const QString how = knowledge.text(u"ending."_qs + core::toWord(attempt.ending.how));
    const QString ending = attempt.ending.detail.isEmpty() ? how : how + u" ("_qs + attempt.ending.detail + u')';
    return attempt.succeeded ? core::translate("report", "worked; then %1").arg(ending) : ending;
}

/// Places of the attempts to show, in order: when not all fit, the failed ones have the right of way.
std::vector<std::size_t> chosen(const std::vector<core::Attempt>& attempts, std::size_t most)
{
    std::vector<std::size_t> places;
    for (const bool succeeded : {false, true}) {
        for (std::size_t i = 0; i < attempts.size() && places.size() < most; ++i) {
            if (attempts[i].succeeded == succeeded) {
                places.push_back(i);
            }
        }
    }
    std::sort(places.begin(), places.end());
    return places;
}

} // namespace

figures::Table testTable(const core::Session& session, const knowledge::Knowledge& knowledge)
{
    const QLocale locale = plainLocale(knowledge);
    figures::Table table;
    table.header = {core::translate("report", "Test"), core::translate("report", "State"),
                    core::translate("report", "Worked"), core::translate("report", "Seconds"),
                    core::translate("report", "Facts")};
    for (const core::TestRecord& test : session.tests) {
        table.rows.push_back({testTitle(test.id, knowledge), stateLine(test, knowledge), tally(test),
                              test.durationSeconds ? locale.toString(*test.durationSeconds, 'f', 1) : QString(),
                              flat(test.facts)});
    }
    return table;
}

figures::Table condensedLog(const core::TestRecord& test, const knowledge::Knowledge& knowledge, std::size_t most,
                            QString& common)
{
    figures::Table table = attemptLog(test, knowledge, most);
    const std::vector<std::size_t> shown = chosen(test.attempts, most);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        table.rows[i].last() = briefDetails(test.attempts[shown[i]]);
    }
    common = takeOutCommon(table);
    return table;
}

figures::Table attemptLog(const core::TestRecord& test, const knowledge::Knowledge& knowledge, std::size_t most)
{
    const QLocale locale = plainLocale(knowledge);
    figures::Table table;
    table.header = {core::translate("report", "No."),
                    core::translate("report", "Start (UTC)"),
                    core::translate("report", "Attempt"),
                    core::translate("report", "Address"),
                    core::translate("report", "From"),
                    core::translate("report", "Outcome"),
                    core::translate("report", "Ended by"),
                    core::translate("report", "Phase"),
                    core::translate("report", "System code"),
                    core::translate("report", "Bytes sent"),
                    core::translate("report", "Bytes received"),
                    core::translate("report", "Connect ms"),
                    core::translate("report", "TLS ms"),
                    core::translate("report", "First byte ms"),
                    core::translate("report", "Quiet ms"),
                    core::translate("report", "Total ms"),
                    core::translate("report", "Retransmissions"),
                    core::translate("report", "Details")};
    const std::vector<std::size_t> shown = chosen(test.attempts, most);
    for (const std::size_t place : shown) {
        const core::Attempt& attempt = test.attempts[place];
        const core::Timings& timings = attempt.timings;
        table.rows.push_back(
            {QString::number(place + 1), utcMoment(attempt.startedAt.wallMs),
             textOr(knowledge, u"purpose."_qs + attempt.purpose, attempt.purpose),
             endpoint(attempt.address, attempt.port), endpoint(attempt.localAddress, attempt.localPort),
             outcome(attempt, knowledge), knowledge.text(u"who."_qs + core::toWord(attempt.ending.who)),
             knowledge.text(u"phase."_qs + core::toWord(attempt.ending.phase)), whole(attempt.ending.nativeCode),
             whole(attempt.bytesSent), whole(attempt.bytesReceived), milliseconds(timings.connectMs, locale),
             milliseconds(timings.tlsMs, locale), milliseconds(timings.firstByteMs, locale),
             milliseconds(timings.idleMs, locale), milliseconds(timings.totalMs, locale),
             attempt.tcp ? whole(attempt.tcp->retransmits) : QString(), details(attempt)});
    }
    return table;
}

} // namespace doctor::report
