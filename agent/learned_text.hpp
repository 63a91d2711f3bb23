#pragma once

#include <string>
#include <vector>

#include "agent/learned_file.hpp"
#include "core/time.hpp"

namespace foreshock::agent {

/// For people: a line per state under a heading, sorted by kind and subject.
std::string learned_table(std::vector<KeptState> states, TimePoint now);

/// For programs: a JSON array of {kind, subject, signal, labels, summary, since, kept_at,
/// age_seconds, state_bytes}.
std::string learned_json(std::vector<KeptState> states, TimePoint now);

}  // namespace foreshock::agent
