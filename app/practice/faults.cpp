// SPDX-License-Identifier: GPL-3.0-or-later
// One row per fault; adding a fault is a row here and a function in behaviours/.
#include "app/practice/faults.h"

#include "app/practice/behaviours/behaviours.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::practice
{

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(doctor::practice::Server)
};

std::vector<FaultRow> makeRows()
{
    const auto healthy = u"no-fault-found"_s;
    const std::vector<FaultOption> idle{{u"idleSeconds"_s, 3, 0.1, 3600}};
    const std::vector<FaultOption> cut{{u"announcedBytes"_s, 65536, 1, 1e9}, {u"sentBytes"_s, 8192, 0, 1e6}};
    const std::vector<FaultOption> pulse{{u"upSeconds"_s, 4, 0.2, 3600}, {u"downSeconds"_s, 0.7, 0.05, 3600}};
    return {
        {{u"healthy-tcp"_s, healthy, u"tcp"_s, {}}, healthyTcp, nullptr, {}},
        {{u"healthy-http"_s, healthy, u"http"_s, {}}, healthyHttp, nullptr, {}},
        {{u"healthy-tls"_s, healthy, u"https"_s, {}}, healthyTls, nullptr, {}},
        {{u"slow-healthy"_s, healthy, u"http"_s, {}}, slowHealthy, nullptr, {{u"delaySeconds"_s, 2.5, 0, 60}}},
        {{u"orderly-fin"_s, healthy, u"http"_s, {}}, orderlyFin, nullptr, {}},
        {{u"reset-at-accept"_s, u"ip-filtering"_s, u"http"_s, u"connect"_s}, resetAtAccept, nullptr, {}},
        {{u"reset-after-first-bytes"_s, u"abortive-close"_s, u"http"_s, u"first-request"_s},
         resetAfterFirstBytes,
         nullptr,
         {}},
        {{u"close-with-unread-data"_s, u"abortive-close"_s, u"http"_s, u"transfer"_s},
         closeWithUnreadData,
         nullptr,
         {}},
        {{u"reset-mid-response"_s, u"unhandled-exception"_s, u"http"_s, u"transfer"_s}, resetMidResponse, nullptr, cut},
        {{u"idle-fin"_s, u"server-idle-timeout"_s, u"http"_s, u"idle"_s}, idleFin, nullptr, idle},
        {{u"idle-reset"_s, u"server-idle-timeout"_s, u"http"_s, u"idle"_s}, idleReset, nullptr, idle},
        {{u"idle-forgotten-reset"_s, u"middlebox-idle-timeout"_s, u"http"_s, u"idle"_s},
         idleForgottenReset,
         nullptr,
         idle},
        {{u"idle-forgotten-silence"_s, u"middlebox-idle-timeout"_s, u"http"_s, u"idle"_s},
         idleForgottenSilence,
         nullptr,
         idle},
        {{u"connection-cap"_s, u"connection-limit"_s, u"http"_s, u"load"_s},
         connectionCap,
         nullptr,
         {{u"limit"_s, 4, 1, 100}}},
        {{u"rate-cap"_s, u"rate-limit"_s, u"http"_s, u"load"_s}, rateCap, nullptr, {{u"limit"_s, 3, 1, 100}}},
        {{u"request-time-limit"_s, u"request-timeout"_s, u"http"_s, u"transfer"_s},
         requestTimeLimit,
         nullptr,
         {{u"requestSeconds"_s, 2, 0.1, 3600}}},
        {{u"answer-time-limit"_s, u"request-timeout"_s, u"http"_s, u"first-request"_s},
         answerTimeLimit,
         nullptr,
         {{u"answerSeconds"_s, 3, 0.1, 3600}}},
        {{u"keep-alive-race"_s, u"keep-alive-race"_s, u"http"_s, u"random"_s},
         keepAliveRace,
         nullptr,
         {{u"idleSeconds"_s, 2, 0.1, 3600}, {u"wayMilliseconds"_s, 150, 1, 60000}}},
        {{u"request-count-limit"_s, u"connection-lifetime-limit"_s, u"http"_s, u"transfer"_s},
         requestCountLimit,
         nullptr,
         {{u"limit"_s, 5, 1, 1e6}}},
        {{u"connection-age-limit"_s, u"connection-lifetime-limit"_s, u"http"_s, u"random"_s},
         connectionAgeLimit,
         nullptr,
         {{u"ageSeconds"_s, 4, 0.1, 86400}}},
        {{u"request-too-large"_s, u"request-too-large"_s, u"http"_s, u"transfer"_s},
         requestTooLarge,
         nullptr,
         {{u"limitBytes"_s, 65536, 0, 1e9}}},
        {{u"tls-old-only"_s, u"tls-version-mismatch"_s, u"https"_s, u"tls"_s}, tlsOldOnly, nullptr, {}},
        {{u"tls-name-required"_s, u"tls-sni-required"_s, u"https"_s, u"tls"_s}, tlsNameRequired, nullptr, {}},
        {{u"tls-client-certificate"_s, u"tls-client-certificate-required"_s, u"https"_s, u"tls"_s},
         tlsClientCertificate,
         nullptr,
         {}},
        {{u"tls-large-hello"_s, u"tls-large-client-hello"_s, u"https"_s, u"tls"_s}, tlsLargeHello, nullptr, {}},
        {{u"tls-odd-ciphers"_s, u"tls-cipher-mismatch"_s, u"https"_s, u"tls"_s}, tlsOddCiphers, nullptr, {}},
        {{u"tls-reset-on-hello"_s, u"content-filtering"_s, u"https"_s, u"tls"_s}, tlsResetOnHello, nullptr, {}},
        {{u"wrong-protocol"_s, u"wrong-protocol"_s, u"http"_s, u"first-request"_s}, wrongProtocol, nullptr, {}},
        {{u"restarting"_s, u"server-restarting"_s, u"http"_s, u"random"_s}, healthyHttp, restart, pulse},
    };
}

