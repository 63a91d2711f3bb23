#include "server/http/problem.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

constexpr std::string_view retry_after_seconds = "5";

struct Row {
    int status;
    std::string_view slug;
    std::string_view title;
};

Row row_of(Errc code) {
    switch (code) {
        case Errc::no_data:
            return {404, "no-data", "There is no such data here"};
        case Errc::unreadable:
            return {500, "unreadable", "The server could not read its data"};
        case Errc::malformed:
            return {400, "malformed", "The request cannot be understood"};
        case Errc::invalid:
            return {400, "invalid", "The request breaks a rule"};
        case Errc::not_found:
            return {404, "not-found", "There is no such thing"};
        case Errc::conflict:
            return {409, "conflict", "Its state does not allow that"};
        case Errc::too_large:
            return {413, "too-large", "The request is too large"};
        case Errc::refused:
            return {403, "refused", "That is not allowed"};
        case Errc::unavailable:
            return {503, "unavailable", "Not now: try again later"};
    }
    return {500, "internal", "The server failed"};
}

}  // namespace

std::string json_string(std::string_view text) {
    using nlohmann::json;
    return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

Response problem_response(const Problem& problem) {
    Response response;
    response.status = problem.status;
    response.fields = {{"Content-Type", "application/problem+json"}};
    if (problem.status == 429 || problem.status == 503) {
        response.fields.emplace_back("Retry-After", retry_after_seconds);
    }
    if (problem.status == 401) response.fields.emplace_back("WWW-Authenticate", "Bearer");
    response.body = R"({"type":)" + json_string("/problems/" + problem.slug) + R"(,"title":)" +
                    json_string(problem.title) + R"(,"status":)" + std::to_string(problem.status) +
                    R"(,"detail":)" + json_string(problem.detail) + "}";
    return response;
}

Response problem_response(const Error& error) {
    const Row row = row_of(error.code);
    return problem_response(
        Problem{row.status, std::string{row.slug}, std::string{row.title}, error.what});
}

}  // namespace foreshock::http
