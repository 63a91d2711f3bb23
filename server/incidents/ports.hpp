#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/incidents/alert.hpp"
#include "server/incidents/engine.hpp"
#include "server/incidents/forecast_accuracy.hpp"
#include "server/incidents/host.hpp"
#include "server/incidents/host_judgement.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/learned.hpp"

namespace foreshock::incidents {

/// Stands for an incident in outbox entries of self-tests, which have no timeline.
inline constexpr std::string_view self_test_incident = "self-test";

/// A notification that waits to be delivered. `id` is made of incident, transition, revision,
/// channel and recipient: the receiver drops repeats by it.
struct OutboxEntry {
    std::string id;
    std::string incident_id;
    Transition transition = Transition::opened;
    std::string channel;    ///< the channel's name in the configuration
    std::string recipient;  ///< for a webhook its URL
    std::string body;       ///< exactly what is sent, rendered when it was decided
    TimePoint created_at;
    TimePoint due_at;
    int attempts = 0;
    std::string last_error;
    /// Calls somebody to work: once the incident is acknowledged or over, what still waits is void.
    bool is_page = false;
    /// Says how the incident stands: a newer one of its thread that does, too, takes its place
    /// while both wait.
    bool is_replaceable = false;
};

/// Part of the outbox: what goes to `channels`, or with `is_rest` to all others.
struct OutboxLane {
    std::vector<std::string> channels;
    bool is_rest = false;

    static OutboxLane all() { return {{}, true}; }
};

/// What nearly every report changes of its host, and mostly nothing else.
struct HostMark {
    std::string id;
    std::uint64_t sequence = 0;
    TimePoint last_seen;
    Duration clock_skew{0};
};

/// All that must become durable at once.
struct Commit {
    std::vector<HostGone> hosts_gone;         ///< first: it may be back in the same commit
    std::vector<std::string> farewells_done;  ///< ids of hosts that nothing is left to forget of
    std::vector<Incident> incidents;
    std::vector<Event> events;                 ///< sequences are filled in by `commit`
    std::vector<std::string> pages_withdrawn;  ///< incidents whose pages leave the outbox first
    std::vector<OutboxEntry> outbox;
    std::vector<Host> hosts;                 ///< whole; also carries the acked sequence
    std::vector<HostMark> host_marks;        ///< of known hosts that are as they were but for this
    std::vector<ScoredForecast> forecasts;   ///< new, changed or settled; a settled one is final
    std::vector<std::uint64_t> alerts_gone;  ///< numbers of alerts that fire no more …
    std::vector<SharedForeignAlert> alerts;  ///< … and then those that do, new or changed
    std::vector<MemberChange> members;       ///< in order; their incidents are there by then
    std::vector<KinVerdict> feedback;        ///< each replaces what was kept of its pair
    std::vector<LearnedOfHost> learned;      ///< likewise, of its host; an empty one is forgotten
    std::vector<LimitsOfHost> limits;        ///< likewise, and
    std::vector<PackOfHost> packs;           ///< likewise: what agents told of their judging
    /// Ids of incidents that are kept elsewhere from now on: last of all, everything that is kept
    /// of them goes, but for their numbers, which are never given again.
    std::vector<std::string> kept_apart;
};

/// The writer's side. One writer at a time; implementations are safe to call from any thread.
class Ledger {
public:
    virtual ~Ledger() = default;

    /// All or nothing, on the disk when it returns. unavailable when the disk is full or broken:
    /// nothing was written and reads still work.
    virtual Result<void> commit(Commit& commit) = 0;

    /// What an engine needs to start: incidents not closed, and the next free number.
    virtual Result<std::vector<Incident>> load_unfinished() = 0;
    /// What was said of the members of those: entries and news, in their order, without what was
    /// superseded long ago. One at a time: there may be many. Some may be told before it fails.
    virtual Result<void> tell_members(const std::function<void(const MemberChange&)>& take) = 0;
    /// What people taught about kinds.
    virtual Result<std::vector<KinVerdict>> load_feedback() = 0;
    virtual Result<std::uint64_t> next_number() = 0;
    virtual Result<std::vector<Host>> load_hosts() = 0;
    /// Hosts that are to be forgotten and have not been, and known ones whose identity is revoked.
    virtual Result<std::vector<Farewell>> load_farewells() = 0;