QString listOf(const std::vector<FaultOption>& options)
{
    QStringList names;
    for (const FaultOption& option : options)
        names << option.name;
    return names.join(u", "_s);
}

} // namespace

std::span<const FaultRow> faultRows()
{
    static const std::vector<FaultRow> rows = makeRows();
    return rows;
}

const FaultRow* findFaultRow(const QString& id)
{
    const auto rows = faultRows();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const FaultRow& one) { return one.fault.id == id; });
    return row == rows.end() ? nullptr : &*row;
}

core::Result<QMap<QString, double>> readOptions(const FaultRow& row, const QJsonObject& given)
{
    QMap<QString, double> values;
    for (const FaultOption& option : row.options)
        values.insert(option.name, option.standard);
    for (auto it = given.begin(); it != given.end(); ++it) {
        const auto option = std::find_if(row.options.begin(), row.options.end(),
                                         [&](const FaultOption& one) { return one.name == it.key(); });
        if (option == row.options.end() && row.options.empty())
            return core::failure(
                core::ErrorCode::InvalidInput,
                Messages::tr("The fault “%1” has no options, so “%2” cannot be set.").arg(row.fault.id, it.key()));
        if (option == row.options.end())
            return core::failure(core::ErrorCode::InvalidInput,
                                 Messages::tr("The fault “%1” has no option “%2”; it has: %3.")
                                     .arg(row.fault.id, it.key(), listOf(row.options)));
        const double value = it->toDouble(-1);
        if (!it->isDouble() || value < option->minimum || value > option->maximum)
            return core::failure(
                core::ErrorCode::InvalidInput,
                Messages::tr("The option “%1” needs a number from %2 to %3.")
                    .arg(it.key(), QLocale().toString(option->minimum), QLocale().toString(option->maximum, 'f', 0)));
        values.insert(it.key(), value);
    }
    return values;
}

const std::vector<Fault>& allFaults()
{
    static const std::vector<Fault> faults = [] {
        std::vector<Fault> all;
        for (const FaultRow& row : faultRows())
            all.push_back(row.fault);
        return all;
    }();
    return faults;
}

const Fault* findFault(const QString& id)
{
    const FaultRow* row = findFaultRow(id);
    return row ? &row->fault : nullptr;
}

std::vector<FaultOption> optionsOf(const QString& faultId)
{
    const FaultRow* row = findFaultRow(faultId);
    return row ? row->options : std::vector<FaultOption>{};
}

} // namespace doctor::practice
