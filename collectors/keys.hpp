#pragma once

#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// One line of /proc/key-users (keyrings(7)): what a user holds of the kernel's keys. Containers,
/// NFS with Kerberos and encrypted folders need them; at the quota their start or mount fails.
struct KeyUse {
    std::uint32_t user_id = 0;
    std::uint64_t keys = 0;
    std::uint64_t keys_limit = 0;
    std::uint64_t bytes = 0;
    std::uint64_t bytes_limit = 0;
};

/// Reads into `out`, whose memory is used again. malformed when a line is none of these.
Result<void> parse_key_users(std::string_view text, std::vector<KeyUse>& out);

/// The bound on users with series of their own: those nearest to their quota.
inline constexpr std::size_t key_users_max = 32;

std::span<const SignalDescription> keys_signals();
Result<std::unique_ptr<Collector>> make_keys(const CollectorContext& context);

}  // namespace foreshock::collectors
