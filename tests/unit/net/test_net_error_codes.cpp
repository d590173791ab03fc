// SPDX-License-Identifier: GPL-3.0-or-later
// The three systems' error tables, row by row, and what a code means in each phase.
#include "app/net/native/error_codes.h"

#include "app/net/connection_ending.h"

#include <QSet>
#include <QTest>
#include <cerrno>

using namespace doctor;
using core::How;
using core::Phase;
using core::Who;
using net::System;

class TestNetErrorCodes : public QObject
{
    Q_OBJECT

    static void row(System system, int code, const char* name, How connecting, How later, const char* detail)
    {
        QTest::addRow("%d %s", static_cast<int>(system), name)
            << static_cast<int>(system) << code << QString::fromLatin1(name) << static_cast<int>(connecting)
            << static_cast<int>(later) << QString::fromLatin1(detail);
    }

private Q_SLOTS:
    void rows_data();
    void rows();
    void everyRowIsTested();
    void namesAndCodesAreUnique();
    void unknownCodesAreOurFailureWithTheirNumber();
    void numbersAreThoseOfThisSystem();
    void phaseDecidesWhatACodeMeans();
    void icmpReasonBeatsRefused();

private:
    int m_rows = 0;
};

void TestNetErrorCodes::rows_data()
{
    QTest::addColumn<int>("system");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("connecting");
    QTest::addColumn<int>("later");
    QTest::addColumn<QString>("detail");
    row(System::Linux, 1, "EPERM", How::LocalFailure, How::LocalFailure, "not-permitted");
    row(System::Linux, 9, "EBADF", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Linux, 12, "ENOMEM", How::LocalFailure, How::LocalFailure, "no-memory");
    row(System::Linux, 13, "EACCES", How::Unreachable, How::Unreachable, "admin-prohibited");
    row(System::Linux, 19, "ENODEV", How::LocalFailure, How::LocalFailure, "no-interface");
    row(System::Linux, 22, "EINVAL", How::LocalFailure, How::LocalFailure, "invalid-address");
    row(System::Linux, 23, "ENFILE", How::LocalFailure, How::LocalFailure, "no-descriptor");
    row(System::Linux, 24, "EMFILE", How::LocalFailure, How::LocalFailure, "no-descriptor");
    row(System::Linux, 32, "EPIPE", How::FinThenReset, How::FinThenReset, "");
    row(System::Linux, 64, "ENONET", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Linux, 71, "EPROTO", How::Unreachable, How::Unreachable, "protocol-unreachable");
    row(System::Linux, 90, "EMSGSIZE", How::Unreachable, How::Unreachable, "too-big");
    row(System::Linux, 92, "ENOPROTOOPT", How::Unreachable, How::Unreachable, "protocol-unreachable");
    row(System::Linux, 95, "EOPNOTSUPP", How::Unreachable, How::Unreachable, "source-route-failed");
    row(System::Linux, 97, "EAFNOSUPPORT", How::LocalFailure, How::LocalFailure, "family-unsupported");
    row(System::Linux, 98, "EADDRINUSE", How::LocalFailure, How::LocalFailure, "no-port");
    row(System::Linux, 99, "EADDRNOTAVAIL", How::LocalFailure, How::LocalFailure, "no-port");
    row(System::Linux, 100, "ENETDOWN", How::LocalFailure, How::LocalFailure, "network-down");
    row(System::Linux, 101, "ENETUNREACH", How::Unreachable, How::Unreachable, "net-unreachable");
    row(System::Linux, 102, "ENETRESET", How::TimedOut, How::TimedOut, "keep-alive");
    row(System::Linux, 103, "ECONNABORTED", How::LocalFailure, How::LocalFailure, "aborted-locally");
    row(System::Linux, 104, "ECONNRESET", How::Reset, How::Reset, "");
    row(System::Linux, 105, "ENOBUFS", How::LocalFailure, How::LocalFailure, "no-memory");
    row(System::Linux, 107, "ENOTCONN", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Linux, 108, "ESHUTDOWN", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Linux, 110, "ETIMEDOUT", How::TimedOut, How::TimedOut, "");
    row(System::Linux, 111, "ECONNREFUSED", How::Refused, How::Reset, "");
    row(System::Linux, 112, "EHOSTDOWN", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Linux, 113, "EHOSTUNREACH", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Windows, 10013, "WSAEACCES", How::LocalFailure, How::LocalFailure, "not-permitted");
    row(System::Windows, 10022, "WSAEINVAL", How::LocalFailure, How::LocalFailure, "invalid-address");
    row(System::Windows, 10024, "WSAEMFILE", How::LocalFailure, How::LocalFailure, "no-descriptor");
    row(System::Windows, 10038, "WSAENOTSOCK", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Windows, 10040, "WSAEMSGSIZE", How::Unreachable, How::Unreachable, "too-big");
    row(System::Windows, 10042, "WSAENOPROTOOPT", How::Unreachable, How::Unreachable, "protocol-unreachable");
    row(System::Windows, 10047, "WSAEAFNOSUPPORT", How::LocalFailure, How::LocalFailure, "family-unsupported");
    row(System::Windows, 10048, "WSAEADDRINUSE", How::LocalFailure, How::LocalFailure, "no-port");
    row(System::Windows, 10049, "WSAEADDRNOTAVAIL", How::LocalFailure, How::LocalFailure, "invalid-address");
    row(System::Windows, 10050, "WSAENETDOWN", How::LocalFailure, How::LocalFailure, "network-down");
    row(System::Windows, 10051, "WSAENETUNREACH", How::Unreachable, How::Unreachable, "net-unreachable");
    row(System::Windows, 10052, "WSAENETRESET", How::TimedOut, How::TimedOut, "keep-alive");
    row(System::Windows, 10053, "WSAECONNABORTED", How::LocalFailure, How::LocalFailure, "aborted-locally");
    row(System::Windows, 10054, "WSAECONNRESET", How::Reset, How::Reset, "");
    row(System::Windows, 10055, "WSAENOBUFS", How::LocalFailure, How::LocalFailure, "no-port");
    row(System::Windows, 10057, "WSAENOTCONN", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Windows, 10058, "WSAESHUTDOWN", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Windows, 10060, "WSAETIMEDOUT", How::TimedOut, How::TimedOut, "");
    row(System::Windows, 10061, "WSAECONNREFUSED", How::Refused, How::Reset, "");
    row(System::Windows, 10064, "WSAEHOSTDOWN", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Windows, 10065, "WSAEHOSTUNREACH", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Windows, 10101, "WSAEDISCON", How::Fin, How::Fin, "");
    row(System::Windows, 64, "ERROR_NETNAME_DELETED", How::Reset, How::Reset, "");
    row(System::Windows, 121, "ERROR_SEM_TIMEOUT", How::TimedOut, How::TimedOut, "");
    row(System::Windows, 1225, "ERROR_CONNECTION_REFUSED", How::Refused, How::Reset, "");
    row(System::Windows, 1231, "ERROR_NETWORK_UNREACHABLE", How::Unreachable, How::Unreachable, "net-unreachable");
    row(System::Windows, 1232, "ERROR_HOST_UNREACHABLE", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Windows, 1233, "ERROR_PROTOCOL_UNREACHABLE", How::Unreachable, How::Unreachable,
        "protocol-unreachable");
    row(System::Windows, 1234, "ERROR_PORT_UNREACHABLE", How::Unreachable, How::Unreachable, "port-unreachable");
    row(System::Windows, 1236, "ERROR_CONNECTION_ABORTED", How::LocalFailure, How::LocalFailure, "aborted-locally");
    row(System::Macos, 1, "EPERM", How::LocalFailure, How::LocalFailure, "not-permitted");
    row(System::Macos, 9, "EBADF", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Macos, 12, "ENOMEM", How::LocalFailure, How::LocalFailure, "no-memory");
    row(System::Macos, 13, "EACCES", How::Unreachable, How::Unreachable, "admin-prohibited");
    row(System::Macos, 22, "EINVAL", How::LocalFailure, How::LocalFailure, "invalid-address");
    row(System::Macos, 23, "ENFILE", How::LocalFailure, How::LocalFailure, "no-descriptor");
    row(System::Macos, 24, "EMFILE", How::LocalFailure, How::LocalFailure, "no-descriptor");
    row(System::Macos, 32, "EPIPE", How::FinThenReset, How::FinThenReset, "");
    row(System::Macos, 40, "EMSGSIZE", How::Unreachable, How::Unreachable, "too-big");
    row(System::Macos, 41, "EPROTOTYPE", How::Reset, How::Reset, "");
    row(System::Macos, 42, "ENOPROTOOPT", How::Unreachable, How::Unreachable, "protocol-unreachable");
    row(System::Macos, 47, "EAFNOSUPPORT", How::LocalFailure, How::LocalFailure, "family-unsupported");
    row(System::Macos, 48, "EADDRINUSE", How::LocalFailure, How::LocalFailure, "no-port");
    row(System::Macos, 49, "EADDRNOTAVAIL", How::LocalFailure, How::LocalFailure, "no-port");
    row(System::Macos, 50, "ENETDOWN", How::LocalFailure, How::LocalFailure, "network-down");
    row(System::Macos, 51, "ENETUNREACH", How::Unreachable, How::Unreachable, "net-unreachable");
    row(System::Macos, 52, "ENETRESET", How::TimedOut, How::TimedOut, "keep-alive");
    row(System::Macos, 53, "ECONNABORTED", How::LocalFailure, How::LocalFailure, "aborted-locally");
    row(System::Macos, 54, "ECONNRESET", How::Reset, How::Reset, "");
    row(System::Macos, 55, "ENOBUFS", How::LocalFailure, How::LocalFailure, "no-memory");
    row(System::Macos, 57, "ENOTCONN", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Macos, 58, "ESHUTDOWN", How::LocalFailure, How::LocalFailure, "not-open");
    row(System::Macos, 60, "ETIMEDOUT", How::TimedOut, How::TimedOut, "");
    row(System::Macos, 61, "ECONNREFUSED", How::Refused, How::Reset, "");
    row(System::Macos, 64, "EHOSTDOWN", How::Unreachable, How::Unreachable, "host-unreachable");
    row(System::Macos, 65, "EHOSTUNREACH", How::Unreachable, How::Unreachable, "host-unreachable");
}

