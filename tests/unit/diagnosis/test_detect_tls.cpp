// SPDX-License-Identifier: GPL-3.0-or-later
// TLS handshakes that differ in one thing each.
#include "records.h"

#include <QDateTime>
#include <QJsonArray>

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

/// The usual handshakes into their test, all others into the matrix.
core::Session shakes(const std::vector<core::Attempt>& attempts)
{
    std::vector<core::Attempt> usual;
    std::vector<core::Attempt> varied;
    for (const core::Attempt& attempt : attempts)
        (attempt.purpose == u"default" ? usual : varied).push_back(attempt);
    auto result = session({record(u"tls-handshake"_s, usual)});
    if (!varied.empty())
        result.tests.push_back(record(u"tls-matrix"_s, varied));
    return result;
}

Try cut(const QString& purpose)
{
    return Try(purpose).ended(How::Reset, Phase::TlsHandshake).seen(u"helloBytes"_s, 300);
}

Try lost(const QString& purpose)
{
    core::Attempt attempt = Try(purpose).ended(How::Silence, Phase::TlsHandshake, Who::Nobody);
    attempt.tcp = core::TcpInfo{};
    attempt.tcp->unacked = 2;
    return Try(attempt);
}

/// A handshake whose certificate, valid in 2026, is changed by `leaf`.
core::Session withCertificate(QJsonObject leaf, std::optional<bool> nameMatches = true, const QString& trust = {})
{
    QJsonObject certificate{{u"notBefore"_s, u"2026-01-01T00:00:00Z"_s},
                            {u"notAfter"_s, u"2026-12-31T00:00:00Z"_s},
                            {u"keyType"_s, u"RSA"_s},
                            {u"keyBits"_s, 2048},
                            {u"selfSigned"_s, false},
                            {u"signature"_s, u"sha256WithRSAEncryption"_s}};
    for (auto it = leaf.begin(); it != leaf.end(); ++it)
        certificate.insert(it.key(), it.value());
    auto one = works(u"default"_s).seen(u"chain"_s, QJsonArray{certificate}).seen(u"trustProblem"_s, trust);
    if (nameMatches)
        one.seen(u"nameMatches"_s, *nameMatches);
    core::Attempt attempt = one;
    attempt.startedAt.wallMs = QDateTime(QDate(2026, 6, 1), QTime(12, 0), Qt::UTC).toMSecsSinceEpoch();
    return shakes({attempt, attempt});
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
        QTest::newRow("we refuse")
            << core::Attempt(
                   plain(How::TlsAlert).ended(How::TlsAlert, Phase::TlsHandshake, Who::Us, u"protocol_version"_s))
            << u"refused-by-client"_s;
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
        QCOMPARE(answerOf(shakes({alert(u"default"_s, bad), alert(u"default"_s, bad), works(u"ciphers-weak"_s)}),
                          u"tls-ciphers"_s),
                 u"only-weak"_s);
        QCOMPARE(answerOf(shakes({alert(u"default"_s, bad), alert(u"default"_s, bad), alert(u"ciphers-weak"_s, bad)}),
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

    void anAlertThatAResetDestroyedIsStillTheAnswer()
    {
        const auto lost = cut(u"default"_s);
        const auto found = diagnosis::detect(shakes({lost, lost, alert(u"default"_s, u"unrecognized_name"_s), lost}));
        QCOMPARE(findingOf(found, u"tls-outcome"_s)->answer, u"alert-name"_s);
        QCOMPARE(findingOf(found, u"tls-outcome"_s)->values.value(u"k").toInt(), 4);
    }

    void whoNeverAskedForACertificateDoesNotMissOne()
    {
        const auto ended = works(u"default"_s).ended(How::Fin, Phase::TlsHandshake).seen(u"afterHandshake"_s, u"fin"_s);
        QCOMPARE(answerOf(shakes({ended, ended}), u"tls-client-certificate"_s), u"not-requested"_s);
    }

    void certificateRefusedWithoutAWord()
    {
        const auto wordless = cut(u"default"_s).seen(u"clientCertificateRequested"_s, true);
        QCOMPARE(answerOf(shakes({wordless, wordless}), u"tls-client-certificate"_s), u"required"_s);
    }

    void hellos_data()
    {
        QTest::addColumn<std::vector<core::Attempt>>("variants");
        QTest::addColumn<QString>("answer");
        using All = std::vector<core::Attempt>;
        const auto large = u"large-hello"_s;
        const auto again = u"large-hello-again"_s;
        const auto split = u"split-hello"_s;
        QTest::newRow("all work") << All{works(large)} << u"no-difference"_s;
        QTest::newRow("large is cut") << All{cut(large), cut(again), works(split)} << u"large-cut"_s;
        QTest::newRow("large is refused") << All{alert(large, u"decode_error"_s), cut(again)} << u"large-cut"_s;
        QTest::newRow("once is no rule") << All{cut(large), works(again), works(split)} << u"none given"_s;
        QTest::newRow("large is lost") << All{lost(large), lost(again)} << u"large-lost"_s;
        QTest::newRow("split is cut") << All{works(large), cut(split)} << u"split-cut"_s;
        QTest::newRow("nothing works any more") << All{cut(large), cut(again), cut(u"canary"_s)} << u"none given"_s;
    }
    void hellos()
    {
        QFETCH(std::vector<core::Attempt>, variants);
        QFETCH(QString, answer);
        variants.insert(variants.begin(), 2, core::Attempt(works(u"default"_s)));
        QCOMPARE(answerOf(shakes(variants), u"tls-hello"_s), answer);
    }

    void whoReadsSinglePacketsIsEvadedByTwo()
    {
        const auto usual = cut(u"default"_s).with(u"serverName"_s, u"example.org"_s);
        QCOMPARE(answerOf(shakes({usual, usual, works(u"split-hello"_s)}), u"tls-hello"_s), u"split-helps"_s);
        QCOMPARE(answerOf(shakes({usual, usual, cut(u"split-hello"_s)}), u"tls-hello"_s), u"none given"_s);
    }

    void namelessClientsMayBeRefusedWhereOursIsNot()
    {
        const auto usual = works(u"default"_s, u"example.org"_s);
        QCOMPARE(answerOf(shakes({usual, usual, alert(u"no-name"_s, u"unrecognized_name"_s)}), u"tls-name"_s),
                 u"works-only-with-name"_s);
    }

    void newestVersionOnly()
    {
        const auto usual = works(u"default"_s);
        QCOMPARE(
            answerOf(shakes({usual, usual, works(u"version-1.3"_s), alert(u"version-1.2"_s, u"protocol_version"_s)}),
                     u"tls-versions"_s),
            u"newest-only"_s);
        QCOMPARE(
            answerOf(shakes({usual, usual, works(u"version-1.2"_s), alert(u"version-1.3"_s, u"protocol_version"_s)}),
                     u"tls-versions"_s),
            u"default-works"_s);
    }

    void protocolMustBeAnnounced()
    {
        const auto ended = works(u"default"_s)
                               .ended(How::Fin, Phase::TlsHandshake)
                               .seen(u"afterHandshake"_s, u"fin"_s)
                               .seen(u"tlsCompleted"_s, true);
        QCOMPARE(answerOf(shakes({ended, ended, works(u"alpn-h2"_s).seen(u"alpn"_s, u"h2"_s)}), u"tls-alpn"_s),
                 u"needs-alpn"_s);
    }

    void certificates()
    {
        const auto question = u"tls-certificate"_s;
        QCOMPARE(answerOf(withCertificate({}), question), u"no-objection"_s);
        QCOMPARE(answerOf(withCertificate({{u"notAfter"_s, u"2026-05-01T00:00:00Z"_s}}), question), u"expired"_s);
        QCOMPARE(answerOf(withCertificate({{u"notBefore"_s, u"2026-07-01T00:00:00Z"_s}}), question),
                 u"not-yet-valid"_s);
        QCOMPARE(answerOf(withCertificate({}, false), question), u"other-name"_s);
        QCOMPARE(answerOf(withCertificate({{u"selfSigned"_s, true}}, std::nullopt), question), u"self-signed"_s);
        QCOMPARE(answerOf(withCertificate({}, true, u"unable to get local issuer certificate"_s), question),
                 u"untrusted"_s);
        QCOMPARE(answerOf(withCertificate({{u"signature"_s, u"sha1WithRSAEncryption"_s}}), question), u"weak"_s);
        QCOMPARE(answerOf(withCertificate({{u"keyBits"_s, 1024}}), question), u"weak"_s);
    }

    void aBadCertificateAccusesNobody()
    {
        const auto knowledge = knowledge::Knowledge::load(u"en"_s);
        QVERIFY(knowledge);
        const auto good = diagnosis::diagnosed(withCertificate({}), **knowledge, {});
        const auto bad =
            diagnosis::diagnosed(withCertificate({{u"notAfter"_s, u"2026-05-01T00:00:00Z"_s}}), **knowledge, {});
        QCOMPARE(good.diagnosis.causes.size(), bad.diagnosis.causes.size());
        for (std::size_t i = 0; i < good.diagnosis.causes.size(); ++i) {
            QCOMPARE(good.diagnosis.causes[i].id, bad.diagnosis.causes[i].id);
            QCOMPARE(good.diagnosis.causes[i].probability, bad.diagnosis.causes[i].probability);
        }
    }

    void someHandshakesFail()
    {
        QCOMPARE(answerOf(shakes({works(u"default"_s), alert(u"default"_s, u"internal_error"_s)}), u"tls-outcome"_s),
                 u"intermittent"_s);
    }
};

QTEST_APPLESS_MAIN(TestDetectTls)
#include "test_detect_tls.moc"
