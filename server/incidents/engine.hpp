#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/incidents/crowds.hpp"
#include "server/incidents/fleet.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/kin_feedback.hpp"
#include "server/incidents/person_step.hpp"
#include "server/incidents/priority_rules.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::incidents {

/// Priority level by [impact - 1][urgency - 1]. The default is the common ITIL one.
using PriorityMatrix = std::array<std::array<int, 3>, 3>;
constexpr PriorityMatrix itil_matrix{{{1, 2, 3}, {2, 3, 4}, {3, 4, 5}}};

/// An incident all of whose kinds match `kinds` (a glob) is not told, or stays at the lowest
/// priority, until it has so many hosts and so many symptoms.
struct ThresholdRule {
    enum class Effect : std::uint8_t { announce, escalate };

    std::string kinds;
    std::size_t hosts = 1;
    std::size_t symptoms = 1;
    Effect effect = Effect::announce;
};

struct Settings {
    Duration hold_before_announcing = std::chrono::seconds{3};
    Duration soak = std::chrono::minutes{2};  ///< all quiet this long before it is resolved
    Duration relapse_window = std::chrono::hours{24};  ///< a return within it reopens
    Duration close_after = std::chrono::hours{24};     ///< silent consent
    Duration correlation_window = std::chrono::minutes{30};
    double join_score = 0.6;
    std::size_t open_incidents_max = 10000;
    std::size_t symptoms_per_incident_max = 200;  ///< kept whole; what is beyond are members
    std::size_t symptoms_per_kind_max = 20;       ///< likewise, of an incident of several hosts
    std::size_t members_per_incident_max = 1'000'000;
    Duration count_told_every = std::chrono::seconds{1};  ///< members alone renew it this often

    Duration replay_wait = std::chrono::seconds{60};    ///< for a spooled symptom's live word
    Duration restart_grace = std::chrono::minutes{10};  ///< for a new agent run to raise it again
    Duration calmer_after = std::chrono::minutes{5};    ///< a lowered priority is told this late
    Duration step_back_max = std::chrono::minutes{5};  ///< of the server's clock: time stands still
    Duration update_line_every = std::chrono::minutes{1};  ///< timeline lines of one symptom
    Duration urgent_within = std::chrono::minutes{30};     ///< a disruption this near: urgency 1
    Duration soon_within = std::chrono::hours{4};          ///< … this near: urgency 2
    std::size_t resolved_incidents_max = 20000;            ///< beyond, the oldest is closed early
    std::size_t candidates_max = 100;  ///< newest incidents of a host weighed for a new symptom
    PriorityMatrix matrix = itil_matrix;
    PriorityRules priority;

    Duration change_window = std::chrono::hours{24};  ///< a change made so long ago still counts
    std::size_t burst_hosts_min = 5;                  ///< see burst_hosts_needed
    std::size_t burst_hosts_max = 50;
    std::vector<ThresholdRule> thresholds;             ///< see held_back_by
    Duration gather_within = std::chrono::minutes{5};  ///< younger ones are gathered into one

    Duration flap_window = std::chrono::hours{1};  ///< returns within it count together
    std::size_t flap_returns_min = 2;              ///< from so many on, their words are spaced out
    Duration flap_pause = std::chrono::minutes{5};  ///< before the word of a return; then doubled …
    Duration flap_pause_max = std::chrono::hours{1};  ///< … up to this
    int major_at_level = 0;  ///< what is told at this priority or graver is major; 0: by hand only
};

// What the engine is told. Times are the server's; a symptom carries its own besides.

struct SymptomArrived {
    TimePoint at;
    Symptom symptom;
    bool replay = false;              ///< it waited in a spool: what is over already never alarms
    std::vector<Mute> muted_by = {};  ///< what mutes it as it is said here
    /// Its agent has begun anew since: what the new run does not raise again is over.
    bool is_of_earlier_run = false;
};

struct Acknowledged {
    TimePoint at;
    std::string incident_id, actor, note;
};

struct NoteAdded {
    TimePoint at;
    std::string incident_id, actor, text;
};

struct ResolveAsked {
    TimePoint at;
    std::string incident_id, actor, reason;
    std::string known_error{};  ///< whose fix was followed; may be empty
    std::string hypothesis{};   ///< the accepted one, as the cause of the record; may be empty
};

/// Somebody believes to know the cause.
struct HypothesisProposed {
    TimePoint at;
    std::string incident_id, actor, text;
};

/// Somebody found evidence for or against a hypothesis, or accepts it as the cause.
struct HypothesisJudged {
    TimePoint at;
    std::string incident_id, actor, hypothesis;
    HypothesisState state = HypothesisState::supported;
    std::string evidence;
};

/// A person says that other incidents are part of this one. All are open.
struct MergeAsked {
    TimePoint at;
    std::string incident_id;
    std::vector<std::string> from;  ///< ids
    std::string actor, reason;
};

/// A person says that some symptoms are an incident of their own: some, not all, of those that
/// `incident_id` keeps whole.
struct SplitAsked {
    TimePoint at;
    std::string incident_id;
    std::vector<std::string> symptoms;  ///< ids of newest episodes, or fingerprints
    std::string actor, reason;
};

/// Takes back the last merge into, or split from, the incident: what was merged becomes an
/// incident again, with a new number.
struct RegroupingUndone {
    TimePoint at;
    std::string incident_id, actor, reason;
};

/// What the desk decided about an incident: see server/oncall.
struct DeskDecided {
    struct Line {
        EventKind kind;
        Reason reason;
        std::string from, to, text;
    };

