#include <algorithm>

#include "server/app/batch_draft.hpp"

// Hosts that people send away. They are told by the store, which knew of them before anybody was
// answered: what a crash cuts short is done at the next start.
namespace foreshock::app {

using incidents::Farewell;
using incidents::Host;

void BatchEngine::apply(FarewellCommand& command, Draft& draft) {
    farewells_at_ = draft.now;
    draft.farewell_replies.push_back(std::move(command.done));
}

void BatchEngine::settle_farewells(Draft& draft) {
    const bool went_back = farewells_at_ - draft.now > settings_.farewells_every;
    if (draft.now < farewells_at_ && !went_back) return;
    farewells_at_ = draft.now + settings_.farewells_every;
    const Result<std::vector<Farewell>> all = ports_.ledger.load_farewells();
    if (!all) return ports_.say(true, "who was sent away is not known: " + all.error().what);
    for (const Farewell& one : *all) {
        if (one.kind == Farewell::Kind::forgotten) {
            forget(one, draft);
        } else {
            stop_waiting_for(one, draft);
        }
    }
    update_presence(draft);
}

void BatchEngine::stop_waiting_for(const Farewell& farewell, Draft& draft) {
    const auto found = hosts_.find(farewell.host_id);
    if (found == hosts_.end()) return;
    const incidents::Presence before = absence_->presence(farewell.host_id);
    tell_engine(absence_->revoke(farewell.host_id, farewell.at, draft.now), draft);
    if (absence_->presence(farewell.host_id) == before) return;
    forecasts_.lose_sight(found->second.name, draft.now);
}

// A host of that id that came since is another one.
void BatchEngine::forget(const Farewell& farewell, Draft& draft) {
    const auto found = hosts_.find(farewell.host_id);
    if (found != hosts_.end() && found->second.first_seen <= farewell.at) {
        const Host host = std::move(found->second);
        hosts_.erase(found);
        drop(host, farewell.actor, draft);
    }
    if (farewell.deletes_history) {
        const Result<bool> more =
            ports_.history.erase_some(farewell.host_id, farewell.at + farewell.clock_skew);
        if (!more) {
            return ports_.say(true, "the samples of " + farewell.host_id +
                                        " are not deleted yet: " + more.error().what);
        }
        if (*more) {
            farewells_at_ = draft.now;
            return;
        }
    }
    draft.commit.farewells_done.push_back(farewell.host_id);
}

void BatchEngine::drop(const Host& host, const std::string& actor, Draft& draft) {
    const std::string& name = host.name.empty() ? host.id : host.name;
    draft.hosts.erase(host.id);
    std::erase(draft.hosts_heard, host.id);
    draft.commit.hosts_gone.push_back({host.id, name});
    absence_->forget(host.id);
    // Its agent tells all of itself again, should it still run; what was heard is heard once.
    dictionaries_.forget(host.id);
    runs_.remember(host.id, host.run_id, host.sequence);
    services_.note_change();
    const bool has_namesake = std::any_of(hosts_.begin(), hosts_.end(),
                                          [&](const auto& one) { return one.second.name == name; });
    if (has_namesake) return;
    sample_watch_->forget(name);
    forecasts_.lose_sight(name, draft.now);
    tell_engine(incidents::HostForgotten{draft.now, name, actor}, draft);
}

}  // namespace foreshock::app
