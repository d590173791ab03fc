// SPDX-License-Identifier: GPL-3.0-or-later
// Hundreds of patterns are dear, so a log is first asked block by block whether it holds any known error, and lines
// that differ in their times only are asked once.
#include "ui/import/file_look.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringDecoder>
#include <algorithm>
#include <array>

namespace doctor::ui
{

namespace
{

constexpr qint64 HeadBytes = 4096;
constexpr qint64 BlockBytes = 16 * 1024;
constexpr qint64 MostArchiveBytes = 64LL * 1024 * 1024;
constexpr qsizetype MostErrorText = 300;
constexpr qsizetype LongestLine = 4096; ///< nobody writes an error behind so much

struct Magic {
    const char* start;
    int length;
    FileKind kind;
    const char* format;
};
constexpr std::array Magics{Magic{"\xd4\xc3\xb2\xa1", 4, FileKind::Capture, "pcap"},
                            Magic{"\xa1\xb2\xc3\xd4", 4, FileKind::Capture, "pcap"},
                            Magic{"\x4d\x3c\xb2\xa1", 4, FileKind::Capture, "pcap"},
                            Magic{"\xa1\xb2\x3c\x4d", 4, FileKind::Capture, "pcap"},
                            Magic{"\x0a\x0d\x0d\x0a", 4, FileKind::Capture, "pcapng"},
                            Magic{"\x1f\x8b", 2, FileKind::Compressed, "gzip"},
                            Magic{"\x28\xb5\x2f\xfd", 4, FileKind::Compressed, "zstd"},
                            Magic{"\xfd\x37\x7a\x58\x5a", 5, FileKind::Compressed, "xz"},
                            Magic{"BZh", 3, FileKind::Compressed, "bzip2"},
                            Magic{"PK\x03\x04", 4, FileKind::Compressed, "zip"}};

bool isUtf16(const QByteArray& head)
{
    return head.startsWith("\xff\xfe") || head.startsWith("\xfe\xff");
}

FileKind kindOfText(const QString& path, const QByteArray& head)
{
    QByteArray start = head.startsWith("\xef\xbb\xbf") ? head.mid(3) : head;
    start = start.trimmed();
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == u"har" || (start.startsWith('{') && start.left(64).contains("\"log\"")))
        return FileKind::WebArchive;
    const bool lines = suffix == u"log" || suffix == u"txt" || suffix == u"jsonl" || suffix == u"ndjson";
    return suffix == u"json" || (start.startsWith('{') && !lines) ? FileKind::Session : FileKind::Log;
}

/// A line without the date and time at its start: lines that differ in those only are asked once.
QString shapeOf(const QString& line)
{
    constexpr qsizetype Start = 32;
    static const QRegularExpression stamp(QStringLiteral("\\d+(?:[-:.,/T ]\\d+)+"));
    return line.left(Start).replace(stamp, QStringLiteral("#")) + line.mid(Start);
}

class Counter
{
public:
    void add(const QString& meaning, qint64 line, const QString& text)
    {
        auto found = std::find_if(m_errors.begin(), m_errors.end(),
                                  [&meaning](const KnownError& known) { return known.meaning == meaning; });
        if (found == m_errors.end())
            found = m_errors.insert(m_errors.end(), {meaning, 0, line, text.simplified().left(MostErrorText)});
        ++found->count;
    }
    [[nodiscard]] std::vector<KnownError> mostFrequentFirst() const
    {
        std::vector<KnownError> errors = m_errors;
        std::stable_sort(errors.begin(), errors.end(),
                         [](const KnownError& a, const KnownError& b) { return a.count > b.count; });
        return errors;
    }

private:
    std::vector<KnownError> m_errors;
};

class LogReader
{
public:
    explicit LogReader(const knowledge::Knowledge& knowledge) : m_knowledge(knowledge) {}

