#include "server/http/json_fields.hpp"

#include <catch2/catch.hpp>

namespace foreshock::http {
namespace {

constexpr TextField known[] = {{"actor", true, 5}, {"note", false, 20}};

TEST_CASE("json_fields: texts are read by name", "[http][json]") {
    const auto fields = parse_text_fields(R"({"actor":"ann","note":"a\nb"})", known);
    REQUIRE(fields);
    CHECK(fields->at("actor") == "ann");
    CHECK(fields->at("note") == "a\nb");
}

TEST_CASE("json_fields: an optional field may be absent or empty", "[http][json]") {
    CHECK_FALSE(parse_text_fields(R"({"actor":"ann"})", known)->contains("note"));
    CHECK(parse_text_fields(R"({"actor":"ann","note":""})", known));
}

TEST_CASE("json_fields: what is no JSON names the place", "[http][json]") {
    const auto fields = parse_text_fields("{\"actor\":\n ann}", known);
    REQUIRE_FALSE(fields);
    CHECK(fields.error().code == Errc::malformed);
    CHECK(fields.error().what.find("line 2, column 2") != std::string::npos);
}

TEST_CASE("json_fields: bad bodies are refused with the field's name", "[http][json]") {
    const std::tuple<const char*, Errc, const char*> rows[] = {
        {"", Errc::malformed, "line 1"},
        {"[]", Errc::malformed, "object"},
        {"7", Errc::malformed, "object"},
        {"{}", Errc::invalid, "'actor' is missing"},
        {R"({"actor":1})", Errc::invalid, "'actor' must be a text"},
        {R"({"actor":null})", Errc::invalid, "'actor' must be a text"},
        {R"({"actor":" "})", Errc::invalid, "'actor' must not be empty"},
        {R"({"actor":"anna-b"})", Errc::invalid, "'actor' has more than 5 bytes"},
        {R"({"actor":"ann","who":"x"})", Errc::invalid, "'who' is unknown"},
        {"{\"actor\":\"\xff\"}", Errc::malformed, "UTF-8"},
    };
    for (const auto& [body, code, words] : rows) {
        CAPTURE(body);
        const auto fields = parse_text_fields(body, known);
        REQUIRE_FALSE(fields);
        CHECK(fields.error().code == code);
        CHECK_THAT(fields.error().what, Catch::Contains(words));
    }
}

TEST_CASE("json_fields: deep nesting is refused without harm", "[http][json]") {
    CHECK_FALSE(parse_text_fields(std::string(10000, '['), known));
    CHECK_FALSE(parse_text_fields(std::string(5000, '[') + std::string(5000, ']'), known));
}

TEST_CASE("json_fields: labels are JSON or as Prometheus writes them", "[http][json]") {
    const Labels expected{{"mount", "/var"}, {"type", "ext4"}};
    CHECK(*parse_labels(R"({"type":"ext4","mount":"/var"})") == expected);
    CHECK(*parse_labels(R"({mount="/var",type="ext4"})") == expected);
    CHECK(parse_labels("")->empty());
    CHECK(parse_labels("{}")->empty());
    CHECK_FALSE(parse_labels(R"({"mount":1})"));
    CHECK_FALSE(parse_labels(R"({"mount":"/var")"));
    CHECK_FALSE(parse_labels("{mount}"));
}

}  // namespace
}  // namespace foreshock::http
