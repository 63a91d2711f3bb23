#pragma once

#include <optional>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// A counter of a SCSI device: "0x1f\n" (drivers/scsi/scsi_sysfs.c).
std::optional<std::uint64_t> parse_scsi_counter(std::string_view text);

std::span<const SignalDescription> block_devices_signals();

/// What the collector `disk` leaves out of whole disks: discards, flushes, errors, and how long the
/// queue may get.
Result<std::unique_ptr<Collector>> make_block_devices(const CollectorContext& context);

}  // namespace foreshock::collectors
