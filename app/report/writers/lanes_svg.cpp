// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings of steps between lanes: times on the left, lanes in the middle, words on the right, one row per step.
#include "app/report/writers/lanes_svg.h"
#include "app/core/base/spoken.h"
#include "app/report/words.h"
#include "app/report/writers/svg_text.h"

#include <QXmlStreamWriter>
#include <algorithm>
#include <utility>

namespace doctor::report
{

namespace
{

constexpr double Width = 760;
constexpr double Left = 110; ///< first lane
constexpr double Right = 400;
constexpr double WordsLeft = 424;
constexpr double RowHeight = 28;
constexpr double LineHeight = 14;
constexpr double WordsRoom = 48;    ///< on one line, in small letters
constexpr std::size_t FewLanes = 3; ///< so many have room for their addresses
constexpr double HeadSize = 7;
constexpr double SignWidth = 7.2; ///< of the page's font, on average

/// Room that words need, in small letters; capitals are wider.
double roomOf(const QString& words)
{
    const auto capitals = std::count_if(words.begin(), words.end(), [](QChar sign) { return sign.isUpper(); });
    return static_cast<double>(words.size()) + 0.3 * static_cast<double>(capitals);
}

/// Words in lines of at most so much room, broken at spaces; a longer word is broken too.
QStringList wrapped(const QString& words, double room)
{
    QStringList lines;
    QString line;
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    for (QString part : parts) {
        if (!line.isEmpty() && roomOf(line + u' ' + part) > room) {
            lines << std::exchange(line, QString());
        }
        while (roomOf(part) > room) {
            const auto most = static_cast<qsizetype>(room / 1.3);
            lines << part.left(most);
            part = part.mid(most);
        }
        line += line.isEmpty() ? part : u' ' + part;
    }
    return lines << line;
}

/// Blue for what went well, orange-red for the cut, grey for the rest; the head's shape is the same for all.
QString colourOf(figures::Mark mark)
{
    switch (mark) {
    case figures::Mark::Worked:
        return u"worked"_qs;
    case figures::Mark::Other:
    case figures::Mark::Neutral:
    case figures::Mark::Reference:
        return u"other"_qs;
    default:
        return u"fin"_qs;
    }
}

class Lanes
{
public:
    Lanes(QXmlStreamWriter& xml, const figures::Figure& figure) : m_xml(xml), m_figure(figure)
    {
        m_few = figure.lanes.size() <= FewLanes;
        m_ladder = m_few && notesCollide();
        m_top = m_few ? 44 : 34;
        if (m_ladder) {
            m_top += LineHeight * static_cast<double>(figure.lanes.size() - 1);
        }
        double y = m_top;
        for (const figures::Step& step : figure.steps) {
            const auto lines = wrapped(oneLine(step.text), WordsRoom).size();
            const double height = std::max(RowHeight, LineHeight * static_cast<double>(lines) + 12);
            m_rows.push_back(y + height / 2);
            y += height;
        }
        m_bottom = y + 6;
        m_marked = std::any_of(figure.lanes.begin(), figure.lanes.end(), [](const auto& lane) { return lane.marked; });
    }
    void draw();

private:
    void text(double x, double y, const QString& words, const QString& anchor, const QString& css = {});
    void path(const QString& css, const QString& data);
    [[nodiscard]] bool notesCollide() const;
    void drawLane(std::size_t lane);
    void drawStep(std::size_t row);
    [[nodiscard]] double x(std::size_t lane) const
    {
        const double share = static_cast<double>(lane) / static_cast<double>(m_figure.lanes.size() - 1);
        return Left + share * (Right - Left);
    }

