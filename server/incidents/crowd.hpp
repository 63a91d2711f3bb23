#pragma once

#include <deque>
#include <functional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "server/incidents/member.hpp"
#include "server/incidents/print_table.hpp"

namespace foreshock::incidents {

/// The members of one incident, about 150 bytes each, found by fingerprint and by host. Knows
/// nothing of what incidents do; whoever changes one counts it. For one thread.
class Crowd {
public:
    using Place = std::uint32_t;

    /// Its fingerprint is not there yet. Returns its place.
    Place add(const Member& member);

    [[nodiscard]] std::optional<Place> find(const Print& print) const;

    [[nodiscard]] std::optional<Place> find(const std::string& fingerprint) const {
        return find(Print::of(fingerprint));
    }

    [[nodiscard]] const MemberState& state(Place place) const { return entries_[place].state; }

    /// Keeps the counts and the orphans right.
    void set_state(Place place, const MemberState& state);
    void begin_episode(Place place, const std::string& episode, const MemberState& state);

    [[nodiscard]] bool is_of_episode(Place place, const std::string& episode) const;
    /// The one before the newest: a repeat of that is old news.
    [[nodiscard]] bool is_of_past_episode(Place place, const std::string& episode) const;

    [[nodiscard]] std::string fingerprint(Place place) const;

    [[nodiscard]] const Print& print(Place place) const { return entries_[place].print; }

    [[nodiscard]] const std::string& kind(Place place) const;
    [[nodiscard]] const std::string& host(Place place) const;

    /// In the order of their fingerprints.
    [[nodiscard]] std::vector<Place> on_host(const std::string& host) const;

    [[nodiscard]] bool has_host(const std::string& host) const { return by_host_.contains(host); }

    [[nodiscard]] std::vector<std::string> hosts() const;

    /// Orphaned at `until` or before, in the order of their fingerprints.
    [[nodiscard]] std::vector<Place> orphaned_until(TimePoint until) const;
    [[nodiscard]] std::optional<TimePoint> first_orphaned_at() const;

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    [[nodiscard]] std::size_t host_count() const { return hosts_.size(); }

    /// All but `hosts`, which depends on what else the incident holds.
    [[nodiscard]] Beyond counts() const { return counts_; }

    /// Takes over all members of `other`; what both have stays as it is here.
    void take(const Crowd& other);

private:
    struct Entry {
        MemberState state;
        Print print;
        std::uint64_t episode = 0;
        std::uint64_t past_episode = 0;
        std::uint32_t host = 0;
        std::uint32_t kind = 0;
        Place next_on_host = none;
    };

    static constexpr Place none = ~Place{0};

    struct Slot {
        Place place = none;

        [[nodiscard]] bool is_free() const { return place == none; }
    };

    [[nodiscard]] auto print_of() const {
        return [this](const Slot& slot) { return entries_[slot.place].print; };
    }

    void sort_by_print(std::vector<Place>& places) const;
    static std::uint64_t hash_of(const std::string& episode);
    std::uint32_t host_number(const std::string& host);
    std::uint32_t kind_number(const std::string& kind);
    Place add(Entry entry, const std::string& host, const std::string& kind);
    void count(const MemberState& state, int sign);

    std::deque<Entry> entries_;  // in small blocks: a vector that grows is there twice
    PrintTable<Slot> by_print_;
    std::vector<std::pair<std::string, Place>> hosts_;  // name, newest member there
    std::unordered_map<std::string, std::uint32_t> by_host_;
    std::vector<std::string> kinds_;
    std::set<std::pair<TimePoint, Place>> orphans_;
    Beyond counts_;
};

}  // namespace foreshock::incidents
