#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/change.hpp"
#include "server/breach/procedure.hpp"
#include "server/desk/suppression_command.hpp"
#include "server/incidents/engine.hpp"
#include "server/intake/alert_word.hpp"
#include "wire/report.hpp"

namespace foreshock::http {

/// A decoded report of a known agent.
struct ReceivedReport {
    std::string agent_id;  ///< whose token it came with
    wire::Report report;
    TimePoint received_at;
};

/// Called exactly once, from any thread: the sequence that is now durable, or why not.
using ReportDone = std::function<void(Result<std::uint64_t>)>;

/// Where reports go. Safe from any thread.
class ReportSink {
public:
    virtual ~ReportSink() = default;
    /// unavailable at once when the queue is full: `done` is then never called.
    virtual Result<void> offer(ReceivedReport report, ReportDone done) = 0;
};

/// Called exactly once, from any thread: the incident as it is durable now, or why not.
using CommandDone = std::function<void(Result<incidents::Incident>)>;

/// Where people's commands go. Safe from any thread.
class CommandSink {
public:
    virtual ~CommandSink() = default;
    /// unavailable at once when the queue is full: `done` is then never called.
    virtual Result<void> offer(incidents::Input command, CommandDone done) = 0;
};

/// What another system said, decoded.
struct ReceivedAlerts {
    std::vector<intake::AlertWord> words;

    /// Somebody takes care of an alert, as that system knows.
    struct Acknowledged {
        std::string key;
        std::string actor;
    };

    std::vector<Acknowledged> acknowledged;

    struct HostChanged {
        std::string host;  ///< as people call it
        Change change;
    };

    std::vector<HostChanged> changes;
    TimePoint received_at;
};

/// Called exactly once, from any thread, when what was said is durable; or why some of it is not,
/// in which case saying all of it again is right.
using AlertsDone = std::function<void(Result<void>)>;

/// Where alerts of other systems go. Safe from any thread.
class AlertSink {
public:
    virtual ~AlertSink() = default;
    /// unavailable at once when the queue is full: `done` is then never called.
    virtual Result<void> offer(ReceivedAlerts received, AlertsDone done) = 0;
};

/// Called exactly once, from any thread: the silence or window as it is durable now, or why not.
using SuppressionDone = std::function<void(Result<desk::SuppressionAnswer>)>;

/// Where commands about silences and maintenance windows go. Safe from any thread.
class SuppressionSink {
public:
    virtual ~SuppressionSink() = default;
    /// unavailable at once when the queue is full: `done` is then never called.
    virtual Result<void> offer(desk::SuppressionCommand command, SuppressionDone done) = 0;
};

/// An incident that is to become a breach, as whoever says so says it.
struct BreachOfIncident {
    std::string incident_id;
    breach::Raising raising;  ///< its origin is filled in where the incident is
};

/// Called exactly once, from any thread: the breach as it is durable now, when nothing is left of
/// the incident elsewhere; or why not.
using BreachDone = std::function<void(Result<breach::Breach>)>;

/// Where incidents become breaches. Safe from any thread.
class BreachSink {
public:
    virtual ~BreachSink() = default;
    /// unavailable at once when the queue is full: `done` is then never called.
    virtual Result<void> offer(BreachOfIncident breach, BreachDone done) = 0;
};

/// Called exactly once, from any thread, when all that is known of is seen to and durable; samples
/// may still be being deleted.
using FarewellsDone = std::function<void(Result<void>)>;

/// Where it is told that the store knows of hosts that people sent away. Safe from any thread.
class FarewellSink {
public:
    virtual ~FarewellSink() = default;
    /// unavailable at once when the queue is full: `done` is then never called, and they are seen
    /// to a little later.
    virtual Result<void> see_to_farewells(FarewellsDone done) = 0;
};

}  // namespace foreshock::http
