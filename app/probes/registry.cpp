// SPDX-License-Identifier: GPL-3.0-or-later
// All tests in their natural order: adding one is a line here.
#include "app/probes/connect.h"
#include "app/probes/content_comparison.h"
#include "app/probes/exchange.h"
#include "app/probes/idle_survival.h"
#include "app/probes/keep_alive_race.h"
#include "app/probes/load_ramp.h"
#include "app/probes/name_lookup.h"
#include "app/probes/payload_size.h"
#include "app/probes/request_time.h"
#include "app/probes/reset_packets.h"
#include "app/probes/resetter_trace.h"
#include "app/probes/service.h"
#include "app/probes/stability.h"
#include "app/probes/this_computer.h"
#include "app/probes/tls_handshake.h"
#include "app/probes/tls_matrix.h"

#include <algorithm>

namespace doctor::probes
{

const std::vector<std::unique_ptr<const Probe>>& allProbes()
{
    static const std::vector<std::unique_ptr<const Probe>> probes = [] {
        std::vector<std::unique_ptr<const Probe>> all;
        all.push_back(std::make_unique<ThisComputer>());
        all.push_back(std::make_unique<ResetPackets>());
        all.push_back(std::make_unique<NameLookup>());
        all.push_back(std::make_unique<Connect>());
        all.push_back(std::make_unique<Service>());
        all.push_back(std::make_unique<TlsHandshake>());
        all.push_back(std::make_unique<TlsMatrix>());
        all.push_back(std::make_unique<Exchange>());
        all.push_back(std::make_unique<ResetterTrace>());
        all.push_back(std::make_unique<ContentComparison>());
        all.push_back(std::make_unique<RequestTime>());
        all.push_back(std::make_unique<PayloadSize>());
        all.push_back(std::make_unique<Stability>());
        all.push_back(std::make_unique<LoadRamp>());
        all.push_back(std::make_unique<IdleSurvival>());
        all.push_back(std::make_unique<KeepAliveRace>());
        return all;
    }();
    return probes;
}

const Probe* findProbe(const QString& id)
{
    const auto& all = allProbes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& probe) { return probe->id() == id; });
    return found == all.end() ? nullptr : found->get();
}

} // namespace doctor::probes
