#include "server/http/front.hpp"

#include <algorithm>
#include <exception>

#include <arpa/inet.h>

#include "server/http/problem.hpp"
#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// "web:8420" → "web", "[::1]:8420" → "[::1]".
std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

std::string_view media_type(std::string_view content_type) {
    content_type = content_type.substr(0, content_type.find(';'));
    while (content_type.ends_with(' '))
        content_type.remove_suffix(1);
    return content_type;
}

void add_unless_there(Response& response, std::string_view name, std::string_view value) {
    if (response.field(name).empty()) response.fields.emplace_back(name, value);
}

void harden(Response& response) {
    add_unless_there(response, "X-Content-Type-Options", "nosniff");
    add_unless_there(response, "Referrer-Policy", "no-referrer");
    add_unless_there(response, "X-Frame-Options", "DENY");
    add_unless_there(response, "Content-Security-Policy",
                     "default-src 'none'; frame-ancestors 'none'");
    add_unless_there(response, "Cache-Control", "no-store");
}

Response not_found(const Request& request) {
    return problem_response(Problem{404, "not-found", "There is no such page",
                                    "nothing is served at " + request.path.substr(0, 200)});
}

Response method_not_allowed(const Request& request, const std::string& allow) {
    Response response;
    if (request.method == "OPTIONS") {
        response.status = 204;
    } else {
        response = problem_response(Problem{405, "method-not-allowed", "The method does not fit",
                                            "this path takes " + allow});
    }
    response.fields.emplace_back("Allow", allow);
    return response;
}

std::optional<Response> bad_body(const Route& route, const Request& request) {
    if (request.body.size() > route.body_bytes_max) {
        return problem_response(
            Problem{413, "too-large", "The body is too large",
                    "the body has " + std::to_string(request.body.size()) + " bytes, at most " +
                        std::to_string(route.body_bytes_max) + " are taken here"});
    }
    if (route.content_type.empty()) return std::nullopt;
    const std::string given = lower(media_type(request.field("content-type")));
    if (given == route.content_type) return std::nullopt;
    return problem_response(Problem{415, "unsupported-media-type",
                                    "The body has the wrong content type",
                                    "Content-Type must be " + std::string{route.content_type} +
                                        (given.empty() ? ", none was given" : ", not " + given)});
}

void call(const DeferredHandler& handler, const Request& request, const PathArguments& arguments,
          const Responder& respond) noexcept {
    try {
        handler(request, arguments, respond);
    } catch (const std::exception& fault) {
        respond(problem_response(Problem{500, "internal", "The server failed", fault.what()}));
    }
}

}  // namespace

bool is_ip_address(std::string_view text) {
    in_addr four{};
    in6_addr six{};
    if (!text.starts_with('[')) return ::inet_pton(AF_INET, std::string{text}.c_str(), &four) == 1;
    if (!text.ends_with(']')) return false;
    const std::string inner{text.substr(1, text.size() - 2)};
    return ::inet_pton(AF_INET6, inner.c_str(), &six) == 1;
}

Front::Front(FrontSettings settings, std::vector<Route> routes, RequestCounters& counters)
    : settings_(std::move(settings)), table_(std::move(routes)), counters_(counters) {
    for (std::string& name : settings_.host_names)
        name = lower(name);
}

bool Front::is_served_host(std::string_view host) const {
    const std::string name = lower(without_port(host));
    if (name.empty() || name == "localhost" || is_ip_address(name)) return true;
    return std::find(settings_.host_names.begin(), settings_.host_names.end(), name) !=
           settings_.host_names.end();
}

/// Who shows a token is no foreign page: that has none.
bool Front::needs_served_host(const Route& route) const {
    if (route.audience == Audience::people) return true;
    return route.audience == Audience::senders && !settings_.operator_token_sha256 &&
           !settings_.sender_token_sha256;
}

std::optional<Response> Front::unknown_sender(const Request& request) const {
    const auto& operators = settings_.operator_token_sha256;
    const auto& senders = settings_.sender_token_sha256;
    if (!operators && !senders) return std::nullopt;
    const std::string digest = sha256_hex(bearer_token(request));
    if (operators && equal_digests(digest, *operators)) return std::nullopt;
    if (senders && equal_digests(digest, *senders)) return std::nullopt;
    return problem_response(Problem{401, "unauthorized", "Who sends this?",
                                    "send the token of intake.token_file, or the operator's, as "
                                    "'Authorization: Bearer TOKEN'"});
}

std::optional<Response> Front::unknown_token(const Route& route, const Request& request) const {
    if (route.audience == Audience::senders) return unknown_sender(request);
    if (route.audience != Audience::people || !settings_.operator_token_sha256) return std::nullopt;
    const std::string digest = sha256_hex(bearer_token(request));
    if (equal_digests(digest, *settings_.operator_token_sha256)) return std::nullopt;
    return problem_response(Problem{401, "unauthorized", "Who asks?",
                                    "send the operator token as 'Authorization: Bearer TOKEN'"});
}

std::optional<Response> Front::refusal(const Route& route, Request& request) const {
    if (needs_served_host(route) && !is_served_host(request.field("host"))) {
        return problem_response(Problem{421, "host-not-served", "This server has another name",
                                        "add '" +
                                            std::string{request.field("host").substr(0, 200)} +
                                            "' to server.host_names to be reached by it"});
    }
    if (std::optional<Response> refused = unknown_token(route, request)) return refused;
    if (std::optional<Response> refused = bad_body(route, request)) return refused;
    Result<Query> query = Query::parse(request.query_text);
    if (!query) return problem_response(query.error());
    const Result<void> known = query->only(route.parameters);
    if (!known) return problem_response(known.error());
    request.query = std::move(*query);
    return std::nullopt;
}

void Front::serve(Request request, const Responder& respond) const {
    const RouteTable::Found found = table_.find(request.method, request.path);
    const std::string_view name = found.route ? found.route->pattern : "none";
    const Responder finish = [this, name, respond](Response response) {
        harden(response);
        counters_.count(name, response.status);
        respond(std::move(response));
    };
    if (!found.route) {
        return finish(found.allow.empty() ? not_found(request)
                                          : method_not_allowed(request, found.allow));
    }
    if (std::optional<Response> refused = refusal(*found.route, request)) {
        return finish(std::move(*refused));
    }
    call(found.route->handler, request, found.arguments, finish);
}

}  // namespace foreshock::http
