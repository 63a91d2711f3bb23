#include "server/http/label_matcher.hpp"

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

const incidents::AlertTexts labels{{"alertname", "DiskFull"}, {"host", "web-1"}, {"note", "a\"b"}};

bool fits(std::string_view text) {
    const auto matcher = LabelMatcher::parse(text);
    CAPTURE(text);
    REQUIRE(matcher);
    return matcher->matches(labels);
}

TEST_CASE("label_matcher: each relation holds or not", "[http][alerts]") {
    for (const char* text :
         {R"(host="web-1")", "host=web-1", R"( host = "web-1" )", R"(host!="web-2")",
          R"(host=~"web-\d+")", R"(host=~"web-[0-9]|db")", R"(host!~"web")", R"(host=~"(?i)WEB-1")",
          R"(note="a\"b")", R"(nothing="")", R"(nothing!="x")", R"(nothing=~".*")"}) {
        CHECK(fits(text));
    }
    for (const char* text : {R"(host="web")", R"(host!="web-1")", R"(host=~"web")",
                             R"(host!~"web-.*")", R"(nothing="x")", R"(nothing=~".+")"}) {
        CHECK_FALSE(fits(text));
    }
}

TEST_CASE("label_matcher: what is no matcher is refused in words", "[http][alerts]") {
    for (const char* text : {"", "host", R"(="x")", R"(host="x)", R"(host="x"y)", R"(host=x")",
                             R"(host="x\)", "host<5"}) {
        CAPTURE(text);
        CHECK_FALSE(LabelMatcher::parse(text));
    }
    const auto refused = LabelMatcher::parse("host=~\"(\"");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("'(' is no regular expression") != std::string::npos);
    CHECK_FALSE(LabelMatcher::parse(R"(host=~"(a)\1")"));
}

TEST_CASE("label_matcher: each bound holds, and one above is refused", "[http][alerts]") {
    using Relation = LabelMatcher::Relation;
    const auto made = [](std::size_t name, Relation relation, std::size_t value) {
        return LabelMatcher::make(std::string(name, 'n'), relation, std::string(value, 'v'))
            .has_value();
    };
    CHECK(made(LabelMatcher::name_bytes_max, Relation::equal, LabelMatcher::value_bytes_max));
    CHECK_FALSE(made(LabelMatcher::name_bytes_max + 1, Relation::equal, 1));
    CHECK_FALSE(made(1, Relation::equal, LabelMatcher::value_bytes_max + 1));
    CHECK(made(1, Relation::matches, LabelMatcher::pattern_bytes_max));
    CHECK_FALSE(made(1, Relation::matches_not, LabelMatcher::pattern_bytes_max + 1));
}

TEST_CASE("label_matcher: a hostile pattern takes no time to speak of", "[http][alerts]") {
    const auto matcher =
        LabelMatcher::make("host", LabelMatcher::Relation::matches, "(a+)+(a+)+(a+)+$");
    REQUIRE(matcher);
    CHECK_FALSE(matcher->matches_text(std::string(400, 'a') + "b"));
}

}  // namespace
}  // namespace foreshock::http