    /// Forecasts without a verdict, oldest first; and how those settled since then ended.
    virtual Result<std::vector<ScoredForecast>> load_pending_forecasts() = 0;
    virtual Result<std::vector<ForecastOutcome>> load_forecast_outcomes(TimePoint since) = 0;

    /// What detectors learned since, by host.
    virtual Result<std::vector<LearnedOfHost>> load_learned(TimePoint since) = 0;

    /// The foreign alerts that fire, in the order of their numbers.
    virtual Result<std::vector<ForeignAlert>> load_alerts() = 0;
};

struct IncidentQuery {
    bool only_open = false;
    std::vector<IncidentState> states;  ///< empty: any
    std::vector<int> priorities;        ///< 1 to 5; empty: any
    std::string host;                   ///< name; empty: any
    std::string category;
    std::optional<Phase> phase;
    std::size_t limit = 50;  ///< 1 to 500
    std::string cursor;      ///< from the page before; opaque
};

struct IncidentPage {
    std::vector<Incident> incidents;  ///< open first, by priority, impending first, then newest
    std::string next_cursor;          ///< empty: that was all
};

/// The reader's side: for HTTP handlers, from any thread.
class IncidentReader {
public:
    virtual ~IncidentReader() = default;
    /// By id or by number ("42"). not_found.
    virtual Result<Incident> find(std::string_view id_or_number) const = 0;
    virtual Result<IncidentPage> list(const IncidentQuery& query) const = 0;
    /// Oldest first.
    virtual Result<std::vector<Event>> timeline(std::string_view incident_id) const = 0;
    /// Events after a sequence, oldest first, at most `limit`: for streams that catch up.
    virtual Result<std::vector<Event>> events_after(std::uint64_t sequence,
                                                    std::size_t limit) const = 0;
    virtual Result<std::vector<Host>> hosts() const = 0;
    virtual Result<MemberSummary> members(const Incident& incident) const = 0;
};

/// The outbox as its workers see it: one for each lane. A thread is an incident, a channel and a
/// recipient.
class Outbox {
public:
    virtual ~Outbox() = default;
    /// Due at `now`, oldest first; of each thread only the oldest, so that words arrive in order.
    virtual Result<std::vector<OutboxEntry>> due_in(const OutboxLane& lane, TimePoint now,
                                                    std::size_t limit) const = 0;
    virtual Result<std::optional<TimePoint>> next_due_in(const OutboxLane& lane) const = 0;
    /// What is to be sent now in place of a due entry: itself; or, when it is replaceable, the
    /// newest of those due and replaceable right after it in its thread. Those before that one are
    /// dropped, and it inherits their attempts. not_found when the entry is void.
    virtual Result<OutboxEntry> take(std::string_view id, TimePoint now) = 0;
    /// Removes the entry and writes `event` on the timeline, in one transaction.
    virtual Result<void> settle(std::string_view id, const Event& event) = 0;
    /// The timeline only: the entry became void while it was being sent.
    virtual Result<void> note(const Event& event) = 0;
    virtual Result<void> postpone(std::string_view id, TimePoint due_at,
                                  std::string_view error) = 0;
    /// Another channel takes the entry over, due at once and with no attempts yet.
    virtual Result<void> hand_over(std::string_view id, const OutboxEntry& to,
                                   const Event& event) = 0;
    /// Adds what follows from no change of an incident. Entries that are there stay as they are.
    virtual Result<void> put(const std::vector<OutboxEntry>& entries) = 0;
    virtual Result<std::size_t> count() const = 0;

    Result<std::vector<OutboxEntry>> due(TimePoint now, std::size_t limit) const {
        return due_in(OutboxLane::all(), now, limit);
    }

    Result<std::optional<TimePoint>> next_due() const { return next_due_in(OutboxLane::all()); }
};

/// Which agents may speak: only the SHA-256 of each token is kept.
class AgentRegistry {
public:
    virtual ~AgentRegistry() = default;
    /// Adds or replaces. `token_sha256` is 64 hex digits.
    virtual Result<void> put(std::string_view agent_id, std::string_view token_sha256) = 0;
    /// The agent that the token belongs to; refused when nobody's.
    virtual Result<std::string> agent_of(std::string_view token_sha256) const = 0;
    /// Its silence is meant from then on, unless it has a certificate. not_found.
    virtual Result<void> remove(std::string_view agent_id, TimePoint at) = 0;
    virtual Result<std::vector<std::string>> list() const = 0;
};

}  // namespace foreshock::incidents
