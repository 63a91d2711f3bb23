#pragma once

#include "detectors/pack/settings_reader.hpp"

namespace foreshock::detectors {

/// Reads the table `exhaustion` of a kind; complaints go to the reader.
ExhaustionSettings read_exhaustion(SettingsReader& kind);

/// Reads the table `level` of a kind; complaints go to the reader.
LevelSettings read_level(SettingsReader& kind);

}  // namespace foreshock::detectors
