#pragma once

#include <optional>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// Work that runs through a whole array: "recovery = 12.6% (132416/1047552) finish=0.4min …".
struct RaidSync {
    std::string_view action;  ///< recovery, resync, reshape or check; into the text that was read
    double done_ratio = 0;
    double remaining_seconds = 0;
    double bytes_per_second = 0;
};

/// One array of /proc/mdstat (drivers/md/md.c md_seq_show, md(4)).
struct RaidArray {
    std::string_view name;  ///< "md0", into the text that was read
    bool active = false;
    bool container = false;  ///< only holds arrays of foreign metadata: inactive is right for it
    std::uint64_t failed = 0;
    std::uint64_t spare = 0;
    std::optional<std::uint64_t> wanted;   ///< of "[3/2]"; levels without redundancy lack both
    std::optional<std::uint64_t> working;  ///< never more than `wanted`
    std::optional<RaidSync> sync;          ///< none while it is delayed, too
};

/// Reads into `out`, whose memory is used again: at most raid_arrays_max arrays.
Result<void> parse_mdstat(std::string_view text, std::vector<RaidArray>& out);

inline constexpr std::size_t raid_arrays_max = 64;

std::span<const SignalDescription> raid_signals();

/// A host without software arrays gives no_data.
Result<std::unique_ptr<Collector>> make_raid(const CollectorContext& context);

}  // namespace foreshock::collectors
