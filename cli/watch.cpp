#include "cli/watch.hpp"

#include <algorithm>
#include <ostream>

#include "cli/event_stream.hpp"
#include "cli/incident.hpp"
#include "cli/incident_view.hpp"

namespace foreshock::cli {
namespace {

constexpr Duration retry_first = std::chrono::seconds{1};
constexpr Duration retry_max = std::chrono::seconds{15};

}  // namespace

Result<void> watch_incidents(ApiClient& api, const Clock& clock, const Look& look,
                             Interrupts& interrupts, std::ostream& out) {
    Look current = look;
    const auto on_event = [&](const StreamEvent& event) {
        if (event.name != "incident") return;
        const auto incident = read_incident_summary(event.data);
        current.now = clock.now();
        if (incident) out << render_incident_line(*incident, current) << std::flush;
    };
    EventStreamReader reader{on_event};
    Duration wait = retry_first;
    bool has_connected = false;
    bool has_said_lost = false;
    const auto on_bytes = [&](std::string_view bytes) {
        if (has_said_lost) out << "connected again\n" << std::flush;
        has_connected = true;
        has_said_lost = false;
        wait = retry_first;
        reader.take(bytes);
    };
    while (!interrupts.arrived()) {
        reader.restart();
        const Result<void> ended = api.stream("/api/v1/events/stream", reader.last_event_id(),
                                              on_bytes, [&] { return !interrupts.arrived(); });
        if (!ended && (!has_connected || ended.error().code == Errc::refused)) return ended;
        if (interrupts.arrived()) break;
        if (!has_said_lost) out << "the connection was lost, trying again …\n" << std::flush;
        has_said_lost = true;
        interrupts.wait(wait);
        wait = std::min(wait * 2, retry_max);
    }
    return {};
}

}  // namespace foreshock::cli
