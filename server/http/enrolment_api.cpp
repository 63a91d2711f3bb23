#include "server/http/enrolment_api.hpp"

#include <nlohmann/json.hpp>

#include "certificates/request.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

using enrolment::Refusal;

constexpr TextField enrol_fields[] = {{"token", true, 400},
                                      {"request", true, certificates::request_bytes_max},
                                      {"agent_id", true, 253},
                                      {"machine_id", false, enrolment::machine_id_bytes_max}};
constexpr TextField renew_fields[] = {{"request", true, certificates::request_bytes_max}};

Route post_route(std::string_view pattern, Audience audience, Handler handler) {
    Route route{"POST", pattern, audience, at_once(std::move(handler))};
    route.content_type = "application/json";
    route.body_bytes_max = EnrolmentApi::body_bytes_max;
    route.audit = Audit::by_handler;
    return route;
}

Response is_off() {
    return problem_response(Problem{409, "enrolment-off", "This server enrols nobody",
                                    "it speaks no TLS itself: set tls.enabled = true in "
                                    "server.toml"});
}

int status_of(Refusal why) {
    switch (why) {
        case Refusal::token_malformed:
        case Refusal::request_bad:
            return 400;
        case Refusal::host_taken:
            return 409;
        case Refusal::certificate_unknown:
            return 401;
        case Refusal::too_many:
            return 429;
        case Refusal::not_stored:
            return 503;
        default:
            return 403;
    }
}

Response refused(const enrolment::Refused& refusal) {
    return problem_response(Problem{status_of(refusal.why),
                                    std::string{enrolment::to_string(refusal.why)},
                                    "No certificate was issued", refusal.words});
}

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

}  // namespace

std::vector<Route> EnrolmentApi::routes() {
    std::vector<Route> table;
    table.push_back(post_route(
        "/api/v1/enroll", Audience::agents,
        [this](const Request& request, const PathArguments&) { return enrol(request); }));
    table.push_back(post_route(
        "/api/v1/renew", Audience::agents,
        [this](const Request& request, const PathArguments&) { return renew(request); }));
    return table;
}

Response EnrolmentApi::enrol(const Request& request) {
    if (!from_.desk) return is_off();
    const Result<TextFields> fields = parse_text_fields(request.body, enrol_fields);
    if (!fields) return problem_response(fields.error());
    return answer(from_.desk->enrol({fields->at("token"), fields->at("request"),
                                     fields->at("agent_id"), text_of(*fields, "machine_id")},
                                    request.peer, clock_.now()));
}

Response EnrolmentApi::renew(const Request& request) {
    if (!from_.desk) return is_off();
    const Result<std::string> serial = from_.certificates->serial_of(request);
    if (!serial && serial.error().code == Errc::unavailable) {
        return problem_response(serial.error());
    }
    if (!serial) {
        ++counters_.enrolments_refused;
        return problem_response(
            Problem{401, "certificate-refused", "Which agent asks?", serial.error().what});
    }
    const Result<TextFields> fields = parse_text_fields(request.body, renew_fields);
    if (!fields) return problem_response(fields.error());
    return answer(from_.desk->renew(*serial, fields->at("request"), clock_.now()));
}

Response EnrolmentApi::answer(const tl::expected<enrolment::Enrolled, enrolment::Refused>& done) {
    if (!done) {
        ++counters_.enrolments_refused;
        return refused(done.error());
    }
    if (!done->repeated) ++counters_.certificates_issued;
    nlohmann::json labels = nlohmann::json::object();
    for (const auto& [name, value] : done->labels)
        labels[name] = value;
    const nlohmann::json body{{"agent_id", done->certificate.agent_id},
                              {"certificate", done->certificate.pem},
                              {"authority", from_.authority},
                              {"expires_at", format_rfc3339(done->certificate.expires_at)},
                              {"labels", labels}};
    return json_response(200, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace foreshock::http
