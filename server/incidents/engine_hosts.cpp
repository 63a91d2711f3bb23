#include "server/incidents/engine_state.hpp"
#include "server/incidents/forgotten_host.hpp"

// What the engine is told of hosts themselves.
namespace foreshock::incidents {

Result<Changes> Engine::State::on(const HostDescribed& word) {
    if (word.host.empty()) return fail(Errc::invalid, "a host without a name");
    fleet.describe(word.host, word.traits);
    return Changes{};
}

Result<Changes> Engine::State::on(const HostForgotten& word) {
    if (word.actor.empty()) return fail(Errc::invalid, "actor: who does this?");
    Changes changes;
    for (Incident* incident : roster.all_on(word.host)) {
        Turn now = turn(*incident, word.at, changes);
        forget_host(now, roster.crowd_of(*incident), word);
        finish(now);
    }
    fleet.forget(word.host);
    return changes;
}

}  // namespace foreshock::incidents
