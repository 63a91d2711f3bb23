#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_limit(SettingsReader& reader, LeakSettings& settings) {
    if (reader.has("limit") && reader.has("headroom"))
        reader.complain("headroom", "must not be given beside limit");
    reader.read("headroom", settings.headroom);
    if (!reader.is_number("limit")) {
        reader.read("limit", settings.limit);
        return;
    }
    double limit = 1;
    reader.read("limit", limit, {1e-9, 1e18});
    settings.limit_constant = limit;
}

void read_evidence_min(SettingsReader& reader, Duration& evidence_min) {
    reader.read("evidence_min", evidence_min);
    if (evidence_min >= std::chrono::minutes{1}) return;
    reader.complain("evidence_min", "must be at least \"1m\"");
    evidence_min = std::chrono::minutes{1};
}

}  // namespace

LeakSettings read_leak(SettingsReader& kind) {
    LeakSettings settings;
    require_sentence(kind, Phase::impending);
    kind.require("leak", "{ signal = \"…\" }");
    SettingsReader reader = kind.table("leak");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    read_limit(reader, settings);
    reader.read("load", settings.load);
    reader.read("age", settings.age);
    reader.read("life_labels", settings.life_labels);
    read_evidence_min(reader, settings.evidence_min);
    reader.read("warm_up", settings.warm_up);
    reader.read("critical_within", settings.critical_within);
    reader.read("growth_min", settings.growth_min, {0, infinite});
    reader.read("growth_ratio_min", settings.growth_ratio_min, {0.01, 100});
    reader.read("rhythm", settings.rhythm);
    reader.read("life_share_min", settings.life_share_min, share_range);
    read_bound(reader, "series_max", settings.series_max);
    reader.finish();
    return settings;
}

}  // namespace foreshock::detectors
