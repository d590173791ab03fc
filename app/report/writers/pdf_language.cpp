// SPDX-License-Identifier: GPL-3.0-or-later
// Appends a new version of the document's catalogue.
#include "app/report/writers/pdf_language.h"

namespace doctor::report
{

namespace
{

/// The number after a key, or -1: "/Root 12 0 R" -> 12.
int numberAfter(const QByteArray& text, const QByteArray& key)
{
    const qsizetype at = text.indexOf(key);
    if (at < 0) {
        return -1;
    }
    const QByteArray rest = text.mid(at + key.size(), 24).trimmed();
    qsizetype digits = 0;
    while (digits < rest.size() && rest.at(digits) >= '0' && rest.at(digits) <= '9') {
        ++digits;
    }
    return digits == 0 ? -1 : rest.left(digits).toInt();
}

} // namespace

QByteArray withLanguage(QByteArray pdf, const QString& language)
{
    const qsizetype trailerAt = pdf.lastIndexOf("trailer");
    const qsizetype trailerEnd = pdf.indexOf(">>", trailerAt);
    const int previous = numberAfter(pdf.mid(std::max<qsizetype>(0, pdf.lastIndexOf("startxref"))), "startxref");
    if (trailerAt < 0 || trailerEnd < 0 || previous < 0) {
        return pdf;
    }
    const QByteArray trailer = pdf.mid(trailerAt, trailerEnd - trailerAt);
    const int root = numberAfter(trailer, "/Root");
    const QByteArray opening = '\n' + QByteArray::number(root) + " 0 obj";
    const qsizetype catalogAt = pdf.lastIndexOf(opening);
    const qsizetype catalogEnd = pdf.indexOf("endobj", catalogAt);
    QByteArray catalog = pdf.mid(catalogAt + 1, catalogEnd - catalogAt - 1);
    const qsizetype close = catalog.lastIndexOf(">>");
    if (root < 0 || catalogAt < 0 || catalogEnd < 0 || close < 0 || !catalog.contains("/Catalog")) {
        return pdf;
    }
    QByteArray name;
    for (const QChar sign : language) {
        if ((sign >= u'a' && sign <= u'z') || (sign >= u'A' && sign <= u'Z') || sign == u'-') {
            name += static_cast<char>(sign.unicode());
        }
    }
    catalog.insert(close, "   /Lang (" + name + ")\n   /ViewerPreferences << /DisplayDocTitle true >>\n");
    if (!pdf.endsWith('\n')) {
        pdf += '\n';
    }
    const QByteArray place = QByteArray::number(pdf.size()).rightJustified(10, '0');
    pdf += catalog + "endobj\n";
    const qsizetype table = pdf.size();
    pdf += "xref\n" + QByteArray::number(root) + " 1\n" + place + " 00000 n \n" + trailer + "   /Prev " +
           QByteArray::number(previous) + "\n>>\nstartxref\n" + QByteArray::number(table) + "\n%%EOF\n";
    return pdf;
}

} // namespace doctor::report
