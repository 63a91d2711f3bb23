#include "server/http/suppression_api.hpp"

#include <algorithm>

#include "server/http/problem.hpp"
#include "server/http/suppression_fields.hpp"
#include "server/render/suppression_json.hpp"

namespace foreshock::http {
namespace {

using desk::MaintenanceWindow;
using desk::Silence;
using desk::SilenceState;
using desk::SuppressionCommand;

constexpr std::string_view silences_path = "/api/v1/silences";
constexpr std::string_view windows_path = "/api/v1/maintenance-windows";

template <class Command>
Result<SuppressionCommand> as_command(Result<Command> read) {
    if (!read) return fail(std::move(read).error());
    return SuppressionCommand{std::move(*read)};
}

/// A DELETE has no body that every program sends: who does it stands in the query.
Result<desk::Act> act_of(const Request& request, TimePoint now) {
    const std::string_view actor = request.query.get("actor").value_or("");
    if (actor.empty()) return fail(Errc::invalid, "parameter 'actor' is missing: who does this?");
    return desk::Act{std::string{actor}, now};
}

Result<SuppressionCommand> expire_silence(const Request& request, const PathArguments& arguments,
                                          TimePoint now) {
    Result<desk::Act> act = act_of(request, now);
    if (!act) return fail(std::move(act).error());
    return SuppressionCommand{desk::ExpireSilence{arguments[0], std::move(*act)}};
}

Result<SuppressionCommand> expire_window(const Request& request, const PathArguments& arguments,
                                         TimePoint now) {
    Result<desk::Act> act = act_of(request, now);
    if (!act) return fail(std::move(act).error());
    return SuppressionCommand{desk::ExpireWindow{arguments[0], std::move(*act)}};
}

/// The states asked for; nothing: any.
Result<std::vector<SilenceState>> wanted_states(const Request& request) {
    std::vector<SilenceState> states;
    for (const std::string_view text : request.query.list("state")) {
        const Result<SilenceState> state = desk::parse_silence_state(text);
        if (!state) {
            return fail(Errc::invalid, "parameter 'state' takes pending, active, expired");
        }
        states.push_back(*state);
    }
    return states;
}

bool is_wanted(const std::vector<SilenceState>& states, SilenceState state) {
    return states.empty() || std::find(states.begin(), states.end(), state) != states.end();
}

void add_item(std::string& list, const std::string& item) {
    if (list.size() > 1) list += ',';
    list += item;
}

Result<desk::ReadyWindow> made_ready(MaintenanceWindow window, TimePoint now) {
    Result<desk::ReadyWindow> ready = desk::ReadyWindow::make(std::move(window));
    if (ready) ready->look_ahead(now);
    return ready;
}

Response shown(const Silence& silence, TimePoint now) {
    return json_response(200, render::silence_json(silence, now));
}

Response shown(const MaintenanceWindow& window, TimePoint now) {
    const Result<desk::ReadyWindow> ready = made_ready(window, now);
    if (!ready) return problem_response(ready.error());
    return json_response(200, render::window_json(*ready, now, SuppressionApi::occurrences_shown));
}

template <class Item>
Response found(const Result<Item>& item, TimePoint now) {
    return item ? shown(*item, now) : problem_response(item.error());
}

}  // namespace

std::vector<Route> SuppressionApi::routes() {
    std::vector<Route> table;
    add_silence_routes(table);
    add_window_routes(table);
    return table;
}

void SuppressionApi::add_silence_routes(std::vector<Route>& table) {
    table.push_back({"GET",
                     silences_path,
                     Audience::people,
                     at_once([this](const Request& request, const PathArguments&) {
                         return list_silences(request);
                     }),
                     {"state"}});
    table.push_back(command_route(
        "POST", silences_path, [](const Request& request, const PathArguments&, TimePoint now) {
            return as_command(read_silence(request.body, now, BodyUse::add));
        }));
    Route preview{"POST", "/api/v1/silences/preview", Audience::viewers};
    preview.handler = at_once(
        [this](const Request& request, const PathArguments&) { return preview_silence(request); });
    preview.content_type = "application/json";
    preview.body_bytes_max = body_bytes_max;
    table.push_back(std::move(preview));
    constexpr std::string_view one = "/api/v1/silences/{id}";
    table.push_back({"GET", one, Audience::people,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return found(from_.store.find_silence(arguments[0]), from_.clock.now());
                     })});
    table.push_back(command_route(
        "PATCH", one, [](const Request& request, const PathArguments& arguments, TimePoint now) {
            return as_command(read_silence_edit(arguments[0], request.body, now));
        }));
    table.push_back(command_route("DELETE", one, expire_silence));
}

void SuppressionApi::add_window_routes(std::vector<Route>& table) {
    table.push_back({"GET",
                     windows_path,
                     Audience::people,
                     at_once([this](const Request& request, const PathArguments&) {
                         return list_windows(request);
                     }),
                     {"state"}});
    table.push_back(command_route(
        "POST", windows_path, [](const Request& request, const PathArguments&, TimePoint now) {
            return as_command(read_window(request.body, now, BodyUse::add));
        }));
    Route preview{"POST", "/api/v1/maintenance-windows/preview", Audience::viewers};
    preview.handler = at_once(
        [this](const Request& request, const PathArguments&) { return preview_window(request); });
    preview.content_type = "application/json";
    preview.body_bytes_max = body_bytes_max;
    table.push_back(std::move(preview));
    constexpr std::string_view one = "/api/v1/maintenance-windows/{id}";
    table.push_back({"GET", one, Audience::people,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return found(from_.store.find_window(arguments[0]), from_.clock.now());
                     })});
    table.push_back(command_route(
        "PATCH", one, [](const Request& request, const PathArguments& arguments, TimePoint now) {
            return as_command(read_window_edit(arguments[0], request.body, now));
        }));
    table.push_back(command_route("DELETE", one, expire_window));
}

