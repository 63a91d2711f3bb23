#pragma once

#include <optional>

#include "collectors/sockets.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// Tells by the host's own counters whether there may be news among its TCP connections, which are
/// many to go through: whether a peer loses segments, connections come and stay, or ports are used
/// up faster than before. Pure.
class ConnectionMotion {
public:
    /// A loss that a symptom speaks of takes at least so many (RetransmissionShare::segments_min).
    /// Those that call and get no answer send again as well.
    static constexpr std::uint64_t segments_again_min = 2;
    /// More or fewer open connections by so many, and by so large a part of them.
    static constexpr std::uint64_t open_change_min = 8;
    static constexpr double open_change_part = 0.125;
    /// Faster by so many opened in a second, and by so large a part: each takes a port for a
    /// minute.
    static constexpr double opened_per_second_min = 8;
    static constexpr double opened_part = 0.25;

    /// All connections are read now.
    void read(TimePoint now, const collectors::ProtocolCounters& counters);

    /// Since they were read; true where they never were.
    [[nodiscard]] bool has_moved(TimePoint now, const collectors::ProtocolCounters& counters) const;

private:
    struct Base {
        TimePoint at;
        std::uint64_t open = 0;
        std::uint64_t opened = 0;
        std::uint64_t segments_again = 0;
        double opened_per_second = 0;  ///< before
    };

    std::optional<Base> base_;
};

}  // namespace foreshock::agent
