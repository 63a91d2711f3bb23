#include "server/http/breach_api.hpp"

#include <algorithm>
#include <array>

#include "core/number.hpp"
#include "server/http/incident_api.hpp"
#include "server/http/problem.hpp"
#include "server/render/breach_json.hpp"
#include "server/render/people_json.hpp"

namespace foreshock::http {
namespace {

using breach::Act;

constexpr std::size_t words_max = breach::words_bytes_max;
constexpr std::size_t name_max = breach::name_bytes_max;
constexpr TextField actor{"actor", false, 200};

constexpr TextField raise_fields[] = {actor,
                                      {"title", false, name_max},
                                      {"words", false, words_max},
                                      {"aware_at", false, 60},
                                      {"incident", false, 60}};
constexpr TextField text_fields[] = {actor, {"text", true, words_max}};
constexpr TextField reason_fields[] = {actor, {"reason", true, words_max}};
constexpr TextField no_fields[] = {actor};
constexpr TextField person_fields[] = {actor, {"person", true, name_max}};
constexpr TextField item_fields[] = {actor, {"item", true, 60}, {"note", false, words_max}};
constexpr TextField evidence_fields[] = {actor,
                                         {"name", true, name_max},
                                         {"sha256", true, 64},
                                         {"bytes", false, 20},
                                         {"location", true, name_max}};
constexpr TextField notice_fields[] = {
    actor, {"told", true, 3}, {"words", true, words_max}, {"whole", false, 3}};
constexpr TextField record_fields[] = {actor,
                                       {"facts", false, words_max},
                                       {"effects", false, words_max},
                                       {"measures", false, words_max},
                                       {"people_affected", false, 20}};

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

Result<std::uint64_t> number_of(const TextFields& fields, std::string_view name) {
    const std::string text = text_of(fields, name);
    if (text.empty()) return 0;
    const Result<std::uint64_t> number = parse_uint(text);
    if (number) return number;
    return fail(Errc::invalid, "field '" + std::string{name} + "' must be a whole number");
}

Result<bool> yes_or_no(const TextFields& fields, std::string_view name) {
    const std::string text = text_of(fields, name);
    if (text == "yes") return true;
    if (text.empty() || text == "no") return false;
    return fail(Errc::invalid, "field '" + std::string{name} + "' must be yes or no");
}

Result<Act> note_of(const TextFields& fields) {
    return Act{breach::Note{text_of(fields, "text")}};
}

Result<Act> take_over_of(const TextFields&) {
    return Act{breach::TakeOver{}};
}

Result<Act> naming_of(const TextFields& fields) {
    return Act{breach::NamePerson{text_of(fields, "person")}};
}

Result<Act> unnaming_of(const TextFields& fields) {
    return Act{breach::UnnamePerson{text_of(fields, "person")}};
}

Result<Act> tick_of(const TextFields& fields) {
    return Act{breach::TickItem{text_of(fields, "item"), text_of(fields, "note")}};
}

Result<Act> evidence_of(const TextFields& fields) {
    const Result<std::uint64_t> bytes = number_of(fields, "bytes");
    if (!bytes) return fail(bytes.error());
    return Act{breach::AddEvidence{text_of(fields, "name"), text_of(fields, "sha256"), *bytes,
                                   text_of(fields, "location")}};
}

Result<Act> notice_of(const TextFields& fields) {
    const Result<bool> told = yes_or_no(fields, "told");
    if (!told) return fail(told.error());
    const Result<bool> whole = yes_or_no(fields, "whole");
    if (!whole) return fail(whole.error());
    return Act{breach::GiveNotice{*told, text_of(fields, "words"), *whole}};
}

Result<Act> record_of(const TextFields& fields) {
    const Result<std::uint64_t> affected = number_of(fields, "people_affected");
    if (!affected) return fail(affected.error());
    return Act{breach::PutOnRecord{{text_of(fields, "facts"), text_of(fields, "effects"),
                                    text_of(fields, "measures"), *affected}}};
}

Result<Act> containment_of(const TextFields& fields) {
    return Act{breach::Contain{text_of(fields, "text")}};
}

Result<Act> reopening_of(const TextFields& fields) {
    return Act{breach::Reopen{text_of(fields, "reason")}};
}

Result<Act> closing_of(const TextFields& fields) {
    return Act{breach::Close{text_of(fields, "text")}};
}

/// Only a person sees a breach: what is shared has no name that could be named.
std::string viewer_of(const Request& request) {
    return request.identity.is_personal() ? request.identity.name : std::string{};
}

Response raised_response(const Result<breach::Breach>& raised) {
    if (!raised) return problem_response(raised.error());
    return json_response(201, render::breach_json(*raised));
}

Route read_route(std::string_view pattern, Handler handler) {
    Route route{"GET", pattern, Audience::viewers, at_once(std::move(handler))};
    route.audit = Audit::reads_too;
    return route;
}

Route post_route(std::string_view pattern, Audience audience, Handler handler) {
    Route route{"POST", pattern, audience, at_once(std::move(handler))};
    route.content_type = "application/json";
    route.body_bytes_max = BreachApi::body_bytes_max;
    route.actor_field = "actor";
    return route;
}

}  // namespace

std::span<const BreachApi::Verb> BreachApi::verbs() {
    static constexpr std::array<Verb, 11> all{{
        {"/api/v1/breaches/{id}/notes", text_fields, note_of},
        {"/api/v1/breaches/{id}/take-over", no_fields, take_over_of},
        {"/api/v1/breaches/{id}/people", person_fields, naming_of},
        {"/api/v1/breaches/{id}/people/remove", person_fields, unnaming_of},
        {"/api/v1/breaches/{id}/checklist", item_fields, tick_of},
        {"/api/v1/breaches/{id}/evidence", evidence_fields, evidence_of},
        {"/api/v1/breaches/{id}/authority", notice_fields, notice_of},
        {"/api/v1/breaches/{id}/record", record_fields, record_of},
        {"/api/v1/breaches/{id}/contain", text_fields, containment_of},
        {"/api/v1/breaches/{id}/reopen", reason_fields, reopening_of},
        {"/api/v1/breaches/{id}/close", text_fields, closing_of},
    }};
    return all;
}

std::vector<Route> BreachApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET", "/api/v1/breaches", Audience::viewers,
         at_once([this](const Request& request, const PathArguments&) { return list(request); })});
    table.push_back(read_route("/api/v1/breaches/{id}",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return show(request, arguments[0]);
                               }));
    table.push_back(read_route("/api/v1/breaches/{id}/evidence/{evidence}",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return evidence(request, arguments[0], arguments[1]);
                               }));
    table.push_back(read_route("/api/v1/breaches/{id}/accesses",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return accesses(request, arguments[0]);
                               }));
    table.push_back(read_route("/api/v1/breaches/{id}/incident",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return incident(request, arguments[0]);
                               }));
    Route raising = post_route("/api/v1/breaches", Audience::people, {});
    raising.handler = [this](const Request& request, const PathArguments&,
                             const Responder& respond) { raise(request, respond); };
    table.push_back(std::move(raising));
    for (const Verb& verb : verbs()) {
        table.push_back(
            post_route(verb.pattern, Audience::viewers,
                       [this, &verb](const Request& request, const PathArguments& arguments) {
                           return act(verb, request, arguments[0]);
                       }));
    }
    return table;
}

