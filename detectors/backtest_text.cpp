#include <algorithm>
#include <cmath>

#include "core/number.hpp"
#include "detectors/backtest.hpp"

namespace foreshock::detectors {
namespace {

std::string_view outcome_words(ForecastVerdict verdict) {
    switch (verdict) {
        case ForecastVerdict::prevented:
            return "was relieved in time";
        case ForecastVerdict::withdrawn:
            return "was withdrawn";
        case ForecastVerdict::pending:
            return "was open at the end of the data";
        default:
            return "did not come true";
    }
}

std::string render_score(const ScoredForecast& score) {
    std::string text =
        format_rfc3339(score.raised_at) + "  " + score.kind + "  " + score.subject.component + "  ";
    if (!came_true(score.verdict)) return text + std::string{outcome_words(score.verdict)} + "\n";
    text += "came true " + describe_duration(score.lead()) + " later, ";
    text += score.verdict == ForecastVerdict::hit ? "inside the interval" : "outside the interval";
    return text + ", off by " + describe_number(std::round(error_ratio(score) * 1000) / 10) +
           " %\n";
}

/// What was left out, when anything was.
std::string render_left_out(const BacktestReport& report) {
    std::string text;
    const auto add = [&text](std::size_t count, const char* what) {
        if (count > 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + what;
    };
    add(report.rows_out_of_order, " out of order");
    add(report.malformed, " that could not be read");
    add(report.refused, " beyond a bound");
    return text.empty() ? text : "left out: " + text + "\n";
}

}  // namespace

std::string render(const BacktestReport& report) {
    std::string text;
    for (const Symptom& symptom : report.symptoms) {
        text += format_rfc3339(symptom.observed_at) + "  ";
        text +=
            std::string{to_string(symptom.status)} + "  " + std::string{to_string(symptom.phase)};
        text += "  " + std::string{to_string(symptom.severity)} + "  " + symptom.kind + "  ";
        text += symptom.sentence + "\n";
    }
    if (!report.scores.empty()) text += "\nAnnouncements\n";
    for (const ScoredForecast& score : report.scores)
        text += render_score(score);
    const auto good =
        std::count_if(report.scores.begin(), report.scores.end(),
                      [](const ScoredForecast& score) { return came_true(score.verdict); });
    text += "\n" + std::to_string(report.rows) + " rows, " + std::to_string(report.series) +
            " series (" + std::to_string(report.series_unwatched) + " that no kind looks at), " +
            (report.lines > 0 ? std::to_string(report.lines) + " log lines, " : "") +
            describe_duration(report.to - report.from) + ": " + std::to_string(good) + " of " +
            std::to_string(report.scores.size()) + " announcements came true, " +
            std::to_string(report.unannounced) + " limits were met unannounced\n";
    return text + render_left_out(report);
}

}  // namespace foreshock::detectors
