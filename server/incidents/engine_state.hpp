#pragma once

#include <set>

#include "server/incidents/correlate.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/episodes.hpp"
#include "server/incidents/fleet.hpp"
#include "server/incidents/roster.hpp"
#include "server/incidents/service_load.hpp"
#include "server/incidents/turn.hpp"

namespace foreshock::incidents {

/// The open incident that a new symptom has the most to do with.
struct Match {
    Incident* incident = nullptr;
    Kinship kinship;
    std::size_t weighed = 0;
    std::vector<Incident*> others;  ///< of other hosts, above the bar as well
};

/// "incident 42"
std::string number_words(const Incident& incident);

/// The time of a step about the incident: `at`, unless the clock was set back a little.
TimePoint never_backwards(const Incident& incident, TimePoint at, const Settings& settings);

struct Engine::State {
    State(const Settings& given, std::uint64_t number)
        : settings(given), roster(settings), next_number(number) {}

    Result<Changes> on(const SymptomArrived& word);
    Result<Changes> on(const Acknowledged& step);
    Result<Changes> on(const NoteAdded& step);
    Result<Changes> on(const ResolveAsked& step);
    Result<Changes> on(const TimePassed& tick);
    Result<Changes> on(const AgentStarted& start);
    Result<Changes> on(const ListeningBegan& start);
    Result<Changes> on(const HostDescribed& word);
    Result<Changes> on(const HostForgotten& word);
    Result<Changes> on(const ServicesChanged& news);
    Result<Changes> on(const HypothesisProposed& step);
    Result<Changes> on(const HypothesisJudged& step);
    Result<Changes> on(const PersonStep& step);
    Result<Changes> on(const MutesJudged& judged);
    Result<Changes> on(const DeskDecided& decided);
    Result<Changes> on(const PageSettled& settled);
    Result<Changes> on(const SuppressionEnding& ending);
    Result<Changes> on(const MergeAsked& step);
    Result<Changes> on(const SplitAsked& step);
    Result<Changes> on(const RegroupingUndone& step);
    Result<Changes> on(const ReportArrived& word);
    Result<Changes> on(const KeptApart& step);

    Turn turn(Incident& incident, TimePoint at, Changes& changes) {
        return Turn{settings, never_backwards(incident, at, settings), incident, changes, *services,
                    load};
    }

    /// What a person does to one incident and no other.
    template <class Step>
    Result<Changes> take(const Step& step, Result<void> (*take_it)(Turn&, const Step&));

    void finish(Turn& turn);
    /// `place`: where its crowd has the symptom, if it counts there.
    void hear_of_known(Incident& incident, std::optional<Crowd::Place> place,
                       const SymptomArrived& word, Changes& changes);
    void hear_of_member(Incident& incident, Crowd::Place place, const SymptomArrived& word,
                        Changes& changes);
    /// Where its crowd has the symptom, unless the incident keeps a newer episode of it whole.
    std::optional<Crowd::Place> member_place(Incident& holder, const Symptom& symptom,
                                             const Print& print);
    Word meaning_of(Incident& holder, std::optional<Crowd::Place> place,
                    const SymptomArrived& word);
    void give_up(Incident& holder, const SymptomArrived& word, const Print& print,
                 Changes& changes);
    Result<Incident*> open_one(const std::string& id);
    /// May one incident have the symptoms of all of them?
    bool fit_together(const Incident& into, const std::vector<Incident*>& others);
    Result<void> split_off(Incident& incident, const std::set<std::string>& prints,
                           const SplitAsked& step, Changes& changes);
    void learn(const std::string& kind, const std::string& other, int merged, int split,
               Turn& turn);
    void heed_people(const Symptom& fresh, const Incident& candidate, Kinship& kinship) const;
    void merge(Turn& into, Incident& other, const Reason& why, const std::string& actor);
    void tell_counts(Turn& turn);
    bool is_lost(const std::string& host);
    Result<void> hear_of_unknown(const SymptomArrived& word, const Print& print, Changes& changes);
    bool begins_a_new_incident(Turn& turn, const SymptomArrived& word);
    Match best_match(const SymptomArrived& word, Telling telling);
    Match best_on_host(const SymptomArrived& word);
    void weigh_other_hosts(const SymptomArrived& word, Telling telling, Match& best);
    void consider(const Symptom& fresh, Incident* candidate, Kinship kinship, Match& best) const;
    Match best_match(const IncidentReport& report, TimePoint at);
    void weigh_reported(const SymptomArrived& word, Match& best);
    Result<Changes> join_named(const ReportArrived& word, IncidentReport report);
    Result<Changes> join(Incident& incident, TimePoint at, IncidentReport report);
    Result<Changes> open(const ReportArrived& word, IncidentReport report, const Match& nearest);
    [[nodiscard]] bool is_above_bar(double score) const;
    [[nodiscard]] bool is_akin(const Incident& other, const Incident& into,
                               const Symptom& fresh) const;
    void gather(Turn& into, const Match& match, const Symptom& fresh);
    void admit_member(Turn& turn, const SymptomArrived& word, const Print& print,
                      const std::vector<Reason>& because);
    void join(Match match, const SymptomArrived& word, Changes& changes);
    void join_as_member(Match match, const SymptomArrived& word, const Print& print,
                        Changes& changes);
    void finish_joining(Turn& turn, const Match& match, const SymptomArrived& word);
    Result<void> open(const SymptomArrived& word, const Match& nearest, Changes& changes);
    bool is_watched(const Incident& incident);
    void let_time_pass(Turn& turn);
    void soak_anew(Incident& incident, TimePoint at, Changes& changes, const Reason& reason);
    void restart_soaks_on(const std::string& host, TimePoint at, Changes& changes);
    void make_room(TimePoint at, Changes& changes);
    void reassess_touching(const ServiceMap& before, const std::set<Incident*>& done, TimePoint at,
                           Changes& changes);

    Settings settings;
    Roster roster;
    Fleet fleet;
    KinFeedback feedback;
    std::uint64_t members_refused = 0;  // at Settings::members_per_incident_max
    SharedServiceMap services = std::make_shared<const ServiceMap>();
    ServiceLoad load;
    /// When incidents that touch services are to be looked at again: hours turn, or a service got
    /// too few hosts, or enough again.
    std::optional<TimePoint> services_due_at;
    std::uint64_t next_number;
};

}  // namespace foreshock::incidents
