#include "server/incidents/flapping.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

Duration pause_after(std::size_t returns, const Settings& settings) {
    if (returns < settings.flap_returns_min) return Duration{0};
    Duration pause = settings.flap_pause;
    for (std::size_t i = settings.flap_returns_min; i < returns; ++i)
        pause = std::min(pause * 2, settings.flap_pause_max);
    return pause;
}

std::string words(std::size_t returns, const Settings& settings) {
    return "came back " + std::to_string(returns) + " times within " +
           describe_duration(settings.flap_window) + ": its return is told after " +
           describe_duration(pause_after(returns, settings)) + ", its state is true all the time";
}

}  // namespace

void note_return(Turn& turn) {
    std::vector<TimePoint>& returns = turn.incident.handling.returns;
    returns.push_back(turn.at);
    if (returns.size() > Handling::returns_max) returns.erase(returns.begin());
    const std::size_t lately = returns_lately(turn.incident, turn.settings);
    if (lately < turn.settings.flap_returns_min) return;
    turn.write(EventKind::flapping,
               {{"words_spaced_out", words(lately, turn.settings)}, "", "", ""});
}

std::size_t returns_lately(const Incident& incident, const Settings& settings) {
    const std::vector<TimePoint>& returns = incident.handling.returns;
    if (returns.empty()) return 0;
    const TimePoint since = returns.back() - settings.flap_window;
    return static_cast<std::size_t>(std::count_if(returns.begin(), returns.end(),
                                                  [since](TimePoint at) { return at > since; }));
}

Duration word_pause(const Incident& incident, const Settings& settings) {
    const bool is_graver =
        incident.last_word && incident.priority.level < incident.last_word->priority_level;
    return is_graver ? Duration{0} : pause_after(returns_lately(incident, settings), settings);
}

std::string explain_pause(const Incident& incident, const Settings& settings) {
    if (word_pause(incident, settings) == Duration{0}) return {};
    return words(returns_lately(incident, settings), settings);
}

}  // namespace foreshock::incidents
