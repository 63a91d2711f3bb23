#include "server/incidents/roster.hpp"

#include "server/incidents/deadline.hpp"
#include "server/incidents/episodes.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {

Incident& Roster::insert(Incident incident) {
    const Number number = incident.number;
    by_id_[incident.id] = number;
    Filed& filed = filed_[number];
    filed.incident = std::move(incident);
    refile(filed.incident);
    return filed.incident;
}

void Roster::refile(Incident& incident) {
    Filed& filed = filed_.at(incident.number);
    const bool has_new_symptoms = index_new_symptoms(filed);
    if (incident.state == IncidentState::closed) return remove(filed);
    file_by_state(filed, has_new_symptoms);
    schedule(filed);
}

const Incident* Roster::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &filed_.at(found->second).incident;
}

Incident* Roster::find(std::string_view id) {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &filed_.at(found->second).incident;
}

Incident* Roster::holder_of(const std::string& fingerprint) {
    const auto found = by_fingerprint_.find(fingerprint);
    return found == by_fingerprint_.end() ? nullptr : &filed_.at(found->second).incident;
}

std::vector<Incident*> Roster::open_on(const std::string& host, std::size_t max) {
    std::vector<Incident*> found;
    const auto at_host = by_host_.find(host);
    if (at_host == by_host_.end()) return found;
    for (const Number number : at_host->second.open) {
        if (found.size() >= max) break;
        found.push_back(&filed_.at(number).incident);
    }
    return found;
}

std::vector<Incident*> Roster::all_on(const std::string& host) {
    const auto at_host = by_host_.find(host);
    if (at_host == by_host_.end()) return {};
    std::set<Number> numbers = at_host->second.resolved;
    numbers.insert(at_host->second.open.begin(), at_host->second.open.end());
    std::vector<Incident*> found;
    for (const Number number : numbers)
        found.push_back(&filed_.at(number).incident);
    return found;
}

std::vector<Incident*> Roster::all_recovering() {
    std::vector<Incident*> found;
    for (const Number number : recovering_)
        found.push_back(&filed_.at(number).incident);
    return found;
}

std::vector<Incident*> Roster::due(TimePoint now) {
    std::vector<Incident*> found;
    for (const auto& [at, number] : deadlines_) {
        if (at > now) break;
        found.push_back(&filed_.at(number).incident);
    }
    return found;
}

std::optional<TimePoint> Roster::next_deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
}

Incident* Roster::resolved_beyond_bound() {
    const std::size_t resolved = filed_.size() - open_.size();
    if (resolved <= settings_.resolved_incidents_max || closable_.empty()) return nullptr;
    return &filed_.at(closable_.begin()->second).incident;
}

// The newest episode owns the fingerprint, so that a rebuilt roster finds the same holder.
void Roster::claim(const IncidentSymptom& symptom, Number number) {
    const auto [entry, is_new] = by_fingerprint_.try_emplace(fingerprint(symptom.symptom), number);
    if (is_new || entry->second == number) return;
    Incident& rival = filed_.at(entry->second).incident;
    const IncidentSymptom* theirs = find_symptom(rival, symptom.symptom);
    const auto age = [](const IncidentSymptom& one, Number owner) {
        return std::make_pair(one.received_at, owner);
    };
    if (!theirs || age(*theirs, entry->second) < age(symptom, number)) entry->second = number;
}

bool Roster::index_new_symptoms(Filed& filed) {
    const Incident& incident = filed.incident;
    const std::size_t before = filed.indexed_symptoms;
    for (; filed.indexed_symptoms < incident.symptoms.size(); ++filed.indexed_symptoms) {
        claim(incident.symptoms[filed.indexed_symptoms], incident.number);
    }
    return filed.indexed_symptoms != before;
}

void Roster::file_by_state(Filed& filed, bool has_new_symptoms) {
    const Incident& incident = filed.incident;
    const Number number = incident.number;
    const bool is_open = incident.is_open();
    if (is_open && incident.recovering_since) {
        recovering_.insert(number);
    } else {
        recovering_.erase(number);
    }
    if (filed.filed_as_open == is_open && !has_new_symptoms) return;
    filed.filed_as_open = is_open;
    for (const std::string& host : incident.hosts()) {
        OnHost& at_host = by_host_[host];
        at_host.open.erase(number);
        at_host.resolved.erase(number);
        if (is_open) {
            at_host.open.insert(number);
        } else {
            at_host.resolved.insert(number);
        }
    }
    open_.erase(number);
    if (is_open) open_.insert(number);
}

void Roster::schedule(Filed& filed) {
    const Incident& incident = filed.incident;
    if (filed.deadline) deadlines_.erase({*filed.deadline, incident.number});
    filed.deadline = incidents::next_deadline(incident, settings_);
    if (filed.deadline) deadlines_.insert({*filed.deadline, incident.number});
    if (filed.closable_since) closable_.erase({*filed.closable_since, incident.number});
    filed.closable_since = close_at(incident, settings_);
    if (filed.closable_since) closable_.insert({*filed.closable_since, incident.number});
}

void Roster::remove(Filed& filed) {
    const Number number = filed.incident.number;
    if (filed.deadline) deadlines_.erase({*filed.deadline, number});
    if (filed.closable_since) closable_.erase({*filed.closable_since, number});
    for (const std::string& host : filed.incident.hosts()) {
        const auto at_host = by_host_.find(host);
        if (at_host == by_host_.end()) continue;
        at_host->second.open.erase(number);
        at_host->second.resolved.erase(number);
        if (at_host->second.open.empty() && at_host->second.resolved.empty()) {
            by_host_.erase(at_host);
        }
    }
    // An older holder of the fingerprint gave it up and was closed before this one.
    for (const IncidentSymptom& known : filed.incident.symptoms) {
        const auto entry = by_fingerprint_.find(fingerprint(known.symptom));
        if (entry != by_fingerprint_.end() && entry->second == number) by_fingerprint_.erase(entry);
    }
    open_.erase(number);
    recovering_.erase(number);
    by_id_.erase(filed.incident.id);
    filed_.erase(number);
}

std::vector<const Incident*> Roster::all_open() const {
    std::vector<const Incident*> found;
    found.reserve(open_.size());
    for (const Number number : open_)
        found.push_back(&filed_.at(number).incident);
    return found;
}

}  // namespace foreshock::incidents
