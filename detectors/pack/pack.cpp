#include "detectors/pack/pack.hpp"

#include <algorithm>
#include <array>

#include "core/hash.hpp"
#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/pack_outline.hpp"

namespace foreshock::detectors {
namespace {

constexpr std::array<std::string_view, 8> categories{
    "storage", "memory", "compute", "network", "process", "kernel", "hardware", "availability"};

constexpr std::array<Unit, 6> units{Unit::count,   Unit::bytes,   Unit::ratio,
                                    Unit::percent, Unit::seconds, Unit::per_second};

bool is_kind_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

void read_unit(SettingsReader& reader, KindSettings& kind) {
    std::string name{to_string(kind.unit)};
    reader.read("unit", name);
    const auto found = std::find_if(units.begin(), units.end(),
                                    [&name](Unit unit) { return to_string(unit) == name; });
    if (found == units.end())
        reader.complain("unit", "must be count, bytes, ratio, percent, seconds or per_second");
    else
        kind.unit = *found;
}

void read_words(SettingsReader& reader, KindSettings& kind) {
    reader.require("category", "\"storage\"");
    reader.read("category", kind.category);
    if (!kind.category.empty() &&
        std::find(categories.begin(), categories.end(), kind.category) == categories.end())
        reader.complain("category",
                        "must be one of storage, memory, compute, network, process, "
                        "kernel, hardware, availability");
    reader.read("subcategory", kind.subcategory);
    reader.require("component", "\"filesystem {mount}\"");
    reader.read("component", kind.component);
    reader.require("disruption", "\"writes to {mount} fail\"");
    reader.read("disruption", kind.disruption);
    reader.read("impending", kind.impending);
    reader.read("occurring", kind.occurring);
    reader.read("guide", kind.guide);
    reader.read("questions", kind.questions);
    reader.read("leads_to", kind.leads_to);
    reader.read("snapshot", kind.snapshot);
}

void read_engine(SettingsReader& reader, KindSettings& kind) {
    reader.require("engine", "\"level\"");
    reader.read("engine", kind.engine);
    if (kind.engine.empty()) return;
    if (!read_engine_settings(kind.engine, reader, kind.settings))
        reader.complain("engine", "must be one of " + engine_names());
    else
        kind.settings_id = stable_id({kind.engine, reader.table(kind.engine).text()});
}

KindSettings read_kind(SettingsReader& reader, const std::string& name) {
    KindSettings kind;
    kind.kind = name;
    read_words(reader, kind);
    double impact = kind.impact;
    reader.read("impact", impact, {1, 3});
    kind.impact = static_cast<int>(impact);
    if (impact != kind.impact) reader.complain("impact", "must be 1, 2 or 3");
    read_unit(reader, kind);
    reader.read("forecast_precision", kind.forecast_prior.precision, {0.05, 0.99});
    reader.read("forecast_precision_weight", kind.forecast_prior.weight, {1, 1000});
    reader.read("only", kind.only);
    reader.read("except", kind.except);
    reader.read("weak", kind.weak);
    read_engine(reader, kind);
    reader.finish();
    return kind;
}

/// A sign may be switched off, but neither misspelt nor a combination itself.
void check_sign(const SettingsReader& kinds, const std::vector<KindOutline>& outlines,
                const std::string& kind, const std::string& sign) {
    const auto found =
        std::find_if(outlines.begin(), outlines.end(),
                     [&sign](const KindOutline& outline) { return outline.name == sign; });
    if (found == outlines.end())
        return kinds.complain(kind, "its sign " + sign + " is no kind of the pack");
    if (found->is_enabled && std::holds_alternative<CombinationSettings>(found->kind.settings))
        kinds.complain(kind, "its sign " + sign + " is a combination");
}

void check_signs(const SettingsReader& kinds, const std::vector<KindOutline>& outlines) {
    for (const KindOutline& outline : outlines) {
        const auto* combination = std::get_if<CombinationSettings>(&outline.kind.settings);
        if (!outline.is_enabled || combination == nullptr) continue;
        for (const CombinationSign& sign : combination->signs)
            if (!sign.kind.empty()) check_sign(kinds, outlines, outline.name, sign.kind);
    }
}

KindOutline read_outline(SettingsReader& kinds, const std::string& name) {
    if (!is_kind_name(name))
        kinds.complain(name, "must be written in small letters, digits, dots and _");
    SettingsReader reader = kinds.table(name);
    KindOutline outline;
    outline.name = outline.kind.kind = name;
    reader.read("enabled", outline.is_enabled);
    outline.place = reader.place_of(outline.is_enabled ? "" : "enabled");
    if (!outline.is_enabled) return outline;
    outline.kind = read_kind(reader, name);
    outline.settings = reader.settings();
    return outline;
}

std::vector<KindOutline> read_kinds(SettingsReader& top) {
    std::vector<KindOutline> outlines;
    SettingsReader kinds = top.table("kinds");
    for (const std::string& name : kinds.keys())
        outlines.push_back(read_outline(kinds, name));
    check_signs(kinds, outlines);
    top.finish();
    return outlines;
}

Result<std::vector<KindOutline>> read_packs(SettingsReader top) {
    std::vector<KindOutline> outlines;
    if (top.complaints().empty()) outlines = read_kinds(top);
    if (std::string complaints = top.complaints(); !complaints.empty())
        return fail(Errc::invalid, std::move(complaints));
    return outlines;
}

bool is_signal_name(std::string_view text) {
    const auto dots = std::count(text.begin(), text.end(), '.');
    return dots >= 2 && is_kind_name(text) && text.front() != '.' && text.back() != '.';
}

/// Does the key say by its name that a signal stands there? A kind may be called like a signal.
bool is_signal_key(std::string_view path) {
    constexpr auto keys = std::to_array<std::string_view>({"signal", "signals", "usage", "limit"});
    const std::string_view key = path.substr(path.rfind('.') + 1);
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void add_signals(const Setting& setting, std::vector<Setting>& signals) {
    if (const auto* text = std::get_if<std::string>(&setting.value)) {
        if (is_signal_name(*text)) signals.push_back(setting);
    } else if (const auto* texts = std::get_if<std::vector<std::string>>(&setting.value)) {
        for (const std::string& each : *texts)
            if (is_signal_name(each)) signals.push_back({setting.path, each, setting.place});
    }
}

}  // namespace

const KindSettings* Pack::find(std::string_view kind) const {
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [kind](const KindSettings& each) { return each.kind == kind; });
    return found == kinds.end() ? nullptr : &*found;
}

Result<Pack> parse_pack(std::string_view toml, std::string_view file_name) {
    return parse_packs({{std::string{file_name}, std::string{toml}}});
}

Result<std::vector<KindOutline>> outline_packs(const std::vector<PackText>& texts) {
    return read_packs(SettingsReader{texts, true});
}

const Setting* KindOutline::find(std::string_view path) const {
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [path](const Setting& each) { return each.path == path; });
    return found == settings.end() ? nullptr : &*found;
}

