#include "server/notify/json_call.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::notify {

using nlohmann::json;
using nlohmann::ordered_json;

Asked<json> JsonCall::operator()(std::string_view method, const std::string& path,
                                 const ordered_json& body, const std::stop_token& stop) {
    HttpRequest request;
    request.method = method;
    request.url = spec_.url + path;
    request.headers = {"Accept: application/json"};
    if (spec_.user.empty()) {
        request.headers.push_back("Authorization: Bearer " + spec_.secret);
    } else {
        request.user = spec_.user;
        request.password = spec_.secret;
    }
    if (!body.is_null()) {
        request.headers.emplace_back("Content-Type: application/json");
        request.body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    }
    const HttpAnswer answer = caller_.call(request, stop);
    Outcome outcome = judge(answer);
    if (outcome.verdict != Verdict::delivered) return tl::unexpected(std::move(outcome));
    if (answer.body.empty()) return json::object();
    json read = json::parse(answer.body, nullptr, false);
    if (!read.is_object()) return tl::unexpected(not_as("it should"));
    return read;
}

std::string text_under(const json& object, std::initializer_list<const char*> keys) {
    const json* at = &object;
    for (const char* key : keys) {
        if (!at->is_object() || !at->contains(key)) return {};
        at = &(*at)[key];
    }
    return at->is_string() ? at->get<std::string>() : std::string{};
}

Outcome not_as(std::string_view system) {
    return {Verdict::retry, "answered, but not as " + std::string{system}, std::nullopt};
}

bool is_not_found(const Outcome& outcome) {
    return outcome.verdict == Verdict::rejected && outcome.detail == "answered 404";
}

}  // namespace foreshock::notify
