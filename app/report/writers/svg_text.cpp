// SPDX-License-Identifier: GPL-3.0-or-later
// Words that came from a server stay words: the writer escapes them and nothing breaks the line.
#include "app/report/writers/svg_text.h"
#include "app/report/words.h"

#include <QXmlStreamWriter>

namespace doctor::report
{

void writeSvgText(QXmlStreamWriter& xml, double x, double y, const QString& words, const QString& anchor,
                  const QString& css)
{
    xml.writeStartElement(u"text"_qs);
    xml.writeAttribute(u"x"_qs, QString::number(x, 'f', 1));
    xml.writeAttribute(u"y"_qs, QString::number(y, 'f', 1));
    xml.writeAttribute(u"text-anchor"_qs, anchor);
    if (!css.isEmpty()) {
        xml.writeAttribute(u"class"_qs, css);
    }
    xml.writeCharacters(oneLine(words));
    xml.writeEndElement();
}

} // namespace doctor::report
