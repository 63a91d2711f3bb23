#include <algorithm>

#include "server/app/batch_draft.hpp"

namespace foreshock::app {

using incidents::Incident;

void BatchEngine::apply(BreachCommand& command, Draft& draft) {
    if (!ports_.raise_breach) {
        return command.done(fail(Errc::unavailable, "breaches are not kept here"));
    }
    const std::string& id = command.breach.incident_id;
    const Incident* now = engine_->find(id);
    std::vector<incidents::Event> unwritten;
    for (const incidents::Event& event : draft.commit.events)
        if (event.incident_id == id) unwritten.push_back(event);
    Result<breach::Breach> raised = ports_.raise_breach(command.breach, now, unwritten);
    if (!raised) return command.done(fail(std::move(raised).error()));
    // A copy: the engine forgets it.
    if (now) keep_apart(Incident{*now}, command, draft);
    forget(id, draft);
    draft.commit.kept_apart.push_back(id);
    draft.breach_replies.push_back({std::move(command.done), std::move(*raised), id});
}

/// Everything here that knows of it knows it no longer.
void BatchEngine::keep_apart(const Incident& incident, const BreachCommand& command, Draft& draft) {
    Result<incidents::Changes> changes =
        care_->apply(incidents::KeptApart{draft.now, incident.id, command.breach.raising.actor});
    if (!changes) {
        draft.broken = changes.error();
        return;
    }
    collect(std::move(*changes), draft);
    care_->note(incident.id);
    Incident gone = incident;
    gone.state = incidents::IncidentState::closed;
    if (suppression_) suppression_->note(gone, draft.now);
    for (const incidents::IncidentSymptom& known : incident.symptoms)
        forecasts_.forget(known.symptom);
    draft.gone.push_back(std::move(gone));
}

/// What this batch has made of it so far.
void BatchEngine::forget(const std::string& incident_id, Draft& draft) {
    const auto is_of_it = [&](const auto& one) { return one.incident_id == incident_id; };
    std::erase_if(draft.commit.events, is_of_it);
    std::erase_if(draft.commit.outbox, is_of_it);
    const auto place = draft.incident_places.find(incident_id);
    if (place == draft.incident_places.end()) return;
    const std::size_t at = place->second;
    draft.commit.incidents.erase(draft.commit.incidents.begin() + static_cast<std::ptrdiff_t>(at));
    draft.incident_places.erase(place);
    for (auto& [id, other] : draft.incident_places)
        if (other > at) --other;
}

void BatchEngine::finish_breaches(const Draft& draft) {
    for (const Incident& gone : draft.gone) {
        incidents_.note(gone);
        alerts_.forget(gone);
    }
    if (draft.breach_replies.empty()) return;
    incidents_gone_ += draft.breach_replies.size();
    hang_out_status();
    for (const Draft::BreachReply& reply : draft.breach_replies) {
        ports_.hub.publish(
            http::event_frame(0, "incident_gone", R"({"id":")" + reply.incident_id + R"("})"));
        reply.done(reply.breach);
    }
}

}  // namespace foreshock::app
