// SPDX-License-Identifier: GPL-3.0-or-later
// SGR escape sequences (ECMA-48 §8.3.117).
#include "app/cli/text/style.h"

using namespace Qt::StringLiterals;

namespace doctor::cli
{

QString Style::paint(Tone tone, const QString& text) const
{
    if (!colours || text.isEmpty())
        return text;
    QString code;
    switch (tone) {
    case Tone::Plain:
        return text;
    case Tone::Strong:
        code = u"1"_s;
        break;
    case Tone::Dim:
        code = u"2"_s;
        break;
    case Tone::Good:
        code = u"36"_s;
        break;
    case Tone::Bad:
        code = u"31"_s;
        break;
    }
    return u"\x1b["_s + code + u'm' + text + u"\x1b[0m"_s;
}

} // namespace doctor::cli
