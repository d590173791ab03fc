// SPDX-License-Identifier: GPL-3.0-or-later
// Few viewers know CSS variables or media queries, so both are resolved here for one colour scheme.
#include "ui/charts/figure_svg.h"

#include "app/report/writers/writers.h"

#include <QBuffer>
#include <QHash>
#include <QRegularExpression>
#include <QXmlStreamWriter>

namespace doctor::ui::figuresvg
{

namespace
{

QHash<QString, QString> variables(const QString& css, bool dark)
{
    static const QRegularExpression root(QStringLiteral(":root\\s*\\{([^}]*)\\}"));
    static const QRegularExpression variable(QStringLiteral("--([a-z]+):\\s*(#[0-9a-fA-F]+)"));
    QHash<QString, QString> values;
    auto blocks = root.globalMatch(css);
    for (bool first = true; blocks.hasNext(); first = false) {
        const QString block = blocks.next().captured(1);
        if (!first && !dark)
            break;
        auto found = variable.globalMatch(block);
        while (found.hasNext()) {
            const auto match = found.next();
            values.insert(match.captured(1), match.captured(2));
        }
    }
    return values;
}

QString drawingRules(bool dark)
{
    static const QRegularExpression media(QStringLiteral("@media[^{]*\\{(?:[^{}]*\\{[^}]*\\})*[^{}]*\\}"));
    static const QRegularExpression rule(QStringLiteral("([^{}]+)\\{([^}]*)\\}"));
    static const QRegularExpression ofDrawing(QStringLiteral("^(svg (text|\\.)|\\.(axis|grid|l|m|dash|hollow)\\b)"));
    static const QRegularExpression use(QStringLiteral("var\\(--([a-z]+)\\)"));
    const QString css = report::styleSheet();
    const auto values = variables(css, dark);
    QString rules;
    auto found = rule.globalMatch(QString(css).remove(media));
    while (found.hasNext()) {
        const auto match = found.next();
        QString selector = match.captured(1).trimmed();
        if (!ofDrawing.match(selector).hasMatch())
            continue;
        QString body = match.captured(2).trimmed();
        for (auto name = use.match(body); name.hasMatch(); name = use.match(body))
            body.replace(name.captured(0), values.value(name.captured(1), QStringLiteral("#767676")));
        rules += selector.remove(QStringLiteral("svg ")) + QStringLiteral(" { ") + body + QStringLiteral(" }\n");
    }
    return rules;
}

} // namespace

QString styled(const QString& svgElement, bool dark)
{
    const qsizetype open = svgElement.indexOf(QLatin1Char('>'));
    if (open < 0)
        return svgElement;
    QString text = svgElement;
    text.insert(open + 1, QStringLiteral("<style>") + drawingRules(dark) + QStringLiteral("</style>"));
    if (!svgElement.left(open).contains(QStringLiteral("xmlns=")))
        text.insert(4, QStringLiteral(" xmlns=\"http://www.w3.org/2000/svg\""));
    return text;
}

QByteArray document(const figures::Figure& figure, bool dark)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QXmlStreamWriter xml(&buffer);
    report::drawFigure(xml, figure);
    return styled(QString::fromUtf8(bytes), dark).toUtf8();
}

} // namespace doctor::ui::figuresvg
