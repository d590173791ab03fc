// SPDX-License-Identifier: GPL-3.0-or-later
// The page: written through an XML writer, so that no text can become markup.
#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/writers.h"

#include <QXmlStreamWriter>
#include <algorithm>
#include <utility>

namespace doctor::report
{

namespace
{

/// Of a chart's table; longer ones make a page slow to open.
constexpr std::size_t MostTwinRows = 1000;

class HtmlWriter
{
public:
    explicit HtmlWriter(QByteArray& bytes) : m_xml(&bytes) { m_xml.setAutoFormatting(false); }
    void write(const Document& document);
    void operator()(const Paragraph& block) { inlineElement(u"p"_qs, block.text); }
    void operator()(const Heading& block);
    void operator()(const List& block);
    void operator()(const Snippet& block) { element(u"pre"_qs, printable(block.text)); }
    void operator()(const Facts& block);
    void operator()(const figures::Table& block) { table(block); }
    void operator()(const figures::Figure& block);

private:
    void start(const QString& name, const QString& css = {});
    /// An element with an end tag even when it is empty, as HTML wants it.
    void element(const QString& name, const QString& text, const QString& css = {});
    void inlineElement(const QString& name, const QString& text, const QString& css = {});
    void inlineText(const QString& text);
    void link(const QString& address, const QString& text);
    void contents(const Document& document);
    void twin(const QByteArray& json);
    void table(const figures::Table& table);
    void head(const Document& document);

