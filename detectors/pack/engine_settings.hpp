#pragma once

#include "detectors/pack/pack.hpp"
#include "detectors/pack/settings_reader.hpp"

namespace foreshock::detectors {

/// Reads the table that is named like the engine; complaints go to the reader. False when there is
/// no such engine.
bool read_engine_settings(std::string_view engine, SettingsReader& kind, EngineSettings& settings);

/// All that can be named: "burst, exhaustion, level, template".
/// All that can be named: "cadence, exhaustion, expiry …".
std::string engine_names();

/// One reader per engine, each in NAME_table.cpp. It also requires the sentences that the engine
/// can say.
AnomalySettings read_anomaly(SettingsReader& kind);
BurstSettings read_burst(SettingsReader& kind);
CadenceSettings read_cadence(SettingsReader& kind);
CombinationSettings read_combination(SettingsReader& kind);
ExhaustionSettings read_exhaustion(SettingsReader& kind);
ExpirySettings read_expiry(SettingsReader& kind);
InventorySettings read_inventory(SettingsReader& kind);
LeakSettings read_leak(SettingsReader& kind);
LevelSettings read_level(SettingsReader& kind);
ShiftSettings read_shift(SettingsReader& kind);
StateSettings read_state(SettingsReader& kind);
TemplateSettings read_template(SettingsReader& kind);

}  // namespace foreshock::detectors
