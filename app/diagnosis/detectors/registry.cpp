// SPDX-License-Identifier: GPL-3.0-or-later
// The list of detectors: one line each.
#include "app/diagnosis/detectors/registry.h"

#include "app/diagnosis/detectors/connect.h"
#include "app/diagnosis/detectors/content_comparison.h"
#include "app/diagnosis/detectors/exchange.h"
#include "app/diagnosis/detectors/idle_survival.h"
#include "app/diagnosis/detectors/keep_alive_race.h"
#include "app/diagnosis/detectors/lifetime.h"
#include "app/diagnosis/detectors/load_ramp.h"
#include "app/diagnosis/detectors/name_lookup.h"
#include "app/diagnosis/detectors/payload_size.h"
#include "app/diagnosis/detectors/refusals.h"
#include "app/diagnosis/detectors/repeats.h"
#include "app/diagnosis/detectors/request_time.h"
#include "app/diagnosis/detectors/reset_packets.h"
#include "app/diagnosis/detectors/resetter_trace.h"
#include "app/diagnosis/detectors/restarts.h"
#include "app/diagnosis/detectors/segment_size.h"
#include "app/diagnosis/detectors/service.h"
#include "app/diagnosis/detectors/stability.h"
#include "app/diagnosis/detectors/symptoms.h"
#include "app/diagnosis/detectors/this_computer.h"
#include "app/diagnosis/detectors/tls_handshake.h"
#include "app/diagnosis/detectors/tls_matrix.h"
#include "app/diagnosis/detectors/turned_away.h"

namespace doctor::diagnosis
{

std::span<const Detector> allDetectors()
{
    static constexpr Detector detectors[] = {
        detectNameLookup,   detectConnect,      detectService,       detectTlsHandshake,  detectTlsMatrix,
        detectExchange,     detectIdleSurvival, detectLifetime,      detectKeepAliveRace, detectRequestTime,
        detectPayloadSize,  detectLoadRamp,     detectResetterPlace, detectSegmentSize,   detectContentComparison,
        detectStability,    detectRestarts,     detectRepeats,       detectRefusals,      detectThisComputer,
        detectResetPackets, detectTurnedAway,   detectSymptoms,
    };
    return detectors;
}

} // namespace doctor::diagnosis
