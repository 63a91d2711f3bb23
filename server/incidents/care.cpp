#include "server/incidents/care.hpp"

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<PageState, 4> page_states{"page state",
                                              {"waiting", "delivered", "failed", "withdrawn"}};
constexpr EnumNames<ClockState, 7> clock_states{
    "clock state", {"none", "running", "paused", "at_risk", "breached", "met", "missed"}};

}  // namespace

ClockState state_of(const ServiceClock& clock) {
    if (clock.promised <= Duration{0}) return ClockState::none;
    if (clock.stopped_at) return clock.breached_at ? ClockState::missed : ClockState::met;
    if (clock.breached_at) return ClockState::breached;
    if (!clock.is_running()) return ClockState::paused;
    return clock.at_risk ? ClockState::at_risk : ClockState::running;
}

void TimeSpent::count(std::uint8_t next_state, people::Tier next_tier, bool was_open,
                      TimePoint at) {
    if (counted_at && at > *counted_at) {
        const Duration span = at - *counted_at;
        in_state[state] += span;
        if (was_open) in_tier[static_cast<std::size_t>(tier) - 1] += span;
    }
    counted_at = at;
    state = next_state;
    tier = next_tier;
}

std::string_view to_string(PageState state) {
    return page_states.text(state);
}

std::string_view to_string(ClockState state) {
    return clock_states.text(state);
}

Result<PageState> parse_page_state(std::string_view text) {
    return page_states.parse(text);
}

}  // namespace foreshock::incidents
