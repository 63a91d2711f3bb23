#pragma once

#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One NFS mount of /proc/self/mountstats (net/sunrpc/stats.c): all its operations together, since
/// it was mounted.
struct NfsMountCounters {
    std::string_view mount_point;  ///< into the text that was read, as the kernel escapes it
    std::uint64_t operations = 0;
    std::uint64_t transmissions = 0;  ///< those sent again included
    std::uint64_t timeouts = 0;       ///< "server … not responding"
    std::uint64_t round_trip_ms = 0;  ///< from sending to the answer
    std::uint64_t execute_ms = 0;     ///< from the program's request to its end
};

/// Reads into `out`, whose memory is used again; other filesystems are passed over. malformed when
/// a line of operations is cut.
Result<void> parse_mountstats(std::string_view text, std::vector<NfsMountCounters>& out);

/// /proc/fs/cifs/Stats: all mounts of Windows and Samba servers together.
struct CifsCounters {
    std::uint64_t pending = 0;     ///< a gauge: requests without an answer yet
    std::uint64_t reconnects = 0;  ///< of sessions and shares
};

/// malformed when it tells neither.
Result<CifsCounters> parse_cifs_stats(std::string_view text);

/// The bound on mounts with series of their own.
inline constexpr std::size_t network_mounts_max = 64;

std::span<const SignalDescription> network_mounts_signals();
Result<std::unique_ptr<Collector>> make_network_mounts(const CollectorContext& context);

}  // namespace foreshock::collectors
