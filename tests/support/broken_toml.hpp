#pragma once

#include <array>
#include <string_view>

namespace foreshock::test {

/// Texts that are no TOML: what is never closed, what closes something else, what ends too early.
/// The first four trip assertions of toml++ 3.3 where it is built with them.
inline constexpr std::array<std::string_view, 28> broken_toml{
    "a = [}",       "a = [ }",     "a = 1979-05-27 0\n",
    "[.a]",         "[.]",         "a = [",
    "a = [1",       "a = [1,",     "a = ]",
    "a = }",        "a = {",       "a = {b",
    "a = {b =",     "a = {b = ]",  "a = \"x",
    "a = '''x",     "a = \"\\u00", "[",
    "[[a",          "[a",          "a",
    "a.",           "a =",         "a = 1 b = 2",
    "a = _1",       "a = 0x",      "a = [[{b=[",
    "a = 1\na = 2",
};

}  // namespace foreshock::test
