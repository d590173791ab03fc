// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures are drawn anew at a fixed scale, so they are sharp on paper whatever the screen was.
#include "ui/charts/figure_export.h"

#include <QCoreApplication>
#include <QDir>
#include <QPainter>
#include <QSaveFile>
#include <QWidget>

namespace doctor::ui::figureexport
{

namespace
{

constexpr qreal Scale = 2;
constexpr int Margin = 16;

QString cell(QString text)
{
    bool number = false;
    text.toDouble(&number);
    if (!number && !text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front()))
        text.prepend(QLatin1Char('\''));
    if (!text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('\n')))
        return text;
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString csvLine(const QStringList& cells)
{
    QStringList quoted;
    for (const QString& text : cells)
        quoted.append(cell(text));
    return quoted.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

} // namespace

QByteArray csv(const figures::Table& table)
{
    QString text = csvLine(table.header);
    for (const QStringList& row : table.rows)
        text += csvLine(row);
    return text.toUtf8();
}

QImage picture(const figures::Figure& figure, QWidget& drawing, QWidget& legend)
{
    const int width = drawing.width();
    QFont bold = drawing.font();
    bold.setBold(true);
    const QRect space(0, 0, width, 10'000);
    const int titleHeight = QFontMetrics(bold).boundingRect(space, Qt::TextWordWrap, figure.question).height();
    const int answerHeight = drawing.fontMetrics().boundingRect(space, Qt::TextWordWrap, figure.answer).height();
    const int height = titleHeight + answerHeight + drawing.height() + legend.height() + 3 * Margin / 2;
    QImage image(QSizeF((width + 2 * Margin) * Scale, (height + 2 * Margin) * Scale).toSize(),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(Scale);
    image.fill(drawing.palette().color(QPalette::Base));
    QPainter painter(&image);
    painter.translate(Margin, Margin);
    painter.setPen(drawing.palette().color(QPalette::Text));
    painter.setFont(bold);
    painter.drawText(QRect(0, 0, width, titleHeight), Qt::TextWordWrap, figure.question);
    painter.setFont(drawing.font());
    painter.drawText(QRect(0, titleHeight + 2, width, answerHeight), Qt::TextWordWrap, figure.answer);
    const int top = titleHeight + answerHeight + Margin / 2;
    const auto flags = QWidget::RenderFlags(QWidget::DrawChildren);
    drawing.render(&painter, painter.deviceTransform().map(QPoint(0, top)) / Scale, {}, flags);
    legend.render(&painter, painter.deviceTransform().map(QPoint(0, top + drawing.height() + Margin / 2)) / Scale, {},
                  flags);
    return image;
}

core::Result<void> write(const QString& fileName, const QByteArray& bytes)
{
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        const QString text = QCoreApplication::translate("doctor::ui::FigureExport", "Could not write %1: %2",
                                                         "%1 file name, %2 the system's reason")
                                 .arg(QDir::toNativeSeparators(fileName), file.errorString());
        return core::failure(core::ErrorCode::Unwritable, text);
    }
    return {};
}

} // namespace doctor::ui::figureexport
