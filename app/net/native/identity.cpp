// SPDX-License-Identifier: GPL-3.0-or-later
// Certificate first, then the key, then whether they belong together.
#include "app/net/identity.h"

#include "app/net/native/openssl_types.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace doctor::net
{

namespace
{

using native::BioPointer;
using native::KeyPointer;
using native::X509Pointer;

constexpr qint64 MostBytes = 1024 * 1024; ///< a chain of certificates is some kilobytes

struct Text {
    Q_DECLARE_TR_FUNCTIONS(doctor::net::Identity)
};

auto refused(const QString& sentence)
{
    return core::failure(core::ErrorCode::InvalidInput, sentence);
}

QString shown(const QString& file)
{
    return QDir::toNativeSeparators(file);
}

core::Result<QByteArray> contentOf(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return core::failure(
            core::ErrorCode::Unreadable,
            Text::tr("The file “%1” cannot be read: %2.", "file, reason").arg(shown(name), file.errorString()));
    QByteArray content = file.read(MostBytes + 1);
    if (content.size() > MostBytes)
        return refused(Text::tr("The file “%1” is too large for a certificate or a key.").arg(shown(name)));
    return content;
}

BioPointer reading(const QByteArray& pem)
{
    return BioPointer(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
}

/// Asked only for a key with a password. Without it OpenSSL would ask on the terminal.
int noPassword(char*, int, int, void* asked)
{
    *static_cast<bool*>(asked) = true;
    return -1;
}

} // namespace

core::Result<Identity> readIdentity(const QString& certificateFile, const QString& keyFile)
{
    const QString keyName = keyFile.isEmpty() ? certificateFile : keyFile;
    auto certificatePem = contentOf(certificateFile);
    if (!certificatePem)
        return tl::unexpected(certificatePem.error());
    auto keyPem = contentOf(keyName);
    if (!keyPem)
        return tl::unexpected(keyPem.error());
    const X509Pointer certificate(PEM_read_bio_X509(reading(*certificatePem).get(), nullptr, nullptr, nullptr));
    bool asked = false;
    const KeyPointer key(PEM_read_bio_PrivateKey(reading(*keyPem).get(), nullptr, &noPassword, &asked));
    ERR_clear_error();
    if (!certificate)
        return refused(Text::tr("“%1” holds no certificate in PEM form; expected a text with the line “-----BEGIN "
                                "CERTIFICATE-----”.")
                           .arg(shown(certificateFile)));
    if (!key && asked)
        return refused(
            Text::tr("The key in “%1” is protected by a password; expected one without, as “openssl pkey -in "
                     "KEY -out PLAIN” makes it.")
                .arg(shown(keyName)));
    if (!key)
        return refused(
            Text::tr("“%1” holds no private key in PEM form; expected a text with a line such as “-----BEGIN "
                     "PRIVATE KEY-----”.")
                .arg(shown(keyName)));
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
        ERR_clear_error();
        return refused(Text::tr("The key in “%1” does not belong to the certificate in “%2”.")
                           .arg(shown(keyName), shown(certificateFile)));
    }
    return Identity{std::move(*certificatePem), std::move(*keyPem)};
}

} // namespace doctor::net