void TestNetErrorCodes::rows()
{
    QFETCH(int, system);
    QFETCH(int, code);
    QFETCH(QString, name);
    QFETCH(int, connecting);
    QFETCH(int, later);
    QFETCH(QString, detail);
    ++m_rows;
    const net::ErrorCodeRow* found = net::findErrorCode(static_cast<System>(system), code);
    QVERIFY(found);
    QCOMPARE(QString::fromLatin1(found->name), name);
    QCOMPARE(static_cast<int>(found->duringConnect), connecting);
    QCOMPARE(static_cast<int>(found->afterwards), later);
    QCOMPARE(QString::fromLatin1(found->detail), detail);
}

void TestNetErrorCodes::everyRowIsTested()
{
    std::size_t all = 0;
    for (const System system : {System::Linux, System::Windows, System::Macos})
        all += net::errorCodeTable(system).size();
    QCOMPARE(static_cast<std::size_t>(m_rows), all);
}

void TestNetErrorCodes::namesAndCodesAreUnique()
{
    for (const System system : {System::Linux, System::Windows, System::Macos}) {
        QSet<int> codes;
        QSet<QString> names;
        for (const net::ErrorCodeRow& entry : net::errorCodeTable(system)) {
            QVERIFY(!codes.contains(entry.code));
            codes.insert(entry.code);
            QVERIFY(!names.contains(QString::fromLatin1(entry.name)));
            names.insert(QString::fromLatin1(entry.name));
        }
    }
}

