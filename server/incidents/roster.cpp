#include "server/incidents/roster.hpp"

#include <algorithm>
#include <iterator>

#include "server/incidents/deadline.hpp"
#include "server/incidents/episodes.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/membership.hpp"

namespace foreshock::incidents {

Incident& Roster::insert(Incident incident, Crowd crowd) {
    const Number number = incident.number;
    by_id_[incident.id] = number;
    Filed& filed = filed_[number];
    filed.incident = std::move(incident);
    filed.crowd = std::move(crowd);
    mark_told(filed.incident);
    recount_members(filed.incident, filed.crowd);
    refile(filed.incident);
    const std::vector<std::string> hosts = filed.crowd.hosts();
    for (const std::string& host : hosts)
        file_host(filed, host);
    for (Crowd::Place place = 0; place < filed.crowd.size(); ++place)
        claim(filed.crowd.print(place), filed.crowd.state(place).received_at, number);
    return filed.incident;
}

void Roster::refile(Incident& incident) {
    Filed& filed = filed_.at(incident.number);
    const bool has_new_symptoms = index_new_symptoms(filed);
    if (incident.state == IncidentState::closed) return remove(filed);
    file_by_state(filed, has_new_symptoms);
    schedule(filed);
}

void Roster::mark_told(Incident& incident) {
    Filed& filed = filed_.at(incident.number);
    filed.told_beyond = incident.symptoms_beyond;
    filed.told = incident.beyond;
}

bool Roster::has_untold_counts(const Filed& filed) const {
    return filed.told_beyond != filed.incident.symptoms_beyond ||
           !filed.incident.beyond.counts_as(filed.told);
}

bool Roster::has_untold_counts(const Incident& incident) const {
    return has_untold_counts(filed_.at(incident.number));
}

std::uint64_t Roster::told_symptoms_beyond(const Incident& incident) const {
    return filed_.at(incident.number).told_beyond;
}

Crowd& Roster::crowd_of(const Incident& incident) {
    return filed_.at(incident.number).crowd;
}

void Roster::file_member(Incident& incident, Crowd::Place place, const std::string& host) {
    Filed& filed = filed_.at(incident.number);
    file_host(filed, host);
    claim(filed.crowd.print(place), filed.crowd.state(place).received_at, incident.number);
}

void Roster::refile_members(Incident& incident) {
    Filed& filed = filed_.at(incident.number);
    const bool is_scheduled = settings_.thresholds.empty() && filed.awaits_count &&
                              has_untold_counts(filed) &&
                              filed.orphan_at == filed.crowd.first_orphaned_at();
    if (!is_scheduled) schedule(filed);
}

void Roster::pass_members(Incident& from, Incident& to) {
    Filed& source = filed_.at(from.number);
    Filed& target = filed_.at(to.number);
    target.crowd.take(source.crowd);
    const Crowd passed = std::exchange(source.crowd, Crowd{});
    for (const std::string& host : passed.hosts()) {
        by_host_[host].open.erase(from.number);
        file_host(target, host);
    }
    for (Crowd::Place place = 0; place < passed.size(); ++place) {
        Holder* holder = by_fingerprint_.find(passed.print(place), print_of_holder);
        if (holder && holder->number == from.number) holder->number = to.number;
    }
    recount_members(from, source.crowd);
    recount_members(to, target.crowd);
}

const Incident* Roster::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &filed_.at(found->second).incident;
}

Incident* Roster::find(std::string_view id) {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &filed_.at(found->second).incident;
}

Incident* Roster::holder_of(const Print& print) {
    const Holder* found = by_fingerprint_.find(print, print_of_holder);
    return found ? &filed_.at(found->number).incident : nullptr;
}