Response BreachApi::list(const Request& request) const {
    return json_response(200, render::breaches_json(desk_.list(viewer_of(request))));
}

Response BreachApi::show(const Request& request, const std::string& key) const {
    const Result<breach::Breach> found = desk_.find(key, viewer_of(request));
    if (!found) return problem_response(found.error());
    return json_response(200, render::breach_json(*found));
}

Response BreachApi::evidence(const Request& request, const std::string& key,
                             const std::string& id) const {
    const Result<breach::Breach> found = desk_.find(key, viewer_of(request));
    if (!found) return problem_response(found.error());
    const auto one = std::ranges::find(found->evidence, id, &breach::Evidence::id);
    if (one == found->evidence.end()) {
        return problem_response(Error{Errc::not_found, "there is no evidence " + id});
    }
    return json_response(200, render::evidence_json(*one));
}

/// What the front has written down of looks at this breach, by whichever name it was asked for.
Response BreachApi::accesses(const Request& request, const std::string& key) const {
    const Result<breach::Breach> found = desk_.find(key, viewer_of(request));
    if (!found) return problem_response(found.error());
    const std::string reference = breach::reference_of(*found);
    const std::string number = std::to_string(found->number);
    people::AuditQuery query;
    query.limit = accesses_max;
    query.breach = {reference, number, found->id};
    const auto entries = audit_.list(query);
    if (!entries) return problem_response(entries.error());
    return json_response(200, render::audit_json(*entries));
}

/// The incident that it was, whole, as it was when it became one.
Response BreachApi::incident(const Request& request, const std::string& key) const {
    Result<std::string> record = desk_.incident_record(key, viewer_of(request));
    if (!record) return problem_response(record.error());
    return json_response(200, std::move(*record));
}

void BreachApi::raise(const Request& request, const Responder& respond) {
    if (!request.identity.is_personal()) {
        return respond(problem_response(
            Error{Errc::refused, "a person raises a breach: log in, so that you see it"}));
    }
    const Result<TextFields> fields = parse_text_fields(request.body, raise_fields);
    if (!fields) return respond(problem_response(fields.error()));
    breach::Raising raising{text_of(*fields, "title"), text_of(*fields, "words"),
                            request.identity.name, clock_.now()};
    if (fields->contains("aware_at")) {
        const Result<TimePoint> aware = parse_rfc3339(fields->at("aware_at"));
        if (!aware) return respond(problem_response(Error{aware.error()}.with("field 'aware_at'")));
        raising.aware_at = *aware;
    }
    const std::string incident = text_of(*fields, "incident");
    if (!incident.empty()) return raise_from(incident, std::move(raising), respond);
    respond(raised_response(desk_.raise(raising)));
}

/// What is not said of the breach is as the incident has it.
void BreachApi::raise_from(const std::string& key, breach::Raising raising,
                           const Responder& respond) {
    const Result<incidents::Incident> incident = incidents_.find(incident_key(key));
    if (!incident) return respond(problem_response(incident.error()));
    if (raising.title.empty()) raising.title = incident->title.substr(0, name_max);
    if (raising.words.empty()) {
        raising.words = incident->sentence.empty() ? incident->title : incident->sentence;
    }
    const Result<void> taken = sink_.offer(
        {incident->id, std::move(raising)},
        [respond](const Result<breach::Breach>& raised) { respond(raised_response(raised)); });
    if (!taken) {
        respond(
            problem_response(Problem{429, "busy", "Too many commands wait", taken.error().what}));
    }
}

Response BreachApi::act(const Verb& verb, const Request& request, const std::string& key) {
    const Result<breach::Breach> seen = desk_.find(key, viewer_of(request));
    if (!seen) return problem_response(seen.error());
    const Result<TextFields> fields = parse_text_fields(request.body, verb.fields);
    if (!fields) return problem_response(fields.error());
    const Result<Act> act = verb.act_of(*fields);
    if (!act) return problem_response(act.error());
    const Result<breach::Breach> now = desk_.act(seen->id, *act, request.identity.name);
    if (!now) return problem_response(now.error());
    return json_response(200, render::breach_json(*now));
}

}  // namespace foreshock::http
