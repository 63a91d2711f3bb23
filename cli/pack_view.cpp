#include "cli/pack_view.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "cli/table.hpp"
#include "core/number.hpp"
#include "detectors/symptom_text.hpp"

namespace foreshock::cli {
namespace {

using detectors::KindOutline;
using detectors::Setting;
using detectors::Unit;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all;
}

std::string last_key(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
}

/// Values of these keys are in the unit of the kind.
bool has_unit_of_kind(const Setting& setting) {
    constexpr auto keys =
        std::to_array<std::string_view>({"enter", "leave", "growth_min", "limit"});
    return std::find(keys.begin(), keys.end(), last_key(setting.path)) != keys.end();
}

/// A setting as text, one overload per type.
struct Describer {
    const Setting& setting;
    Unit unit;

    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(bool flag) const { return flag ? "yes" : "no"; }

    std::string operator()(double number) const {
        if (has_unit_of_kind(setting)) return detectors::describe_value(unit, number);
        return describe_number(number);
    }

    std::string operator()(Duration span) const { return describe_duration(span); }

    std::string operator()(const std::vector<std::string>& texts) const { return joined(texts); }

    std::string operator()(const detectors::LabelFilter& filter) const {
        std::string all;
        for (const auto& [label, values] : filter)
            all += (all.empty() ? "" : "; ") + label + " = " + joined(values);
        return all;
    }
};

/// What people see elsewhere on the page already.
bool is_told_elsewhere(const std::string& path) {
    constexpr auto keys = std::to_array<std::string_view>(
        {"enabled", "engine", "guide", "questions", "impending", "occurring"});
    return std::find(keys.begin(), keys.end(), path) != keys.end();
}

std::string signals_text(const KindOutline& kind, const KindOutlines& all) {
    std::vector<std::string> names;
    for (const Setting& setting : signals_of(kind, all)) {
        const auto& name = std::get<std::string>(setting.value);
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return joined(names);
}

std::string impact_words(int impact) {
    return impact == 1 ? "the whole host" : impact == 2 ? "a service" : "one component";
}

std::string heading(const std::string& text, const Look& look) {
    return "\n" + look.paint(Colour::bold, text) + "\n";
}

std::string paragraphs(const std::string& text, const Look& look) {
    std::string out;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (end > begin) out += wrap(printable(text.substr(begin, end - begin)), look.width, 2);
        begin = end + 1;
    }
    return out;
}

std::string bullets(const std::vector<std::string>& texts, const Look& look) {
    std::string out;
    for (const std::string& text : texts)
        out += paragraphs("- " + text, look);
    return out;
}

std::string render_settings(const KindOutline& kind, const Look& look) {
    std::string out;
    for (const Setting& setting : kind.settings) {
        const std::string value = describe_setting(setting, kind.kind.unit);
        if (is_told_elsewhere(setting.path) || (value.empty() && setting.place.empty())) continue;
        const std::string from = setting.place.empty() ? "default" : setting.place;
        out += wrap(setting.path + ": " + printable(value) + "  (" + from + ")", look.width, 2);
    }
    return out;
}

std::string render_sentences(const KindOutline& kind, const Look& look) {
    std::string out;
    const auto add = [&](const std::string& when, const std::string& path,
                         const std::string& text) {
        if (text.empty()) return;
        const Setting* setting = kind.find(path);
        out += heading(when + (setting ? "  (" + setting->place + ")" : ""), look);
        out += paragraphs(text, look);
    };
    add("Before it happens it says", "impending", kind.kind.impending);
    add("When it has happened it says", "occurring", kind.kind.occurring);
    add("Guide", "guide", kind.kind.guide);
    return out;
}

std::string field(const std::string& name, const std::string& text, const Look& look) {
    if (text.empty()) return {};
    constexpr std::size_t indent = 14;
    std::string wrapped = wrap(printable(text), look.width, indent);
    return wrapped.replace(2, name.size(), name);
}

}  // namespace

std::string describe_setting(const Setting& setting, Unit unit) {
    return std::visit(Describer{setting, unit}, setting.value);
}

std::string severities_of(const KindOutline& kind) {
    if (const auto* level = std::get_if<detectors::LevelSettings>(&kind.kind.settings))
        return level->critical ? "warning, critical" : "warning";
    if (std::holds_alternative<detectors::ExhaustionSettings>(kind.kind.settings))
        return "warning, critical";
    const bool has_critical =
        std::any_of(kind.settings.begin(), kind.settings.end(), [](const Setting& setting) {
            return setting.path.find("critical") != std::string::npos && !setting.place.empty();
        });
    return has_critical ? "warning, critical" : "warning";
}

std::string render_kind_list(const KindOutlines& kinds, const Look& look) {
    Look wide = look;  // names of signals are for searching: whole
    wide.width = std::max<std::size_t>(look.width, 240);
    std::vector<std::vector<TableCell>> rows;
    for (const KindOutline& kind : kinds) {
        if (!kind.is_enabled) {
            rows.push_back({{kind.name, Colour::dim}, {"off"}, {""}, {""}, {""}, {kind.place}});
            continue;
        }
        rows.push_back({{kind.name},
                        {kind.kind.engine},
                        {kind.kind.category},
                        {std::to_string(kind.kind.impact)},
                        {severities_of(kind)},
                        {signals_text(kind, kinds)}});
    }
    return render_table(
        {{"KIND"}, {"ENGINE"}, {"CATEGORY"}, {"IMPACT"}, {"SEVERITY"}, {"SIGNALS", 160, true}},
        rows, wide);
}

std::string render_kind(const KindOutline& kind, const KindOutlines& all, const Look& look) {
    std::string out = look.paint(Colour::bold, kind.name) + "\n";
    if (!kind.is_enabled) return out + "  is switched off by " + kind.place + "\n";
    const auto& settings = kind.kind;
    out += field("engine", settings.engine, look);
    out += field("looks at", signals_text(kind, all), look);
    out += field("about", settings.component, look);
    out += field("precedes", settings.disruption, look);
    out += field(
        "category",
        settings.category + (settings.subcategory.empty() ? "" : " / " + settings.subcategory),
        look);
    out += field("impact", std::to_string(settings.impact) + ": " + impact_words(settings.impact),
                 look);
    out += field("severity", severities_of(kind), look);
    out += field("causes", joined(settings.leads_to), look);
    if (const auto rules = rules_of(settings); !rules.empty())
        out += heading("When it speaks, and when not", look) + bullets(rules, look);
    out += render_sentences(kind, look);
    if (!settings.questions.empty())
        out += heading("Questions for the first line", look) + bullets(settings.questions, look);
    return out + heading("Settings", look) + render_settings(kind, look);
}

}  // namespace foreshock::cli
