// SPDX-License-Identifier: GPL-3.0-or-later
// Breaking follows Unicode's rules through QTextLayout, since not every language has spaces.
#include "ui/widgets/text_fit.h"

#include <QFontMetricsF>
#include <QStringList>
#include <QTextLayout>

namespace doctor::ui
{

QString fitText(const QString& text, const QFont& font, qreal width, int maximumLines)
{
    const QFontMetricsF metrics(font);
    if (width <= 0 || metrics.horizontalAdvance(text) <= width)
        return text;
    QTextLayout layout(text, font);
    QStringList lines;
    layout.beginLayout();
    while (true) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        if (lines.size() + 1 == maximumLines) {
            lines.append(metrics.elidedText(text.mid(line.textStart()), Qt::ElideRight, width));
            break;
        }
        lines.append(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines.join(QLatin1Char('\n'));
}

} // namespace doctor::ui
