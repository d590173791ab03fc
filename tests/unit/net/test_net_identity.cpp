// SPDX-License-Identifier: GPL-3.0-or-later
// A client's certificate and key: what cannot be used is named in one sentence, and nothing asks on the terminal.
#include "app/net/identity.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace doctor;
using namespace Qt::StringLiterals;

namespace
{

/// P-256, password "secret", made for this test and used nowhere else.
constexpr auto ProtectedKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                              "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj/thzn5VOpoAICCAAw\n"
                              "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEORaAtV6A3gSK9KRSammT0gEgZAq\n"
                              "M0k+LIiPjKQ2mrClKPSruwIQp6voxo4hrZw1v2MIIeDt71wQoFqqXbx8vYixXj6I\n"
                              "mK9JN6vsxjmlS+nZgGRJJc7XN2JrUDhBXf6ICE56btkxZXnoSrfercVbgssBQquy\n"
                              "UKwWuNz5t6I70ehHsmT6i3a8i1nS2a6ccH/UBwG7z0+E6VHcxqj6FzbqGekZJwk=\n"
                              "-----END ENCRYPTED PRIVATE KEY-----\n";

} // namespace

class TestNetIdentity : public QObject
{
    Q_OBJECT

private:
    QString written(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("the folder of the test cannot be written");
        return file.fileName();
    }
    static bool isSentenceAbout(const core::Result<net::Identity>& result, const QString& word)
    {
        return !result && result.error().message.contains(word) && result.error().message.endsWith(u'.');
    }

    QTemporaryDir m_folder;
    const net::Identity m_one = net::makeSelfSigned(u"one"_s, {});
    const net::Identity m_other = net::makeSelfSigned(u"other"_s, {});

private Q_SLOTS:
    void whatIsNotThereIsNamed()
    {
        const QString missing = m_folder.filePath(u"missing.pem"_s);
        QVERIFY(isSentenceAbout(net::readIdentity(missing, {}), u"missing.pem"_s));
        const QString certificate = written(u"one.pem"_s, m_one.certificatePem);
        QVERIFY(isSentenceAbout(net::readIdentity(certificate, missing), u"missing.pem"_s));
        QVERIFY(isSentenceAbout(net::readIdentity(m_folder.path(), {}), m_folder.path())); // a folder
    }

    void whatIsSomethingElseIsNamed()
    {
        const QString key = written(u"one.key"_s, m_one.keyPem);
        QVERIFY(isSentenceAbout(net::readIdentity(written(u"odd.p12"_s, QByteArray(500, '\1')), key), u"odd.p12"_s));
        QVERIFY(isSentenceAbout(net::readIdentity(key, key), u"holds no certificate"_s));
        const QString certificate = written(u"one.pem"_s, m_one.certificatePem);
        QVERIFY(isSentenceAbout(net::readIdentity(certificate, {}), u"holds no private key"_s));
        QVERIFY(
            isSentenceAbout(net::readIdentity(written(u"big.pem"_s, QByteArray(1 << 21, 'x')), key), u"too large"_s));
        QVERIFY(isSentenceAbout(net::readIdentity(written(u"empty.pem"_s, {}), key), u"empty.pem"_s));
    }

    void aKeyOfAnotherCertificateIsNoticed()
    {
        const auto result =
            net::readIdentity(written(u"one.pem"_s, m_one.certificatePem), written(u"other.key"_s, m_other.keyPem));
        QVERIFY(isSentenceAbout(result, u"does not belong"_s));
    }

    void aKeyWithAPasswordIsNotAskedFor()
    {
        const auto result =
            net::readIdentity(written(u"one.pem"_s, m_one.certificatePem), written(u"locked.key"_s, ProtectedKey));
        QVERIFY(isSentenceAbout(result, u"password"_s));
    }

    void whatFitsIsRead()
    {
        const QString both = written(u"both.pem"_s, m_one.certificatePem + m_one.keyPem);
        QVERIFY(net::readIdentity(both, {}));
        const auto apart =
            net::readIdentity(written(u"one.pem"_s, m_one.certificatePem), written(u"one.key"_s, m_one.keyPem));
        QVERIFY2(apart, apart ? "" : qPrintable(apart.error().message));
        QCOMPARE(apart->certificatePem, m_one.certificatePem);
        QCOMPARE(apart->keyPem, m_one.keyPem);
    }
};

QTEST_GUILESS_MAIN(TestNetIdentity)
#include "test_net_identity.moc"
