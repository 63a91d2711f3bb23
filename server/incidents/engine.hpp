#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/incidents/host.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/person_step.hpp"

namespace foreshock::incidents {

/// Priority level by [impact - 1][urgency - 1]. The default is the common ITIL one.
using PriorityMatrix = std::array<std::array<int, 3>, 3>;
constexpr PriorityMatrix itil_matrix{{{1, 2, 3}, {2, 3, 4}, {3, 4, 5}}};

struct Settings {
    Duration hold_before_announcing = std::chrono::seconds{3};
    Duration soak = std::chrono::minutes{2};  ///< all quiet this long before it is resolved
    Duration relapse_window = std::chrono::hours{24};  ///< a return within it reopens
    Duration close_after = std::chrono::hours{24};     ///< silent consent
    Duration correlation_window = std::chrono::minutes{30};
    double join_score = 0.6;
    std::size_t open_incidents_max = 10000;
    std::size_t symptoms_per_incident_max = 200;

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
    bool replay = false;  ///< it waited in a spool: what is over already never alarms
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

using Input = std::variant<SymptomArrived, Acknowledged, NoteAdded, ResolveAsked, TimePassed,
                           AgentStarted, ListeningBegan, PersonStep>;

struct Announcement {
    std::string incident_id;
    Transition transition;
    std::uint64_t revision;  ///< of the incident that it speaks of
    TimePoint at;
    std::string explanation = {};  ///< why this word, or why only now; mostly empty
};

/// Everything that follows from one input: to be made durable together, then acted on.
struct Changes {
    std::vector<Incident> incidents;  ///< whole, as they are now, each once
    std::vector<Event> events;        ///< in order; sequence still 0
    std::vector<Announcement> announcements;

    [[nodiscard]] bool empty() const { return incidents.empty() && events.empty(); }
};

/// The incidents that can still change: open ones, and resolved ones until they are closed.
/// A pure state machine: same inputs, same changes; no clock, no I/O, no lock. For one thread.
class Engine {
public:
    /// `incidents` is what the store held; `next_number` the first number never given.
    Engine(Settings settings, std::vector<Incident> incidents, std::uint64_t next_number);
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    /// not_found for an unknown incident, conflict for a step that its state does not allow,
    /// invalid for a symptom without id, kind or host and for a person without a name,
    /// unavailable at open_incidents_max. An error changes nothing. When the changes could not be
    /// made durable, the engine must be thrown away and made anew from the store.
    Result<Changes> apply(const Input& input);

    [[nodiscard]] const Incident* find(std::string_view id) const;
    [[nodiscard]] std::size_t open_count() const;

    /// The next moment at which time alone may change something, if any.
    [[nodiscard]] std::optional<TimePoint> next_deadline() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace foreshock::incidents
