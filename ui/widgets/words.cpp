// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers go through QLocale, words through the knowledge texts.
#include "ui/widgets/words.h"

#include "app/core/model/likelihood.h"
#include "app/knowledge/platforms.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <cmath>

namespace doctor::ui::words
{

namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(doctor::ui::Words)
};

} // namespace

QString percent(double probability)
{
    const int whole = static_cast<int>(std::lround(probability * 100));
    QString text = Text::tr("%1 %", "probability; %1 is a whole number").arg(QLocale().toString(whole));
    if (whole < 1)
        text = Text::tr("< 1 %", "probability below one percent");
    if (whole > 99)
        text = Text::tr("> 99 %", "probability above 99 percent");
    return text.replace(u' ', QChar::Nbsp); // sign and number stay on one line
}

QString likelihood(double probability, const knowledge::Knowledge& knowledge)
{
    return Text::tr("%1 (%2)", "%1 is a word such as likely, %2 a percentage")
        .arg(knowledge.text(QStringLiteral("likelihood.") + core::likelihoodWord(probability)), percent(probability));
}

QString counted(const core::Session& session, const core::RankedCause& cause)
{
    for (const core::Evidence& evidence : cause.evidenceFor) {
        for (const core::Finding& finding : session.findings) {
            if (finding.question != evidence.question || !finding.values.contains(QStringLiteral("n")))
                continue;
            const int k = finding.values.value(QStringLiteral("k")).toInt();
            const int n = finding.values.value(QStringLiteral("n")).toInt();
            if (n > 0)
                return Text::tr("seen in %1 of %2 tries", "%1 and %2 are counts")
                    .arg(QLocale().toString(k), QLocale().toString(n));
        }
    }
    return {};
}

QString testTitle(const QString& id, const knowledge::Knowledge& knowledge)
{
    const QString key = QStringLiteral("test.%1.title").arg(id);
    return knowledge.hasText(key) ? knowledge.text(key) : id;
}

QString platformName(const QString& word)
{
    return knowledge::platformName(word);
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString duration(double seconds)
{
    if (seconds < 100)
        return Text::tr("about %n second(s)", nullptr, qMax(1, static_cast<int>(std::lround(seconds))));
    return Text::tr("about %n minute(s)", nullptr, static_cast<int>(std::lround(seconds / 60)));
}

} // namespace doctor::ui::words
