#include "server/incidents/fleet.hpp"

#include <algorithm>
#include <array>

namespace foreshock::incidents {
namespace {

// What many hosts may share; what is each host's own (its name, its boot time) says nothing.
constexpr std::array<std::string_view, 9> shared_facts{
    "agent_version", "cpu_count",      "kernel", "label.",        "os",
    "resolver.",     "route.default.", "server", "virtualisation"};

// What people and tools do to many hosts; that a unit or a mount vanished is a consequence.
constexpr std::array<std::string_view, 7> made_changes{"agent_version", "kernel",    "label.", "os",
                                                       "package.",      "resolver.", "sysctl."};

template <std::size_t count>
bool is_named(std::string_view fact, const std::array<std::string_view, count>& names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return name.ends_with('.') ? fact.starts_with(name) : fact == name;
    });
}

constexpr std::size_t changes_max = 16;

std::string key_of(const HostTrait& trait) {
    return (trait.changed_at ? "!" : "=") + trait.name + '\n' + trait.value;
}

bool has_trait(const std::vector<HostTrait>& traits, const Change& change) {
    return std::any_of(traits.begin(), traits.end(), [&](const HostTrait& trait) {
        return trait.name == change.fact && trait.value == change.to;
    });
}

}  // namespace

std::vector<HostTrait> traits_of(const Host& host) {
    std::vector<HostTrait> traits;
    for (const Change& change : host.changes) {
        if (traits.size() >= changes_max) break;
        const bool counts = is_named(change.fact, made_changes) && !has_trait(traits, change);
        if (counts) traits.push_back({change.fact, change.to, change.at});
    }
    for (const Fact& fact : host.facts) {
        if (traits.size() >= Fleet::traits_per_host_max) break;
        if (is_named(fact.name, shared_facts)) traits.push_back({fact.name, fact.value, {}});
    }
    return traits;
}

void Fleet::describe(const std::string& host, const std::vector<HostTrait>& traits) {
    auto known = hosts_.find(host);
    if (known == hosts_.end()) {
        if (hosts_.size() >= hosts_max) {
            ++hosts_refused_;
            return;
        }
        known = hosts_.emplace(host, std::vector<Held>{}).first;
    }
    std::vector<Held> held;
    for (const HostTrait& trait : traits) {
        if (held.size() >= traits_per_host_max) break;
        held.push_back({take(trait), trait.changed_at});
    }
    for (const Held& before : known->second)
        give_back(before.trait);
    std::sort(held.begin(), held.end(),
              [](const Held& a, const Held& b) { return a.trait < b.trait; });
    known->second = std::move(held);
}

void Fleet::forget(const std::string& host) {
    const auto known = hosts_.find(host);
    if (known == hosts_.end()) return;
    for (const Held& before : known->second)
        give_back(before.trait);
    hosts_.erase(known);
}

std::span<const Fleet::Held> Fleet::held_by(std::string_view host) const {
    const auto known = hosts_.find(host);
    if (known == hosts_.end()) return {};
    return known->second;
}

Fleet::TraitNumber Fleet::take(const HostTrait& trait) {
    const auto [entry, is_new] = numbers_.try_emplace(key_of(trait), 0);
    if (is_new) {
        if (free_.empty()) {
            free_.push_back(static_cast<TraitNumber>(traits_.size()));
            traits_.emplace_back();
        }
        entry->second = free_.back();
        free_.pop_back();
        traits_[entry->second] = {trait.name, trait.value, trait.changed_at.has_value(), 0};
    }
    ++traits_[entry->second].hosts;
    return entry->second;
}

void Fleet::give_back(TraitNumber number) {
    Trait& trait = traits_[number];
    if (--trait.hosts > 0) return;
    numbers_.erase((trait.is_change ? "!" : "=") + trait.name + '\n' + trait.value);
    trait = {};
    free_.push_back(number);
}

}  // namespace foreshock::incidents
