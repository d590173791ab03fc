// SPDX-License-Identifier: GPL-3.0-or-later
// A signal handler may do next to nothing, so it writes one byte into a pipe that the event loop watches.
#include "app/cli/interrupts.h"

#include <QtGlobal>
#include <atomic>
#include <csignal>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <QSocketNotifier>
#include <array>
#include <fcntl.h>
#include <unistd.h>
#endif

namespace doctor::cli
{

#ifdef Q_OS_WIN

namespace
{

std::atomic<SignalInterrupts*> theInterrupts = nullptr;

// Windows calls this on a thread of its own.
BOOL WINAPI handle(DWORD)
{
    SignalInterrupts* interrupts = theInterrupts.exchange(nullptr);
    if (!interrupts)
        return FALSE;
    QMetaObject::invokeMethod(interrupts, &SignalInterrupts::interrupted, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

struct SignalInterrupts::Impl {
};

SignalInterrupts::SignalInterrupts() : m_impl(std::make_unique<Impl>())
{
    theInterrupts = this;
    SetConsoleCtrlHandler(handle, TRUE);
}

SignalInterrupts::~SignalInterrupts()
{
    theInterrupts = nullptr;
    SetConsoleCtrlHandler(handle, FALSE);
}

#else

namespace
{

std::atomic<int> theWriteEnd = -1;

void handle(int number)
{
    const int saved = errno;
    const char byte = 1;
    if (theWriteEnd >= 0 && ::write(theWriteEnd, &byte, 1) < 0) {
        // The pipe is full: the news is in it already.
    }
    std::signal(number, SIG_DFL); // whoever insists ends the process
    errno = saved;
}

} // namespace

struct SignalInterrupts::Impl {
    std::array<int, 2> pipe{-1, -1};
    std::unique_ptr<QSocketNotifier> notifier;
};

SignalInterrupts::SignalInterrupts() : m_impl(std::make_unique<Impl>())
{
    if (::pipe(m_impl->pipe.data()) != 0)
        return; // without a pipe Ctrl-C ends the process, as it does by default
    for (const int end : m_impl->pipe) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    m_impl->notifier = std::make_unique<QSocketNotifier>(m_impl->pipe[0], QSocketNotifier::Read);
    connect(m_impl->notifier.get(), &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(m_impl->pipe[0], bytes, sizeof bytes) > 0) {
        }
        Q_EMIT interrupted();
    });
    theWriteEnd = m_impl->pipe[1];
    std::signal(SIGINT, handle);
    std::signal(SIGTERM, handle);
}

SignalInterrupts::~SignalInterrupts()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    theWriteEnd = -1;
    m_impl->notifier.reset();
    for (const int end : m_impl->pipe)
        if (end >= 0)
            ::close(end);
}

#endif

} // namespace doctor::cli
