#include "cli/words.hpp"

#include <algorithm>

namespace foreshock::cli {
namespace {

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string short_duration(Duration span) {
    const std::int64_t seconds = std::chrono::round<std::chrono::seconds>(span).count();
    if (seconds < 60) return std::to_string(std::max<std::int64_t>(seconds, 0)) + "s";
    const std::int64_t minutes = seconds / 60;
    if (minutes < 60) return std::to_string(minutes) + "m" + two_digits(seconds % 60) + "s";
    const std::int64_t hours = minutes / 60;
    if (hours < 24) return std::to_string(hours) + "h" + two_digits(minutes % 60) + "m";
    return std::to_string(hours / 24) + "d" + two_digits(hours % 24) + "h";
}

std::string stop_watch(Duration span) {
    const std::int64_t seconds =
        std::chrono::round<std::chrono::seconds>(std::chrono::abs(span)).count();
    return std::string{span < Duration{0} ? "-" : ""} + two_digits(seconds / 3600) + ":" +
           two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
}

std::string countdown(const IncidentSummary& incident, TimePoint now) {
    if (!incident.is_open) return "-";
    if (incident.recovering_since) return "clear";
    if (incident.phase == "occurring") return "now";
    if (!incident.forecast) return "?";
    if (incident.forecast->expected <= now) return "due";
    return short_duration(incident.forecast->expected - now);
}

std::string state_words(const IncidentSummary& incident) {
    if (incident.is_open && incident.recovering_since) return "recovering";
    std::string words = incident.state;
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

Colour colour_of_priority(std::string_view priority) {
    if (priority == "P1" || priority == "P2") return Colour::red;
    if (priority == "P3") return Colour::yellow;
    return Colour::none;
}

std::string counted(std::size_t count, std::string_view thing) {
    return std::to_string(count) + " " + std::string{thing} + (count == 1 ? "" : "s");
}

}  // namespace foreshock::cli
