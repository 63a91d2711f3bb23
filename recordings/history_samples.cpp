#include "recordings/history_samples.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/text_scan.hpp"

namespace foreshock::recordings {
namespace {

using Json = nlohmann::json;

Result<Json> parsed(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return fail(Errc::malformed, "this is no JSON");
    return json;
}

Result<SeriesKey> key_of(const Json& json) {
    const auto signal = json.is_object() ? json.find("signal") : json.end();
    if (!json.is_object() || signal == json.end() || !signal->is_string())
        return fail(Errc::malformed, "no \"signal\": is it an answer of the samples route?");
    std::vector<Labels::Pair> pairs;
    const auto labels = json.find("labels");
    if (labels != json.end() && labels->is_object())
        for (const auto& [name, value] : labels->items())
            if (value.is_string()) pairs.emplace_back(name, value.get<std::string>());
    auto made = Labels::from_pairs(std::move(pairs));
    if (!made) return fail(std::move(made).error());
    return SeriesKey{signal->get<std::string>(), std::move(*made)};
}

/// [unix_seconds, min, last, max], or [unix_seconds, value]; nothing when it is null.
std::optional<HistoryPoint> point_of(const Json& json) {
    if (!json.is_array() || json.size() < 2 || !json[0].is_number()) return std::nullopt;
    const Json& value = json[json.size() < 3 ? 1 : 2];
    const double seconds = json[0].get<double>();
    if (!value.is_number() || !std::isfinite(seconds) || std::abs(seconds) > 1e11)
        return std::nullopt;
    return HistoryPoint{from_unix_ms(std::llround(seconds * 1000)), value.get<double>()};
}

Result<HistorySamples> samples_of(const Json& json) {
    auto key = key_of(json);
    if (!key) return fail(std::move(key).error());
    const auto points = json.find("points");
    if (points == json.end() || !points->is_array())
        return fail(Errc::malformed, key->signal + " has no \"points\"");
    HistorySamples samples{std::move(*key), {}};
    for (const Json& each : *points)
        if (const auto point = point_of(each)) samples.points.push_back(*point);
    std::stable_sort(samples.points.begin(), samples.points.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    return samples;
}

Result<void> add_document(std::string_view text, std::vector<HistorySamples>& all) {
    const auto json = parsed(text);
    if (!json) return fail(json.error());
    const Json whole = json->is_array() ? *json : Json::array({*json});
    for (const Json& each : whole) {
        auto samples = samples_of(each);
        if (!samples) return fail(std::move(samples).error());
        all.push_back(std::move(*samples));
    }
    return {};
}

}  // namespace

Result<std::vector<SeriesKey>> parse_series_list(std::string_view json) {
    const auto list = parsed(json);
    if (!list) return fail(list.error());
    if (!list->is_array()) return fail(Errc::malformed, "this is no list of series");
    std::vector<SeriesKey> keys;
    for (const Json& each : *list) {
        auto key = key_of(each);
        if (!key) return fail(std::move(key).error());
        keys.push_back(std::move(*key));
    }
    return keys;
}

Result<HistorySamples> parse_samples(std::string_view json) {
    const auto whole = parsed(json);
    if (!whole) return fail(whole.error());
    return samples_of(*whole);
}

Result<std::vector<HistorySamples>> parse_exported(std::string_view text) {
    std::vector<HistorySamples> all;
    // One document, over several lines perhaps, or one per line.
    if (Json::accept(text)) {
        auto added = add_document(text, all);
        if (!added) return fail(std::move(added).error());
        return all;
    }
    std::string_view line;
    for (std::size_t number = 1; take_line(text, line); ++number) {
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        if (auto added = add_document(line, all); !added)
            return fail(std::move(added).error().with("line " + std::to_string(number)));
    }
    return all;
}

}  // namespace foreshock::recordings
