#include "core/labels.hpp"

#include <catch2/catch.hpp>

#include "core/label_name.hpp"

using namespace foreshock;

TEST_CASE("labels: order of writing does not matter", "[core][labels]") {
    CHECK(Labels{{"b", "2"}, {"a", "1"}} == Labels{{"a", "1"}, {"b", "2"}});
}

TEST_CASE("labels: text reads back, whatever the value holds", "[core][labels]") {
    const Labels labels{{"mount", "/var"}, {"name", "a\"b\\c, d"}};
    CHECK(labels.text() == R"({mount="/var",name="a\"b\\c, d"})");
    CHECK(Labels::parse(labels.text()) == labels);
    CHECK(Labels::parse("") == Labels{});
}

TEST_CASE("labels: a bound holds at its value and fails one above", "[core][labels]") {
    const std::string longest(Labels::value_bytes_max, 'x');
    CHECK(Labels::from_pairs({{"a", longest}}));
    CHECK_FALSE(Labels::from_pairs({{"a", longest + "x"}}));
    std::vector<Labels::Pair> many;
    for (std::size_t i = 0; i < Labels::count_max; ++i)
        many.emplace_back("l" + std::to_string(i), "v");
    CHECK(Labels::from_pairs(many));
    many.emplace_back("one_more", "v");
    CHECK_FALSE(Labels::from_pairs(many));
}

TEST_CASE("labels: a name is taken alone just as in a list", "[core][labels]") {
    const std::string longest(Labels::name_bytes_max, 'x');
    for (const std::string& name : {std::string{}, std::string{"1a"}, std::string{"bad name"},
                                    longest, longest + "x", std::string{"_a1"}}) {
        CAPTURE(name);
        CHECK(is_label_name(name) == Labels::from_pairs({{name, "v"}}).has_value());
    }
}

TEST_CASE("labels: foreign names are checked", "[core][labels]") {
    CHECK_FALSE(Labels::from_pairs({{"", "v"}}));
    CHECK_FALSE(Labels::from_pairs({{"1a", "v"}}));
    CHECK_FALSE(Labels::from_pairs({{"a", "1"}, {"a", "2"}}));
    CHECK_FALSE(Labels::from_pairs({{"a", "line\nbreak"}}));
    CHECK_FALSE(Labels::parse("a=1"));
    CHECK_FALSE(Labels::parse("a=\"1"));
}
