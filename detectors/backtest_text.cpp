#include <algorithm>
#include <cmath>

#include "core/number.hpp"
#include "detectors/backtest.hpp"

namespace foreshock::detectors {
namespace {

std::string render_score(const ForecastScore& score) {
    std::string text = format_rfc3339(score.raised_at) + "  " + score.kind + "  " + score.component;
    if (!score.met_at) return text + "  did not come true\n";
    const Duration lead = *score.met_at - score.raised_at;
    text += "  came true " + describe_duration(lead) + " later, ";
    text += score.interval_held() ? "inside the interval" : "outside the interval";
    return text + ", off by " + describe_number(std::round(score.error_ratio() * 1000) / 10) +
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
    for (const ForecastScore& score : report.scores)
        text += render_score(score);
    const auto good = std::count_if(report.scores.begin(), report.scores.end(),
                                    [](const ForecastScore& score) { return score.came_true(); });
    text += "\n" + std::to_string(report.rows) + " rows, " + std::to_string(report.series) +
            " series (" + std::to_string(report.series_unwatched) + " that no kind looks at), " +
            (report.lines > 0 ? std::to_string(report.lines) + " log lines, " : "") +
            describe_duration(report.to - report.from) + ": " + std::to_string(good) + " of " +
            std::to_string(report.scores.size()) + " announcements came true, " +
            std::to_string(report.unannounced) + " limits were met unannounced\n";
    return text + render_left_out(report);
}

}  // namespace foreshock::detectors
