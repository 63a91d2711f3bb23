#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace foreshock::incidents {

/// The texts of an enumeration, in the order of its values: one table for both directions.
template <class Enum, std::size_t count>
struct EnumNames {
    std::string_view what;  ///< "incident state", for errors
    std::array<std::string_view, count> names;

    [[nodiscard]] constexpr std::string_view text(Enum value) const {
        return names[static_cast<std::size_t>(value)];
    }

    [[nodiscard]] Result<Enum> parse(std::string_view text) const {
        for (std::size_t i = 0; i < count; ++i) {
            if (names[i] == text) return static_cast<Enum>(i);
        }
        return fail(Errc::malformed, "no such " + std::string{what} + ": " + std::string{text});
    }
};

}  // namespace foreshock::incidents
