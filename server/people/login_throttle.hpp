#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::people {

struct ThrottleSettings {
    Duration window = std::chrono::minutes{15};  ///< failures are forgotten after it
    int per_person_and_address_max = 5;
    int per_address_max = 30;
    int per_person_max = 100;  ///< high: whoever fails on purpose must not lock somebody out
    std::size_t entries_max = 10'000;
};

/// Slows down those who guess passwords. Counts failures in windows that begin with the first;
/// bounded: at `entries_max` the entry whose window began first makes room. For one thread.
class LoginThrottle {
public:
    explicit LoginThrottle(ThrottleSettings settings = {}) : settings_(settings) {}

    /// How long this person must wait before the next try from `address`; nothing: not at all.
    [[nodiscard]] std::optional<Duration> wait(std::string_view person, std::string_view address,
                                               TimePoint now) const;

    void failed(std::string_view person, std::string_view address, TimePoint now);
    /// Forgets what the person failed from that address.
    void succeeded(std::string_view person, std::string_view address);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    /// Entries that made room before their window ended.
    [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

private:
    struct Entry {
        TimePoint since;
        int failures = 0;
    };

    struct Bound {
        std::string key;
        int failures_max;
    };

    [[nodiscard]] std::array<Bound, 3> bounds(std::string_view person,
                                              std::string_view address) const;
    void make_room(TimePoint now);

    ThrottleSettings settings_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::uint64_t evicted_ = 0;
};

}  // namespace foreshock::people
