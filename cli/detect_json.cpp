#include "cli/detect_json.hpp"

#include <nlohmann/json.hpp>

#include "detectors/pack_difference.hpp"

namespace foreshock::cli {
namespace {

using detectors::BacktestReport;
using detectors::Episode;
using Json = nlohmann::ordered_json;

Json moment(const std::optional<TimePoint>& at) {
    return at ? Json(format_rfc3339(*at)) : Json{};
}

Json forecast_json(const std::optional<Forecast>& forecast) {
    if (!forecast) return {};
    return {{"expected", format_rfc3339(forecast->expected)},
            {"earliest", format_rfc3339(forecast->earliest)},
            {"latest", format_rfc3339(forecast->latest)},
            {"confidence", forecast->confidence},
            {"disruption", forecast->disruption}};
}

Json symptom_json(const Symptom& symptom) {
    return {{"at", format_rfc3339(symptom.observed_at)},
            {"id", symptom.id},
            {"status", to_string(symptom.status)},
            {"phase", to_string(symptom.phase)},
            {"severity", to_string(symptom.severity)},
            {"kind", symptom.kind},
            {"component", symptom.subject.component},
            {"reason", symptom.reason},
            {"sentence", symptom.sentence},
            {"forecast", forecast_json(symptom.forecast)}};
}

Json episode_json(const Episode& episode) {
    return {{"kind", episode.kind},
            {"component", episode.component},
            {"severity", to_string(episode.severity)},
            {"raised_at", format_rfc3339(episode.raised_at)},
            {"occurring_at", moment(episode.occurring_at)},
            {"cleared_at", moment(episode.cleared_at)},
            {"sentence", episode.sentence},
            {"forecast", forecast_json(episode.forecast)}};
}

Json score_json(const ScoredForecast& score) {
    Json json{{"kind", score.kind},
              {"component", score.subject.component},
              {"raised_at", format_rfc3339(score.raised_at)},
              {"forecast", forecast_json(score.first)},
              {"verdict", to_string(score.verdict)},
              {"met_at", moment(score.happened_at)},
              {"cleared_at", moment(score.taken_back_at)},
              {"came_true", came_true(score.verdict)}};
    if (came_true(score.verdict)) {
        json["lead_seconds"] = to_seconds(score.lead());
        json["interval_held"] = score.verdict == ForecastVerdict::hit;
        json["error_ratio"] = detectors::error_ratio(score);
    }
    return json;
}

Json sum_json(const detectors::BacktestSum& sum) {
    return {{"alarms", sum.alarms},
            {"alarms_per_host_week", sum.alarms_per_host_week},
            {"hits", sum.hits},
            {"false_alarms", sum.false_alarms},
            {"undecided", sum.undecided},
            {"misses", sum.misses},
            {"median_lead_seconds", to_seconds(sum.median_lead)},
            {"median_error_ratio", sum.median_error_ratio}};
}

Json truth_json(const detectors::TruthScore& score) {
    return {{"incidents", score.incidents},
            {"told", score.met},
            {"announced", score.announced},
            {"recall", score.recall()},
            {"alarms", score.episodes},
            {"true_alarms", score.true_episodes},
            {"precision", score.precision()},
            {"median_lead_seconds", to_seconds(detectors::median(score.leads))}};
}

Json recording_json(const BacktestReport& report) {
    return {{"from", format_rfc3339(report.from)},
            {"to", format_rfc3339(report.to)},
            {"rows", report.rows},
            {"values", report.values},
            {"lines", report.lines},
            {"series", report.series},
            {"rows_out_of_order", report.rows_out_of_order},
            {"malformed", report.malformed}};
}

template <class Items, class ToJson>
Json array_of(const Items& items, ToJson to_json) {
    Json array = Json::array();
    for (const auto& item : items)
        array.push_back(to_json(item));
    return array;
}

Json report_json(const BacktestReport& report) {
    return {{"series_unwatched", report.series_unwatched},
            {"refused", report.refused},
            {"symptoms", array_of(report.symptoms, symptom_json)},
            {"episodes", array_of(report.episodes, episode_json)},
            {"announcements", array_of(report.scores, score_json)},
            {"sum", sum_json(sum_of(report))}};
}

Json difference_json(const BacktestReport& a, const BacktestReport& b) {
    const auto difference = detectors::compare_episodes(a.episodes, b.episodes);
    return {{"only_in_a", array_of(difference.only_in_a, episode_json)},
            {"only_in_b", array_of(difference.only_in_b, episode_json)},
            {"in_both", array_of(difference.in_both, [](const detectors::EpisodePair& pair) {
                 return Json{{"a", episode_json(pair.a)},
                             {"b", episode_json(pair.b)},
                             {"seconds_earlier_in_b", to_seconds(pair.earlier_in_b())}};
             })}};
}

}  // namespace

std::string detect_json(const std::vector<std::string>& names,
                        const std::vector<BacktestReport>& reports,
                        const std::optional<std::vector<detectors::TrueIncident>>& truth) {
    Json json{{"recording", recording_json(reports.front())}, {"packs", Json::array()}};
    for (std::size_t i = 0; i < reports.size(); ++i) {
        Json report = report_json(reports[i]);
        if (i < names.size()) report["name"] = names[i];
        if (truth)
            report["truth"] = truth_json(detectors::score_truth(reports[i].episodes, *truth));
        json["packs"].push_back(std::move(report));
    }
    if (reports.size() == 2) json["difference"] = difference_json(reports[0], reports[1]);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace foreshock::cli
