#include "server/http/handling_api.hpp"

#include <array>

#include "server/http/incident_api.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t words_bytes_max = 10000;

constexpr TextField actor{"actor", true, name_bytes_max};
constexpr TextField reason{"reason", true, words_bytes_max};
constexpr TextField other{"other", true, name_bytes_max};

constexpr TextField pend_fields[] = {actor, reason, {"until", false, name_bytes_max}};
constexpr TextField resume_fields[] = {actor};
constexpr TextField reasoned_fields[] = {actor, reason};
constexpr TextField close_fields[] = {actor, {"note", false, words_bytes_max}};
constexpr TextField role_fields[] = {
    actor, {"role", true, name_bytes_max}, {"holder", true, name_bytes_max}};
constexpr TextField link_fields[] = {actor, {"kind", true, name_bytes_max}, other, reason};
constexpr TextField unlink_fields[] = {actor, other, reason};
constexpr TextField update_fields[] = {actor, {"text", true, words_bytes_max}};

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

}  // namespace

std::span<const HandlingApi::Act> HandlingApi::acts() {
    static constexpr std::array<Act, 10> all{{
        {"/api/v1/incidents/{id}/pend", pend_fields, &HandlingApi::pend},
        {"/api/v1/incidents/{id}/resume", resume_fields, &HandlingApi::resume},
        {"/api/v1/incidents/{id}/reopen", reasoned_fields, &HandlingApi::reopen},
        {"/api/v1/incidents/{id}/close", close_fields, &HandlingApi::confirm_closed},
        {"/api/v1/incidents/{id}/major", reasoned_fields, &HandlingApi::declare_major},
        {"/api/v1/incidents/{id}/major/roles", role_fields, &HandlingApi::give_role},
        {"/api/v1/incidents/{id}/major/end", reasoned_fields, &HandlingApi::end_major},
        {"/api/v1/incidents/{id}/links", link_fields, &HandlingApi::make_link},
        {"/api/v1/incidents/{id}/links/remove", unlink_fields, &HandlingApi::remove_link},
        {"/api/v1/incidents/{id}/updates", update_fields, &HandlingApi::give_update},
    }};
    return all;
}

std::vector<Route> HandlingApi::routes() {
    std::vector<Route> table;
    for (const Act& one : acts()) {
        Route route{"POST", one.pattern};
        route.handler = [this, &one](const Request& request, const PathArguments& arguments,
                                     const Responder& respond) {
            act(one, request, arguments[0], respond);
        };
        route.content_type = "application/json";
        route.body_bytes_max = body_bytes_max;
        table.push_back(std::move(route));
    }
    return table;
}

void HandlingApi::act(const Act& act, const Request& request, const std::string& id,
                      const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, act.fields);
    if (!fields) return respond(problem_response(fields.error()));
    const Result<incidents::Incident> incident = reader_.find(incident_key(id));
    if (!incident) return respond(problem_response(incident.error()));
    Result<Step> step = (this->*act.step_of)(*fields);
    if (!step) return respond(problem_response(step.error()));
    if (std::optional<Response> known_answer = idempotency_.begin(request)) {
        return respond(std::move(*known_answer));
    }
    offer({clock_.now(), incident->id, text_of(*fields, "actor"), std::move(*step)},
          [this, request, respond](Response response) {
              idempotency_.finish(request, response);
              respond(std::move(response));
          });
}

void HandlingApi::offer(incidents::PersonStep step, const Responder& respond) {
    const Result<void> taken =
        commands_.offer(std::move(step), [this, respond](const Result<incidents::Incident>& now) {
            respond(now ? whole_incident(reader_, diagnosis_, *now)
                        : problem_response(now.error()));
        });
    if (!taken) {
        respond(
            problem_response(Problem{429, "busy", "Too many commands wait", taken.error().what}));
    }
}

Result<HandlingApi::Step> HandlingApi::pend(const TextFields& fields) const {
    incidents::Pend step{text_of(fields, "reason"), {}};
    if (fields.contains("until")) {
        const Result<TimePoint> until = parse_rfc3339(text_of(fields, "until"));
        if (!until) return fail(Errc::invalid, "until: " + until.error().what);
        step.wake_at = *until;
    }
    return step;
}

Result<HandlingApi::Step> HandlingApi::resume(const TextFields&) const {
    return incidents::Resume{};
}

Result<HandlingApi::Step> HandlingApi::reopen(const TextFields& fields) const {
    return incidents::Reopen{text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::confirm_closed(const TextFields& fields) const {
    return incidents::ConfirmClosed{text_of(fields, "note")};
}

Result<HandlingApi::Step> HandlingApi::declare_major(const TextFields& fields) const {
    return incidents::DeclareMajor{text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::give_role(const TextFields& fields) const {
    return incidents::GiveRole{text_of(fields, "role"), text_of(fields, "holder")};
}

Result<HandlingApi::Step> HandlingApi::end_major(const TextFields& fields) const {
    return incidents::EndMajor{text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::make_link(const TextFields& fields) const {
    const auto kind = incidents::parse_link_kind(text_of(fields, "kind"));
    if (!kind) return fail(Errc::invalid, "kind: duplicate_of or child_of");
    const Result<incidents::Incident> found = reader_.find(incident_key(text_of(fields, "other")));
    if (!found) return fail(found.error());
    return incidents::MakeLink{*kind, found->id, text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::remove_link(const TextFields& fields) const {
    const Result<incidents::Incident> found = reader_.find(incident_key(text_of(fields, "other")));
    if (!found) return fail(found.error());
    return incidents::RemoveLink{found->id, text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::give_update(const TextFields& fields) const {
    return incidents::GiveUpdate{text_of(fields, "text")};
}

}  // namespace foreshock::http