void TestNetErrorCodes::unknownCodesAreOurFailureWithTheirNumber()
{
    for (const System system : {System::Linux, System::Windows, System::Macos})
        QVERIFY(!net::findErrorCode(system, 7777));
    const core::Ending ending = net::endingOfCode(7777, Phase::Response, {});
    QVERIFY(ending.how == How::LocalFailure);
    QCOMPARE(ending.nativeCode.value_or(0), 7777);
    QVERIFY(ending.isFailure());
}

void TestNetErrorCodes::numbersAreThoseOfThisSystem()
{
    const auto nameOf = [](int code) {
        const net::ErrorCodeRow* found = net::findErrorCode(net::thisSystem(), code);
        return found ? QString::fromLatin1(found->name) : QString();
    };
    QVERIFY(nameOf(ECONNRESET).endsWith(u"ECONNRESET"));
    QVERIFY(nameOf(ECONNREFUSED).endsWith(u"ECONNREFUSED"));
    QVERIFY(nameOf(ETIMEDOUT).endsWith(u"ETIMEDOUT"));
    QVERIFY(nameOf(EHOSTUNREACH).endsWith(u"EHOSTUNREACH"));
    QVERIFY(nameOf(ENETUNREACH).endsWith(u"ENETUNREACH"));
    QVERIFY(nameOf(EADDRNOTAVAIL).endsWith(u"EADDRNOTAVAIL"));
}

void TestNetErrorCodes::phaseDecidesWhatACodeMeans()
{
    // A reset while the connect completes cut an established connection; it refused none.
    const core::Ending atConnect = net::endingOfCode(ECONNRESET, Phase::Connect, {});
    QVERIFY(atConnect.how == How::Reset && atConnect.phase == Phase::Established && atConnect.who == Who::Peer);
    const core::Ending refused = net::endingOfCode(ECONNREFUSED, Phase::Connect, {});
    QVERIFY(refused.how == How::Refused && refused.phase == Phase::Connect && refused.who == Who::Peer);
    const core::Ending timedOut = net::endingOfCode(ETIMEDOUT, Phase::Idle, {});
    QVERIFY(timedOut.how == How::TimedOut && timedOut.who == Who::Nobody && timedOut.isFailure());
}

void TestNetErrorCodes::icmpReasonBeatsRefused()
{
    const core::Ending ending = net::endingOfCode(ECONNREFUSED, Phase::Connect, QStringLiteral("port-unreachable"));
    QVERIFY(ending.how == How::Unreachable && ending.who == Who::Peer);
    QCOMPARE(ending.detail, QStringLiteral("port-unreachable"));
    const core::Ending noRoute = net::endingOfCode(ENETUNREACH, Phase::Connect, {});
    QVERIFY(noRoute.how == How::Unreachable && noRoute.who == Who::Nobody);
    QCOMPARE(noRoute.detail, QStringLiteral("net-unreachable"));
}

QTEST_GUILESS_MAIN(TestNetErrorCodes)
#include "test_net_error_codes.moc"
