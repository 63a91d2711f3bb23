#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_limit(SettingsReader& reader, ExhaustionSettings& settings) {
    reader.require("limit", "the signal of the limit in quotes, or a number");
    if (!reader.is_number("limit")) {
        reader.read("limit", settings.limit);
        return;
    }
    double limit = 1;
    reader.read("limit", limit, {1e-9, 1e18});
    settings.limit_constant = limit;
}

void read_shares(SettingsReader& reader, ExhaustionSettings& settings) {
    reader.read("headroom_consumed", settings.headroom_consumed, {0.05, 0.95});
    reader.read("headroom_consumed_young", settings.headroom_consumed_young, {0.05, 0.95});
    reader.read("share_min", settings.share_min, share_range);
    reader.read("growth_min", settings.growth_min, {0, infinite});
    reader.read("full_ratio", settings.full_ratio, {0.5, 1});
    reader.read("full_leave", settings.full_leave, share_range);
    if (settings.full_leave > settings.full_ratio)
        reader.complain("full_leave", "must not be larger than full_ratio");
}

void read_spans(SettingsReader& reader, ExhaustionSettings& settings) {
    reader.read("horizon", settings.horizon);
    reader.read("critical_within", settings.critical_within);
    reader.read("evidence_min", settings.evidence_min);
    reader.read("young_for", settings.young_for);
    reader.read("warm_up", settings.warm_up);
    reader.read("full_hold", settings.full_hold);
    reader.read("clear_after", settings.clear_after);
}

}  // namespace

ExhaustionSettings read_exhaustion(SettingsReader& kind) {
    ExhaustionSettings settings;
    kind.require("impending", "\"{component} will be full in about {eta}\"");
    kind.require("occurring", "\"{component} is full\"");
    kind.require("exhaustion", "{ usage = \"…\", limit = \"…\" }");
    SettingsReader reader = kind.table("exhaustion");
    reader.require("usage", "the signal of the usage in quotes");
    reader.read("usage", settings.usage);
    read_limit(reader, settings);
    reader.read("age", settings.age);
    read_shares(reader, settings);
    read_spans(reader, settings);
    read_bound(reader, "pairs_max", settings.pairs_max);
    reader.finish();
    return settings;
}

}  // namespace foreshock::detectors
