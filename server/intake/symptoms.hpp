#pragma once

#include <vector>

#include "server/incidents/engine.hpp"
#include "wire/report.hpp"

namespace foreshock::intake {

/// How far ahead an agent's clock may be before its symptoms are moved to the server's time.
/// Behind is never corrected: a late report looks the same as a slow clock.
constexpr Duration clock_ahead_max = std::chrono::minutes{1};

/// The report's symptoms as the engine wants them, in order. An agent speaks of its own host only:
/// the subject's host is the report's. No symptom speaks of a moment after `received_at`, beyond
/// `clock_ahead_max`, except in its forecast.
/// The report is left without them.
std::vector<incidents::SymptomArrived> arrived_symptoms(wire::Report& report,
                                                        TimePoint received_at);

/// refused when the report's agent is not the token's; invalid without run, agent or sequence.
Result<void> check_identity(const wire::Report& report, std::string_view token_agent_id);

}  // namespace foreshock::intake
