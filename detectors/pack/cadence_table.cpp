#include <array>
#include <utility>

#include "detectors/engines/rhythm.hpp"
#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::array<std::pair<std::string_view, EventsGiven>, 4> ways{
    {{"age", EventsGiven::age},
     {"time", EventsGiven::time},
     {"count", EventsGiven::count},
     {"running", EventsGiven::running}}};

void read_gives(SettingsReader& reader, EventsGiven& gives) {
    std::string name{ways.front().first};
    reader.read("gives", name);
    for (const auto& [known, way] : ways) {
        if (known != name) continue;
        gives = way;
        return;
    }
    reader.complain("gives", "must be \"age\", \"time\", \"count\" or \"running\"");
}

}  // namespace

CadenceSettings read_cadence(SettingsReader& kind) {
    CadenceSettings settings;
    kind.require("cadence", "{ signal = \"…\" }");
    kind.require("occurring", "\"{component} is silent for {lasting}\"");
    SettingsReader reader = kind.table("cadence");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_gives(reader, settings.gives);
    if (settings.gives == EventsGiven::running)
        kind.require("impending", "\"{component} takes {lasting} and grows\"");
    read_count(reader, "events_min", settings.events_min,
               {4, static_cast<double>(Rhythm::intervals_max)});
    reader.read("tolerance", settings.tolerance);
    reader.read("horizon", settings.horizon);
    read_severity(reader, "severity", settings.severity);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    return settings;
}

}  // namespace foreshock::detectors
