#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "server/desk/matcher.hpp"

namespace foreshock::desk {

enum class SilenceState : std::uint8_t { pending, active, expired };

/// Why a silence or an occurrence of a window is over before its time was.
enum class EndedBy : std::uint8_t { nobody, person, quiet };

constexpr Duration warn_before_default = std::chrono::minutes{15};

/// Somebody does not want to hear of what its matchers hold for, from `starts_at` until `ends_at`.
struct Silence {
    static constexpr std::size_t owner_bytes_max = 200;
    static constexpr std::size_t reason_bytes_max = 1000;
    static constexpr Duration span_max = std::chrono::hours{24 * 366};

    std::string id;  ///< a UUID, given when it is added
    std::vector<Matcher> matchers;
    std::string owner;
    std::string reason;
    TimePoint starts_at;
    TimePoint ends_at;  ///< not included
    TimePoint created_at;
    TimePoint updated_at;
    /// Ends early when all that it hid has been over for so long; none: never early.
    std::optional<Duration> end_when_quiet;
    Duration warn_before = warn_before_default;  ///< zero: no warning
    std::optional<TimePoint> warned_at;          ///< of the end that it has now
    EndedBy ended_by = EndedBy::nobody;

    bool operator==(const Silence&) const = default;
};

[[nodiscard]] SilenceState state_at(const Silence& silence, TimePoint at);

/// invalid, naming the field and what to do: what a new silence must be at `now`.
Result<void> check(const Silence& silence, TimePoint now);

/// What both silences and windows must say of themselves.
Result<void> check_owner_and_reason(std::string_view owner, std::string_view reason);

/// For ids of silences and windows: the same parts give the same UUID (its version says "custom").
std::string uuid_of(std::string_view seed, std::uint64_t attempt);

std::string_view to_string(SilenceState state);
std::string_view to_string(EndedBy by);
Result<SilenceState> parse_silence_state(std::string_view text);
Result<EndedBy> parse_ended_by(std::string_view text);

}  // namespace foreshock::desk
