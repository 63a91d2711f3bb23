#include "cli/table.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::cli;

namespace {

Look look_of(std::size_t width) {
    Look look;
    look.width = width;
    return look;
}

}  // namespace

TEST_CASE("table: columns are as wide as their content", "[cli]") {
    CHECK(render_table({{"A"}, {"LONG"}}, {{{"abc"}, {"x"}}, {{"d"}, {"y"}}}, look_of(80)) ==
          "A    LONG\n"
          "abc  x\n"
          "d    y\n");
}

TEST_CASE("table: one column gives way when the line is too long", "[cli]") {
    const std::string text = render_table({{"A"}, {"TITLE", 200, true}, {"B"}},
                                          {{{"1"}, {std::string(50, 't')}, {"2"}}}, look_of(30));
    CHECK(text.substr(text.find('\n') + 1) == "1  " + std::string(23, 't') + "…  2\n");
}

TEST_CASE("table: the column that gives way stays readable", "[cli]") {
    const std::string text =
        render_table({{"TITLE", 200, true}}, {{{std::string(50, 't')}}}, look_of(5));
    CHECK(text.find(std::string(11, 't') + "…") != std::string::npos);
}

TEST_CASE("table: a column has its own bound, and colours do not count as width", "[cli]") {
    Look look = look_of(80);
    look.has_colour = true;
    CHECK(render_table({{"A", 3}, {"B"}}, {{{"abcdef", Colour::red}, {"x"}}}, look) ==
          "\x1b[2mA\x1b[0m    \x1b[2mB\x1b[0m\n"
          "\x1b[1;31mab…\x1b[0m  x\n");
}