    TimePoint at;
    std::string incident_id;
    Care care;                         ///< instead of what was
    std::optional<std::string> owner;  ///< a new one: a person, or empty for the team
    std::vector<Line> lines;
    std::vector<Page> pages;       ///< to be sent now, or when due
    bool withdraws_pages = false;  ///< those that wait
    bool asks_for_bridge = false;  ///< from outside
    std::string explanation;       ///< the world is told too, when not empty
};

/// A page left the outbox: it arrived, or it never will.
struct PageSettled {
    TimePoint at;
    std::string incident_id, page_id;
    bool is_delivered = false;
    std::string detail;
};

/// A user told the desk of trouble, and it was found to be an incident. A repeat changes nothing.
struct ReportArrived {
    TimePoint at;
    IncidentReport report;
    std::string category_because = {};  ///< why its words have that category
    std::string joins = {};             ///< id of the incident that it belongs to, as `actor` says
    std::string actor = {};
};

/// It is kept elsewhere from now on, as what few may see: it is gone, without a word to the world.
/// conflict for one with members that it does not keep whole.
struct KeptApart {
    TimePoint at;
    std::string incident_id, actor;
};

struct TimePassed {
    TimePoint at;
};

/// A new run of the agent on `host`: its detectors know nothing of the episodes before. What is
/// not raised again within `restart_grace` is taken as over.
struct AgentStarted {
    TimePoint at;
    std::string host;
};

/// The server was down or asleep until now. What nobody watched is no verified recovery: the
/// soaks that run begin anew.
struct ListeningBegan {
    TimePoint at;
};

/// What is known of a host now; replaces what was. To be told before symptoms of that host are, and
/// for every host that is known when an engine is made. It changes no incident.
struct HostDescribed {
    TimePoint at;
    std::string host;
    std::vector<HostTrait> traits;
};

/// A host is known no longer: nobody watches it, so whatever it has shown ends without recovery.
struct HostForgotten {
    TimePoint at;
    std::string host;
    std::string actor;
};

/// What is known of services now; replaces what was. To be told after an engine is made, and when
/// hosts, their connections or hours of service are not what they were. Priorities follow.
struct ServicesChanged {
    TimePoint at;
    SharedServiceMap map;  ///< not null
};

/// What mutes the symptoms of an incident was judged anew. Those not named stay as they are.
struct MutesJudged {
    struct OfSymptom {
        std::string fingerprint;
        std::vector<Mute> muted_by;
    };

    TimePoint at;
    std::string incident_id;
    std::vector<OfSymptom> symptoms;
};

/// What hides an incident ends soon.
struct SuppressionEnding {
    TimePoint at;
    std::string incident_id;
    Reason reason;
    bool tells = false;  ///< the world too, not the timeline alone
};

using Input = std::variant<SymptomArrived, Acknowledged, NoteAdded, ResolveAsked, TimePassed,
                           AgentStarted, ListeningBegan, HypothesisProposed, HypothesisJudged,
                           HostDescribed, ServicesChanged, MutesJudged, SuppressionEnding,
                           MergeAsked, SplitAsked, RegroupingUndone, PersonStep, ReportArrived,
                           DeskDecided, PageSettled, KeptApart, HostForgotten>;

struct Announcement {
    std::string incident_id;
    Transition transition;
    std::uint64_t revision;  ///< of the incident that it speaks of
    TimePoint at;
    std::string explanation = {};  ///< why this word, or why only now; mostly empty
    std::string told_by = {};      ///< a person gives an update, whose words `explanation` is
    std::string phrase = {};       ///< key of a phrase in the reader's language that explains it
};

/// Somebody is to be called.
struct PageOrder {
    std::string incident_id;
    Page page;
};

/// Everything that follows from one input: to be made durable together, then acted on.
struct Changes {
    std::vector<Incident> incidents;  ///< whole, as they are now, each once
    std::vector<Event> events;        ///< in order; sequence still 0
    std::vector<Announcement> announcements;
    std::vector<MemberChange> members;  ///< in order
    std::vector<KinVerdict> feedback;   ///< as it is now
    std::vector<PageOrder> pages;
    std::vector<std::string>
        pages_withdrawn;                      ///< ids of incidents whose waiting pages are not sent
    std::vector<std::string> bridges_wanted;  ///< ids of incidents

    [[nodiscard]] bool empty() const {
        return incidents.empty() && events.empty() && members.empty();
    }
};

/// The incidents that can still change: open ones, and resolved ones until they are closed.
/// A pure state machine: same inputs, same changes; no clock, no I/O, no lock. For one thread.
class Engine {
public:
    /// `incidents`, `members` and `feedback` are what the store held; `next_number` the first
    /// number never given.
    Engine(const Settings& settings, std::vector<Incident> incidents, std::uint64_t next_number,
           Crowds members = {}, const std::vector<KinVerdict>& feedback = {});
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    /// not_found for an unknown incident, conflict for a step that its state does not allow,
    /// invalid for a symptom without id, kind or host and for a person without a name,
    /// unavailable at open_incidents_max. An error changes nothing. When the changes could not be
    /// made durable, the engine must be thrown away and made anew from the store.
    Result<Changes> apply(const Input& input);

    [[nodiscard]] const Incident* find(std::string_view id) const;
    /// The incident that holds the report.
    [[nodiscard]] const Incident* find_by_report(std::string_view report_id) const;
    [[nodiscard]] std::size_t open_count() const;
    /// Oldest first. Good until the next `apply`.
    [[nodiscard]] std::vector<const Incident*> open_incidents() const;
    /// Symptoms of incidents at Settings::members_per_incident_max; what is said of them is lost.
    [[nodiscard]] std::uint64_t members_refused() const;

    /// The next moment at which time alone may change something, if any.
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace foreshock::incidents
