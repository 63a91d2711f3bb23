#include "server/http/oncall_api.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "server/digest/digest.hpp"
#include "server/http/problem.hpp"
#include "server/oncall/icalendar.hpp"
#include "server/oncall/keyed_token.hpp"
#include "server/render/oncall_json.hpp"

namespace foreshock::http {
namespace {

using oncall::Override;
using oncall::Rota;
using oncall::Schedule;

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t words_bytes_max = 2000;

constexpr TextField override_fields[] = {
    {"actor", true, name_bytes_max},  {"schedule", true, name_bytes_max},
    {"person", true, name_bytes_max}, {"from", true, name_bytes_max},
    {"to", true, name_bytes_max},     {"reason", true, words_bytes_max}};
constexpr TextField remove_fields[] = {{"actor", true, name_bytes_max}};

Error no_schedule(std::string_view name) {
    return {Errc::not_found, "there is no schedule '" + std::string{name.substr(0, 200)} + "'"};
}

void add_item(std::string& list, const std::string& item) {
    if (list.size() > 1) list += ',';
    list += item;
}

Result<TimePoint> time_in(const TextFields& fields, const char* name) {
    const Result<TimePoint> at = parse_rfc3339(fields.at(name));
    if (!at) return fail(Errc::invalid, std::string{name} + ": " + at.error().what);
    return *at;
}

Response calendar_response(std::string text) {
    Response response;
    response.fields = {{"Content-Type", "text/calendar; charset=utf-8"},
                       {"Cache-Control", "private, max-age=300"}};
    response.body = std::move(text);
    return response;
}

/// Shifts of one schedule, or of one person on all of them.
std::vector<oncall::CalendarShift> shifts_for(const Rota& rota, bool is_person,
                                              const std::string& name,
                                              const incidents::TimeSpan& within) {
    std::vector<oncall::CalendarShift> all;
    for (const Schedule& schedule : rota.schedules) {
        if (!is_person && schedule.name != name) continue;
        const auto cover = oncall::cover(schedule, rota.overrides, within);
        if (!cover) continue;
        for (const oncall::Shift& shift : cover->shifts) {
            if (is_person && shift.person != name) continue;
            all.push_back({schedule.name, shift.person + " on call: " + schedule.title, shift});
        }
    }
    return all;
}

}  // namespace

std::vector<Route> OncallApi::routes() {
    std::vector<Route> table;
    const auto get = [&](std::string_view pattern, Handler handler,
                         std::vector<std::string_view> parameters = {}) {
        table.push_back(
            {"GET", pattern, Audience::people, at_once(std::move(handler)), std::move(parameters)});
    };
    const auto post = [&](std::string_view pattern, Handler handler) {
        Route route{"POST", pattern};
        route.handler = at_once(std::move(handler));
        route.content_type = "application/json";
        route.actor_field = "actor";
        route.body_bytes_max = body_bytes_max;
        table.push_back(std::move(route));
    };
    get("/api/v1/oncall/now",
        [this](const Request& request, const PathArguments&) { return now(request); }, {"at"});
    get("/api/v1/oncall/schedules/{name}",
        [this](const Request& request, const PathArguments& path) {
            return show(request, path[0]);
        },
        {"from", "to"});
    get("/api/v1/oncall/overrides",
        [this](const Request& request, const PathArguments&) { return overrides(request); },
        {"schedule"});
    post("/api/v1/oncall/overrides",
         [this](const Request& request, const PathArguments&) { return add(request); });
    post("/api/v1/oncall/overrides/{id}/remove",
         [this](const Request& request, const PathArguments& path) {
             const auto fields = parse_text_fields(request.body, remove_fields);
             return fields ? remove(path[0]) : problem_response(fields.error());
         });
    get("/api/v1/oncall/feeds/schedules/{name}", [this](const Request&, const PathArguments& path) {
        return feed_address("schedules", path[0]);
    });
    get("/api/v1/oncall/feeds/people/{name}", [this](const Request&, const PathArguments& path) {
        return feed_address("people", path[0]);
    });
    // Calendar programs have no token of ours: the address is the secret.
    table.push_back(
        {"GET", "/api/v1/calendars/{kind}/{name}/{token}", Audience::anyone,
         at_once([this](const Request&, const PathArguments& path) { return feed(path); })});
    return table;
}

std::shared_ptr<const people::Directory> OncallApi::directory() const {
    auto found = from_.directory ? from_.directory() : nullptr;
    return found ? found : std::make_shared<const people::Directory>();
}

Response OncallApi::now(const Request& request) const {
    const auto at = request.query.time("at");
    if (!at) return problem_response(at.error());
    const auto rota = from_.rota.rota();
    std::string json = "[";
    for (const Schedule& schedule : rota->schedules) {
        const auto who =
            oncall::on_call(schedule, rota->overrides, at->value_or(from_.clock.now()));
        add_item(json, render::on_call_json(schedule, who));
    }
    return json_response(200, json + "]");
}

Response OncallApi::show(const Request& request, const std::string& name) const {
    const auto rota = from_.rota.rota();
    const Schedule* schedule = rota->find(name);
    if (!schedule) return problem_response(no_schedule(name));
    const auto from = request.query.time("from");
    if (!from) return problem_response(from.error());
    const auto to = request.query.time("to");
    if (!to) return problem_response(to.error());
    const TimePoint begin = from->value_or(from_.clock.now());
    const auto cover =
        oncall::cover(*schedule, rota->overrides, {begin, to->value_or(begin + span_unsaid)});
    if (!cover) return problem_response(cover.error());
    return json_response(200, render::cover_json(*schedule, *cover, *directory()));
}

Response OncallApi::overrides(const Request& request) const {
    const auto schedule = request.query.get("schedule");
    const auto rota = from_.rota.rota();
    std::string json = "[";
    for (const Override& one : rota->overrides) {
        if (!schedule || *schedule == one.schedule) add_item(json, render::override_json(one));
    }
    return json_response(200, json + "]");
}

Result<Override> OncallApi::read_override(const TextFields& fields, const Rota& rota) const {
    Override one;
    one.schedule = fields.at("schedule");
    one.person = fields.at("person");
    one.made_by = fields.at("actor");
    one.reason = fields.at("reason");
    one.made_at = from_.clock.now();
    if (!rota.find(one.schedule)) return fail(no_schedule(one.schedule));
    const auto people = directory();
    const people::Person* person = people->person(one.person);
    const bool is_unknown = !people->people.empty() && (!person || person->disabled);
    if (is_unknown) {
        return fail(Errc::invalid, "person: '" + one.person + "' is nobody who works here");
    }
    const auto begin = time_in(fields, "from");
    if (!begin) return fail(begin.error());
    const auto end = time_in(fields, "to");
    if (!end) return fail(end.error());
    one.begin = *begin;
    one.end = *end;
    if (one.begin >= one.end) return fail(Errc::invalid, "to: a time after from");
    if (one.end <= one.made_at) return fail(Errc::invalid, "to: a time later than now");
    if (one.end - one.begin > oncall::cover_max) {
        return fail(Errc::invalid, "to: at most 400 days after from");
    }
    one.id = "ovr-" + stable_id({one.schedule, one.person, fields.at("from"), fields.at("to"),
                                 std::to_string(rota.revision)})
                          .substr(0, 16);
    return one;
}

Response OncallApi::add(const Request& request) const {
    const auto fields = parse_text_fields(request.body, override_fields);
    if (!fields) return problem_response(fields.error());
    const auto one = read_override(*fields, *from_.rota.rota());
    if (!one) return problem_response(one.error());
    if (const auto added = from_.rota.add(*one); !added) return problem_response(added.error());
    return json_response(201, render::override_json(*one));
}

Response OncallApi::remove(const std::string& id) const {
    const auto removed = from_.rota.remove(id);
    if (!removed) return problem_response(removed.error());
    return json_response(200, R"({"removed":true})");
}

std::string OncallApi::feed_token(std::string_view kind, std::string_view name) const {
    return oncall::keyed_token(from_.feed_secret, {"feed", kind, name});
}

Response OncallApi::feed_address(const std::string& kind, const std::string& name) const {
    const bool is_known = kind == "schedules"
                              ? from_.rota.rota()->find(name) != nullptr
                              : directory()->person(name) != nullptr || directory()->people.empty();
    if (!is_known) {
        return problem_response(Error{Errc::not_found, "there is no '" + name + "' to follow"});
    }
    const std::string path = "/api/v1/calendars/" + kind + "/" + percent_encode(name) + "/" +
                             feed_token(kind, name) + ".ics";
    return json_response(200, R"({"path":")" + path + R"("})");
}

Response OncallApi::feed(const PathArguments& path) const {
    const std::string& kind = path[0];
    const std::string& name = path[1];
    const bool is_person = kind == "people";
    const std::string_view shown = path[2];
    const bool has_form = shown.ends_with(".ics") && (is_person || kind == "schedules");
    const bool may_see =
        has_form && digest::is_equal(shown.substr(0, shown.size() - 4), feed_token(kind, name));
    // Whoever guesses learns nothing about what there is.
    if (!may_see) return problem_response(Error{Errc::not_found, "there is no such calendar"});
    const TimePoint at = from_.clock.now();
    const auto rota = from_.rota.rota();
    const auto shifts = shifts_for(*rota, is_person, name, {at - feed_past, at + feed_ahead});
    return calendar_response(oncall::icalendar("On call: " + name, shifts, rota->revision, at));
}

}  // namespace foreshock::http
