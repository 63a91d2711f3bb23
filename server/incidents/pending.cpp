#include "server/incidents/pending.hpp"

namespace foreshock::incidents {
namespace {

tl::unexpected<Error> conflict(const Incident& incident, std::string_view words) {
    return fail(Errc::conflict,
                "incident " + std::to_string(incident.number) + " " + std::string{words});
}

void go_on(Turn& turn, Reason reason, std::string actor) {
    turn.incident.handling.waiting.reset();
    turn.incident.state = IncidentState::in_progress;
    turn.write(EventKind::resumed,
               {std::move(reason), "pending", "in_progress", "", std::move(actor)});
}

}  // namespace

Result<void> pend(Turn& turn, const PersonStep& step, const Pend& what) {
    Incident& incident = turn.incident;
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say what it waits for");
    if (!incident.is_open()) return conflict(incident, "is not open");
    if (incident.owner.empty()) return conflict(incident, "has no owner: acknowledge it first");
    if (what.wake_at && *what.wake_at <= turn.at) {
        return fail(Errc::invalid, "until: a time later than now");
    }
    const std::string before{to_string(incident.state)};
    incident.state = IncidentState::pending;
    incident.handling.waiting = Waiting{what.reason, turn.at, what.wake_at};
    const std::string until =
        what.wake_at ? "until " + format_rfc3339(*what.wake_at) : "until somebody goes on";
    turn.write(EventKind::pended,
               {{"waits", until + ": " + what.reason}, before, "pending", what.reason, step.actor});
    return {};
}

Result<void> resume(Turn& turn, const PersonStep& step) {
    if (turn.incident.state != IncidentState::pending) {
        return conflict(turn.incident, "is not pending");
    }
    go_on(turn, {"person", step.actor + " goes on"}, step.actor);
    return {};
}

void wake_if_due(Turn& turn) {
    const auto due = wake_at(turn.incident);
    if (!due || *due > turn.at) return;
    go_on(
        turn,
        {"wake_time", "the time that was set has come: " + turn.incident.handling.waiting->reason},
        "engine");
}

std::optional<TimePoint> wake_at(const Incident& incident) {
    if (incident.state != IncidentState::pending || !incident.handling.waiting) return std::nullopt;
    return incident.handling.waiting->wake_at;
}

}  // namespace foreshock::incidents