const Incident* Roster::holder_of_report(std::string_view report_id) const {
    for (const auto& [number, filed] : filed_) {
        if (filed.incident.reporting.find(report_id)) return &filed.incident;
    }
    return nullptr;
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

std::vector<Incident*> Roster::open_related(const Symptom& symptom, std::size_t max) {
    std::vector<Number> numbers;
    const auto add = [&](const auto& index, const std::string& kind) {
        const auto found = index.find(kind);
        if (found == index.end()) return;
        std::size_t added = 0;
        for (const Number number : found->second) {
            if (added++ >= max) break;
            numbers.push_back(number);
        }
    };
    add(open_by_kind_, symptom.kind);
    add(open_by_effect_, symptom.kind);
    for (const std::string& effect : symptom.leads_to)
        add(open_by_kind_, effect);
    std::sort(numbers.begin(), numbers.end(), std::greater<>{});
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::vector<Incident*> found;
    for (const Number number : numbers) {
        if (found.size() >= max) break;
        found.push_back(&filed_.at(number).incident);
    }
    return found;
}

std::vector<Incident*> Roster::newest_open(std::size_t max) {
    std::vector<Incident*> found;
    for (auto number = open_.rbegin(); number != open_.rend() && found.size() < max; ++number)
        found.push_back(&filed_.at(*number).incident);
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

std::vector<Incident*> Roster::all_open() {
    std::vector<Incident*> found;
    found.reserve(open_.size());
    for (const Number number : open_)
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
void Roster::claim(const Print& print, TimePoint at, Number number) {
    Holder* holder = by_fingerprint_.find(print, print_of_holder);
    if (!holder) return by_fingerprint_.insert({print, number}, print_of_holder);
    if (holder->number == number) return;
    const auto theirs = received_at(filed_.at(holder->number), print);
    if (!theirs || std::make_pair(*theirs, holder->number) < std::make_pair(at, number)) {
        holder->number = number;
    }
}

std::optional<TimePoint> Roster::received_at(const Filed& filed, const Print& wanted) {
    if (const auto place = filed.crowd.find(wanted)) return filed.crowd.state(*place).received_at;
    for (const IncidentSymptom& known : filed.incident.symptoms) {
        if (print_of(known.symptom) == wanted) return known.received_at;
    }
    return std::nullopt;
}

void Roster::file_host(Filed& filed, const std::string& host) {
    OnHost& at_host = by_host_[host];
    const bool is_open = filed.incident.is_open();
    if (is_open) {
        at_host.open.insert(filed.incident.number);
        at_host.resolved.erase(filed.incident.number);
    } else {
        at_host.resolved.insert(filed.incident.number);
        at_host.open.erase(filed.incident.number);
    }
}

bool Roster::index_new_symptoms(Filed& filed) {
    const Incident& incident = filed.incident;
    const std::size_t before = filed.indexed_symptoms;
    for (; filed.indexed_symptoms < incident.symptoms.size(); ++filed.indexed_symptoms) {
        const IncidentSymptom& known = incident.symptoms[filed.indexed_symptoms];
        claim(print_of(known.symptom), known.received_at, incident.number);
    }
    const std::size_t reports = incident.reporting.reports.size();
    const std::size_t reports_before = std::exchange(filed.indexed_reports, reports);
    return filed.indexed_symptoms != before || reports != reports_before;
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
    const bool is_same_state = filed.filed_as_open == is_open;
    if (is_same_state && !has_new_symptoms) return;
    filed.filed_as_open = is_open;
    is_open ? file_kinds(filed) : unfile_kinds(filed);
    for (const std::string& host : incident.hosts())
        file_host(filed, host);
    if (!is_same_state) {
        for (const std::string& host : filed.crowd.hosts())
            file_host(filed, host);
    }
    open_.erase(number);
    if (is_open) open_.insert(number);
}

void Roster::file_kinds(Filed& filed) {
    for (const IncidentSymptom& known : filed.incident.symptoms) {
        const Symptom& symptom = known.symptom;
        if (filed.kinds.insert(symptom.kind).second) {
            open_by_kind_[symptom.kind].insert(filed.incident.number);
        }
        for (const std::string& effect : symptom.leads_to) {
            if (!filed.effects.insert(effect).second) continue;
            open_by_effect_[effect].insert(filed.incident.number);
        }
    }
}

void Roster::unfile_kinds(Filed& filed) {
    const auto take_out = [&](auto& index, std::set<std::string>& kinds) {
        for (const std::string& kind : kinds) {
            const auto found = index.find(kind);
            found->second.erase(filed.incident.number);
            if (found->second.empty()) index.erase(found);
        }
        kinds.clear();
    };
    take_out(open_by_kind_, filed.kinds);
    take_out(open_by_effect_, filed.effects);
}

void Roster::schedule(Filed& filed) {
    const Incident& incident = filed.incident;
    if (filed.deadline) deadlines_.erase({*filed.deadline, incident.number});
    filed.deadline = incidents::next_deadline(incident, settings_);
    filed.awaits_count = has_untold_counts(filed);
    filed.orphan_at = filed.crowd.first_orphaned_at();
    const auto take_earlier = [&](TimePoint at) {
        if (!filed.deadline || at < *filed.deadline) filed.deadline = at;
    };
    if (filed.awaits_count) take_earlier(incident.updated_at + settings_.count_told_every);
    if (filed.orphan_at) take_earlier(*filed.orphan_at + settings_.restart_grace);
    if (filed.deadline) deadlines_.insert({*filed.deadline, incident.number});
    if (filed.closable_since) closable_.erase({*filed.closable_since, incident.number});
    filed.closable_since = close_at(incident, settings_);
    if (filed.closable_since) closable_.insert({*filed.closable_since, incident.number});
}

std::vector<IncidentSymptom> Roster::take_symptoms(Incident& incident,
                                                   const std::set<std::string>& fingerprints) {
    Filed& filed = filed_.at(incident.number);
    unindex(filed);
    const auto stays = [&](const IncidentSymptom& known) {
        return !fingerprints.contains(fingerprint(known.symptom));
    };
    auto& symptoms = incident.symptoms;
    const auto first = std::stable_partition(symptoms.begin(), symptoms.end(), stays);
    std::vector<IncidentSymptom> taken(std::make_move_iterator(first),
                                       std::make_move_iterator(symptoms.end()));
    symptoms.erase(first, symptoms.end());
    filed.indexed_symptoms = 0;
    filed.filed_as_open.reset();
    refile(incident);
    for (Crowd::Place place = 0; place < filed.crowd.size(); ++place)
        claim(filed.crowd.print(place), filed.crowd.state(place).received_at, incident.number);
    return taken;
}

// Takes it out of what finds it by its symptoms.
void Roster::unindex(Filed& filed) {
    const Number number = filed.incident.number;
    unfile_kinds(filed);
    const auto leave = [&](const std::string& host) {
        const auto at_host = by_host_.find(host);
        if (at_host == by_host_.end()) return;
        at_host->second.open.erase(number);
        at_host->second.resolved.erase(number);
        if (at_host->second.open.empty() && at_host->second.resolved.empty()) {
            by_host_.erase(at_host);
        }
    };
    // An older holder of the fingerprint gave it up and was closed before this one.
    const auto give_up = [&](const Print& print) {
        const Holder* holder = by_fingerprint_.find(print, print_of_holder);
        if (holder && holder->number == number) by_fingerprint_.erase(print, print_of_holder);
    };
    for (const std::string& host : filed.incident.hosts())
        leave(host);
    for (const std::string& host : filed.crowd.hosts())
        leave(host);
    for (const IncidentSymptom& known : filed.incident.symptoms)
        give_up(print_of(known.symptom));
    for (Crowd::Place place = 0; place < filed.crowd.size(); ++place)
        give_up(filed.crowd.print(place));
}

void Roster::remove(Filed& filed) {
    const Number number = filed.incident.number;
    unindex(filed);
    if (filed.deadline) deadlines_.erase({*filed.deadline, number});
    if (filed.closable_since) closable_.erase({*filed.closable_since, number});
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
