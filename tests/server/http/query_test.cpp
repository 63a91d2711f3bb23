#include "server/http/query.hpp"

#include <array>

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

TEST_CASE("query: percent and plus are decoded", "[http][query]") {
    const auto query = Query::parse("a=%2Fvar%20x+y&b=&c&a=2");
    REQUIRE(query);
    CHECK(query->get("a") == "/var x y");
    CHECK(query->get("b") == "");
    CHECK(query->get("c") == "");
    CHECK_FALSE(query->get("d"));
}

TEST_CASE("query: a broken percent is malformed", "[http][query]") {
    for (const char* text : {"a=%", "a=%4", "a=%zz", "%=1"}) {
        const auto query = Query::parse(text);
        REQUIRE_FALSE(query);
        CHECK(query.error().code == Errc::malformed);
    }
}

TEST_CASE("query: lists are repeated or comma separated", "[http][query]") {
    const auto query = Query::parse("p=P1,P2&p=P3&p=,");
    CHECK(query->list("p") == std::vector<std::string_view>{"P1", "P2", "P3"});
}

TEST_CASE("query: takes its bound of parameters and not one more", "[http][query]") {
    std::string text;
    for (std::size_t i = 0; i < Query::parameters_max; ++i)
        text += "a=1&";
    CHECK(Query::parse(text));
    CHECK(Query::parse(text + "a=1").error().code == Errc::too_large);
}

TEST_CASE("query: numbers keep to their range", "[http][query]") {
    const auto query = Query::parse("n=5&bad=5x&negative=-1");
    CHECK(query->number("n", 1, 1, 5) == 5U);
    CHECK(query->number("absent", 7, 1, 9) == 7U);
    CHECK(query->number("n", 1, 1, 4).error().code == Errc::invalid);
    CHECK(query->number("n", 1, 6, 9).error().code == Errc::invalid);
    CHECK_FALSE(query->number("bad", 1, 1, 9));
    CHECK_FALSE(query->number("negative", 1, 0, 9));
}

TEST_CASE("query: times are RFC 3339 or Unix seconds", "[http][query]") {
    const auto query = Query::parse("a=2026-09-21T13:33:20Z&b=1790000000.5&c=noon");
    CHECK(**query->time("a") == from_unix_ms(1'789'997'600'000));
    CHECK(**query->time("b") == from_unix_ms(1'790'000'000'500));
    CHECK(query->time("c").error().code == Errc::invalid);
    CHECK_FALSE(*query->time("d"));
}

TEST_CASE("query: an unknown parameter is named, with those that are known", "[http][query]") {
    constexpr std::array<std::string_view, 2> known = {"state", "limit"};
    CHECK(Query::parse("limit=1")->only(known));
    const Result<void> refused = Query::parse("limit=1&sate=open")->only(known);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what == "unknown query parameter 'sate': this takes state, limit");
}

TEST_CASE("query: a link carries all parameters, one of them changed", "[http][query]") {
    const auto query = Query::parse("host=web%201&cursor=old&limit=2");
    CHECK(query->with("cursor", "a/b=") == "host=web%201&limit=2&cursor=a%2Fb%3D");
}

TEST_CASE("query: a repeated parameter can be had whole", "[http][query]") {
    const auto query = Query::parse("a=x,y&b=1&a=z&a=");
    REQUIRE(query);
    CHECK(query->all("a") == std::vector<std::string_view>{"x,y", "z", ""});
    CHECK(query->all("c").empty());
}

TEST_CASE("query: a flag is true or false", "[http][query]") {
    const auto query = Query::parse("a=true&b=0&c=maybe");
    REQUIRE(query);
    CHECK(query->flag("a", false).value());
    CHECK_FALSE(query->flag("b", true).value());
    CHECK(query->flag("d", true).value());
    CHECK_FALSE(query->flag("d", false).value());
    REQUIRE_FALSE(query->flag("c", true));
    CHECK(query->flag("c", true).error().what.find("'c' must be true or false") !=
          std::string::npos);
}

}  // namespace
}  // namespace foreshock::http
