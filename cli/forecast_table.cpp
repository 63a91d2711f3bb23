#include "cli/forecast_table.hpp"

#include <algorithm>
#include <cmath>

#include "cli/table.hpp"
#include "cli/words.hpp"
#include "core/number.hpp"

namespace foreshock::cli {
namespace {

using Rows = std::vector<std::vector<TableCell>>;

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + "%";
}

std::string time_left(const OpenForecastLine& line, TimePoint now) {
    if (!line.expected) return "-";
    return *line.expected > now ? short_duration(*line.expected - now) : "due";
}

std::string open_table(const std::vector<OpenForecastLine>& open, const Look& look) {
    const std::vector<TableColumn> columns{
        {"ETA"}, {"SURE"}, {"HOST", 30}, {"COMPONENT", 30}, {"WHAT WILL HAPPEN", 200, true}};
    Rows rows;
    for (const OpenForecastLine& line : open) {
        rows.push_back({{time_left(line, look.now), Colour::yellow},
                        {percent(line.confidence)},
                        {line.host},
                        {line.component},
                        {line.disruption}});
    }
    return render_table(columns, rows, look);
}

std::size_t hosts_of(const std::vector<AccuracyLine>& all, const std::string& kind) {
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(),
        [&](const AccuracyLine& line) { return line.kind == kind && !line.host.empty(); }));
}

std::vector<TableCell> accuracy_row(const AccuracyLine& line, bool is_below) {
    return {{is_below ? "  " + line.host : line.kind},
            {std::to_string(line.hit)},
            {std::to_string(line.early)},
            {std::to_string(line.late)},
            {std::to_string(line.never), line.never > 0 ? Colour::yellow : Colour::none},
            {std::to_string(line.prevented)},
            {std::to_string(line.unannounced)},
            {line.precision ? percent(*line.precision) : "-"},
            {line.median_lead ? short_duration(*line.median_lead) : "-"},
            {describe_number(std::round(line.false_alarms_per_host_week * 100) / 100)}};
}

std::string accuracy_table(const std::vector<AccuracyLine>& all, const Look& look) {
    const std::vector<TableColumn> columns{
        {"KIND", 60, true}, {"HIT"},         {"EARLY"}, {"LATE"}, {"NEVER"},
        {"PREVENTED"},      {"UNANNOUNCED"}, {"TRUE"},  {"LEAD"}, {"FALSE/WEEK"}};
    Rows rows;
    for (const AccuracyLine& line : all) {
        const bool is_whole = line.host.empty();
        const bool has_whole = std::any_of(all.begin(), all.end(), [&](const AccuracyLine& each) {
            return each.host.empty() && each.kind == line.kind;
        });
        if (!is_whole && has_whole && hosts_of(all, line.kind) < 2) continue;
        rows.push_back(accuracy_row(line, !is_whole && has_whole));
    }
    return render_table(columns, rows, look);
}

}  // namespace

std::string render_forecasts(const ForecastList& forecasts, const Look& look) {
    std::string text;
    if (forecasts.open.empty()) {
        text += "Nothing is announced.\n";
    } else {
        text += open_table(forecasts.open, look);
    }
    if (forecasts.accuracy.empty()) return text + "No forecast has ended in the last 90 days.\n";
    return text + "\nHow forecasts of the last 90 days ended:\n" +
           accuracy_table(forecasts.accuracy, look);
}

}  // namespace foreshock::cli
