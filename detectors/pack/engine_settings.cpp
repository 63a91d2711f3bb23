#include "detectors/pack/engine_settings.hpp"

#include <array>

namespace foreshock::detectors {
namespace {

using Read = EngineSettings (*)(SettingsReader&);

struct Entry {
    std::string_view name;
    Read read;
};

/// A reader as one that answers with any engine's settings.
template <auto read_one>
EngineSettings read_any(SettingsReader& kind) {
    return read_one(kind);
}

constexpr std::array entries{
    Entry{"anomaly", read_any<read_anomaly>},
    Entry{"burst", read_any<read_burst>},
    Entry{"cadence", read_any<read_cadence>},
    Entry{"combination", read_any<read_combination>},
    Entry{"exhaustion", read_any<read_exhaustion>},
    Entry{"expiry", read_any<read_expiry>},
    Entry{"inventory", read_any<read_inventory>},
    Entry{"leak", read_any<read_leak>},
    Entry{"level", read_any<read_level>},
    Entry{"shift", read_any<read_shift>},
    Entry{"state", read_any<read_state>},
    Entry{"template", read_any<read_template>},
};

}  // namespace

bool read_engine_settings(std::string_view engine, SettingsReader& kind, EngineSettings& settings) {
    for (const Entry& entry : entries) {
        if (entry.name != engine) continue;
        settings = entry.read(kind);
        return true;
    }
    return false;
}

std::string engine_names() {
    std::string names;
    for (const Entry& entry : entries)
        names.append(names.empty() ? "" : ", ").append(entry.name);
    return names;
}

}  // namespace foreshock::detectors
