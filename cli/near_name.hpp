#pragma once

#include <span>
#include <string_view>

namespace foreshock::cli {

/// How many letters must be put in, left out, changed, or swapped with their neighbour to make one
/// word of the other (Damerau 1964, optimal string alignment). Words beyond 128 bytes are cut.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name that somebody probably meant: the nearest, when it is at most a third of the word
/// away. Empty when none is near.
std::string_view nearest_name(std::string_view word, std::span<const std::string_view> names);

}  // namespace foreshock::cli
