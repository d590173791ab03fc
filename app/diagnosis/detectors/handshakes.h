// SPDX-License-Identifier: GPL-3.0-or-later
// Handshakes of tls-handshake and tls-matrix, and the word for how each ended.
#pragma once

#include "app/diagnosis/detectors/attempts.h"

namespace doctor::diagnosis
{

/// Completed, and nobody ended it in the moment after.
[[nodiscard]] bool stayed(const core::Attempt& handshake);
/// Name of the alert that came; empty when none did.
[[nodiscard]] QString alertOf(const core::Attempt& handshake);
/// Answer of tls-outcome for one handshake; empty when it says nothing about TLS.
[[nodiscard]] QString outcomeOf(const core::Attempt& handshake);
/// Ended by the peer or by silence, and no word said.
[[nodiscard]] bool wordless(const core::Attempt& handshake);

struct Handshakes {
    Sightings defaults; ///< of tls-handshake
    Sightings variants; ///< of tls-matrix, canaries left out
    bool defaultWorks = false;
    bool defaultFails = false;
};
[[nodiscard]] Handshakes handshakesOf(const core::Session& session);

/// The variant of this purpose, where it was tried.
[[nodiscard]] std::optional<Seen> variantOf(const Handshakes& shakes, QStringView purpose);
[[nodiscard]] bool works(const std::optional<Seen>& one);
[[nodiscard]] bool fails(const std::optional<Seen>& one);

} // namespace doctor::diagnosis
