#pragma once

#include <array>
#include <span>

#include "core/series.hpp"

/// What the agent measures of itself. All are rows of `foreshock-agent --list`.
namespace foreshock::agent::signals {

inline constexpr SignalDescription cpu_ratio{
    "agent.self.cpu_ratio", SignalType::gauge, "ratio",
    "Processor time of the agent since the last tick, as a share of one core."};
inline constexpr SignalDescription resident_bytes{"agent.self.resident_bytes", SignalType::gauge,
                                                  "bytes", "Memory of the agent."};
inline constexpr SignalDescription open_files{"agent.self.open_files_count", SignalType::gauge,
                                              "count", "Files that the agent holds open."};
inline constexpr SignalDescription tick_seconds{
    "agent.self.tick_seconds", SignalType::gauge, "seconds",
    "How long the last tick took, from the first read to the last judgement."};
inline constexpr SignalDescription missed_ticks{"agent.self.missed_ticks_count",
                                                SignalType::counter, "count",
                                                "Ticks that were due and did not run."};
inline constexpr SignalDescription series{"agent.self.series_count", SignalType::gauge, "count",
                                          "Series in the agent's dictionary."};
inline constexpr SignalDescription dropped_samples{
    "agent.self.dropped_samples_count", SignalType::counter, "count",
    "Values dropped: not finite, given twice, or beyond the bound on series."};
inline constexpr SignalDescription shed_level{
    "agent.self.shed_level", SignalType::gauge, "count",
    "How much the agent has shed to keep its budget: 0 nothing, 3 most."};
inline constexpr SignalDescription spool_bytes{
    "agent.self.spool_bytes", SignalType::gauge, "bytes",
    "Reports that wait for the server, in memory and on disk."};
inline constexpr SignalDescription spool_reports{"agent.self.spool_reports_count",
                                                 SignalType::gauge, "count",
                                                 "Reports that wait for the server."};
inline constexpr SignalDescription dropped_reports{
    "agent.self.dropped_reports_count", SignalType::counter, "count",
    "Reports dropped because the spool was full, or damaged on disk."};
inline constexpr SignalDescription rejected_reports{"agent.self.rejected_reports_count",
                                                    SignalType::counter, "count",
                                                    "Reports that the server refused for good."};
inline constexpr SignalDescription failed_sends{
    "agent.self.failed_sends_count", SignalType::counter, "count",
    "Attempts to send a report that did not end with an acknowledgement."};
inline constexpr SignalDescription clock_offset{
    "agent.clock.offset_seconds", SignalType::gauge, "seconds",
    "System clock minus the agent's own steady clock: it moves when somebody sets the clock."};
inline constexpr SignalDescription collector_duration{
    "agent.collector.duration_seconds", SignalType::gauge, "seconds",
    "How long the collector took when it last ran."};
inline constexpr SignalDescription collector_errors{"agent.collector.errors_count",
                                                    SignalType::counter, "count",
                                                    "How often the collector has failed."};
inline constexpr SignalDescription stuck_commands{
    "agent.commands.stuck_count", SignalType::gauge, "count",
    "Programs that outlived their deadline, were killed and still wait in the kernel, mostly for a "
    "dead disk."};

inline constexpr SignalDescription facts{"agent.facts.told_count", SignalType::gauge, "count",
                                         "Facts about the host that the server is told."};
inline constexpr SignalDescription refused_facts{
    "agent.facts.refused_count", SignalType::counter, "count",
    "Facts and changes that were beyond their bound and not told."};

inline constexpr SignalDescription scored_forecasts{
    "agent.forecast.scored_count", SignalType::counter, "count",
    "Forecasts of the kind that ended with the verdict: hit, early, late, never, prevented, "
    "withdrawn, unannounced."};
inline constexpr SignalDescription forecast_precision{
    "agent.forecast.precision_ratio", SignalType::gauge, "ratio",
    "How likely a forecast of the kind comes true on this host, by its record here."};
inline constexpr SignalDescription forecast_lead{
    "agent.forecast.lead_seconds", SignalType::gauge, "seconds",
    "How long before the disruption the kind spoke up, median of the newest that came true."};
inline constexpr SignalDescription false_alarms{
    "agent.forecast.false_alarms_count", SignalType::gauge, "count",
    "False alarms of the kind per week on this host; older weeks count less."};

inline constexpr std::array all{cpu_ratio,
                                resident_bytes,
                                open_files,
                                tick_seconds,
                                missed_ticks,
                                series,
                                dropped_samples,
                                shed_level,
                                spool_bytes,
                                spool_reports,
                                dropped_reports,
                                rejected_reports,
                                failed_sends,
                                clock_offset,
                                collector_duration,
                                collector_errors,
                                facts,
                                refused_facts,
                                stuck_commands,
                                scored_forecasts,
                                forecast_precision,
                                forecast_lead,
                                false_alarms};

}  // namespace foreshock::agent::signals
