#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr std::size_t fibre_channel_ports_max = 64;

/// A driver may have to ask its adapter for each number, and wait: seldom, and in the background.
inline constexpr Duration fibre_channel_statistics_every = std::chrono::minutes{1};

std::span<const SignalDescription> fibre_channel_signals();

/// Ports of Fibre Channel adapters, by their world-wide port name (/sys/class/fc_host,
/// drivers/scsi/scsi_transport_fc.c). A host without gives no_data.
Result<std::unique_ptr<Collector>> make_fibre_channel(const CollectorContext& context);

}  // namespace foreshock::collectors
