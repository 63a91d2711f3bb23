#include <nlohmann/json.hpp>

#include "cli/pack_view.hpp"

namespace foreshock::cli {
namespace {

using detectors::KindOutline;
using detectors::Setting;
using Json = nlohmann::ordered_json;

/// A setting's value as programs read it: spans in seconds.
struct JsonValue {
    Json operator()(const std::string& text) const { return text; }

    Json operator()(bool flag) const { return flag; }

    Json operator()(double number) const { return number; }

    Json operator()(Duration span) const { return to_seconds(span); }

    Json operator()(const std::vector<std::string>& texts) const { return texts; }

    Json operator()(const detectors::LabelFilter& filter) const { return filter; }
};

Json settings_of(const KindOutline& kind) {
    Json settings = Json::array();
    for (const Setting& setting : kind.settings)
        settings.push_back({{"path", setting.path},
                            {"value", std::visit(JsonValue{}, setting.value)},
                            {"from", setting.place.empty() ? Json{} : Json(setting.place)}});
    return settings;
}

Json kind_json(const KindOutline& kind, const KindOutlines& all) {
    Json json{{"kind", kind.name}, {"enabled", kind.is_enabled}, {"from", kind.place}};
    if (!kind.is_enabled) return json;
    const auto& settings = kind.kind;
    json["engine"] = settings.engine;
    json["category"] = settings.category;
    json["subcategory"] = settings.subcategory;
    json["impact"] = settings.impact;
    json["severities"] = severities_of(kind);
    json["signals"] = Json::array();
    for (const Setting& setting : signals_of(kind, all))
        json["signals"].push_back(std::get<std::string>(setting.value));
    json["component"] = settings.component;
    json["disruption"] = settings.disruption;
    json["leads_to"] = settings.leads_to;
    json["guide"] = settings.guide;
    json["questions"] = settings.questions;
    json["rules"] = rules_of(settings);
    json["settings"] = settings_of(kind);
    return json;
}

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string kinds_json(const KindOutlines& kinds, const KindOutlines& all) {
    Json json = Json::array();
    for (const KindOutline& kind : kinds)
        json.push_back(kind_json(kind, all));
    return dumped(json);
}

std::string check_json(const std::string& complaints, const std::vector<PackWarning>& warnings) {
    Json json{{"errors", Json::array()}, {"warnings", Json::array()}};
    for (std::size_t begin = 0; begin < complaints.size();) {
        const std::size_t end = std::min(complaints.find('\n', begin), complaints.size());
        json["errors"].push_back(complaints.substr(begin, end - begin));
        begin = end + 1;
    }
    for (const PackWarning& warning : warnings)
        json["warnings"].push_back(
            {{"place", warning.place}, {"kind", warning.kind}, {"text", warning.text}});
    return dumped(json);
}

}  // namespace foreshock::cli