    QXmlStreamWriter m_xml;
};

void HtmlWriter::start(const QString& name, const QString& css)
{
    m_xml.writeStartElement(name);
    if (!css.isEmpty()) {
        m_xml.writeAttribute(u"class"_qs, css);
    }
}

void HtmlWriter::element(const QString& name, const QString& text, const QString& css)
{
    start(name, css);
    m_xml.writeCharacters(text);
    m_xml.writeEndElement();
}

void HtmlWriter::inlineElement(const QString& name, const QString& text, const QString& css)
{
    start(name, css);
    inlineText(text);
    m_xml.writeEndElement();
}

/// Our texts mark code with backticks; an odd one is just a sign.
void HtmlWriter::inlineText(const QString& text)
{
    const QStringList parts = printable(text).split(u'`');
    if (parts.size() % 2 == 0) {
        m_xml.writeCharacters(printable(text));
        return;
    }
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (i % 2 == 1) {
            element(u"code"_qs, parts.at(i));
        } else {
            m_xml.writeCharacters(parts.at(i));
        }
    }
}

void HtmlWriter::operator()(const Heading& block)
{
    m_xml.writeStartElement(u"h3"_qs);
    if (!block.id.isEmpty()) {
        m_xml.writeAttribute(u"id"_qs, block.id);
    }
    inlineText(block.text);
    m_xml.writeEndElement();
}

void HtmlWriter::operator()(const List& block)
{
    start(block.numbered ? u"ol"_qs : u"ul"_qs);
    for (qsizetype i = 0; i < block.items.size(); ++i) {
        start(u"li"_qs);
        inlineText(block.items.at(i));
        if (!block.targets.value(i).isEmpty()) {
            m_xml.writeCharacters(u" "_qs);
            link(u'#' + block.targets.at(i), core::translate("report", "shown here"));
        }
        m_xml.writeEndElement();
    }
    m_xml.writeEndElement();
}

void HtmlWriter::operator()(const Facts& block)
{
    start(u"dl"_qs);
    for (const auto& [name, value] : block.rows) {
        element(u"dt"_qs, printable(name));
        element(u"dd"_qs, printable(value));
    }
    m_xml.writeEndElement();
}

void HtmlWriter::link(const QString& address, const QString& text)
{
    m_xml.writeStartElement(u"a"_qs);
    m_xml.writeAttribute(u"href"_qs, address);
    m_xml.writeCharacters(text);
    m_xml.writeEndElement();
}

void HtmlWriter::contents(const Document& document)
{
    start(u"nav"_qs);
    element(u"h2"_qs, core::translate("report", "Contents"));
    start(u"ol"_qs);
    for (const Section& section : document.sections) {
        start(u"li"_qs, section.appendix ? u"quiet"_qs : QString());
        link(u'#' + section.id, oneLine(section.title).remove(u'`'));
        m_xml.writeEndElement();
    }
    m_xml.writeEndElement();
    m_xml.writeEndElement();
}

/// A link that holds the data: no script, and nothing of it can become markup.
void HtmlWriter::twin(const QByteArray& json)
{
    start(u"p"_qs, u"twin"_qs);
    m_xml.writeStartElement(u"a"_qs);
    m_xml.writeAttribute(u"download"_qs, u"session.json"_qs);
    m_xml.writeAttribute(u"href"_qs, u"data:application/json;base64,"_qs + QString::fromLatin1(json.toBase64()));
    m_xml.writeCharacters(core::translate("report", "The same for machines: session.json"));
    m_xml.writeEndElement();
    m_xml.writeEndElement();
}

void HtmlWriter::table(const figures::Table& all)
{
    const figures::Table table = withoutEmptyColumns(all);
    // Wide tables scroll on screens and shrink on paper.
    start(u"div"_qs, table.header.size() > 10 ? u"wide log"_qs : u"wide"_qs);
    start(u"table"_qs);
    start(u"thead"_qs);
    start(u"tr"_qs);
    for (const QString& name : table.header) {
        m_xml.writeStartElement(u"th"_qs);
        m_xml.writeAttribute(u"scope"_qs, u"col"_qs);
        m_xml.writeCharacters(printable(name));
        m_xml.writeEndElement();
    }
    m_xml.writeEndElement();
    m_xml.writeEndElement();
    start(u"tbody"_qs);
    for (const QStringList& row : table.rows) {
        start(u"tr"_qs);
        for (const QString& cell : row) {
            element(u"td"_qs, printable(cell));
        }
        m_xml.writeEndElement();
    }
    m_xml.writeEndElement();
    m_xml.writeEndElement();
    m_xml.writeEndElement();
}

void HtmlWriter::operator()(const figures::Figure& block)
{
    start(u"figure"_qs);
    start(u"figcaption"_qs);
    element(u"strong"_qs, printable(block.question));
    element(u"span"_qs, printable(block.answer));
    m_xml.writeEndElement();
    drawFigure(m_xml, block);
    start(u"details"_qs);
    element(u"summary"_qs, core::translate("report", "The same as a table"));
    figures::Table twin = block.table;
    if (twin.rows.size() > MostTwinRows) {
        inlineElement(u"p"_qs, core::translate("report", "The first %1 of %2 rows; the data hold all of them.")
                                   .arg(MostTwinRows)
                                   .arg(twin.rows.size()));
        twin.rows.resize(MostTwinRows);
    }
    table(twin);
    m_xml.writeEndElement();
    m_xml.writeEndElement();
}

void HtmlWriter::head(const Document& document)
{
    start(u"head"_qs);
    m_xml.writeEmptyElement(u"meta"_qs);
    m_xml.writeAttribute(u"charset"_qs, u"utf-8"_qs);
    m_xml.writeEmptyElement(u"meta"_qs);
    m_xml.writeAttribute(u"name"_qs, u"viewport"_qs);
    m_xml.writeAttribute(u"content"_qs, u"width=device-width, initial-scale=1"_qs);
    // A second lock behind the escaping: the page may load nothing and run nothing.
    m_xml.writeEmptyElement(u"meta"_qs);
    m_xml.writeAttribute(u"http-equiv"_qs, u"Content-Security-Policy"_qs);
    m_xml.writeAttribute(u"content"_qs, u"default-src 'none'; style-src 'unsafe-inline'"_qs);
    element(u"title"_qs, oneLine(document.title));
    start(u"style"_qs);
    m_xml.writeCharacters(u""_qs);
    m_xml.device()->write(styleSheet().toUtf8());
    m_xml.writeEndElement();
    m_xml.writeEndElement();
}

void HtmlWriter::write(const Document& document)
{
    m_xml.writeDTD(u"<!DOCTYPE html>"_qs);
    m_xml.writeStartElement(u"html"_qs);
    m_xml.writeDefaultNamespace(u"http://www.w3.org/1999/xhtml"_qs);
    m_xml.writeAttribute(u"lang"_qs, document.language);
    head(document);
    start(u"body"_qs);
    element(u"h1"_qs, oneLine(document.title));
    element(u"p"_qs, oneLine(document.subtitle), u"sub"_qs);
    inlineElement(u"p"_qs, document.answer, u"answer"_qs);
    if (!document.glance.rows.empty()) {
        start(u"div"_qs, u"glance"_qs);
        (*this)(document.glance);
        m_xml.writeEndElement();
    }
    contents(document);
    bool appendix = false;
    for (const Section& section : document.sections) {
        if (section.appendix && !std::exchange(appendix, true)) {
            element(u"p"_qs, core::translate("report", "Appendix: to look things up in"), u"appendix"_qs);
        }
        m_xml.writeStartElement(u"section"_qs);
        m_xml.writeAttribute(u"id"_qs, section.id);
        inlineElement(u"h2"_qs, section.title);
        for (const Block& block : section.blocks) {
            std::visit(*this, block);
        }
        m_xml.writeEndElement();
    }
    if (!document.twin.isEmpty()) {
        twin(document.twin);
    }
    m_xml.writeEndElement();
    m_xml.writeEndElement();
    m_xml.writeEndDocument();
}

} // namespace

figures::Table withoutEmptyColumns(const figures::Table& table)
{
    figures::Table kept;
    kept.rows.resize(table.rows.size());
    for (qsizetype column = 0; column < table.header.size(); ++column) {
        const bool used = table.rows.empty() || std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
                              return !row.value(column).isEmpty();
                          });
        if (!used) {
            continue;
        }
        kept.header << table.header.at(column);
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            kept.rows[row] << table.rows[row].value(column);
        }
    }
    return kept;
}

QByteArray writeHtml(const Document& document)
{
    QByteArray bytes;
    HtmlWriter(bytes).write(document);
    return bytes;
}

} // namespace doctor::report
