#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::app {

/// As a TOML basic string: what a configuration file says of that value.
std::string quoted(std::string_view text);
std::string quoted(Duration span);

/// As a TOML array of them.
template <class List>
std::string list_of(const List& items) {
    std::string list;
    for (const auto& item : items)
        list += (list.empty() ? "" : ", ") + quoted(item);
    return "[" + list + "]";
}

}  // namespace foreshock::app
