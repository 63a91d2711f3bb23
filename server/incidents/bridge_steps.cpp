#include "server/incidents/bridge_steps.hpp"

#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {
namespace {

constexpr std::size_t url_bytes_max = 2000;

tl::unexpected<Error> conflict(const Incident& incident, std::string_view words) {
    return fail(Errc::conflict,
                "incident " + std::to_string(incident.number) + " " + std::string{words});
}

Result<void> check_url(std::string_view url) {
    const bool is_web = url.starts_with("https://") || url.starts_with("http://");
    const bool is_plain = url.find_first_of(" \t\r\n\"<>") == std::string_view::npos;
    if (is_web && is_plain && url.size() <= url_bytes_max) return {};
    return fail(Errc::invalid, "url: write an address that begins with https:// or http://");
}

void announce(Turn& turn, const Bridge& bridge, const std::string& actor) {
    turn.write(
        EventKind::bridge_opened,
        {{actor == "engine" ? "policy" : "person", bridge.reason}, "", bridge.url, "", actor});
    if (is_known_to_be_open(turn.incident)) {
        turn.tell(Transition::changed, "a conference is open: " + bridge.url);
    }
}

}  // namespace

Bridge* open_bridge_of(Incident& incident) {
    std::optional<Bridge>& bridge = incident.handling.care.bridge;
    return bridge && !bridge->ended_at ? &*bridge : nullptr;
}

Result<void> open_bridge(Turn& turn, const PersonStep& step, const OpenBridge& what) {
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say why people should meet");
    if (!turn.incident.is_open()) return conflict(turn.incident, "is not open");
    if (open_bridge_of(turn.incident)) return conflict(turn.incident, "has a conference already");
    if (!what.url.empty()) {
        if (auto good = check_url(what.url); !good) return good;
    }
    Bridge bridge;
    bridge.url = what.url;
    bridge.opened_by = step.actor;
    bridge.reason = what.reason;
    bridge.opened_at = turn.at;
    bridge.invited = what.invited;
    bridge.invites_reporters = what.invites_reporters;
    if (bridge.invited.size() > Bridge::invited_max) bridge.invited.resize(Bridge::invited_max);
    turn.incident.handling.care.bridge = bridge;
    turn.touched = true;
    if (bridge.url.empty()) {
        turn.changes.bridges_wanted.push_back(turn.incident.id);
    } else {
        announce(turn, bridge, step.actor);
    }
    return {};
}

Result<void> bridge_ready(Turn& turn, const PersonStep& step, const BridgeReady& what) {
    Bridge* bridge = open_bridge_of(turn.incident);
    if (!bridge || !bridge->url.empty()) return conflict(turn.incident, "waits for no conference");
    if (auto good = check_url(what.url); !good) return good;
    bridge->url = what.url;
    announce(turn, *bridge, step.actor);
    return {};
}

Result<void> join_bridge(Turn& turn, const PersonStep& step) {
    Bridge* bridge = open_bridge_of(turn.incident);
    if (!bridge || bridge->url.empty()) return conflict(turn.incident, "has no conference");
    if (bridge->visits.size() >= Bridge::visits_max) {
        return conflict(turn.incident, "has had too many visits of its conference to count more");
    }
    bridge->visits.push_back({step.actor, turn.at});
    turn.write(EventKind::bridge_joined,
               {{"joined", step.actor + " joined the conference"}, "", step.actor, "", step.actor});
    return {};
}

Result<void> end_bridge(Turn& turn, const PersonStep& step) {
    Bridge* bridge = open_bridge_of(turn.incident);
    if (!bridge) return conflict(turn.incident, "has no conference");
    bridge->ended_at = turn.at;
    turn.write(EventKind::bridge_ended,
               {{"person", step.actor + " ended the conference"}, bridge->url, "", "", step.actor});
    return {};
}

}  // namespace foreshock::incidents
