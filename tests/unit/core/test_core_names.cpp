// SPDX-License-Identifier: GPL-3.0-or-later
// Words and numeric addresses: every enumerator has one word of its own that leads back to it.
#include "app/core/model/ip_address.h"
#include "app/core/model/names.h"

#include <QTest>

using namespace doctor::core;

class TestCoreNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownWordsHaveNoValue()
    {
        QVERIFY(!fromWord<Phase>(u"lunch"_qs));
        QVERIFY(!fromWord<How>(QString()));
        QVERIFY(!fromWord<Source>(u"test"_qs));
        QVERIFY(!fromWord<Source>(u"oracle:x"_qs));
    }

    void wordsLeadBack()
    {
        roundTrip<Phase>(static_cast<int>(Phase::Close));
        roundTrip<Who>(static_cast<int>(Who::Us));
        roundTrip<How>(static_cast<int>(How::Cancelled));
        roundTrip<Protocol>(static_cast<int>(Protocol::SqlServer));
        roundTrip<Family>(static_cast<int>(Family::V6));
        roundTrip<SourceKind>(static_cast<int>(SourceKind::Computer));
        roundTrip<ClosedBy>(static_cast<int>(ClosedBy::Unknown));
        roundTrip<TestState>(static_cast<int>(TestState::CouldNotRun));
        const Source source{SourceKind::Log, u"a:b.log"_qs};
        QCOMPARE(toWord(source), u"log:a:b.log"_qs);
        QVERIFY(fromWord<Source>(toWord(source)) == source);
        QCOMPARE(allWords<Protocol>().size(), 13);
    }

    void numericAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isAddress");
        QTest::addColumn<bool>("isLoopback");
        for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "1..2.3", ":", ":::", "1::2::3",
                                 "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1%", "::1%a b", "fe80::1%/etc",
                                 "::1.2.3", "g::", "1:2:3:4:5:6:7:8::1", "1.2.3.4::"}) {
            QTest::newRow(text) << QString::fromLatin1(text) << false << false;
        }
        for (const char* text : {"192.0.2.1", "::", "2001:db8::1", "fe80::1%eth0", "1:2:3:4:5:6:7:8",
                                 "::ffff:192.0.2.1", "64:ff9b::192.0.2.1", "1::"}) {
            QTest::newRow(text) << QString::fromLatin1(text) << true << false;
        }
        for (const char* text : {"127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"}) {
            QTest::newRow(text) << QString::fromLatin1(text) << true << true;
        }
    }

    void numericAddresses()
    {
        QFETCH(QString, text);
        QFETCH(bool, isAddress);
        QFETCH(bool, isLoopback);
        const auto address = parseIpAddress(text);
        QCOMPARE(address.has_value(), isAddress);
        QCOMPARE(address && address->isLoopback(), isLoopback);
    }

private:
    template <typename Enum>
    static void roundTrip(int last)
    {
        QSet<QString> seen;
        for (int i = 0; i <= last; ++i) {
            const QString word = toWord(static_cast<Enum>(i));
            QVERIFY(!word.isEmpty());
            QVERIFY(!seen.contains(word));
            seen.insert(word);
            QVERIFY(fromWord<Enum>(word) == static_cast<Enum>(i));
        }
    }
};

QTEST_GUILESS_MAIN(TestCoreNames)
#include "test_core_names.moc"