    QXmlStreamWriter& m_xml;
    const figures::Figure& m_figure;
    std::vector<double> m_rows;
    bool m_few = true;
    bool m_ladder = false; ///< each address on a line of its own
    bool m_marked = false;
    double m_top = 44;
    double m_bottom = 0;
};

void Lanes::text(double x, double y, const QString& words, const QString& anchor, const QString& css)
{
    writeSvgText(m_xml, x, y, words, anchor, css);
}

void Lanes::path(const QString& css, const QString& data)
{
    m_xml.writeEmptyElement(u"path"_qs);
    m_xml.writeAttribute(u"class"_qs, css);
    m_xml.writeAttribute(u"d"_qs, data);
}

/// Long addresses (IPv6) would run into each other.
bool Lanes::notesCollide() const
{
    for (std::size_t lane = 1; lane < m_figure.lanes.size(); ++lane) {
        const auto signs = m_figure.lanes[lane - 1].note.size() + m_figure.lanes[lane].note.size();
        if (SignWidth * static_cast<double>(signs) / 2 > x(lane) - x(lane - 1) - SignWidth) {
            return true;
        }
    }
    return false;
}

void Lanes::drawLane(std::size_t lane)
{
    const figures::Lane& one = m_figure.lanes[lane];
    const double at = x(lane);
    // Many names would run into each other on one line.
    const double name = m_few || lane % 2 == 0 ? 12 : 26;
    text(at, name, one.name, u"middle"_qs);
    if (m_few && !one.note.isEmpty()) {
        const double y = 26 + (m_ladder ? LineHeight * static_cast<double>(lane) : 0);
        const bool leavesThePage = at < SignWidth * static_cast<double>(one.note.size()) / 2;
        text(leavesThePage ? 0 : at, y, one.note, leavesThePage ? u"start"_qs : u"middle"_qs, u"tick"_qs);
    }
    path(one.marked ? u"l fin"_qs : u"axis"_qs,
         u"M%1 %2L%1 %3"_qs.arg(at, 0, 'f', 1).arg(m_top - 4, 0, 'f', 1).arg(m_bottom, 0, 'f', 1));
    if (one.marked) {
        path(u"m fin"_qs, u"M%1 %2m-7-7h14v14h-14z"_qs.arg(at, 0, 'f', 1).arg(m_bottom + 6, 0, 'f', 1));
    }
}

void Lanes::drawStep(std::size_t row)
{
    const figures::Step& step = m_figure.steps[row];
    const double y = m_rows[row];
    const QString colour = colourOf(step.mark);
    if (!step.time.isEmpty()) {
        text(Left - 30, y + 4, step.time, u"end"_qs, u"tick"_qs);
    }
    if (step.from != step.to) {
        const double from = x(static_cast<std::size_t>(step.from));
        const double to = x(static_cast<std::size_t>(step.to));
        const double way = to > from ? 1 : -1;
        path((step.lost ? u"l dash "_qs : u"l "_qs) + colour,
             u"M%1 %2L%3 %2"_qs.arg(from, 0, 'f', 1).arg(y, 0, 'f', 1).arg(to - way * HeadSize, 0, 'f', 1));
        path(u"m "_qs + colour, u"M%1 %2l%3 %4v%5z"_qs.arg(to - way, 0, 'f', 1)
                                    .arg(y, 0, 'f', 1)
                                    .arg(-way * HeadSize * 1.4, 0, 'f', 1)
                                    .arg(-HeadSize * 0.7, 0, 'f', 1)
                                    .arg(HeadSize * 1.4, 0, 'f', 1));
    } else {
        const double end = x(m_figure.lanes.size() - 1);
        path(u"l dash "_qs + colour, u"M%1 %2L%3 %2"_qs.arg(Left, 0, 'f', 1).arg(y, 0, 'f', 1).arg(end, 0, 'f', 1));
    }
    const QStringList lines = wrapped(oneLine(step.text), WordsRoom);
    double line = y + 4 - LineHeight / 2 * static_cast<double>(lines.size() - 1);
    for (const QString& words : lines) {
        text(WordsLeft, line, words, u"start"_qs);
        line += LineHeight;
    }
}

void Lanes::draw()
{
    m_xml.writeStartElement(u"svg"_qs);
    m_xml.writeDefaultNamespace(u"http://www.w3.org/2000/svg"_qs);
    m_xml.writeAttribute(u"viewBox"_qs, u"0 0 %1 %2"_qs.arg(Width).arg(m_bottom + 20));
    m_xml.writeAttribute(u"width"_qs, QString::number(Width));
    m_xml.writeAttribute(u"role"_qs, u"img"_qs);
    m_xml.writeTextElement(u"title"_qs, oneLine(m_figure.question));
    m_xml.writeTextElement(u"desc"_qs, oneLine(m_figure.answer));
    for (std::size_t lane = 0; lane < m_figure.lanes.size(); ++lane) {
        drawLane(lane);
    }
    for (std::size_t row = 0; row < m_figure.steps.size(); ++row) {
        drawStep(row);
    }
    if (m_marked) {
        path(u"m fin"_qs, u"M%1 %2m-7-7h14v14h-14z"_qs.arg(WordsLeft + 7, 0, 'f', 1).arg(m_bottom + 6, 0, 'f', 1));
        text(WordsLeft + 22, m_bottom + 10, core::translate("report", "where the failure comes from"), u"start"_qs,
             u"tick"_qs);
    }
    m_xml.writeEndElement();
}

} // namespace

void drawLanes(QXmlStreamWriter& xml, const figures::Figure& figure)
{
    Lanes(xml, figure).draw();
}

} // namespace doctor::report
