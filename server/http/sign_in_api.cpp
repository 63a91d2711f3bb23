#include "server/http/sign_in_api.hpp"

#include "server/http/access.hpp"
#include "server/http/foreign_page.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/people/person_rules.hpp"
#include "server/render/people_json.hpp"

namespace foreshock::http {
namespace {

constexpr TextField log_in_fields[] = {{"name", true, people::name_bytes_max},
                                       {"password", true, people::password_bytes_max}};
constexpr TextField password_fields[] = {{"present", true, people::password_bytes_max},
                                         {"fresh", true, people::password_bytes_max}};
constexpr TextField accept_fields[] = {{"token", true, 200},
                                       {"password", true, people::password_bytes_max},
                                       {"name", false, people::name_bytes_max},
                                       {"title", false, people::title_bytes_max}};

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

Route post_route(std::string_view pattern, Audience audience, Handler handler) {
    Route route{"POST", pattern, audience, at_once(std::move(handler))};
    route.content_type = "application/json";
    route.body_bytes_max = SignInApi::body_bytes_max;
    route.audit = Audit::by_handler;
    return route;
}

void set_retry_after(Response& response, Duration wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    for (auto& [name, value] : response.fields) {
        if (name == "Retry-After") value = std::to_string(seconds);
    }
}

Response cross_site() {
    return problem_response(Problem{403, "foreign-page", "This did not come from our own page",
                                    "another site's page may not log anybody in here"});
}

}  // namespace

Field session_field(const Request& request, std::string_view secret, Duration valid_for) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(valid_for).count();
    const bool is_secure = request.over_tls || request.field("x-forwarded-proto") == "https";
    return {"Set-Cookie", std::string{session_cookie} + "=" + std::string{secret} +
                              "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" +
                              std::to_string(secret.empty() ? 0 : seconds) +
                              (is_secure ? "; Secure" : "")};
}

Response sign_in_refused(const Error& error, std::optional<Duration> wait) {
    if (error.code == Errc::unavailable) {
        Response response = problem_response(Problem{429, "too-many-tries", "Not now", error.what});
        if (wait) set_retry_after(response, *wait);
        return response;
    }
    if (error.code != Errc::refused) return problem_response(error);
    return problem_response(Problem{401, "not-signed-in", "That did not work", error.what});
}

std::vector<Route> SignInApi::routes() {
    std::vector<Route> table;
    const auto with = [this](Response (SignInApi::*handler)(const Request&)) {
        return [this, handler](const Request& request, const PathArguments&) {
            return (this->*handler)(request);
        };
    };
    table.push_back(post_route("/api/v1/session", Audience::anyone, with(&SignInApi::log_in)));
    Route out{"DELETE", "/api/v1/session", Audience::viewers, at_once(with(&SignInApi::log_out))};
    out.audit = Audit::by_handler;
    table.push_back(std::move(out));
    table.push_back(
        {"GET", "/api/v1/me", Audience::viewers,
         at_once([this](const Request& request, const PathArguments&) { return me(request); })});
    table.push_back(
        post_route("/api/v1/me/password", Audience::viewers, with(&SignInApi::change_password)));
    table.push_back(
        post_route("/api/v1/invitations/accept", Audience::anyone, with(&SignInApi::accept)));
    return table;
}

Response SignInApi::signed_in(const Request& request, const Result<SignedIn>& done) const {
    if (!done) return sign_in_refused(done.error());
    const Result<people::Person> person = accounts_.find(done->person);
    if (!person) return problem_response(person.error());
    const people::Identity identity{people::Identity::Proof::session, person->name, person->role};
    Response response = json_response(200, render::identity_json(identity, &*person));
    response.fields.push_back(
        session_field(request, done->secret, sign_in_.sessions().absolute_max));
    return response;
}

Response SignInApi::log_in(const Request& request) {
    if (is_cross_site(request)) return cross_site();
    const Result<TextFields> fields = parse_text_fields(request.body, log_in_fields);
    if (!fields) return problem_response(fields.error());
    const std::string& name = fields->at("name");
    const Result<SignedIn> done = sign_in_.log_in(request, name, fields->at("password"));
    if (!done) return sign_in_refused(done.error(), sign_in_.wait(request, name));
    return signed_in(request, done);
}

Response SignInApi::accept(const Request& request) {
    if (is_cross_site(request)) return cross_site();
    const Result<TextFields> fields = parse_text_fields(request.body, accept_fields);
    if (!fields) return problem_response(fields.error());
    return signed_in(request,
                     sign_in_.accept(request, fields->at("token"), text_of(*fields, "name"),
                                     text_of(*fields, "title"), fields->at("password")));
}

Response SignInApi::log_out(const Request& request) {
    Response response;
    response.status = 204;
    if (request.identity.proof != people::Identity::Proof::session) return response;
    const Result<void> ended = sign_in_.log_out(request);
    if (!ended) return problem_response(ended.error());
    response.fields.push_back(session_field(request, {}, Duration{0}));
    return response;
}

Response SignInApi::me(const Request& request) const {
    if (!request.identity.is_personal()) {
        return json_response(200, render::identity_json(request.identity, nullptr));
    }
    const Result<people::Person> person = accounts_.find(request.identity.name);
    if (!person) return problem_response(person.error());
    return json_response(200, render::identity_json(request.identity, &*person));
}

Response SignInApi::change_password(const Request& request) {
    if (request.identity.proof != people::Identity::Proof::session) {
        return problem_response(
            Error{Errc::refused, "only who is logged in with a password can change it"});
    }
    const Result<TextFields> fields = parse_text_fields(request.body, password_fields);
    if (!fields) return problem_response(fields.error());
    const Result<void> changed =
        sign_in_.change_password(request, fields->at("present"), fields->at("fresh"));
    if (!changed) return sign_in_refused(changed.error());
    Response response;
    response.status = 204;
    response.fields.push_back(session_field(request, {}, Duration{0}));
    return response;
}

}  // namespace foreshock::http
