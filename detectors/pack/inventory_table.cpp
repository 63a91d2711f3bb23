#include <algorithm>

#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

/// True for "missing".
bool read_turn(SettingsReader& reader, FactTurn& turn) {
    std::string name = "disappeared";
    reader.read("when", name);
    if (name == "disappeared")
        turn = FactTurn::disappeared;
    else if (name == "appeared")
        turn = FactTurn::appeared;
    else if (name == "changed")
        turn = FactTurn::changed;
    else if (name != "missing")
        reader.complain("when",
                        "must be \"disappeared\", \"appeared\", \"changed\" or \"missing\"");
    return name == "missing";
}

void read_planned(SettingsReader& reader, InventorySettings& settings) {
    std::vector<std::string> planned;
    reader.read("planned_by", planned);
    for (const std::string& by : planned) {
        if (by != "unit" && by != "package")
            reader.complain("planned_by", "must name \"unit\", \"package\" or both");
        settings.planned_by_unit = settings.planned_by_unit || by == "unit";
        settings.planned_by_package = settings.planned_by_package || by == "package";
    }
    reader.read("planned_within", settings.planned_within);
    reader.read("planned_hold", settings.planned_hold);
}

}  // namespace

InventorySettings read_inventory(SettingsReader& kind) {
    InventorySettings settings;
    kind.require("inventory", "{ family = \"mount\", when = \"disappeared\" }");
    kind.require("occurring", "\"{component} is gone for {lasting}\"");
    SettingsReader reader = kind.table("inventory");
    if (read_turn(reader, settings.turn)) {
        reader.require("signal", "\"area.thing.aspect\"");
        reader.read("signal", settings.signal);
        reader.read("same", settings.same);
    } else {
        reader.require("family", "\"mount\", what the facts' names have before the first dot");
        reader.read("family", settings.family);
    }
    reader.read("from", settings.from);
    reader.read("to", settings.to);
    reader.read("ports_below", settings.ports_below, {0, 65536});
    read_planned(reader, settings);
    reader.read("known_for", settings.known_for);
    reader.read("hold_for", settings.hold_for);
    reader.read("accepted_after", settings.accepted_after);
    read_count(reader, "turns_max", settings.turns_max, {1, 7});
    read_severity(reader, "severity", settings.severity);
    read_bound(reader, "subjects_max", settings.subjects_max);
    read_bound(reader, "open_max", settings.open_max);
    reader.finish();
    return settings;
}

}  // namespace foreshock::detectors
