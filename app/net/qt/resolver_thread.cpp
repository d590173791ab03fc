// SPDX-License-Identifier: GPL-3.0-or-later
// The system's resolver first, then Qt's questions to the name servers for what the system leaves out.
#include "app/net/qt/resolver_thread.h"

#include <QCoreApplication>
#include <QDnsLookup>
#include <QEventLoop>
#include <QHostAddress>
#include <QTimer>
#include <mutex>
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

/// Look-ups that are inside of Qt just now. Qt takes its parts down when the application object goes, so that waits
/// for them; each leaves within one abandonCheck.
struct InsideQt {
    std::atomic<int> count{0};
    std::atomic<bool> closing{false};
};

InsideQt& insideQt()
{
    static InsideQt inside;
    return inside;
}

void leaveQt()
{
    insideQt().closing = true;
    while (insideQt().count > 0)
        std::this_thread::sleep_for(core::Milliseconds{1});
}

class QtVisit
{
public:
    QtVisit()
    {
        static std::once_flag once;
        std::call_once(once, [] { qAddPostRoutine(leaveQt); });
        ++insideQt().count;
    }
    ~QtVisit() { --insideQt().count; }
    QtVisit(const QtVisit&) = delete;
    QtVisit& operator=(const QtVisit&) = delete;
    [[nodiscard]] bool welcome() const { return !insideQt().closing && QCoreApplication::instance(); }
};

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
    QDnsLookup questions[] = {QDnsLookup(QDnsLookup::A, host), QDnsLookup(QDnsLookup::AAAA, host)};
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
        if (*abandoned || insideQt().closing)
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
    const auto begun = std::chrono::steady_clock::now();
    std::thread([host, timeout, begun, abandoned = std::move(abandoned), done = std::move(done)] {
        LookupResult result = askSystem(host);
        result.systemAddresses = result.addresses;
        if (*abandoned)
            return;
        const auto spent = std::chrono::steady_clock::now() - begun;
        const auto left = std::chrono::duration_cast<core::Milliseconds>(timeout - spent) / 2;
        if (result.state == LookupResult::State::Found && host.contains(u'.') && left > abandonCheck) {
            const QtVisit visit;
            if (visit.welcome())
                askNameServers(host, std::min(left, nameServerPatience), abandoned, result);
        }
        if (!*abandoned)
            done(std::move(result));
    }).detach();
}

} // namespace doctor::net
