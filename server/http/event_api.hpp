#pragma once

#include <vector>

#include "server/http/event_hub.hpp"
#include "server/http/route.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// GET /api/v1/events/stream: what changes, as it changes. A reader that comes back with
/// Last-Event-ID first gets every incident that changed since, as it is now. Borrows its
/// collaborators for the life of its routes; safe from any thread.
class EventApi {
public:
    EventApi(const incidents::IncidentReader& reader, EventHub& hub) : reader_(reader), hub_(hub) {}

    /// Changes that a returning reader is told of; beyond it the reader should list again, and
    /// gets an event `reset` that says so.
    static constexpr std::size_t catch_up_max = 5000;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response open(const Request& request) const;
    [[nodiscard]] Result<std::vector<EventFrame>> missed_since(std::uint64_t sequence) const;

    const incidents::IncidentReader& reader_;
    EventHub& hub_;
};

}  // namespace foreshock::http
