#include "server/incidents/deadline.hpp"

#include "server/incidents/episodes.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/pending.hpp"
#include "server/incidents/urgency.hpp"

namespace foreshock::incidents {
namespace {

void take_earlier(std::optional<TimePoint>& next, std::optional<TimePoint> other) {
    if (other && (!next || *other < *next)) next = other;
}

}  // namespace

std::optional<TimePoint> next_deadline(const Incident& incident, const Settings& settings) {
    std::optional<TimePoint> next = close_at(incident, settings);
    take_earlier(next, next_orphan_at(incident, settings));
    if (!incident.is_open()) return next;
    take_earlier(next, next_word_at(incident, settings));
    take_earlier(next, next_urgency_change(incident, settings));
    take_earlier(next, wake_at(incident));
    if (incident.recovering_since) {
        take_earlier(next, *incident.recovering_since + settings.soak);
    }
    return next;
}

}  // namespace foreshock::incidents
