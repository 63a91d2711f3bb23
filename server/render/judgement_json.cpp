#include "server/render/judgement_json.hpp"

#include <map>

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json labels_json(const Labels& labels) {
    Json json = Json::object();
    for (const auto& [name, value] : labels.pairs())
        json[name] = value;
    return json;
}

Json limit_json(const SeriesLimit& limit) {
    const LimitNumbers& numbers = limit.numbers;
    return {{"kind", limit.kind},
            {"signal", limit.subject.signal},
            {"labels", labels_json(limit.subject.labels)},
            {"unit", limit.unit},
            {"bad", numbers.is_above_bad ? "above" : "below"},
            {"limit", numbers.now},
            {"pack_limit", numbers.of_pack},
            {"floor", numbers.floor},
            {"ceiling", numbers.ceiling},
            {"usual_low", or_null(numbers.usual_low)},
            {"usual_high", or_null(numbers.usual_high)},
            {"since", format_rfc3339(limit.since)},
            {"seen_seconds", to_seconds(numbers.seen)},
            {"version", limit.version}};
}

Json parts_json(const PackInUse& pack) {
    Json list = Json::array();
    for (const PackPart& part : pack.parts)
        list.push_back({{"name", part.name}, {"id", part.id}});
    return list;
}

Json severity_json(const packs::SeverityRule& rule) {
    return {{"usual", to_string(rule.usual)},
            {"said_at", or_null(rule.said_at)},
            {"learned", rule.is_learned},
            {"bad", rule.is_below ? "below" : "above"},
            {"critical_when", to_string(rule.critical_when)},
            {"critical_at", or_null(rule.critical_at)}};
}

/// Kind → how its forecasts ended on all hosts together.
using Records = std::map<std::string_view, const incidents::ForecastAccuracy*>;

Records records_of(const std::vector<incidents::ForecastAccuracy>& accuracy) {
    Records records;
    for (const incidents::ForecastAccuracy& each : accuracy)
        if (each.host.empty()) records.emplace(each.kind, &each);
    return records;
}

/// Null as long as none has ended.
Json record_json(const Records& records, const std::string& kind) {
    const auto found = records.find(kind);
    if (found == records.end()) return nullptr;
    const incidents::ForecastAccuracy& all = *found->second;
    const auto lead = all.median_lead ? std::optional{to_seconds(*all.median_lead)} : std::nullopt;
    return {{"came", all.count(ForecastVerdict::hit) + all.count(ForecastVerdict::early) +
                         all.count(ForecastVerdict::late)},
            {"never", all.count(ForecastVerdict::never)},
            {"precision", or_null(all.precision)},
            {"median_lead_seconds", or_null(lead)},
            {"false_alarms_per_host_week", all.false_alarms_per_host_week}};
}

Json kind_json(const packs::ShippedKind& kind, const Records& records) {
    return {{"kind", kind.kind},
            {"category", kind.category},
            {"subcategory", kind.subcategory},
            {"engine", kind.engine},
            {"unit", kind.unit},
            {"component", kind.component},
            {"disruption", kind.disruption},
            {"impending", kind.impending},
            {"occurring", kind.occurring},
            {"guide", kind.guide},
            {"questions", kind.questions},
            {"leads_to", kind.leads_to},
            {"impact", kind.impact},
            {"weak", kind.is_weak},
            {"severity", severity_json(kind.severity)},
            {"record", record_json(records, kind.kind)}};
}

bool is_stock(const PackInUse& pack, const PackInUse& shipped) {
    return pack.id == shipped.id;
}

Json use_json(const PackUse& use, const PackInUse& shipped) {
    return {{"id", use.pack.id},
            {"kinds", use.pack.kinds},
            {"stock", is_stock(use.pack, shipped)},
            {"versions", use.versions},
            {"parts", parts_json(use.pack)},
            {"host_count", use.host_count},
            {"hosts", use.hosts}};
}

}  // namespace

std::string learned_json(const std::optional<LearnedLimits>& learned,
                         const std::optional<incidents::PackOfHost>& pack) {
    Json json;
    json["at"] = learned ? Json(format_rfc3339(learned->at)) : Json(nullptr);
    json["limits"] = Json::array();
    for (const SeriesLimit& limit : learned ? learned->limits : std::vector<SeriesLimit>{})
        json["limits"].push_back(limit_json(limit));
    json["left_out"] = learned ? learned->left_out : 0;
    json["others"] = learned ? learned->others : 0;
    json["pack"] = nullptr;
    if (pack)
        json["pack"] = {{"id", pack->pack.id},
                        {"version", pack->pack.version},
                        {"kinds", pack->pack.kinds},
                        {"parts", parts_json(pack->pack)},
                        {"told_at", format_rfc3339(pack->told_at)}};
    return text_of(json);
}

std::string packs_json(const PacksView& view) {
    const PackInUse& shipped = view.shipped.identity;
    Json json;
    json["stock"] = {{"id", shipped.id},
                     {"version", view.server_version},
                     {"kinds", shipped.kinds},
                     {"parts", parts_json(shipped)}};
    json["window_seconds"] = to_seconds(incidents::accuracy_window);
    json["hosts_silent"] = view.hosts_silent;
    json["used"] = Json::array();
    for (const PackUse& use : view.used)
        json["used"].push_back(use_json(use, shipped));
    json["kinds"] = Json::array();
    const Records records = records_of(view.accuracy);
    for (const packs::ShippedKind& kind : view.shipped.kinds)
        json["kinds"].push_back(kind_json(kind, records));
    return text_of(json);
}

}  // namespace foreshock::render
