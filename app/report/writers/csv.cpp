// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for spreadsheets (RFC 4180, UTF-8 with a mark, as spreadsheets expect it).
#include "app/report/words.h"
#include "app/report/writers/writers.h"

#include <QRegularExpression>

namespace doctor::report
{

namespace
{

/// Spreadsheets take what begins with one of these signs for a formula; an apostrophe makes it text.
QString cellOf(const QString& text)
{
    static const QRegularExpression number(u"^-?[0-9]+(?:[.,][0-9]+)?$"_qs);
    QString cell = oneLine(text);
    if (!cell.isEmpty() && !number.match(cell).hasMatch() && QStringView(u"=+-@|").contains(cell.at(0))) {
        cell.prepend(u'\'');
    }
    if (cell.contains(u'"') || cell.contains(u',') || cell.contains(u';')) {
        cell = u'"' + cell.replace(u'"', u"\"\""_qs) + u'"';
    }
    return cell;
}

} // namespace

QByteArray writeCsv(const figures::Table& table)
{
    QByteArray bytes("\xef\xbb\xbf");
    const auto row = [&bytes](const QStringList& cells) {
        QStringList written;
        for (const QString& cell : cells) {
            written << cellOf(cell);
        }
        bytes += written.join(u',').toUtf8() + "\r\n";
    };
    row(table.header);
    for (const QStringList& cells : table.rows) {
        row(cells);
    }
    return bytes;
}

} // namespace doctor::report
