#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/symptom.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Placeholder → text, for one sentence.
using Fields = std::vector<std::pair<std::string_view, std::string>>;

/// Replaces each {name} by the field, else by the label of that name, else by "unknown". Other
/// braces stand for themselves: guides show commands, "awk '{print $2}'", "-exec ls {} +".
std::string fill_text(std::string_view text, const Fields& fields, const Labels& labels);

/// A value as people read it: "1.50 GiB", "83 %", "12 ms", "153".
std::string describe_value(Unit unit, double value);

/// Does the kind look at a series with these labels (`only`, `except`)?
bool is_wanted(const KindSettings& kind, const Labels& labels);

/// A symptom with everything that a kind and a subject say about it; phase, severity, status,
/// times, forecast and sentence are the engine's.
Symptom symptom_of(const KindSettings& kind, const Labels& labels);

/// The last word about an episode: what was `said`, over for `reason` at `at` (never before it was
/// said), without a forecast. The sentence is "component: over, " and `how`.
Symptom cleared(Symptom said, std::string_view reason, TimePoint at, std::string_view how);

/// The id of the episode that began at `onset`; the agent makes it its own by adding the host.
std::string episode_id(const Symptom& symptom, TimePoint onset);

}  // namespace foreshock::detectors
