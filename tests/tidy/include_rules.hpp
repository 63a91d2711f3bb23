#pragma once

#include <span>

#include "source_tree.hpp"

namespace foreshock::tidy {

/// A folder that is a library of its own, and the rooms whose headers it may include.
struct Room {
    std::string_view path;
    std::vector<std::string_view> may_include;
};

/// The arrows of the house. Agent and server never meet but in core and wire.
std::span<const Room> rooms();

/// The room that a path or an include lies in; empty when in none.
std::string_view room_of(std::string_view path);

/// C++ only: every include between rooms follows an arrow, libraries that are for one place stay
/// there, and nothing outside tests includes from tests.
Findings check_includes(const SourceFile& file);

/// Heavy libraries stay in .cpp files, and in headers that only .cpp files of their own room see.
Findings check_heavy_headers(const std::vector<SourceFile>& files);

}  // namespace foreshock::tidy
