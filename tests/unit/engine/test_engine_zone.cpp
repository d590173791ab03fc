// SPDX-License-Identifier: GPL-3.0-or-later
// Which addresses need an interface, and whether this computer has it.
#include "app/engine/zone_check.h"

#include "app/net/qt/interface_names.h"

#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

QString problemOf(const QString& host)
{
    core::Target target;
    target.host = host;
    target.port = 80;
    return engine::zoneProblem(target);
}

} // namespace

class TestEngineZone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingWhereNoInterfaceIsNeeded()
    {
        for (const QString& host : {u"example.org"_s, u"192.0.2.1"_s, u"169.254.1.1"_s, u"::1"_s, u"2001:db8::1"_s,
                                    u"fec0::1"_s, u"fe80.example"_s})
            QVERIFY2(problemOf(host).isEmpty(), qPrintable(host));
    }

    void asksForTheInterfaceOfALinkLocalAddress()
    {
        for (const QString& host : {u"fe80::1"_s, u"FE80::1"_s, u"febf::1"_s}) {
            QVERIFY2(problemOf(host).contains(host), qPrintable(host));
            QVERIFY2(problemOf(host).contains(net::interfaceNames().constFirst()), qPrintable(host));
        }
    }

    void knowsInterfacesByNameAndIndex()
    {
        const QString name = net::interfaceNames().constFirst();
        QVERIFY(problemOf(u"fe80::1%"_s + name).isEmpty());
        QVERIFY(problemOf(u"fe80::1%1"_s).isEmpty()); // the loopback has index 1
        QVERIFY(problemOf(u"fe80::1%no-such0"_s).contains(u"“no-such0”"_s));
        QVERIFY(problemOf(u"fe80::1%99999"_s).contains(u"“99999”"_s));
        QVERIFY(problemOf(u"fe80::1%0"_s).contains(u"“0”"_s));
    }
};

QTEST_GUILESS_MAIN(TestEngineZone)
#include "test_engine_zone.moc"
