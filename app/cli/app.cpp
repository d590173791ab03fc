// SPDX-License-Identifier: GPL-3.0-or-later
// From arguments to an exit status.
#include "app/cli/app.h"

#include "app/cli/language.h"
#include "app/cli/parser.h"

#include <QtGlobal>
#include <iostream>

#ifdef Q_OS_WIN
#include <io.h>
#include <windows.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace doctor::cli
{

namespace
{

constexpr int NarrowestTerminal = 40;
constexpr int UsualWidth = 100;

#ifdef Q_OS_WIN
bool isTerminal(int descriptor)
{
    return _isatty(descriptor) != 0;
}

int terminalWidth()
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info))
        return 0;
    return info.srWindow.Right - info.srWindow.Left + 1;
}
#else
bool isTerminal(int descriptor)
{
    return ::isatty(descriptor) == 1;
}

int terminalWidth()
{
    winsize size{};
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO})
        if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
            return size.ws_col;
    return 0;
}
#endif

bool wantsColours(const QString& color, const Streams& streams)
{
    if (color == u"auto")
        return streams.outIsTerminal && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
    return color == u"always";
}

} // namespace

Streams standardStreams()
{
    const int width = terminalWidth();
    return {std::cout, std::cerr, isTerminal(1), isTerminal(2),
            width == 0 ? UsualWidth : std::max(NarrowestTerminal, width)};
}

int runCommandLine(const QStringList& arguments, Streams& streams, Interrupts& interrupts)
{
    QString language = languageArgument(arguments);
    if (!knowledge::Knowledge::languages().contains(language))
        language = systemLanguage();
    const InstalledLanguage installed(language);

    const auto commands = makeCommands();
    const Parsed parsed = parseCommandLine(arguments, commands, streams.width);
    Context context{streams, interrupts, parsed.format, language, Style{wantsColours(parsed.color, streams)}};
    if (!parsed.understood)
        return context.fail(ExitCode::Usage, parsed.text);
    if (parsed.command)
        return parsed.command->run(context);
    streams.print(parsed.text);
    return static_cast<int>(ExitCode::NothingWrong);
}

} // namespace doctor::cli
