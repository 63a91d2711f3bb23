#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

// How a host becomes an agent that the server believes: by a token that lives shortly, once; from
// then on by a certificate that it renews itself.

namespace foreshock::enrolment {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// What lets hosts in: shown once, kept as a digest.
struct Token {
    std::string id;  ///< 12 hex digits: may be shown
    std::string secret_sha256;
    Labels labels;  ///< given to each host that enrols with it
    std::uint64_t uses_max = 1;
    std::uint64_t uses = 0;
    bool may_replace = false;  ///< hosts that were installed anew may take their names again
    TimePoint made_at = {};
    TimePoint expires_at = {};
    std::optional<TimePoint> revoked_at = std::nullopt;

    bool operator==(const Token&) const = default;
};

constexpr std::uint64_t uses_max_bound = 100'000;
constexpr Duration token_life_max = std::chrono::hours{24 * 90};
constexpr std::size_t tokens_max = 1000;  ///< that are kept; those that ended make room
constexpr std::size_t labels_max = 32;
constexpr std::size_t label_bytes_max = 200;
constexpr std::size_t machine_id_bytes_max = 128;

/// "good", "expired", "used up" or "revoked".
std::string_view state_of(const Token& token, TimePoint now);

/// "rack=7"; invalid, saying how it is written.
Result<std::pair<std::string, std::string>> parse_label(std::string_view text);

/// Of an agent's certificate, all that is kept.
struct Certificate {
    std::string serial;  ///< lower-case hex
    std::string agent_id;
    std::string machine_id;      ///< as the host said when it enrolled; may be empty
    std::string request_sha256;  ///< the same request gets the same certificate
    std::string pem;
    std::string token_id;  ///< by which it enrolled; also of those renewed since
    TimePoint made_at = {};
    TimePoint expires_at = {};
    std::optional<TimePoint> revoked_at = std::nullopt;

    bool operator==(const Certificate&) const = default;
};

/// Neither expired nor revoked.
bool is_live(const Certificate& certificate, TimePoint now);

/// A host is no more, or another one.
struct HostForgetting {
    std::string agent_id;
    std::string actor;
    TimePoint at = {};
    Duration clock_skew{0};        ///< by which its samples' times are ahead of ours
    bool deletes_history = false;  ///< its samples, too
    bool keeps_identity = false;   ///< it may come back as a new host at any time
};

/// Live ones of one agent: a host renews a few times in the life of one.
constexpr std::size_t certificates_per_agent_max = 20;

}  // namespace foreshock::enrolment
