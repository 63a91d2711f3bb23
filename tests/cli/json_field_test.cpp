#include "cli/json_field.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace foreshock::cli;

TEST_CASE("json field: what is there is read", "[cli][json]") {
    const Json json = Json::parse(R"({"a": "x\u0007y", "n": -1.5, "c": 7, "list": [1]})");
    CHECK(text(json, "a").find('\a') == std::string::npos);
    CHECK(text(json, "a").starts_with("x"));
    CHECK(number(json, "n") == -1.5);
    CHECK(count(json, "c") == 7);
    CHECK(field(json, "list").size() == 1);
}

TEST_CASE("json field: what is missing, or of another type, reads as nothing", "[cli][json]") {
    for (const char* answer : {"{}", "[]", "3", "null", R"({"a": {}})", R"({"a": [1]})"}) {
        INFO(answer);
        const Json json = Json::parse(answer);
        CHECK(text(json, "a").empty());
        CHECK_FALSE(number(json, "a"));
        CHECK(count(json, "a") == 0);
    }
    CHECK(field(Json::parse("[]"), "a").is_null());
    CHECK(count(Json::parse(R"({"a": -1})"), "a") == 0);
    CHECK_FALSE(number(Json::parse("{", nullptr, false), "a"));
}