std::vector<Setting> signals_of(const KindOutline& kind, const std::vector<KindOutline>& all) {
    std::vector<Setting> signals;
    for (const Setting& setting : kind.settings)
        if (setting.path.starts_with(kind.kind.engine + ".")) add_signals(setting, signals);
    std::erase_if(signals, [&all](const Setting& setting) {
        return !is_signal_key(setting.path) &&
               std::any_of(all.begin(), all.end(), [&setting](const KindOutline& each) {
                   return each.name == std::get<std::string>(setting.value);
               });
    });
    return signals;
}

Result<Pack> parse_packs(const std::vector<PackText>& texts) {
    Result<std::vector<KindOutline>> outlines = read_packs(SettingsReader{texts});
    if (!outlines) return fail(std::move(outlines).error());
    Pack pack;
    for (KindOutline& outline : *outlines)
        if (outline.is_enabled) pack.kinds.push_back(std::move(outline.kind));
    pack.kinds.shrink_to_fit();
    return pack;
}

Result<Pack> load_packs(const std::vector<std::string>& paths) {
    const Result<std::vector<PackText>> texts = read_pack_texts(paths);
    if (!texts) return fail(texts.error());
    return parse_packs(*texts);
}

std::string_view to_string(Unit unit) {
    switch (unit) {
        case Unit::count:
            return "count";
        case Unit::bytes:
            return "bytes";
        case Unit::ratio:
            return "ratio";
        case Unit::percent:
            return "percent";
        case Unit::seconds:
            return "seconds";
        case Unit::per_second:
            return "per_second";
    }
    return "count";
}

}  // namespace foreshock::detectors
