#include "detectors/pack/pack.hpp"

#include <algorithm>
#include <array>

#include "detectors/pack/engine_settings.hpp"
#include "detectors/pack/settings_reader.hpp"

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
    reader.read("only", kind.only);
    reader.read("except", kind.except);
    reader.read("weak", kind.weak);
    read_engine(reader, kind);
    reader.finish();
    return kind;
}

/// A sign may be switched off, but neither misspelt nor a combination itself.
void check_sign(const SettingsReader& kinds, const Pack& pack, const std::string& kind,
                const std::string& sign) {
    const std::vector<std::string> names = kinds.keys();
    if (std::find(names.begin(), names.end(), sign) == names.end())
        kinds.complain(kind, "its sign " + sign + " is no kind of the pack");
    const KindSettings* found = pack.find(sign);
    if (found != nullptr && std::holds_alternative<CombinationSettings>(found->settings))
        kinds.complain(kind, "its sign " + sign + " is a combination");
}

void check_signs(const SettingsReader& kinds, const Pack& pack) {
    for (const KindSettings& kind : pack.kinds) {
        const auto* combination = std::get_if<CombinationSettings>(&kind.settings);
        if (combination == nullptr) continue;
        for (const CombinationSign& sign : combination->signs)
            if (!sign.kind.empty()) check_sign(kinds, pack, kind.kind, sign.kind);
    }
}

void read_kinds(SettingsReader& top, Pack& pack) {
    SettingsReader kinds = top.table("kinds");
    for (const std::string& name : kinds.keys()) {
        if (!is_kind_name(name))
            kinds.complain(name, "must be written in small letters, digits, dots and _");
        SettingsReader reader = kinds.table(name);
        bool enabled = true;
        reader.read("enabled", enabled);
        if (enabled) pack.kinds.push_back(read_kind(reader, name));
    }
    check_signs(kinds, pack);
    top.finish();
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

Result<Pack> parse_packs(const std::vector<PackText>& texts) {
    SettingsReader top{texts};
    Pack pack;
    if (top.complaints().empty()) read_kinds(top, pack);
    if (std::string complaints = top.complaints(); !complaints.empty())
        return fail(Errc::invalid, std::move(complaints));
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
