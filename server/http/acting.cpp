#include "server/http/acting.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;

constexpr std::string_view actor = "actor";

/// Nothing for what is no JSON object.
std::optional<json> object_of(const std::string& body) {
    json value = json::parse(body, nullptr, false);
    if (value.is_object()) return value;
    return std::nullopt;
}

void name_in_body(const Route& route, Request& request) {
    std::optional<json> body = object_of(request.body);
    if (!body) return;
    const std::string& name = request.identity.name;
    bool changed = false;
    if (!route.actor_field.empty()) {
        (*body)[std::string{route.actor_field}] = name;
        changed = true;
    }
    if (body->contains(actor)) {
        (*body)[std::string{actor}] = name;
        changed = true;
    }
    if (changed) request.body = body->dump(-1, ' ', false, json::error_handler_t::replace);
}

void name_in_query(const Route& route, Request& request) {
    if (std::find(route.parameters.begin(), route.parameters.end(), actor) ==
        route.parameters.end()) {
        return;
    }
    Result<Query> query = Query::parse(request.query.with(actor, request.identity.name));
    if (query) request.query = std::move(*query);
}

}  // namespace

void name_actor(const Route& route, Request& request) {
    if (!request.identity.is_personal() || only_reads(request.method)) return;
    if (route.content_type == "application/json") name_in_body(route, request);
    name_in_query(route, request);
}

std::string claimed_actor(const Request& request) {
    if (request.identity.is_personal()) return request.identity.name;
    const std::optional<json> body = object_of(request.body);
    if (body && body->contains(actor) && body->at(actor).is_string()) {
        return body->at(actor).get<std::string>();
    }
    return std::string{request.query.get(actor).value_or("")};
}

}  // namespace foreshock::http
