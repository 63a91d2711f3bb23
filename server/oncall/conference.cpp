#include "server/oncall/conference.hpp"

#include <algorithm>
#include <array>

#include "server/incidents/bridge_steps.hpp"
#include "server/oncall/calling.hpp"
#include "server/oncall/keyed_token.hpp"

namespace foreshock::oncall {
namespace {

using incidents::Bridge;
using incidents::EventKind;
using incidents::Incident;

void add(std::vector<std::string>& people, const std::string& person) {
    const bool is_new = std::find(people.begin(), people.end(), person) == people.end();
    if (!person.empty() && is_new && people.size() < Bridge::invited_max) people.push_back(person);
}

/// Its owner, those in a role, those who were called, and the members of its team.
std::vector<std::string> concerned(const Incident& incident, const std::string& owner,
                                   const incidents::Care& care, const World& world) {
    std::vector<std::string> people;
    add(people, owner);
    if (const auto& major = incident.handling.major; major && !major->ended_at) {
        for (const incidents::MajorRole& role : major->roles)
            add(people, role.holder);
    }
    for (const incidents::Page& page : care.paging.pages)
        add(people, page.person);
    const people::Team* team = world.directory.team(care.assignment.team);
    for (const std::string& member : team ? team->members : std::vector<std::string>{})
        add(people, member);
    return people;
}

void open_by_policy(Deliberation& about) {
    const BridgeRules& rules = about.world.settings.bridge;
    const int level = about.incident.priority.level;
    std::optional<Bridge>& bridge = about.decided.care.bridge;
    const bool is_wanted = rules.kind != BridgeRules::Kind::none && level <= rules.open_at;
    if (!is_wanted || bridge || !about.incident.is_open()) return;
    Bridge opened;
    opened.opened_by = "engine";
    opened.reason = "P" + std::to_string(level) + ", and P" + std::to_string(rules.open_at) +
                    " or graver is talked about at once";
    opened.opened_at = about.now;
    opened.invited = concerned(about.incident, about.owner(), about.decided.care, about.world);
    if (rules.kind == BridgeRules::Kind::address) {
        opened.url = conference_address(rules, about.incident, about.now);
        about.write(EventKind::bridge_opened, "policy", opened.reason, "", opened.url);
    } else {
        about.decided.asks_for_bridge = true;
    }
    bridge = std::move(opened);
}

void invite(Deliberation& about) {
    std::optional<Bridge>& bridge = about.decided.care.bridge;
    const bool is_there = bridge && !bridge->url.empty() && !bridge->ended_at;
    if (!is_there || bridge->invites_sent || !about.incident.is_open()) return;
    bridge->invites_sent = true;
    send_pages(about, bridge->invited, "bridge", std::to_string(to_unix_ms(bridge->opened_at)));
}

void replace_all(std::string& text, std::string_view what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
}

}  // namespace

void hold_conference(Deliberation& about) {
    open_by_policy(about);
    invite(about);
}

Result<void> complete(incidents::OpenBridge& bridge, const Incident& incident, const World& world,
                      TimePoint now) {
    bridge.invited = concerned(incident, incident.owner, incident.handling.care, world);
    if (!bridge.url.empty()) return {};
    const BridgeRules& rules = world.settings.bridge;
    if (rules.kind == BridgeRules::Kind::none) {
        return fail(Errc::invalid,
                    "url: is missing, and no way to make a conference is configured; give an "
                    "address, or set bridge.url or bridge.webhook in server.toml");
    }
    if (rules.kind == BridgeRules::Kind::address) {
        bridge.url = conference_address(rules, incident, now);
    }
    return {};
}

std::string conference_address(const BridgeRules& rules, const Incident& incident, TimePoint now) {
    std::string address = rules.address;
    replace_all(address, "{number}", std::to_string(incident.number));
    replace_all(address, "{id}", incident.id);
    replace_all(
        address, "{token}",
        keyed_token(rules.secret, {"bridge", incident.id, std::to_string(to_unix_ms(now))}));
    return address;
}

}  // namespace foreshock::oncall
