#include "server/app/alert_book.hpp"

#include <algorithm>

namespace foreshock::app {
namespace {

bool holds_active(const incidents::Incident& incident, const std::string& episode) {
    return std::any_of(incident.symptoms.begin(), incident.symptoms.end(), [&](const auto& known) {
        return known.is_active() && known.symptom.id == episode;
    });
}

}  // namespace

Result<void> AlertBook::load(incidents::Ledger& ledger, TimePoint now) {
    Result<std::vector<incidents::ForeignAlert>> kept = ledger.load_alerts();
    if (!kept) return fail(std::move(kept).error());
    alerts_.load(std::move(*kept), now);
    changed_ = {};
    board_.clear();
    for (const auto& alert : alerts_.all())
        show(alert);
    return {};
}

Result<void> AlertBook::hear(http::ReceivedAlerts said, const Hearing& hearing,
                             http::ServerCounters& counters) {
    Result<void> taken;
    for (intake::AlertWord& word : said.words) {
        Result<void> heard = hear(std::move(word), hearing, counters);
        if (!heard) taken = std::move(heard);
    }
    for (const auto& [key, actor] : said.acknowledged) {
        std::string id = incident_of(key, hearing.draft);
        if (id.empty()) continue;
        // One that its state does not allow any more is none of the sender's concern.
        const Result<void> ignored =
            hearing.tell(incidents::Acknowledged{hearing.now, std::move(id), actor, ""});
        static_cast<void>(ignored);
    }
    return taken;
}

Result<void> AlertBook::hear(intake::AlertWord&& word, const Hearing& hearing,
                             http::ServerCounters& counters) {
    ++counters.alerts_received;
    const std::string key = word.key;
    Result<std::optional<Symptom>> symptom = alerts_.hear(std::move(word), hearing.now);
    if (!symptom) {
        ++counters.alerts_refused;
        return fail(std::move(symptom).error());
    }
    if (!*symptom) return {};
    ++counters.symptoms;
    const bool is_raised = (*symptom)->status == SymptomStatus::raised;
    Result<void> told =
        hearing.tell(incidents::SymptomArrived{hearing.now, std::move(**symptom), false});
    if (told) return told;
    ++counters.symptoms_refused;
    ++counters.alerts_refused;
    if (is_raised) alerts_.forget(key);
    return told;
}

std::string AlertBook::incident_of(const std::string& key,
                                   const std::vector<incidents::Incident>& draft) const {
    const auto alert = alerts_.find(key);
    if (!alert) return {};
    for (const incidents::Incident& incident : draft) {
        if (holds_active(incident, alert->episode)) return incident.id;
    }
    const auto carrier = board_.carrier_of(alert->episode);
    return carrier ? carrier->incident_id : std::string{};
}

void AlertBook::write_changes(incidents::Commit& commit) {
    changed_ = alerts_.take_changed();
    for (const auto& alert : changed_.gone)
        commit.alerts_gone.push_back(alert->number);
    commit.alerts = std::move(changed_.to_keep);
}

void AlertBook::committed(const incidents::Commit& commit) {
    for (const auto& alert : changed_.gone)
        board_.drop(alert->episode);
    for (const auto& alert : changed_.shown)
        show(alert);
    changed_ = {};
    for (const incidents::Incident& incident : commit.incidents)
        board_.note(incident);
}

void AlertBook::forget(const incidents::Incident& incident) {
    board_.note(incident);
    for (const incidents::IncidentSymptom& known : incident.symptoms)
        board_.drop(known.symptom.id);
}

void AlertBook::show(const intake::ForeignAlerts::Shared& alert) {
    if (is_apart_ && is_apart_(alert->subject, alert->kind)) return board_.drop(alert->episode);
    board_.put(alert->episode, http::SharedAlert{alert, &alert->alert});
}

}  // namespace foreshock::app
