#include "server/http/front.hpp"

#include <algorithm>
#include <exception>

#include <arpa/inet.h>

#include "server/http/acting.hpp"
#include "server/http/foreign_page.hpp"
#include "server/http/problem.hpp"

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

void harden(Response& response, bool over_tls) {
    if (over_tls) add_unless_there(response, "Strict-Transport-Security", "max-age=31536000");
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

constexpr std::string_view asks_for_proof =
    "log in, or send a token as 'Authorization: Bearer TOKEN'";

Response who_asks(std::string_view words) {
    return problem_response(Problem{401, "unauthorized", "Who asks?", std::string{words}});
}

Response who_sends() {
    return problem_response(Problem{401, "unauthorized", "Who sends this?",
                                    "send the token of intake.token_file, or a responder's, as "
                                    "'Authorization: Bearer TOKEN'"});
}

bool may_send(const people::Identity& who) {
    return who.proof == people::Identity::Proof::sender_token || who.may(people::Role::responder);
}

Response not_for(const people::Identity& who, people::Role needed) {
    return problem_response(
        Problem{403, "role-missing", "That takes another role",
                who.name + " is a " + std::string{people::to_string(*who.role)} +
                    ", and this takes the role " + std::string{people::to_string(needed)}});
}

Response foreign_page() {
    return problem_response(
        Problem{403, "foreign-page", "This did not come from our own page",
                "a browser sent it for another site; programs send a token, or the field "
                "X-Foreshock-Request besides the cookie"});
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

std::optional<Response> Front::stranger(const Route& route, Request& request) const {
    const std::optional<people::Role> role = needed_role(route);
    if (!role && route.audience != Audience::senders) return std::nullopt;
    if (!settings_.access) {
        request.identity = {people::Identity::Proof::loopback, "local", people::Role::admin};
        return std::nullopt;
    }
    Result<people::Identity> identity = settings_.access->identify(request);
    if (!identity) return who_asks(identity.error().what);
    request.identity = std::move(*identity);
    if (!role && !may_send(request.identity)) return who_sends();
    if (role && !request.identity.role) return who_asks(asks_for_proof);
    if (role && !request.identity.may(*role)) return not_for(request.identity, *role);
    if (!only_reads(request.method) && comes_from_foreign_page(request)) return foreign_page();
    return std::nullopt;
}

std::optional<Response> Front::unreadable(const Route& route, Request& request) const {
    if (std::optional<Response> refused = bad_body(route, request)) return refused;
    Result<Query> query = Query::parse(request.query_text);
    if (!query) return problem_response(query.error());
    const Result<void> known = query->only(route.parameters);
    if (!known) return problem_response(known.error());
    request.query = std::move(*query);
    return std::nullopt;
}

std::optional<Response> Front::refusal(const Route& route, Request& request) const {
    const bool shows_token = !request.field("authorization").empty();
    const bool is_open = route.audience == Audience::anyone || route.audience == Audience::agents ||
                         (route.audience == Audience::senders && shows_token);
    // Who shows a token is no foreign page: that has none.
    if (!is_open && !is_served_host(request.field("host"))) {
        return problem_response(Problem{421, "host-not-served", "This server has another name",
                                        "add '" +
                                            std::string{request.field("host").substr(0, 200)} +
                                            "' to server.host_names to be reached by it"});
    }
    if (std::optional<Response> refused = stranger(route, request)) return refused;
    if (std::optional<Response> refused = unreadable(route, request)) return refused;
    name_actor(route, request);
    return std::nullopt;
}

/// The last address is the one that the proxy itself has seen; those before it are hearsay.
void Front::look_behind_proxy(Request& request) const {
    if (std::ranges::find(settings_.proxies, request.peer) == settings_.proxies.end()) return;
    std::string_view said = request.field("x-forwarded-for");
    said = said.substr(said.rfind(',') + 1);
    while (said.starts_with(' '))
        said.remove_prefix(1);
    const bool is_six = said.find(':') != std::string_view::npos;
    if (is_ip_address(is_six ? "[" + std::string{said} + "]" : std::string{said})) {
        request.peer = said;
        request.peer_port = 0;
    }
}

void Front::serve(Request request, const Responder& respond) const {
    look_behind_proxy(request);
    const RouteTable::Found found = table_.find(request.method, request.path);
    const std::string_view name = found.route ? found.route->pattern : "none";
    const bool over_tls = request.over_tls;
    const Responder finish = [this, name, respond, over_tls](Response response) {
        harden(response, over_tls);
        counters_.count(name, response.status);
        respond(std::move(response));
    };
    if (!found.route) {
        return finish(found.allow.empty() ? not_found(request)
                                          : method_not_allowed(request, found.allow));
    }
    std::optional<Response> refused = refusal(*found.route, request);
    const Responder record =
        settings_.audit ? settings_.audit->before(*found.route, request, found.arguments, finish)
                        : finish;
    if (refused) return record(std::move(*refused));
    call(found.route->handler, request, found.arguments, record);
}

}  // namespace foreshock::http
