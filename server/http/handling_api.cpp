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
constexpr TextField transfer_fields[] = {actor,
                                         reason,
                                         {"note", false, words_bytes_max},
                                         {"tier", false, name_bytes_max},
                                         {"team", false, name_bytes_max},
                                         {"person", false, name_bytes_max}};
constexpr TextField bridge_fields[] = {
    actor, reason, {"url", false, words_bytes_max}, {"invite", false, name_bytes_max}};
constexpr TextField answer_fields[] = {
    actor, {"text", true, words_bytes_max}, {"report", false, name_bytes_max}};
constexpr TextField question_fields[] = {
    actor, {"question", true, words_bytes_max}, {"answer", true, words_bytes_max}};
constexpr TextField step_fields[] = {actor,
                                     {"type", true, name_bytes_max},
                                     {"text", true, words_bytes_max},
                                     {"outcome", false, words_bytes_max}};
constexpr TextField closure_fields[] = {actor,
                                        {"code", true, name_bytes_max},
                                        {"cause", false, words_bytes_max},
                                        {"fix", false, words_bytes_max},
                                        {"hypothesis", false, name_bytes_max}};
constexpr TextField category_fields[] = {
    actor, {"category", true, name_bytes_max}, {"subcategory", false, name_bytes_max}, reason};
constexpr TextField publish_fields[] = {actor, {"text", false, 2000}};
constexpr TextField update_fields[] = {actor, {"text", true, words_bytes_max}};

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

}  // namespace

std::span<const HandlingApi::Act> HandlingApi::acts() {
    static constexpr std::array<Act, 22> all{{
        {"/api/v1/incidents/{id}/pend", pend_fields, &HandlingApi::pend},
        {"/api/v1/incidents/{id}/resume", resume_fields, &HandlingApi::resume},
        {"/api/v1/incidents/{id}/reopen", reasoned_fields, &HandlingApi::reopen},
        {"/api/v1/incidents/{id}/close", close_fields, &HandlingApi::confirm_closed},
        {"/api/v1/incidents/{id}/major", reasoned_fields, &HandlingApi::declare_major},
        {"/api/v1/incidents/{id}/major/roles", role_fields, &HandlingApi::give_role},
        {"/api/v1/incidents/{id}/major/end", reasoned_fields, &HandlingApi::end_major},
        {"/api/v1/incidents/{id}/links", link_fields, &HandlingApi::make_link},
        {"/api/v1/incidents/{id}/links/remove", unlink_fields, &HandlingApi::remove_link},
        {"/api/v1/incidents/{id}/assign", transfer_fields, &HandlingApi::assign},
        {"/api/v1/incidents/{id}/escalate", transfer_fields, &HandlingApi::escalate},
        {"/api/v1/incidents/{id}/hand-over", transfer_fields, &HandlingApi::hand_over},
        {"/api/v1/incidents/{id}/bridge", bridge_fields, &HandlingApi::open_bridge},
        {"/api/v1/incidents/{id}/bridge/join", resume_fields, &HandlingApi::join_bridge},
        {"/api/v1/incidents/{id}/bridge/end", resume_fields, &HandlingApi::end_bridge},
        {"/api/v1/incidents/{id}/answer", answer_fields, &HandlingApi::answer_reporter},
        {"/api/v1/incidents/{id}/questions", question_fields, &HandlingApi::note_answer},
        {"/api/v1/incidents/{id}/steps", step_fields, &HandlingApi::record_step},
        {"/api/v1/incidents/{id}/closure", closure_fields, &HandlingApi::record_closure},
        {"/api/v1/incidents/{id}/category", category_fields, &HandlingApi::correct_category},
        {"/api/v1/incidents/{id}/publish", publish_fields, &HandlingApi::publish},
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
        route.actor_field = "actor";
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
    const bool corrects = std::holds_alternative<incidents::CorrectCategory>(step.what);
    const std::string who = step.actor;
    const Result<void> taken = commands_.offer(
        std::move(step), [this, respond, corrects, who](const Result<incidents::Incident>& now) {
            if (now && corrects && category_corrected_) category_corrected_(*now, who);
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

Result<HandlingApi::Step> HandlingApi::transfer(const TextFields& fields,
                                                incidents::Transfer::Kind kind) {
    incidents::Transfer step;
    step.kind = kind;
    step.reason = text_of(fields, "reason");
    step.note = text_of(fields, "note");
    step.team = text_of(fields, "team");
    step.person = text_of(fields, "person");
    if (fields.contains("tier")) {
        const Result<people::Tier> tier = people::parse_tier(text_of(fields, "tier"));
        if (!tier) return fail(Error{tier.error()}.with("tier"));
        step.tier = *tier;
    }
    return step;
}

Result<HandlingApi::Step> HandlingApi::assign(const TextFields& fields) const {
    return transfer(fields, incidents::Transfer::Kind::assign);
}

Result<HandlingApi::Step> HandlingApi::escalate(const TextFields& fields) const {
    return transfer(fields, incidents::Transfer::Kind::escalate);
}

Result<HandlingApi::Step> HandlingApi::hand_over(const TextFields& fields) const {
    return transfer(fields, incidents::Transfer::Kind::hand_over);
}

Result<HandlingApi::Step> HandlingApi::open_bridge(const TextFields& fields) const {
    const std::string invite = text_of(fields, "invite");
    if (!invite.empty() && invite != "responders" && invite != "reporters")
        return fail(Errc::invalid, "field 'invite' takes responders or reporters");
    return incidents::OpenBridge{
        text_of(fields, "reason"), text_of(fields, "url"), {}, invite == "reporters"};
}

Result<HandlingApi::Step> HandlingApi::join_bridge(const TextFields&) const {
    return incidents::JoinBridge{};
}

Result<HandlingApi::Step> HandlingApi::end_bridge(const TextFields&) const {
    return incidents::EndBridge{};
}

Result<HandlingApi::Step> HandlingApi::remove_link(const TextFields& fields) const {
    const Result<incidents::Incident> found = reader_.find(incident_key(text_of(fields, "other")));
    if (!found) return fail(found.error());
    return incidents::RemoveLink{found->id, text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::answer_reporter(const TextFields& fields) const {
    return incidents::AnswerReporter{text_of(fields, "text"), text_of(fields, "report")};
}

Result<HandlingApi::Step> HandlingApi::note_answer(const TextFields& fields) const {
    return incidents::NoteAnswer{text_of(fields, "question"), text_of(fields, "answer")};
}

Result<HandlingApi::Step> HandlingApi::record_step(const TextFields& fields) const {
    return incidents::RecordStep{text_of(fields, "type"), text_of(fields, "text"),
                                 text_of(fields, "outcome")};
}

Result<HandlingApi::Step> HandlingApi::record_closure(const TextFields& fields) const {
    return incidents::RecordClosure{text_of(fields, "code"), text_of(fields, "cause"),
                                    text_of(fields, "fix"), text_of(fields, "hypothesis")};
}

Result<HandlingApi::Step> HandlingApi::correct_category(const TextFields& fields) const {
    return incidents::CorrectCategory{text_of(fields, "category"), text_of(fields, "subcategory"),
                                      text_of(fields, "reason")};
}

Result<HandlingApi::Step> HandlingApi::publish(const TextFields& fields) const {
    return incidents::PublishWords{text_of(fields, "text")};
}

Result<HandlingApi::Step> HandlingApi::give_update(const TextFields& fields) const {
    return incidents::GiveUpdate{text_of(fields, "text")};
}

}  // namespace foreshock::http
