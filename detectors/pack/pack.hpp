#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "detectors/engines/anomaly_settings.hpp"
#include "detectors/engines/burst_settings.hpp"
#include "detectors/engines/cadence_settings.hpp"
#include "detectors/engines/combination_settings.hpp"
#include "detectors/engines/exhaustion_settings.hpp"
#include "detectors/engines/expiry_settings.hpp"
#include "detectors/engines/inventory_settings.hpp"
#include "detectors/engines/leak_settings.hpp"
#include "detectors/engines/level_settings.hpp"
#include "detectors/engines/shift_settings.hpp"
#include "detectors/engines/state_settings.hpp"
#include "detectors/engines/template_settings.hpp"

namespace foreshock::detectors {

/// How people read the numbers of a kind.
enum class Unit : std::uint8_t { count, bytes, ratio, percent, seconds, per_second };

/// Label name → the values that are meant; a `*` at the end of a value stands for any rest.
using LabelFilter = std::map<std::string, std::vector<std::string>>;

/// One alternative per engine; its name is the engine's name and the name of its table in TOML.
using EngineSettings = std::variant<AnomalySettings,      //
                                    BurstSettings,        //
                                    CadenceSettings,      //
                                    CombinationSettings,  //
                                    ExhaustionSettings,   //
                                    ExpirySettings,       //
                                    InventorySettings,    //
                                    LeakSettings,         //
                                    LevelSettings,        //
                                    ShiftSettings,        //
                                    StateSettings,        //
                                    TemplateSettings>;

/// What is presumed of a kind's forecasts where its own record on the host is still short: so many
/// announcements, of which this share came true.
struct ForecastPrior {
    double precision = 0.8;
    double weight = 5;
};

/// One kind of symptom: which engine looks at which signals, and what people are told.
/// Texts may hold placeholders: {label} of the series, {component}, and those of the engine
/// (docs/reference/packs.md).
struct KindSettings {
    std::string kind;         ///< "filesystem.space.exhaustion"
    std::string category;     ///< "storage"
    std::string subcategory;  ///< "space"
    std::string component;    ///< "filesystem {mount}"
    std::string disruption;   ///< "writes to {mount} fail"
    std::string impending;    ///< sentence while it is on its way
    std::string occurring;    ///< sentence once it has happened
    std::string guide;        ///< what it means, how to check, how to fix
    std::vector<std::string> questions;
    std::vector<std::string> leads_to;
    std::vector<std::string> snapshot;  ///< recipe names for the agent
    int impact = 3;                     ///< 1 the host, 2 a service, 3 a component
    Unit unit = Unit::count;
    ForecastPrior forecast_prior;
    LabelFilter only;    ///< when not empty: each label named must have one of its values
    LabelFilter except;  ///< series with one of these values are left alone
    bool weak = false;   ///< a sign for combinations only: alone it never leaves the agent

    std::string engine;  ///< the name of what `settings` holds
    EngineSettings settings;
    std::string settings_id;  ///< the same as long as engine and settings are written the same
};

/// Kinds that are switched on, sorted by name. A value; parsing has checked it whole.
struct Pack {
    std::vector<KindSettings> kinds;

    [[nodiscard]] const KindSettings* find(std::string_view kind) const;
};

/// One TOML text. invalid: "file:line:column: path: what is wrong and how to write it", one
/// complaint per line, all of them.
Result<Pack> parse_pack(std::string_view toml, std::string_view file_name);

/// A pack file's text and the name that complaints give it.
struct PackText {
    std::string file_name;
    std::string toml;
};

/// Several texts as one pack: a later one overrides single keys of a kind of an earlier one, adds
/// kinds, or switches kinds off with `enabled = false`.
Result<Pack> parse_packs(const std::vector<PackText>& texts);

/// The texts behind paths, in order. A path is a file or a folder, whose *.toml count in the order
/// of their names. unreadable, too_large (pack_bytes_max each), no_data (a folder without any).
Result<std::vector<PackText>> read_pack_texts(const std::vector<std::string>& paths);

/// Reads the texts and merges them.
Result<Pack> load_packs(const std::vector<std::string>& paths);

/// Where the stock pack is: beside the program (packs/stock), else where packages put it.
std::string stock_pack();

/// Where a host keeps packs of its own; each *.toml counts, in the order of names.
inline constexpr const char* drop_in_packs = "/etc/foreshock/packs.d";

/// What a host is judged by when nobody names packs: the stock pack and, where the folder holds
/// any (or cannot be listed, which reading it then complains about), its own.
std::vector<std::string> default_packs(const std::string& drop_ins = drop_in_packs);

inline constexpr std::size_t pack_bytes_max = 1 << 20;

std::string_view to_string(Unit unit);

}  // namespace foreshock::detectors
