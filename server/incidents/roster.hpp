#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/incidents/engine.hpp"

namespace foreshock::incidents {

/// The incidents that can still change, found by id, by fingerprint, by host and by the time at
/// which they want to be looked at. Whoever changes an incident must `refile` it. Everything that
/// is found comes in an order that depends on the incidents alone, never on their past.
class Roster {
public:
    explicit Roster(const Settings& settings) : settings_(settings) {}

    /// The reference is good until the incident is removed.
    Incident& insert(Incident incident);

    /// Brings the indexes up to date; removes the incident if it is closed.
    void refile(Incident& incident);

    [[nodiscard]] const Incident* find(std::string_view id) const;
    [[nodiscard]] Incident* find(std::string_view id);

    /// The incident whose symptom of this fingerprint is the newest.
    [[nodiscard]] Incident* holder_of(const std::string& fingerprint);

    /// Open ones that touch the host, newest first, at most `max`.
    [[nodiscard]] std::vector<Incident*> open_on(const std::string& host, std::size_t max);
    /// All that touch the host, resolved ones too, oldest first.
    [[nodiscard]] std::vector<Incident*> all_on(const std::string& host);
    [[nodiscard]] std::vector<Incident*> all_recovering();

    /// Those whose deadline is not after `now`, earliest first.
    [[nodiscard]] std::vector<Incident*> due(TimePoint now);
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

    /// The one resolved first among those that can be closed, if more than the bound are resolved.
    [[nodiscard]] Incident* resolved_beyond_bound();

    [[nodiscard]] std::size_t open_count() const { return open_.size(); }

    [[nodiscard]] std::vector<const Incident*> all_open() const;

private:
    using Number = std::uint64_t;
    using Moment = std::pair<TimePoint, Number>;

    struct Filed {
        Incident incident;
        std::optional<TimePoint> deadline;
        std::optional<TimePoint> closable_since;
        std::size_t indexed_symptoms = 0;
        std::optional<bool> filed_as_open;
    };

    struct OnHost {
        std::set<Number, std::greater<>> open;
        std::set<Number> resolved;
    };

    bool index_new_symptoms(Filed& filed);
    void file_by_state(Filed& filed, bool has_new_symptoms);
    void schedule(Filed& filed);
    void remove(Filed& filed);
    void claim(const IncidentSymptom& symptom, Number number);

    const Settings& settings_;
    std::map<Number, Filed> filed_;
    std::map<std::string, Number, std::less<>> by_id_;
    std::unordered_map<std::string, Number> by_fingerprint_;
    std::unordered_map<std::string, OnHost> by_host_;
    std::set<Number> open_;
    std::set<Number> recovering_;
    std::set<Moment> deadlines_;
    std::set<Moment> closable_;
};

}  // namespace foreshock::incidents