    void take(const QStringList& lines)
    {
        const bool any = m_knowledge.recognise(lines.join(u'\n')).has_value();
        for (const QString& line : lines) {
            ++m_line;
            const QString meaning = any ? meaningOf(line) : QString();
            if (!meaning.isEmpty())
                m_errors.add(meaning, m_line, line);
        }
    }
    [[nodiscard]] qint64 lines() const { return m_line; }
    [[nodiscard]] std::vector<KnownError> errors() const { return m_errors.mostFrequentFirst(); }

private:
    QString meaningOf(const QString& line)
    {
        constexpr qsizetype MostShapes = 20'000;
        const QString shape = shapeOf(line);
        if (const auto known = m_meanings.constFind(shape); known != m_meanings.constEnd())
            return *known;
        const auto recognised = m_knowledge.recognise(line);
        const QString meaning = recognised ? recognised->meaning : QString();
        if (m_meanings.size() < MostShapes)
            m_meanings.insert(shape, meaning);
        return meaning;
    }

    const knowledge::Knowledge& m_knowledge;
    QHash<QString, QString> m_meanings; ///< by shape
    Counter m_errors;
    qint64 m_line = 0;
};

void readLog(QFile& file, const knowledge::Knowledge& knowledge, LookProgress& progress, FileLook& look)
{
    const QByteArray start = file.peek(2);
    QStringDecoder decode(isUtf16(start) ? QStringDecoder::Utf16 : QStringDecoder::Utf8);
    LogReader reader(knowledge);
    QString rest;
    const qint64 wanted = qMin(look.bytes, MostLookedAt);
    while (!progress.stop && look.looked < wanted) {
        const QByteArray block = file.read(qMin(BlockBytes, wanted - look.looked));
        if (block.isEmpty())
            break;
        look.looked += block.size();
        rest += QString(decode(block));
        QStringList lines = rest.split(u'\n');
        // What follows the last line break is the start of a line, unless it will never end.
        const bool ends = look.looked >= wanted;
        rest = ends || lines.last().size() > LongestLine ? QString() : lines.takeLast();
        if (ends && lines.last().isEmpty())
            lines.removeLast();
        if (!lines.isEmpty())
            reader.take(lines);
        progress.percent = static_cast<int>(look.looked * 100 / qMax<qint64>(1, wanted));
    }
    look.lines = reader.lines();
    look.errors = reader.errors();
}

/// Requests that no answer came to, with the browser's word for why.
void readWebArchive(QFile& file, const knowledge::Knowledge& knowledge, const LookProgress& progress, FileLook& look)
{
    if (look.bytes > MostArchiveBytes)
        return;
    const QJsonObject log = QJsonDocument::fromJson(file.readAll()).object().value(u"log").toObject();
    look.looked = log.contains(u"entries") ? look.bytes : 0;
    Counter errors;
    for (const auto& value : log.value(u"entries").toArray()) {
        if (progress.stop)
            break;
        ++look.lines;
        const QJsonObject entry = value.toObject();
        const QJsonObject response = entry.value(u"response").toObject();
        QString error = response.value(u"_error").toString(entry.value(u"_error").toString());
        if (error.isEmpty() && response.value(u"status").toInt() != 0)
            continue;
        if (error.isEmpty())
            error = response.value(u"statusText").toString();
        const auto recognised = knowledge.recognise(error);
        const QString url = entry.value(u"request").toObject().value(u"url").toString();
        errors.add(recognised ? recognised->meaning : QString(), 0, error + u' ' + url);
    }
    look.errors = errors.mostFrequentFirst();
}

} // namespace

FileLook kindOf(const QString& path)
{
    FileLook look;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        look.reason = file.errorString();
        return look;
    }
    look.bytes = file.size();
    const QByteArray head = file.read(HeadBytes);
    for (const Magic& magic : Magics) {
        if (head.startsWith(QByteArrayView(magic.start, magic.length))) {
            look.kind = magic.kind;
            look.format = QString::fromLatin1(magic.format);
            return look;
        }
    }
    look.kind = head.contains('\0') && !isUtf16(head) ? FileKind::Unknown : kindOfText(path, head);
    return look;
}

FileLook lookAt(const QString& path, const knowledge::Knowledge& knowledge, LookProgress& progress)
{
    FileLook look = kindOf(path);
    if (look.kind != FileKind::Log && look.kind != FileKind::WebArchive)
        return look;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        look.kind = FileKind::Missing;
        look.reason = file.errorString();
    } else if (look.kind == FileKind::Log) {
        readLog(file, knowledge, progress, look);
    } else {
        readWebArchive(file, knowledge, progress, look);
    }
    return look;
}

} // namespace doctor::ui
