#include "server/http/message.hpp"

#include <algorithm>
#include <array>

namespace foreshock::http {
namespace {

std::string_view find_field(const std::vector<Field>& fields, std::string_view name) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.first == name; });
    return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

constexpr auto phrases = std::to_array<std::pair<int, std::string_view>>({
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
});

}  // namespace

std::string_view Request::field(std::string_view name) const {
    return find_field(fields, name);
}

std::string_view Response::field(std::string_view name) const {
    return find_field(fields, name);
}

std::string_view reason_phrase(int status) {
    const auto found = std::find_if(phrases.begin(), phrases.end(),
                                    [&](const auto& row) { return row.first == status; });
    return found == phrases.end() ? "Unknown" : found->second;
}

Response json_response(int status, std::string json) {
    Response response;
    response.status = status;
    response.fields = {{"Content-Type", "application/json"}};
    response.body = std::move(json);
    return response;
}

Response text_response(int status, std::string text) {
    Response response;
    response.status = status;
    response.fields = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = std::move(text);
    return response;
}

}  // namespace foreshock::http
