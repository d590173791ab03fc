// SPDX-License-Identifier: GPL-3.0-or-later
// Finding private words and replacing them consistently.
#include "app/report/redact/pseudonyms.h"

#include "app/core/model/ip_address.h"

#include <QStringList>
#include <algorithm>

namespace doctor::report
{

namespace
{

/// Host names that tell nobody anything and would turn our own sentences into riddles.
bool isEverydayWord(const QString& word)
{
    static const QStringList words{u"localhost"_qs, u"server"_qs, u"host"_qs,   u"client"_qs, u"proxy"_qs,
                                   u"database"_qs,  u"mail"_qs,   u"web"_qs,    u"www"_qs,    u"test"_qs,
                                   u"user"_qs,      u"root"_qs,   u"public"_qs, u"default"_qs};
    return words.contains(word) || word.endsWith(u".localhost");
}

bool isHarmlessAddress(const QString& word)
{
    const auto address = core::parseIpAddress(word);
    return address && (address->isLoopback() || address->isUnspecified());
}

struct Finder {
    const char* kind;
    QRegularExpression pattern; ///< what is private is its first group
};

const std::vector<Finder>& finders()
{
    const auto insensitive = QRegularExpression::CaseInsensitiveOption;
    static const std::vector<Finder> all{
        {"mail", QRegularExpression(u"(?<![\\w.+-])([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)"_qs)},
        {"mac", QRegularExpression(u"(?<![\\w:-])((?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})(?![\\w:-])"_qs, insensitive)},
        {"user",
         QRegularExpression(u"(?:/home/|/Users/|[A-Z]:\\\\+Users\\\\+)([^/\\\\\\s\"'<>:|?*]+)"_qs, insensitive)},
        {"ip", QRegularExpression(u"(?<![\\w.])(\\d{1,3}(?:\\.\\d{1,3}){3})(?![\\w])"_qs)},
        {"ip",
         QRegularExpression(
             u"(?<![\\w:.])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?::?\\d{1,3}(?:\\.\\d{1,3}){3})?(?:%[\\w.-]+)?)"_qs,
             insensitive)},
        {"host", QRegularExpression(u"(?<![\\w.-])((?:[\\w-]+\\.)+(?:xn--[a-z0-9-]+|[a-z]{2,}))(?![\\w-])"_qs,
                                    insensitive | QRegularExpression::UseUnicodePropertiesOption)},
    };
    return all;
}

} // namespace

void Pseudonyms::add(const QString& kind, const QString& original)
{
    const QString key = original.trimmed().toLower();
    if (key.size() < 2 || m_index.contains(key) || isEverydayWord(key) || isHarmlessAddress(key)) {
        return;
    }
    const QString pseudonym = kind + u'-' + QString::number(++m_numbers[kind]);
    m_index.insert(key, m_words.size());
    m_words.push_back({original.trimmed(), pseudonym, 0});
    m_patternIsOld = true;
}

void Pseudonyms::collect(const QString& text)
{
    for (const Finder& finder : finders()) {
        auto matches = finder.pattern.globalMatch(text);
        while (matches.hasNext()) {
            const QString word = matches.next().captured(1);
            const QString kind = QString::fromLatin1(finder.kind);
            if (kind != u"ip" || core::parseIpAddress(word)) {
                add(kind, word);
            }
        }
    }
}

const QRegularExpression& Pseudonyms::pattern()
{
    if (m_patternIsOld) {
        QStringList words;
        for (const Replacement& word : m_words) {
            words << word.original;
        }
        // The longest word first, so that "db.example.org" is not taken for "example.org".
        std::sort(words.begin(), words.end(), [](const QString& a, const QString& b) { return a.size() > b.size(); });
        for (QString& word : words) {
            word = QRegularExpression::escape(word);
        }
        m_pattern = QRegularExpression(u"(?<!\\w)(?:"_qs + words.join(u'|') + u")(?!\\w)"_qs,
                                       QRegularExpression::CaseInsensitiveOption |
                                           QRegularExpression::UseUnicodePropertiesOption);
        m_patternIsOld = false;
    }
    return m_pattern;
}

QString Pseudonyms::replace(const QString& text)
{
    if (m_words.empty() || text.isEmpty()) {
        return text;
    }
    QString result;
    qsizetype done = 0;
    auto matches = pattern().globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const auto found = m_index.constFind(match.captured().toLower());
        if (found == m_index.constEnd()) {
            continue;
        }
        Replacement& word = m_words[*found];
        ++word.count;
        result += QStringView(text).mid(done, match.capturedStart() - done);
        result += word.pseudonym;
        done = match.capturedEnd();
    }
    return result + text.mid(done);
}

std::vector<Replacement> Pseudonyms::replacements() const
{
    std::vector<Replacement> used;
    std::copy_if(m_words.begin(), m_words.end(), std::back_inserter(used),
                 [](const Replacement& w) { return w.count > 0; });
    return used;
}

} // namespace doctor::report
