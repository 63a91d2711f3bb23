#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_spans(SettingsReader& reader, ExpirySettings& settings) {
    reader.read("warning", settings.warning);
    reader.read("critical", settings.critical);
    reader.read("last_call", settings.last_call);
    reader.read("late_horizon", settings.late_horizon);
    reader.read("short_life", settings.short_life);
    reader.read("stale_after", settings.stale_after);
    if (settings.critical > settings.warning)
        reader.complain("critical", "must not be longer than warning");
    if (settings.last_call > settings.critical)
        reader.complain("last_call", "must not be longer than critical");
}

}  // namespace

ExpirySettings read_expiry(SettingsReader& kind) {
    ExpirySettings settings;
    kind.require("impending", "\"{component} ends in {eta}, on {date}\"");
    kind.require("occurring", "\"{component} ended on {date}\"");
    kind.require("expiry", "{ signal = \"…\" }");
    SettingsReader reader = kind.table("expiry");
    reader.require("signal", "\"area.thing.aspect\"");
    reader.read("signal", settings.signal);
    std::string gives = "remaining";
    reader.read("gives", gives);
    if (gives != "remaining" && gives != "date")
        reader.complain("gives", "must be \"remaining\" (seconds) or \"date\" (Unix time)");
    settings.is_date = gives == "date";
    reader.read("same", settings.same);
    read_spans(reader, settings);
    reader.read("short_warning", settings.short_warning, share_range);
    reader.read("short_critical", settings.short_critical, share_range);
    if (settings.short_critical > settings.short_warning)
        reader.complain("short_critical", "must not be larger than short_warning");
    read_severity(reader, "severity", settings.severity_max);
    read_bound(reader, "series_max", settings.series_max);
    read_bound(reader, "open_max", settings.open_max);
    reader.finish();
    return settings;
}

}  // namespace foreshock::detectors
