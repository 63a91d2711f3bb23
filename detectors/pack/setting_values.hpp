#pragma once

#include <limits>

#include "core/symptom.hpp"
#include "detectors/band.hpp"
#include "detectors/pack/settings_reader.hpp"

namespace foreshock::detectors {

inline constexpr double infinite = std::numeric_limits<double>::infinity();
inline constexpr NumberRange share_range{0, 1};
inline constexpr NumberRange any_number{-infinite, infinite};

/// Values that the tables of several engines hold, each read the same way everywhere.

/// A bound on how many of something are kept: 1 to 100,000.
void read_bound(SettingsReader& reader, std::string_view key, std::size_t& bound);

/// `bad`: "above" (when not said) or "below".
void read_direction(SettingsReader& reader, Direction& bad);

/// A table { enter, leave, hold_for, clear_after }.
void read_band(SettingsReader reader, Direction bad, Band& band);

/// `phase`: "impending" or "occurring"; what is not said stays.
void read_phase(SettingsReader& reader, Phase& phase);

/// `severity`: "info", "warning" or "critical"; what is not said stays.
void read_severity(SettingsReader& reader, Severity& severity);

/// The sentence that a symptom in `phase` needs must be there.
void require_sentence(SettingsReader& kind, Phase phase);

}  // namespace foreshock::detectors
