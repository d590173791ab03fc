// SPDX-License-Identifier: GPL-3.0-or-later
// The system's resolver first, then Qt's questions to the name servers for what the system leaves out.
#include "app/net/qt/resolver_thread.h"

#include <QCoreApplication>
#include <QDnsLookup>
#include <QEventLoop>
#include <QHostAddress>
#include <QTimer>
#include <thread>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netdb.h>
#include <sys/socket.h>
#endif

namespace doctor::net
{

namespace
{

// The system has just answered for this name, so the name servers are there; who is slower than this adds nothing.
constexpr core::Milliseconds nameServerPatience{1000};
constexpr core::Milliseconds abandonCheck{20};

void addOnce(QStringList& list, const QString& value)
{
    if (!value.isEmpty() && !list.contains(value))
        list << value;
}

bool isNotFound(int error)
{
    if (error == EAI_NONAME)
        return true;
#if defined(EAI_NODATA) && EAI_NODATA != EAI_NONAME
    if (error == EAI_NODATA)
        return true;
#endif
    return false;
}

/// getaddrinfo and not QHostInfo, whose thread pool makes the end of the program wait for a resolver that hangs.
LookupResult askSystem(const QString& host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_CANONNAME;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(host.toLatin1().constData(), nullptr, &hints, &found);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, [](addrinfo* list) {
        if (list)
            ::freeaddrinfo(list);
    });
    LookupResult out;
    if (error != 0) {
        out.state = isNotFound(error) ? LookupResult::State::NotFound : LookupResult::State::Failed;
        out.detail = QString::fromLocal8Bit(gai_strerror(error));
        return out;
    }
    for (const addrinfo* entry = found; entry; entry = entry->ai_next) {
        addOnce(out.addresses, QHostAddress(entry->ai_addr).toString());
        const QString canonical = entry->ai_canonname ? QString::fromLatin1(entry->ai_canonname) : QString();
        if (canonical.compare(host, Qt::CaseInsensitive) != 0)
            addOnce(out.aliases, canonical);
    }
    out.state = out.addresses.isEmpty() ? LookupResult::State::NotFound : LookupResult::State::Found;
    return out;
}

void takeRecords(const QDnsLookup& answer, LookupResult& result)
{
    for (const QDnsHostAddressRecord& record : answer.hostAddressRecords())
        addOnce(result.addresses, record.value().toString());
    for (const QDnsDomainNameRecord& record : answer.canonicalNameRecords())
        addOnce(result.aliases, record.value());
}

/// Runs an event loop of this thread's own; the main thread's is not needed.
void askNameServers(const QString& host, core::Milliseconds patience, const Abandoned& abandoned, LookupResult& result)
{
    QEventLoop loop;
    QDnsLookup questions[] = {QDnsLookup(QDnsLookup::A, host), QDnsLookup(QDnsLookup::AAAA, host),
                              QDnsLookup(QDnsLookup::CNAME, host)};
    std::size_t left = std::size(questions);
    for (QDnsLookup& question : questions) {
        QObject::connect(&question, &QDnsLookup::finished, &loop, [&] {
            if (--left == 0)
                loop.quit();
        });
        question.lookup();
    }
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
    limit.start(patience);
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &loop, [&] {
        if (*abandoned)
            loop.quit();
    });
    watch.start(abandonCheck);
    loop.exec();
    for (QDnsLookup& question : questions) {
        QObject::disconnect(&question, nullptr, &loop, nullptr);
        if (question.isFinished() && question.error() == QDnsLookup::NoError)
            takeRecords(question, result);
        else
            question.abort();
    }
}

} // namespace

void resolveInThread(const QString& host, core::Milliseconds timeout, Abandoned abandoned,
                     std::function<void(LookupResult)> done)
{
    std::thread([host, timeout, abandoned = std::move(abandoned), done = std::move(done)] {
        LookupResult result = askSystem(host);
        const bool public_ = result.state == LookupResult::State::Found && host.contains(u'.');
        if (public_ && !*abandoned && QCoreApplication::instance())
            askNameServers(host, std::min(timeout, nameServerPatience), abandoned, result);
        if (!*abandoned)
            done(std::move(result));
    }).detach();
}

} // namespace doctor::net
