#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock {

/// A slow truth about a host: "kernel" = "6.1.0-13-amd64".
struct Fact {
    std::string name;
    std::string value;

    auto operator<=>(const Fact&) const = default;
};

/// A fact that is not what it was.
struct Change {
    TimePoint at;
    std::string fact;
    std::string from;
    std::string to;
};

/// Why an agent says goodbye; `none` is a report like any other.
enum class Goodbye : std::uint8_t { none, stop, upgrade, reboot, shutdown };

constexpr std::string_view to_string(Goodbye reason) {
    switch (reason) {
        case Goodbye::none:
            return "none";
        case Goodbye::stop:
            return "stop";
        case Goodbye::upgrade:
            return "upgrade";
        case Goodbye::reboot:
            return "reboot";
        case Goodbye::shutdown:
            return "shutdown";
    }
    return "none";
}

}  // namespace foreshock
