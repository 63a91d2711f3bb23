#include "wire/utf8.hpp"

#include <catch2/catch.hpp>

using namespace foreshock::wire;
using namespace std::string_literals;

TEST_CASE("utf8: characters of every length are well formed", "[wire][utf8]") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("plain\n\0text"s));
    CHECK(is_utf8("\xC2\x80 \xDF\xBF"));
    CHECK(is_utf8("\xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF"));
    CHECK(is_utf8("\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF"));
}

TEST_CASE("utf8: overlong, surrogate, too large and broken sequences are refused", "[wire][utf8]") {
    const std::string bad =
        GENERATE(as<std::string>{}, "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                 "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3",
                 "\xE0\xA0", "\xF0\x90\x80", "\xC3\x28", "\xE2\x82\x28", "\xF0\x90\x28\x80");
    CHECK_FALSE(is_utf8(bad));
    CHECK_FALSE(is_utf8("ok " + bad));
    CHECK(is_utf8(to_utf8(bad + " ok")));
}

TEST_CASE("utf8: each stray byte becomes one replacement character", "[wire][utf8]") {
    CHECK(to_utf8("shop\xFF\xFE!") == "shop\xEF\xBF\xBD\xEF\xBF\xBD!");
    CHECK(to_utf8("\xC3\xA9\xC3") == "\xC3\xA9\xEF\xBF\xBD");
    CHECK(to_utf8("as it is") == "as it is");
}
