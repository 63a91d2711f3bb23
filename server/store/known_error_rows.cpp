#include "server/store/known_error_rows.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using incidents::Event;
using incidents::EventKind;
using incidents::FixOutcome;
using incidents::FixStep;
using incidents::Incident;
using incidents::KnownError;

std::vector<std::string> split_kinds(std::string_view text) {
    std::vector<std::string> kinds;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        kinds.emplace_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return kinds;
}

std::vector<FixStep> decode_fix_steps(std::string_view text) {
    const Json list = Json::parse(text, nullptr, false);
    std::vector<FixStep> steps;
    for (const Json& step : list) {
        const bool is_whole = step.is_array() && step.size() == 2;
        if (is_whole) steps.push_back({step[0].get<std::string>(), step[1].get<std::string>()});
    }
    return steps;
}

KnownError known_error_from(const Row& row) {
    KnownError known_error;
    known_error.id = row.text(0);
    known_error.title = row.text(1);
    known_error.kinds = split_kinds(row.text(2));
    known_error.component = row.text(3);
    known_error.fix = row.text(4);
    known_error.author = row.text(5);
    known_error.written_at = from_unix_ms(row.integer(6));
    known_error.steps = decode_fix_steps(row.text(7));
    return known_error;
}

Result<void> read_record(Connection& connection, KnownError& known_error) {
    const auto rows = connection.execute(
        "SELECT worked, took_ms FROM fix_outcome WHERE known_error_id = $1 "
        "ORDER BY at DESC LIMIT 1000",
        {known_error.id});
    if (!rows) return fail(rows.error());
    std::vector<std::int64_t> took;
    for (const Row& row : *rows) {
        ++known_error.tried;
        if (row.integer(0) == 1) took.push_back(row.integer(1));
    }
    known_error.worked = took.size();
    if (took.empty()) return {};
    std::sort(took.begin(), took.end());
    known_error.median_took = Duration{(took[(took.size() - 1) / 2] + took[took.size() / 2]) / 2};
    return {};
}

const Incident* find(const std::vector<Incident>& incidents, const std::string& id) {
    const auto found = std::find_if(incidents.begin(), incidents.end(),
                                    [&](const Incident& one) { return one.id == id; });
    return found == incidents.end() ? nullptr : &*found;
}

Result<void> fix_failed(Connection& connection, const std::string& incident_id) {
    auto done = connection.execute("UPDATE fix_outcome SET worked = 0 WHERE incident_id = $1",
                                   {incident_id});
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<void> fix_settled(Connection& connection, const Incident& incident, const Event& event) {
    const bool worked = event.kind == EventKind::fix_named;
    const TimePoint since = incident.acknowledged_at.value_or(incident.opened_at);
    Result<void> saved = save_fix_outcome(
        connection, {event.to, incident.id, event.actor, worked, event.at - since, event.at});
    // It may have been removed since it was named: then there is nothing to count for.
    if (!saved && saved.error().code == Errc::not_found) return {};
    return saved;
}

}  // namespace

std::string encode_fix_steps(const std::vector<FixStep>& steps) {
    Json list = Json::array();
    for (const FixStep& step : steps)
        list.push_back(Json::array({step.type, step.text}));
    return write_json(list);
}

Result<std::vector<KnownError>> known_errors(Connection& connection) {
    const auto rows = connection.execute(
        "SELECT id, title, kinds, component, fix, author, written_at, steps FROM known_error "
        "ORDER BY written_at, id");
    if (!rows) return fail(rows.error());
    std::vector<KnownError> found;
    for (const Row& row : *rows) {
        found.push_back(known_error_from(row));
        if (auto read = read_record(connection, found.back()); !read) return fail(read.error());
    }
    return found;
}

Result<void> save_fix_outcome(Connection& connection, const FixOutcome& outcome) {
    const auto known =
        connection.execute("SELECT id FROM known_error WHERE id = $1", {outcome.known_error_id});
    if (!known) return fail(known.error());
    if (known->empty()) {
        return fail(Errc::not_found, "there is no known error " + outcome.known_error_id);
    }
    auto done = connection.execute(
        "INSERT INTO fix_outcome (known_error_id, incident_id, worked, took_ms, actor, at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (known_error_id, incident_id) DO UPDATE SET "
        "worked = excluded.worked, took_ms = excluded.took_ms, actor = excluded.actor, "
        "at = excluded.at",
        {outcome.known_error_id, outcome.incident_id, std::int64_t{outcome.worked ? 1 : 0},
         static_cast<std::int64_t>(outcome.took.count()), outcome.actor, to_unix_ms(outcome.at)});
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<void> note_fixes(Connection& connection, const std::vector<Incident>& incidents,
                        const std::vector<Event>& events) {
    for (const Event& event : events) {
        Result<void> done;
        if (event.kind == EventKind::reopened) done = fix_failed(connection, event.incident_id);
        const bool is_verdict =
            event.kind == EventKind::fix_named || event.kind == EventKind::fix_failed;
        const Incident* incident = is_verdict ? find(incidents, event.incident_id) : nullptr;
        if (incident) done = fix_settled(connection, *incident, event);
        if (!done) return done;
    }
    return {};
}

}  // namespace foreshock::store
