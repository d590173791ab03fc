// SPDX-License-Identifier: GPL-3.0-or-later
// One pseudonym per private word, the same wherever the word stands.
#pragma once

#include "app/report/report.h"

#include <QHash>
#include <QRegularExpression>

namespace doctor::report
{

class Pseudonyms
{
public:
    /// Registers a private word under a kind ("host", "ip", "user", "mail", "mac", "path"); words that are no secret
    /// (loopback, localhost, everyday words) are left alone.
    void add(const QString& kind, const QString& original);
    /// Registers every private word that patterns find in a measured text: addresses, names, mail and MAC addresses,
    /// home folders.
    void collect(const QString& text);
    /// The text with every registered word replaced, whole words only, longest first.
    [[nodiscard]] QString replace(const QString& text);
    [[nodiscard]] std::vector<Replacement> replacements() const;

private:
    [[nodiscard]] const QRegularExpression& pattern();

    std::vector<Replacement> m_words;
    QHash<QString, std::size_t> m_index; ///< lower-case original -> place in m_words
    QHash<QString, int> m_numbers;       ///< kind -> pseudonyms given
    QRegularExpression m_pattern;
    bool m_patternIsOld = true;
};

} // namespace doctor::report
