#pragma once

#include "detectors/pack/pack.hpp"
#include "detectors/pack/settings_reader.hpp"

namespace foreshock::detectors {

/// Reads the table that is named like the engine; complaints go to the reader. False when there is
/// no such engine.
bool read_engine_settings(std::string_view engine, SettingsReader& kind, EngineSettings& settings);

/// All that can be named: "exhaustion, level".
std::string engine_names();

/// One reader per engine, each in NAME_table.cpp. It also requires the sentences that the engine
/// can say.
AnomalySettings read_anomaly(SettingsReader& kind);
ExhaustionSettings read_exhaustion(SettingsReader& kind);
LevelSettings read_level(SettingsReader& kind);

}  // namespace foreshock::detectors
