#pragma once

#include "server/incidents/correlate.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/fleet.hpp"

/// One fault on many hosts: what is weighed between a new symptom and an open incident of others.
namespace foreshock::incidents {

/// How the new symptom's kind and a known one belong together.
enum class Relation : std::uint8_t { none, same_kind, causes_it, caused_by_it };

Relation relation_of(const Symptom& fresh, const Symptom& known);

/// Between their onsets.
Duration time_apart(const Symptom& a, const Symptom& b);

constexpr Duration burst_window = std::chrono::minutes{5};

/// A burst: so many hosts with related kinds in incidents whose newest began within burst_window.
struct Burst {
    std::size_t hosts = 0;   ///< the new one among them
    std::size_t needed = 0;  ///< see burst_hosts_needed
};

/// Half a percent of the fleet, at least Settings::burst_hosts_min and at most burst_hosts_max.
std::size_t burst_hosts_needed(std::size_t fleet, const Settings& settings);

struct SpreadView {
    const Settings& settings;
    const Fleet& fleet;
    const ServiceMap& services;
    TimePoint now;
    const std::vector<Incident*>& candidates;
    Telling telling = Telling::words;
    Burst burst = {};
    /// Hosts with related symptoms, some of them: looked for when first needed, which is seldom.
    mutable std::optional<std::vector<std::string_view>> affected = {};
};

/// Looks at all candidates, which outlive it, for whether it is a burst.
SpreadView view_of(const Symptom& fresh, SpreadView empty);

/// Weighs `fresh` against the symptoms that `candidate` has on other hosts. Same kind, or a known
/// cause either way (0.3), and closeness in time (to 0.2) stay below the usual bar of 0.6: it takes
/// a factor that those hosts share and the rest of the fleet does not (0.1 to 0.4, the rarer by
/// chance the more; see common_factor), or a burst (0.2), so that two like faults on hosts that
/// have nothing in common stay two incidents.
Kinship spread_kinship(const Symptom& fresh, const Incident& candidate, const SpreadView& view);

}  // namespace foreshock::incidents
