#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::cli {

enum class Colour : std::uint8_t { none, red, yellow, green, blue, dim, bold };

/// How output is to look. A value: the views that take it are pure.
struct Look {
    TimePoint now;
    Duration utc_offset{0};  ///< of the reader's clock on the wall
    std::size_t width = 100;
    bool has_colour = false;

    /// The text in a colour, or as it is where there are none.
    [[nodiscard]] std::string paint(Colour colour, std::string_view text) const;
    [[nodiscard]] std::string clock(
        TimePoint at) const;  ///< "14:13:21", with the day when not today
};

/// As standard output is: its width, a terminal or not, NO_COLOR (no-color.org) and TERM=dumb.
Look look_of_terminal(TimePoint now);

/// Foreign text without control characters: a log line must not move the cursor.
std::string printable(std::string_view text);

/// How many columns a UTF-8 text takes, counting each code point as one.
std::size_t columns_of(std::string_view text);

/// At most `width` columns, with "…" as the last when something was cut off.
std::string ellipsize(std::string_view text, std::size_t width);

/// Words on lines of at most `width` columns, each line behind `indent` blanks. Ends with \n.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace foreshock::cli
