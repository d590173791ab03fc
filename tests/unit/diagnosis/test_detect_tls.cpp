// SPDX-License-Identifier: GPL-3.0-or-later
// TLS handshakes that differ in one thing each.
#include "records.h"

using namespace doctor;

namespace
{

Try works(const QString& purpose, const QString& name = {})
{
    return Try(purpose)
        .with(u"serverName"_s, name)
        .seen(u"tlsCompleted"_s, true)
        .seen(u"afterHandshake"_s, u"quiet"_s)
        .seen(u"tlsVersion"_s, u"1.3"_s)
        .seen(u"cipher"_s, u"TLS_AES_256_GCM_SHA384"_s);
}

Try alert(const QString& purpose, const QString& word, const QString& name = {})
{
    return Try(purpose)
        .ended(How::TlsAlert, Phase::TlsHandshake, Who::Peer, word)
        .with(u"serverName"_s, name)
        .seen(u"tlsCompleted"_s, false)
        .seen(u"alertReceived"_s, word);
}

core::Session shakes(std::vector<core::Attempt> attempts)
{
    return session({record(u"tls-handshake"_s, std::move(attempts))});
}

} // namespace

class TestDetectTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outcomes_data()
    {
        QTest::addColumn<core::Attempt>("attempt");
        QTest::addColumn<QString>("answer");
        const auto requested = [](Try one) { return one.seen(u"clientCertificateRequested"_s, true); };
        const auto plain = [](How how) {
            return Try(u"default"_s).ended(how, Phase::TlsHandshake).seen(u"tlsCompleted"_s, false);
        };
        QTest::newRow("works") << core::Attempt(works(u"default"_s)) << u"completed"_s;
        QTest::newRow("version") << core::Attempt(alert(u"default"_s, u"protocol_version"_s)) << u"alert-version"_s;
        QTest::newRow("handshake") << core::Attempt(alert(u"default"_s, u"handshake_failure"_s))
                                   << u"alert-handshake"_s;
        QTest::newRow("name") << core::Attempt(alert(u"default"_s, u"unrecognized_name"_s)) << u"alert-name"_s;
        QTest::newRow("certificate") << core::Attempt(alert(u"default"_s, u"certificate_required"_s))
                                     << u"alert-certificate"_s;
        QTest::newRow("certificate, TLS 1.2")
            << core::Attempt(requested(alert(u"default"_s, u"handshake_failure"_s))) << u"alert-certificate"_s;
        QTest::newRow("internal") << core::Attempt(alert(u"default"_s, u"internal_error"_s)) << u"alert-other"_s;
        QTest::newRow("reset") << core::Attempt(plain(How::Reset)) << u"reset-on-hello"_s;
        QTest::newRow("fin") << core::Attempt(plain(How::Fin)) << u"fin-on-hello"_s;
        QTest::newRow("not tls") << core::Attempt(plain(How::ProtocolError)) << u"not-tls"_s;
        QTest::newRow("silence") << core::Attempt(plain(How::Silence)) << u"silence"_s;
        QTest::newRow("refused says nothing")
            << core::Attempt(Try(u"default"_s).ended(How::Refused, Phase::Connect)) << u"none given"_s;
        QTest::newRow("ended after")
            << core::Attempt(
                   works(u"default"_s).ended(How::Reset, Phase::TlsHandshake).seen(u"afterHandshake"_s, u"reset"_s))
            << u"ended-after-handshake"_s;
    }
    void outcomes()
    {
        QFETCH(core::Attempt, attempt);
        QFETCH(QString, answer);
        QCOMPARE(answerOf(shakes({attempt, attempt}), u"tls-outcome"_s), answer);
    }

    void onlyOlderVersions()
    {
        const auto bad = u"protocol_version"_s;
        const auto found = diagnosis::detect(
            shakes({alert(u"default"_s, bad), alert(u"default"_s, bad), alert(u"version-1.3"_s, bad),
                    alert(u"version-1.2"_s, bad), alert(u"version-1.1"_s, bad), works(u"version-1.0"_s)}));
        QCOMPARE(findingOf(found, u"tls-versions"_s)->answer, u"only-older"_s);
        QVERIFY(findingOf(found, u"tls-client-certificate"_s) == nullptr);
    }

    void severalVersionsThatWorkAreNotTheFault()
    {
        const auto bad = u"handshake_failure"_s;
        const auto found = diagnosis::detect(shakes(
            {alert(u"default"_s, bad), alert(u"default"_s, bad), works(u"version-1.2"_s), works(u"version-1.3"_s)}));
        QVERIFY(findingOf(found, u"tls-versions"_s) == nullptr);
    }

    void nameNeeded()
    {
        const auto bad = u"unrecognized_name"_s;
        const auto found = diagnosis::detect(shakes({alert(u"default"_s, bad), alert(u"default"_s, bad),
                                                     works(u"with-name"_s, u"localhost"_s), alert(u"no-name"_s, bad)}));
        QCOMPARE(findingOf(found, u"tls-name"_s)->answer, u"needs-name"_s);
        QCOMPARE(findingOf(found, u"tls-name"_s)->values.value(u"workingName").toString(), u"localhost"_s);
    }

    void ourNameRejected()
    {
        const auto bad = u"unrecognized_name"_s;
        const auto ours = u"old.example.org"_s;
        QCOMPARE(answerOf(shakes({alert(u"default"_s, bad, ours), alert(u"default"_s, bad, ours), works(u"no-name"_s),
                                  alert(u"with-name"_s, bad, ours)}),
                          u"tls-name"_s),
                 u"rejects-our-name"_s);
    }

    void ciphers()
    {
        const auto bad = u"handshake_failure"_s;
        QCOMPARE(answerOf(shakes({alert(u"default"_s, bad), alert(u"default"_s, bad), works(u"weak-ciphers"_s)}),
                          u"tls-ciphers"_s),
                 u"only-weak"_s);
        QCOMPARE(answerOf(shakes({alert(u"default"_s, bad), alert(u"default"_s, bad), alert(u"weak-ciphers"_s, bad)}),
                          u"tls-ciphers"_s),
                 u"none given"_s);
    }

    void clientCertificate()
    {
        const auto required = alert(u"default"_s, u"certificate_required"_s);
        QCOMPARE(answerOf(shakes({required, required}), u"tls-client-certificate"_s), u"required"_s);
        auto asked = works(u"default"_s).seen(u"clientCertificateRequested"_s, true);
        QCOMPARE(answerOf(shakes({asked, asked}), u"tls-client-certificate"_s), u"requested"_s);
        auto withAnswer = shakes({asked, asked});
        withAnswer.tests.push_back(
            record(u"exchange"_s, times(3, Try(u"fresh"_s).seen(u"state"_s, u"answered"_s).seen(u"status"_s, 400))));
        QCOMPARE(answerOf(withAnswer, u"tls-client-certificate"_s), u"required"_s);
        QCOMPARE(answerOf(shakes({works(u"default"_s), works(u"default"_s)}), u"tls-client-certificate"_s),
                 u"not-requested"_s);
    }

    void someHandshakesFail()
    {
        QCOMPARE(answerOf(shakes({works(u"default"_s), alert(u"default"_s, u"internal_error"_s)}), u"tls-outcome"_s),
                 u"intermittent"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectTls)
#include "test_detect_tls.moc"