Route SuppressionApi::command_route(std::string_view method, std::string_view pattern, Read read) {
    Route route{method, pattern};
    if (method == "DELETE") {
        route.parameters = {"actor"};
    } else {
        route.content_type = "application/json";
        route.body_bytes_max = body_bytes_max;
        route.actor_field = "actor";
    }
    route.handler = [this, read, is_new = method == "POST"](const Request& request,
                                                            const PathArguments& arguments,
                                                            const Responder& respond) {
        Result<SuppressionCommand> command = read(request, arguments, from_.clock.now());
        if (!command) return respond(problem_response(command.error()));
        if (std::optional<Response> known_answer = idempotency_.begin(request)) {
            return respond(std::move(*known_answer));
        }
        offer(std::move(*command), is_new, [this, request, respond](Response response) {
            idempotency_.finish(request, response);
            respond(std::move(response));
        });
    };
    return route;
}

void SuppressionApi::offer(SuppressionCommand command, bool is_new,
                           const Responder& respond) const {
    const Result<void> taken = from_.commands.offer(
        std::move(command), [this, is_new, respond](const Result<desk::SuppressionAnswer>& done) {
            respond(answer(done, is_new));
        });
    if (!taken) {
        respond(
            problem_response(Problem{429, "busy", "Too many commands wait", taken.error().what}));
    }
}

Response SuppressionApi::answer(const Result<desk::SuppressionAnswer>& done, bool is_new) const {
    if (!done) return problem_response(done.error());
    const TimePoint now = from_.clock.now();
    Response response = std::visit([&](const auto& one) { return shown(one, now); }, *done);
    if (!is_new || response.status != 200) return response;
    const bool is_silence = std::holds_alternative<Silence>(*done);
    const std::string& id =
        std::visit([](const auto& one) -> const std::string& { return one.id; }, *done);
    response.status = 201;
    response.fields.emplace_back("Location",
                                 std::string{is_silence ? silences_path : windows_path} + "/" + id);
    return response;
}

Response SuppressionApi::list_silences(const Request& request) const {
    const auto states = wanted_states(request);
    if (!states) return problem_response(states.error());
    const auto silences = from_.store.silences();
    if (!silences) return problem_response(silences.error());
    const TimePoint now = from_.clock.now();
    std::string list = "[";
    for (const Silence& one : *silences) {
        if (is_wanted(*states, state_at(one, now))) add_item(list, render::silence_json(one, now));
    }
    return json_response(200, list + "]");
}

Response SuppressionApi::list_windows(const Request& request) const {
    const auto states = wanted_states(request);
    if (!states) return problem_response(states.error());
    const auto windows = from_.store.windows();
    if (!windows) return problem_response(windows.error());
    const TimePoint now = from_.clock.now();
    std::string list = "[";
    for (const MaintenanceWindow& one : *windows) {
        const Result<desk::ReadyWindow> ready = made_ready(one, now);
        if (!ready) return problem_response(ready.error());
        if (!is_wanted(*states, ready->state_at(now))) continue;
        add_item(list, render::window_json(*ready, now, 1));
    }
    return json_response(200, list + "]");
}

Result<render::SuppressionPreview> SuppressionApi::preview(const desk::MatcherSet& matchers) const {
    const auto status = from_.board ? from_.board->read() : nullptr;
    return preview_hidden(from_.incidents, matchers, status ? status->services.get() : nullptr);
}

Response SuppressionApi::preview_silence(const Request& request) const {
    const TimePoint now = from_.clock.now();
    const auto command = read_silence(request.body, now, BodyUse::preview);
    if (!command) return problem_response(command.error());
    if (const auto good = desk::check(command->draft, now); !good) {
        return problem_response(good.error());
    }
    const auto matchers = desk::MatcherSet::compile(command->draft.matchers);
    if (!matchers) return problem_response(matchers.error());
    auto preview = this->preview(*matchers);
    if (!preview) return problem_response(preview.error());
    return json_response(200, render::preview_json(command->draft.matchers, *preview));
}

Response SuppressionApi::preview_window(const Request& request) const {
    const TimePoint now = from_.clock.now();
    const auto command = read_window(request.body, now, BodyUse::preview);
    if (!command) return problem_response(command.error());
    if (const auto good = desk::check(command->draft, now); !good) {
        return problem_response(good.error());
    }
    const auto ready = desk::ReadyWindow::make(command->draft);
    if (!ready) return problem_response(ready.error());
    auto preview = this->preview(ready->matchers);
    if (!preview) return problem_response(preview.error());
    preview->occurrences =
        desk::spans_after(ready->window, ready->recurrence, now, occurrences_shown);
    return json_response(200, render::preview_json(command->draft.matchers, *preview));
}

}  // namespace foreshock::http
