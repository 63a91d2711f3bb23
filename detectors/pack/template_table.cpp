#include <array>

#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::array<std::string_view, 8> line_severities{
    "emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug"};

void read_least(SettingsReader& reader, LogSeverity& least) {
    std::string name{line_severities[static_cast<std::size_t>(least)]};
    reader.read("least", name);
    for (std::size_t i = 0; i < line_severities.size(); ++i) {
        if (line_severities[i] != name) continue;
        least = static_cast<LogSeverity>(i);
        return;
    }
    reader.complain("least",
                    "must be emergency, alert, critical, error, warning, notice, informational "
                    "or debug");
}

void read_patterns(SettingsReader& reader, std::string_view key,
                   std::vector<LinePattern>& patterns) {
    std::vector<std::string> texts;
    reader.read(key, texts);
    for (const std::string& text : texts) {
        auto pattern = LinePattern::parse(text);
        if (pattern)
            patterns.push_back(std::move(*pattern));
        else
            reader.complain(key, "'" + text + "' " + pattern.error().what);
    }
}

NoveltySettings read_novelty(SettingsReader reader) {
    NoveltySettings settings;
    reader.read("learning_min", settings.learning_min);
    reader.read("expected_per_hour_max", settings.expected_per_hour_max, {0, infinite});
    read_bound(reader, "repeats", settings.repeats);
    reader.read("sustained", settings.sustained);
    reader.read("within", settings.within);
    reader.read("after_change", settings.after_change);
    reader.read("changes", settings.changes);
    read_bound(reader, "per_hour_max", settings.per_hour_max);
    read_bound(reader, "sources_max", settings.sources_max);
    read_bound(reader, "templates_max", settings.templates_max);
    read_count(reader, "bytes_max", settings.bytes_max, {4096, 1 << 30});
    reader.finish();
    return settings;
}

void read_counts(SettingsReader& reader, TemplateSettings& settings) {
    read_bound(reader, "count", settings.count);
    reader.read("window", settings.window);
    reader.read("lasting", settings.lasting);
    reader.read("clear_after", settings.clear_after);
    if (reader.has("critical_count")) {
        settings.critical_count = settings.count;
        read_bound(reader, "critical_count", *settings.critical_count);
        if (*settings.critical_count < settings.count)
            reader.complain("critical_count", "must be at least count");
    }
    read_bound(reader, "subjects_max", settings.subjects_max);
}

}  // namespace

TemplateSettings read_template(SettingsReader& kind) {
    TemplateSettings settings;
    kind.require("template", "{ match = [\"…\"] }");
    SettingsReader reader = kind.table("template");
    read_patterns(reader, "match", settings.match);
    read_patterns(reader, "except", settings.except);
    read_patterns(reader, "ends", settings.ends);
    reader.read("source", settings.source);
    reader.read("unit", settings.unit);
    reader.read("except_unit", settings.except_unit);
    read_least(reader, settings.least);
    read_severity(reader, "severity", settings.severity);
    read_counts(reader, settings);
    read_phase(reader, settings.phase);
    if (reader.has("novelty")) settings.novelty = read_novelty(reader.table("novelty"));
    if (reader.has("match") == reader.has("novelty"))
        reader.complain(reader.has("match") ? "match" : "novelty",
                        "either match or novelty must be there, not both");
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
