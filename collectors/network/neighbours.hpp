#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> neighbours_signals();

/// The tables of link addresses (arp(7), neighbour discovery), beside gc_thresh3: at that many
/// entries there is no place for another host, and the kernel says "neighbor table overflow!".
Result<std::unique_ptr<Collector>> make_neighbours(const CollectorContext& context);

}  // namespace foreshock::collectors
