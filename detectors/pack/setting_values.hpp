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

/// A whole number; what is not said stays, the part behind a decimal point is cut off.
template <class Number>
void read_count(SettingsReader& reader, std::string_view key, Number& count, NumberRange range) {
    auto number = static_cast<double>(count);
    reader.read(key, number, range);
    count = static_cast<Number>(number);
}

/// A bound on how many of something are kept: 1 to 100,000.
void read_bound(SettingsReader& reader, std::string_view key, std::size_t& bound);

/// `bad`: "above" (when not said) or "below".
void read_direction(SettingsReader& reader, Direction& bad);

/// A table { enter, leave, hold_for, clear_after }.
void read_band(SettingsReader reader, Direction bad, Band& band);

/// The same of a band whose `enter` is known.
void read_rest_of_band(SettingsReader reader, Direction bad, Band& band);

/// `phase`: "impending" or "occurring"; what is not said stays.
void read_phase(SettingsReader& reader, Phase& phase);

/// A key with "info", "warning" or "critical"; what is not said stays.
void read_severity(SettingsReader& reader, std::string_view key, Severity& severity);

/// The sentence that a symptom in `phase` needs must be there.
void require_sentence(SettingsReader& kind, Phase phase);

}  // namespace foreshock::detectors
