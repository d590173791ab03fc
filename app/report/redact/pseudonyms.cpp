// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing private words consistently.
#include "app/report/redact/pseudonyms.h"

#include "app/core/model/ip_address.h"
#include "app/report/redact/private_words.h"

#include <QStringList>
#include <algorithm>

namespace doctor::report
{

namespace
{

QByteArray bytesOf(const core::IpAddress& address)
{
    return {reinterpret_cast<const char*>(address.bytes.data()), address.isV6 ? 16 : 4};
}

/// 0 -> "A", 25 -> "Z", 26 -> "AA".
QString letters(int number)
{
    QString result;
    for (int rest = number + 1; rest > 0; rest = (rest - 1) / 26) {
        result.prepend(QChar(static_cast<char16_t>(u'A' + (rest - 1) % 26)));
    }
    return result;
}

} // namespace

void Pseudonyms::keep(const QString& word)
{
    m_kept.insert(word.trimmed().toLower());
}

QString Pseudonyms::nextPseudonym(const QString& kind, const QString& original)
{
    const auto address = kind == u"ip" ? core::parseIpAddress(original) : std::nullopt;
    if (!address) {
        return kind + u'-' + QString::number(++m_numbers[kind]);
    }
    const QByteArray bytes = bytesOf(*address);
    QString& known = m_addresses[QString::fromLatin1(bytes.toHex()) + u'%' + address->zone];
    if (known.isEmpty()) {
        const QString prefix = QString::fromLatin1(bytes.left(address->isV6 ? 8 : 3).toHex());
        QString& network = m_networks[prefix];
        if (network.isEmpty()) {
            const QString scope = isPrivateAddress(*address) ? u"ip-private-"_qs : u"ip-public-"_qs;
            network = scope + letters(m_numbers[scope]++);
        }
        known = network + QString::number(++m_numbers[network]);
    }
    return known;
}

void Pseudonyms::add(const QString& kind, const QString& original)
{
    if (!isNoSecret(original.trimmed())) {
        addWhole(kind, original);
    }
}

void Pseudonyms::addWhole(const QString& kind, const QString& original)
{
    const QString key = original.trimmed().toLower();
    if (key.size() < 2 || m_index.contains(key) || m_kept.contains(key)) {
        return;
    }
    m_index.insert(key, m_words.size());
    m_words.push_back({original.trimmed(), nextPseudonym(kind, original.trimmed()), 0});
    m_patternIsOld = true;
    m_known.clear();
}

void Pseudonyms::collect(const QString& text)
{
    if (text.size() < 2 || m_seen.contains(text)) {
        return;
    }
    m_seen.insert(text);
    for (const PrivateWord& found : findPrivateWords(text)) {
        add(found.kind, found.word);
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
        // An underscore ends a word: host names stand in names of files and variables.
        m_pattern = QRegularExpression(u"(?<![\\p{L}\\p{N}])(?:"_qs + words.join(u'|') + u")(?![\\p{L}\\p{N}])"_qs,
                                       QRegularExpression::CaseInsensitiveOption |
                                           QRegularExpression::UseUnicodePropertiesOption);
        m_patternIsOld = false;
    }
    return m_pattern;
}

Pseudonyms::Made Pseudonyms::made(const QString& text)
{
    Made result;
    qsizetype done = 0;
    auto matches = pattern().globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const auto found = m_index.constFind(match.captured().toLower());
        if (found == m_index.constEnd()) {
            continue;
        }
        result.words.push_back(*found);
        result.text += QStringView(text).mid(done, match.capturedStart() - done);
        result.text += m_words[*found].pseudonym;
        done = match.capturedEnd();
    }
    result.text += QStringView(text).mid(done);
    return result;
}

QString Pseudonyms::replace(const QString& text)
{
    if (m_words.empty() || text.isEmpty()) {
        return text;
    }
    auto known = m_known.find(text);
    if (known == m_known.end()) {
        known = m_known.insert(text, made(text));
    }
    for (const std::size_t word : known->words) {
        ++m_words[word].count;
    }
    return known->text;
}

std::vector<Replacement> Pseudonyms::replacements() const
{
    std::vector<Replacement> used;
    std::copy_if(m_words.begin(), m_words.end(), std::back_inserter(used),
                 [](const Replacement& w) { return w.count > 0; });
    return used;
}

} // namespace doctor::report
