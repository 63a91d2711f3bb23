#include "server/app/breach_origin.hpp"
#include "server/app/server_parts.hpp"

namespace foreshock::app {

void Server::Parts::watch_breaches() {
    const Result<void> told = breaches->advance();
    if (!told) log.error("breaches", told.error().what);
}

/// The server may have stopped between a breach and the end of the incident that it was.
Result<void> Server::Parts::keep_breaches_apart() {
    for (const std::string& name : breaches->unknown_responders()) {
        log.warn("breaches", "breach.responders: '" + name +
                                 "' is neither a person nor a team: add them, or mend the name");
    }
    incidents::Commit commit;
    commit.kept_apart = breaches->incidents();
    if (commit.kept_apart.empty()) return {};
    return store->ledger().commit(commit);
}

/// Called by the engine's thread. `incident` is null for one that the engine knows no more.
Result<breach::Breach> Server::Parts::raise_breach(const http::BreachOfIncident& said,
                                                   const incidents::Incident* incident,
                                                   const std::vector<incidents::Event>& unwritten) {
    incidents::Incident whole;
    if (incident) {
        whole = *incident;
    } else {
        auto stored = store->incidents().find(said.incident_id);
        if (!stored) return fail(std::move(stored).error());
        whole = std::move(*stored);
    }
    auto timeline = store->incidents().timeline(said.incident_id);
    if (!timeline) return fail(std::move(timeline).error());
    timeline->insert(timeline->end(), unwritten.begin(), unwritten.end());
    Result<breach::Origin> origin = origin_of({whole, *timeline});
    if (!origin) return fail(std::move(origin).error());
    breach::Raising raising = said.raising;
    raising.origin = std::move(*origin);
    return breaches->raise(raising);
}

}  // namespace foreshock::app
