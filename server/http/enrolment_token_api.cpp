#include "server/http/enrolment_token_api.hpp"

#include <nlohmann/json.hpp>

#include "certificates/certificate.hpp"
#include "server/enrolment/new_token.hpp"
#include "server/http/audit_trail.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/render/enrolment_json.hpp"

namespace foreshock::http {
namespace {

using enrolment::TokenOrder;
using nlohmann::json;

tl::unexpected<Error> wrong(std::string_view field, std::string_view what) {
    return fail(Errc::invalid, "field '" + std::string{field} + "' must be " + std::string{what});
}

Result<void> take_labels(const json& labels, TokenOrder& order) {
    if (!labels.is_object()) return wrong("labels", "an object of texts, such as {\"rack\":\"7\"}");
    for (const auto& [name, value] : labels.items()) {
        if (!value.is_string()) return wrong("labels." + name, "a text");
        order.labels.push_back(name + "=" + value.get<std::string>());
    }
    return {};
}

Result<void> take_field(const std::string& name, const json& value, TokenOrder& order) {
    if (name == "ttl") {
        if (!value.is_string()) return wrong(name, "a time with its unit, such as \"1h\"");
        order.ttl = value.get<std::string>();
    } else if (name == "uses") {
        if (!value.is_number_unsigned()) return wrong(name, "a whole number");
        order.uses = value.get<std::uint64_t>();
    } else if (name == "may_replace") {
        if (!value.is_boolean()) return wrong(name, "true or false");
        order.may_replace = value.get<bool>();
    } else if (name == "labels") {
        return take_labels(value, order);
    } else if (name != "actor") {
        return fail(Errc::invalid, "field '" + name +
                                       "' is unknown: ttl, uses, labels, "
                                       "may_replace");
    }
    return {};
}

Result<TokenOrder> order_of(const std::string& body) {
    const Result<json> given = parse_json_object(body);
    if (!given) return fail(given.error());
    TokenOrder order;
    for (const auto& [name, value] : given->items()) {
        if (auto taken = take_field(name, value, order); !taken) return fail(taken.error());
    }
    return order;
}

}  // namespace

EnrolmentTokenApi::EnrolmentTokenApi(Sources sources) : sources_(std::move(sources)) {
    if (sources_.authority.empty()) return;
    const auto read = certificates::read_certificate(sources_.authority);
    if (read) authority_sha256_ = read->sha256;
}

std::vector<Route> EnrolmentTokenApi::routes() {
    std::vector<Route> table;
    table.push_back({"GET", "/api/v1/enrolment/tokens", Audience::admins,
                     at_once([this](const Request&, const PathArguments&) { return list(); })});
    Route adding{
        "POST", "/api/v1/enrolment/tokens", Audience::admins,
        at_once([this](const Request& request, const PathArguments&) { return add(request); })};
    adding.content_type = "application/json";
    adding.body_bytes_max = body_bytes_max;
    adding.audit = Audit::by_handler;
    table.push_back(std::move(adding));
    Route revoking{"DELETE", "/api/v1/enrolment/tokens/{id}", Audience::admins,
                   at_once([this](const Request& request, const PathArguments& path) {
                       return revoke(request, path[0]);
                   })};
    revoking.audit = Audit::by_handler;
    table.push_back(std::move(revoking));
    return table;
}

Response EnrolmentTokenApi::list() const {
    const auto tokens = sources_.enrolments.tokens();
    if (!tokens) return problem_response(tokens.error());
    return json_response(200, render::enrolment_tokens_json(*tokens, sources_.clock.now()));
}

Response EnrolmentTokenApi::add(const Request& request) {
    if (authority_sha256_.empty()) {
        return problem_response(Problem{409, "enrolment-off", "This server enrols nobody",
                                        "it speaks no TLS itself: set tls.enabled = true in "
                                        "server.toml"});
    }
    const Result<TokenOrder> order = order_of(request.body);
    if (!order) return problem_response(order.error());
    const Result<std::string> random = sources_.secrets.new_secret();
    if (!random) return problem_response(random.error());
    const TimePoint now = sources_.clock.now();
    const auto made = enrolment::new_token(*order, *random, authority_sha256_, now);
    if (!made) return problem_response(made.error());
    const enrolment::Token& token = made->token;
    const Result<void> added = sources_.enrolments.add_token(
        token, audit_entry(request, now, "enrolment_token.add", token.id,
                           "for " + std::to_string(token.uses_max) + " hosts until " +
                               format_rfc3339(token.expires_at)));
    if (!added) return problem_response(added.error());
    return json_response(201, render::new_enrolment_token_json(token, made->shown, now));
}

Response EnrolmentTokenApi::revoke(const Request& request, const std::string& id) {
    const TimePoint now = sources_.clock.now();
    const Result<void> revoked = sources_.enrolments.revoke_token(
        id, now, audit_entry(request, now, "enrolment_token.revoke", id));
    if (!revoked) return problem_response(revoked.error());
    Response response;
    response.status = 204;
    return response;
}

}  // namespace foreshock::http
