#include "cli/near_name.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace foreshock::cli;

TEST_CASE("near name: letters put in, left out, changed and swapped count one each", "[cli]") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "abc") == 0);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("abc", "abcd") == 1);
    CHECK(edit_distance("abc", "ac") == 1);
    CHECK(edit_distance("abc", "axc") == 1);
    CHECK(edit_distance("abc", "acb") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("ca", "abc") == 3);
}

TEST_CASE("near name: the nearest is found, and none where none is near", "[cli]") {
    constexpr auto names = std::to_array<std::string_view>(
        {"filesystem.space.used_bytes", "filesystem.space.size_bytes", "memory.ram.used_bytes"});
    CHECK(nearest_name("filesystem.space.usde_bytes", names) == "filesystem.space.used_bytes");
    CHECK(nearest_name("filesytem.space.size_bytes", names) == "filesystem.space.size_bytes");
    CHECK(nearest_name("disk", names).empty());
    CHECK(nearest_name("", names).empty());
    CHECK(nearest_name("anything", {}).empty());
}

TEST_CASE("near name: words of any length are survived", "[cli]") {
    CHECK(edit_distance(std::string(1000, 'a'), std::string(1000, 'b')) == 128);
    CHECK(edit_distance(std::string(128, 'a'), std::string(127, 'a')) == 1);
}
