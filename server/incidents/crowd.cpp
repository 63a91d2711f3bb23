#include "server/incidents/crowd.hpp"

#include <algorithm>

#include "core/hash.hpp"

namespace foreshock::incidents {

std::uint64_t Crowd::hash_of(const std::string& episode) {
    return stable_bits({episode}).high;
}

Crowd::Place Crowd::add(const Member& member) {
    Entry entry;
    entry.state = member.state;
    entry.print = Print::of(member.fingerprint);
    entry.episode = hash_of(member.words.episode);
    if (!member.past_episode.empty()) entry.past_episode = hash_of(member.past_episode);
    return add(entry, member.words.host, member.words.kind);
}

Crowd::Place Crowd::add(Entry entry, const std::string& host, const std::string& kind) {
    const auto place = static_cast<Place>(entries_.size());
    entry.host = host_number(host);
    entry.kind = kind_number(kind);
    entry.next_on_host = std::exchange(hosts_[entry.host].second, place);
    entries_.push_back(entry);
    by_print_.insert({place}, print_of());
    count(entry.state, 1);
    if (entry.state.orphaned_since) orphans_.emplace(*entry.state.orphaned_since, place);
    return place;
}

std::optional<Crowd::Place> Crowd::find(const Print& print) const {
    const Slot* found = by_print_.find(print, print_of());
    if (!found) return std::nullopt;
    return found->place;
}

void Crowd::set_state(Place place, const MemberState& state) {
    Entry& entry = entries_[place];
    if (entry.state.orphaned_since) orphans_.erase({*entry.state.orphaned_since, place});
    count(entry.state, -1);
    entry.state = state;
    count(entry.state, 1);
    if (state.orphaned_since) orphans_.emplace(*state.orphaned_since, place);
}

void Crowd::begin_episode(Place place, const std::string& episode, const MemberState& state) {
    entries_[place].past_episode = std::exchange(entries_[place].episode, hash_of(episode));
    set_state(place, state);
}

bool Crowd::is_of_episode(Place place, const std::string& episode) const {
    return entries_[place].episode == hash_of(episode);
}

bool Crowd::is_of_past_episode(Place place, const std::string& episode) const {
    return entries_[place].past_episode == hash_of(episode);
}

std::string Crowd::fingerprint(Place place) const {
    return entries_[place].print.fingerprint();
}

const std::string& Crowd::kind(Place place) const {
    return kinds_[entries_[place].kind];
}

const std::string& Crowd::host(Place place) const {
    return hosts_[entries_[place].host].first;
}

std::vector<Crowd::Place> Crowd::on_host(const std::string& host) const {
    std::vector<Place> places;
    const auto found = by_host_.find(host);
    if (found == by_host_.end()) return places;
    for (Place at = hosts_[found->second].second; at != none; at = entries_[at].next_on_host)
        places.push_back(at);
    sort_by_print(places);
    return places;
}

std::vector<std::string> Crowd::hosts() const {
    std::vector<std::string> names;
    for (const auto& [name, newest] : hosts_)
        names.push_back(name);
    return names;
}

std::vector<Crowd::Place> Crowd::orphaned_until(TimePoint until) const {
    std::vector<Place> places;
    for (const auto& [since, place] : orphans_) {
        if (since > until) break;
        places.push_back(place);
    }
    sort_by_print(places);
    return places;
}

void Crowd::sort_by_print(std::vector<Place>& places) const {
    std::sort(places.begin(), places.end(),
              [this](Place a, Place b) { return entries_[a].print < entries_[b].print; });
}

std::optional<TimePoint> Crowd::first_orphaned_at() const {
    if (orphans_.empty()) return std::nullopt;
    return orphans_.begin()->first;
}

void Crowd::take(const Crowd& other) {
    for (const Entry& entry : other.entries_) {
        if (find(entry.print)) continue;
        add(entry, other.hosts_[entry.host].first, other.kinds_[entry.kind]);
    }
}

std::uint32_t Crowd::host_number(const std::string& host) {
    const auto number = static_cast<std::uint32_t>(hosts_.size());
    const auto [found, is_new] = by_host_.try_emplace(host, number);
    if (is_new) hosts_.emplace_back(host, none);
    return found->second;
}

std::uint32_t Crowd::kind_number(const std::string& kind) {
    const auto found = std::find(kinds_.begin(), kinds_.end(), kind);
    const auto number = static_cast<std::uint32_t>(found - kinds_.begin());
    if (found == kinds_.end()) kinds_.push_back(kind);
    return number;
}

void Crowd::count(const MemberState& state, int sign) {
    counts_.newest_at = std::max(counts_.newest_at.value_or(state.received_at), state.received_at);
    const auto step = [sign](std::uint64_t& counter) {
        counter += static_cast<std::uint64_t>(static_cast<std::int64_t>(sign));
    };
    if (state.is_active()) {
        step(counts_.active);
        if (state.phase == Phase::occurring) step(counts_.occurring);
        if (state.severity == Severity::critical) step(counts_.critical);
    } else if (sign > 0) {
        counts_.last_cleared_at =
            std::max(counts_.last_cleared_at.value_or(*state.cleared_at), *state.cleared_at);
    }
}

}  // namespace foreshock::incidents
