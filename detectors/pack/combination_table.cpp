#include <algorithm>

#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/setting_values.hpp"

namespace foreshock::detectors {
namespace {

void read_signal(SettingsReader& reader, CombinationSign& sign) {
    read_direction(reader, sign.bad);
    reader.require("value", "the value from which on it holds");
    reader.read("value", sign.band.enter, any_number);
    sign.band.leave = sign.band.enter;
    reader.read("leave", sign.band.leave, any_number);
    const double gap = sign.band.enter - sign.band.leave;
    if (sign.bad == Direction::above ? gap < 0 : gap > 0)
        reader.complain("leave", "must lie on the good side of value");
    sign.band.hold_for = sign.band.clear_after = std::chrono::seconds{10};
    reader.read("hold_for", sign.band.hold_for);
    reader.read("clear_after", sign.band.clear_after);
}

CombinationSign read_sign(SettingsReader& reader) {
    CombinationSign sign;
    reader.read("kind", sign.kind);
    reader.read("signal", sign.signal);
    if (sign.kind.empty() == sign.signal.empty())
        reader.complain("kind", "either kind or signal must be given");
    if (!sign.signal.empty()) read_signal(reader, sign);
    if (!sign.kind.empty()) reader.read("anywhere", sign.anywhere);
    reader.require("words", "\"memory stalls grow\"");
    reader.read("words", sign.words);
    reader.read("confidence", sign.confidence, share_range);
    reader.read("required", sign.required);
    reader.finish();
    return sign;
}

bool is_alike(const CombinationSign& a, const CombinationSign& b) {
    return a.kind == b.kind && a.signal == b.signal;
}

void read_signs(SettingsReader& reader, CombinationSettings& settings) {
    reader.require("signs", "[{ kind = \"…\", words = \"…\" }, …]");
    for (SettingsReader& each : reader.tables("signs")) {
        CombinationSign sign = read_sign(each);
        for (const CombinationSign& other : settings.signs)
            if (is_alike(sign, other)) each.complain("words", "the same sign is named twice");
        settings.signs.push_back(std::move(sign));
    }
    const std::size_t count = settings.signs.size();
    if (count < 2 || count > CombinationSettings::signs_max)
        reader.complain("signs", "must be two to eight");
    const auto is_anywhere = [](const CombinationSign& sign) { return sign.anywhere; };
    if (std::all_of(settings.signs.begin(), settings.signs.end(), is_anywhere))
        reader.complain("signs", "one of them must be about the component itself");
}

void read_needed(SettingsReader& reader, CombinationSettings& settings) {
    const double most = static_cast<double>(std::max<std::size_t>(settings.signs.size(), 2));
    read_count(reader, "needed", settings.needed, {2, most});
}

void read_suspect(SettingsReader& reader, CombinationSettings& settings) {
    reader.read("suspect", settings.suspect);
    reader.read("suspect_label", settings.suspect_label);
    if (settings.suspect.empty() != settings.suspect_label.empty())
        reader.complain("suspect", "must be given together with suspect_label");
}

}  // namespace

CombinationSettings read_combination(SettingsReader& kind) {
    CombinationSettings settings;
    kind.require("combination", "{ signs = [{ kind = \"…\", words = \"…\" }, …] }");
    SettingsReader reader = kind.table("combination");
    read_signs(reader, settings);
    read_needed(reader, settings);
    reader.read("hold_for", settings.hold_for);
    reader.read("clear_after", settings.clear_after);
    reader.read("critical_within", settings.critical_within);
    read_suspect(reader, settings);
    read_phase(reader, settings.phase);
    read_bound(reader, "subjects_max", settings.subjects_max);
    reader.finish();
    require_sentence(kind, settings.phase);
    return settings;
}

}  // namespace foreshock::detectors
