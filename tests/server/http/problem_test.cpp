#include "server/http/problem.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

TEST_CASE("problem: every kind of error has its status", "[http][problem]") {
    const std::pair<Errc, int> rows[] = {
        {Errc::no_data, 404},   {Errc::unreadable, 500}, {Errc::malformed, 400},
        {Errc::invalid, 400},   {Errc::not_found, 404},  {Errc::conflict, 409},
        {Errc::too_large, 413}, {Errc::refused, 403},    {Errc::unavailable, 503},
    };
    for (const auto& [code, status] : rows) {
        CHECK(problem_response(Error{code, "words"}).status == status);
    }
}

TEST_CASE("problem: the body is RFC 9457 with our words", "[http][problem]") {
    const Response response = problem_response(Error{Errc::not_found, "no \"x\"\n"});
    const auto json = nlohmann::json::parse(response.body);
    CHECK(response.field("Content-Type") == "application/problem+json");
    CHECK(json["type"] == "/problems/not-found");
    CHECK(json["status"] == 404);
    CHECK(json["detail"] == "no \"x\"\n");
    CHECK_FALSE(json["title"].get<std::string>().empty());
}

TEST_CASE("problem: who shall come back is told when", "[http][problem]") {
    CHECK(problem_response(Error{Errc::unavailable, "full"}).field("Retry-After") == "5");
    CHECK(problem_response(Problem{429, "busy", "Busy", ""}).field("Retry-After") == "5");
    CHECK(problem_response(Error{Errc::invalid, ""}).field("Retry-After").empty());
}

TEST_CASE("problem: bytes that are no UTF-8 do not break the body", "[http][problem]") {
    const Response response = problem_response(Error{Errc::invalid, "bad \xff byte"});
    CHECK(nlohmann::json::parse(response.body)["detail"] == "bad \xef\xbf\xbd byte");
}

}  // namespace
}  // namespace foreshock::http
