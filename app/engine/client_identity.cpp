// SPDX-License-Identifier: GPL-3.0-or-later
// From net's identity to the target's.
#include "app/engine/client_identity.h"

#include "app/net/identity.h"

#include <QCoreApplication>

namespace doctor::engine
{

core::Result<core::ClientIdentity> readClientIdentity(const QString& certificateFile, const QString& keyFile)
{
    if (certificateFile.isEmpty() && keyFile.isEmpty())
        return core::ClientIdentity{};
    if (certificateFile.isEmpty())
        return core::failure(core::ErrorCode::InvalidInput,
                             QCoreApplication::translate("engine", "A key alone shows nothing; choose the file of its "
                                                                   "certificate too."));
    auto read = net::readIdentity(certificateFile, keyFile);
    if (!read)
        return tl::unexpected(read.error());
    return core::ClientIdentity{certificateFile, keyFile, std::move(read->certificatePem), std::move(read->keyPem)};
}

} // namespace doctor::engine
