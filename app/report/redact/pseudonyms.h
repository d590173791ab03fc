// SPDX-License-Identifier: GPL-3.0-or-later
// One pseudonym per private word, the same wherever the word stands.
#pragma once

#include "app/report/report.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace doctor::report
{

class Pseudonyms
{
public:
    /// The user wants this word to stay; to be said before anything is added.
    void keep(const QString& word);
    /// Registers a private word under a kind ("host", "ip", "user" …); words that are no secret (loopback, localhost,
    /// everyday words) are left alone. Addresses keep their relations: "ip-private-A2" is the second address of the
    /// first network (/24, /64) that was met, and a private one (RFC 1918, RFC 4193, link-local, RFC 6598).
    void add(const QString& kind, const QString& original);
    /// The same for a word that is private by where it stands, even an everyday one.
    void addWhole(const QString& kind, const QString& original);
    /// Registers every private word that patterns find in a measured text.
    void collect(const QString& text);
    /// The text with every registered word replaced, whole words only, longest first.
    [[nodiscard]] QString replace(const QString& text);
    [[nodiscard]] std::vector<Replacement> replacements() const;

private:
    struct Made {
        QString text;
        std::vector<std::size_t> words; ///< places in m_words of what was replaced
    };
    [[nodiscard]] QString nextPseudonym(const QString& kind, const QString& original);
    [[nodiscard]] const QRegularExpression& pattern();
    [[nodiscard]] Made made(const QString& text);

    std::vector<Replacement> m_words;
    QHash<QString, std::size_t> m_index; ///< lower-case original -> place in m_words
    QHash<QString, int> m_numbers;       ///< kind or network -> pseudonyms given
    QHash<QString, QString> m_networks;  ///< network prefix -> "ip-private-A"
    QHash<QString, QString> m_addresses; ///< address in one form -> pseudonym, however it was written
    QSet<QString> m_kept;
    QSet<QString> m_seen;         ///< texts that were searched already
    QHash<QString, Made> m_known; ///< texts that were replaced already
    QRegularExpression m_pattern;
    bool m_patternIsOld = true;
};

} // namespace doctor::report
