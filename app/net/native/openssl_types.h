// SPDX-License-Identifier: GPL-3.0-or-later
// Owning pointers for OpenSSL's objects.
#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace doctor::net::native
{

template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

using SslPointer = std::unique_ptr<SSL, Freer<SSL_free>>;
using SslContextPointer = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;
using BioPointer = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using X509Pointer = std::unique_ptr<X509, Freer<X509_free>>;
using ExtensionPointer = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using GeneralNamesPointer = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;

} // namespace doctor::net::native
