#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/incidents/crowd.hpp"
#include "server/incidents/engine.hpp"

namespace foreshock::incidents {

/// The incidents that can still change, found by id, by fingerprint, by host and by the time at
/// which they want to be looked at. Whoever changes an incident must `refile` it. Everything that
/// is found comes in an order that depends on the incidents alone, never on their past.
class Roster {
public:
    explicit Roster(const Settings& settings) : settings_(settings) {}

    /// The reference is good until the incident is removed. What it counts of its members is what
    /// was told; the counts are made anew from the crowd.
    Incident& insert(Incident incident, Crowd crowd = {});

    /// Brings the indexes up to date; removes the incident if it is closed.
    void refile(Incident& incident);

    /// The incident is about to be told as it is now.
    void mark_told(Incident& incident);
    /// Does it count its members otherwise than was told?
    [[nodiscard]] bool has_untold_counts(const Incident& incident) const;
    [[nodiscard]] std::uint64_t told_symptoms_beyond(const Incident& incident) const;

    [[nodiscard]] Crowd& crowd_of(const Incident& incident);
    /// A member came to its crowd.
    void file_member(Incident& incident, Crowd::Place place, const std::string& host);
    /// Takes symptoms out of the incident, which must keep some; to be refiled afterwards.
    std::vector<IncidentSymptom> take_symptoms(Incident& incident,
                                               const std::set<std::string>& fingerprints);

    /// It holds newer episodes of symptoms that it had: the next refiling claims all of them.
    void claim_anew(Incident& incident) { filed_.at(incident.number).indexed_symptoms = 0; }

    /// Members changed and nothing else. Costs no look at the incident, as a rule.
    void refile_members(Incident& incident);
    /// All members of `from` are members of `to` from now on. `from` must not be refiled before.
    void pass_members(Incident& from, Incident& to);

    [[nodiscard]] const Incident* find(std::string_view id) const;
    [[nodiscard]] Incident* find(std::string_view id);

    /// The incident whose symptom of this fingerprint is the newest.
    [[nodiscard]] Incident* holder_of(const Print& print);

    [[nodiscard]] Incident* holder_of(const std::string& fingerprint) {
        return holder_of(Print::of(fingerprint));
    }

    /// The incident that holds the report, or null. Looks at all of them: reports are few.
    [[nodiscard]] const Incident* holder_of_report(std::string_view report_id) const;

    /// Open ones that touch the host, newest first, at most `max`.
    [[nodiscard]] std::vector<Incident*> open_on(const std::string& host, std::size_t max);
    /// Open ones, newest first, at most `max`, with a symptom of the same kind or of one that leads
    /// to it or that it leads to.
    [[nodiscard]] std::vector<Incident*> open_related(const Symptom& symptom, std::size_t max);
    /// Open ones, newest first, at most `max`.
    [[nodiscard]] std::vector<Incident*> newest_open(std::size_t max);
    /// All that touch the host, resolved ones too, oldest first.
    [[nodiscard]] std::vector<Incident*> all_on(const std::string& host);
    [[nodiscard]] std::vector<Incident*> all_recovering();
    /// Oldest first.
    [[nodiscard]] std::vector<Incident*> all_open();

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
        Crowd crowd;
        std::uint64_t told_beyond = 0;
        Beyond told;
        bool awaits_count = false;  // scheduled for that
        std::optional<TimePoint> orphan_at;
        std::optional<TimePoint> deadline;
        std::optional<TimePoint> closable_since;
        std::size_t indexed_symptoms = 0;
        std::size_t indexed_reports = 0;
        std::optional<bool> filed_as_open;
        std::set<std::string> kinds;    ///< of its symptoms, as they are filed
        std::set<std::string> effects;  ///< kinds that those lead to
    };

    struct Holder {
        Print print;
        Number number = ~Number{0};

        [[nodiscard]] bool is_free() const { return number == ~Number{0}; }
    };

    static const Print& print_of_holder(const Holder& holder) { return holder.print; }

    struct OnHost {
        std::set<Number, std::greater<>> open;
        std::set<Number> resolved;
    };

    bool index_new_symptoms(Filed& filed);
    void file_by_state(Filed& filed, bool has_new_symptoms);
    void schedule(Filed& filed);
    void remove(Filed& filed);
    void unindex(Filed& filed);
    void file_kinds(Filed& filed);
    void unfile_kinds(Filed& filed);
    void file_host(Filed& filed, const std::string& host);
    void claim(const Print& print, TimePoint received_at, Number number);
    [[nodiscard]] static std::optional<TimePoint> received_at(const Filed& filed,
                                                              const Print& print);
    [[nodiscard]] bool has_untold_counts(const Filed& filed) const;

    const Settings& settings_;
    std::map<Number, Filed> filed_;
    std::map<std::string, Number, std::less<>> by_id_;
    PrintTable<Holder> by_fingerprint_;
    std::unordered_map<std::string, OnHost> by_host_;
    std::unordered_map<std::string, std::set<Number, std::greater<>>> open_by_kind_;
    std::unordered_map<std::string, std::set<Number, std::greater<>>> open_by_effect_;
    std::set<Number> open_;
    std::set<Number> recovering_;
    std::set<Moment> deadlines_;
    std::set<Moment> closable_;
};

}  // namespace foreshock::incidents
