#include "server/oncall/routing.hpp"

#include <algorithm>

namespace foreshock::oncall {
namespace {

using incidents::Assignment;
using incidents::EventKind;
using incidents::Incident;
using people::Tier;

template <class List, class Item>
bool allows(const List& list, const Item& item) {
    return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
}

bool fits_category(const RouteRule& rule, const Incident& incident) {
    return allows(rule.categories, incident.category) ||
           allows(rule.categories, incident.category + "/" + incident.subcategory);
}

bool fits_service(const RouteRule& rule, const std::set<std::string>& touched) {
    return rule.services.empty() ||
           std::any_of(rule.services.begin(), rule.services.end(),
                       [&](const std::string& name) { return touched.contains(name); });
}

Tier tier_of_team(const std::string& team, const RouteRule* rule, const World& world) {
    if (const people::Team* known = world.directory.team(team)) return known->tier;
    for (const Tier tier : {Tier::l1, Tier::l2, Tier::l3})
        if (world.settings.tier(tier).team == team) return tier;
    if (rule && rule->l3 == team) return Tier::l3;
    if (rule && rule->l2 == team) return Tier::l2;
    return Tier::l1;
}

void move_to(Deliberation& about, Tier tier, const std::string& team, const std::string& reason) {
    Assignment& now = about.decided.care.assignment;
    if (now.tier != tier || now.team.empty()) now.since = about.now;
    now.tier = tier;
    now.team = team;
    now.because = reason;
    now.by_hand_at = 0;
    if (!about.owner().empty()) about.decided.owner = "";
}

/// The first team, or another one while nobody has begun.
void route_first(Deliberation& about) {
    Assignment& now = about.decided.care.assignment;
    const RouteRule* rule = route_of(about.incident, about.world);
    const std::string team = rule ? rule->team : about.world.settings.tier(Tier::l1).team;
    const std::string name = rule ? rule->name : "";
    const bool is_settled = now.by_hand_at > 0 || now.route == name || !about.owner().empty();
    if (team.empty() || (!now.team.empty() && is_settled)) return;
    const Tier tier = tier_of_team(team, rule, about.world);
    // A rule for the first team does not take back what went up since.
    if (!now.team.empty() && now.tier > tier) return;
    const std::string before = now.team.empty() ? "" : tier_words(now.tier, now.team);
    now.route = name;
    if (team == now.team) return;
    move_to(about, tier, team, "routing");
    about.write(EventKind::routed, rule ? "route" : "default_team",
                rule ? "rule '" + rule->name + "' gives it to " + team
                     : "no rule fits, so " + team + " has it",
                before, tier_words(tier, team));
}

void go_straight_up(Deliberation& about) {
    const int limit = about.world.settings.straight_to_l3_at;
    const int level = about.incident.priority.level;
    const Assignment& now = about.decided.care.assignment;
    const bool was_decided = now.by_hand_at > 0 && level >= now.by_hand_at;
    if (level > limit || now.tier == Tier::l3 || was_decided) return;
    const std::string team = team_of(Tier::l3, about.incident, about.world);
    if (team.empty()) return;
    const std::string before = tier_words(now.tier, now.team);
    move_to(about, Tier::l3, team, "priority");
    about.write(EventKind::escalated, "priority",
                "P" + std::to_string(level) + " goes straight to L3; L1 and L2 are informed",
                before, tier_words(Tier::l3, team));
    about.decided.explanation = before + " gave it to " + tier_words(Tier::l3, team);
}

void go_on_in_time(Deliberation& about) {
    const auto due = tier_deadline(about.incident, about.world);
    if (!due || *due > about.now ||
        about.decided.care.assignment != about.incident.handling.care.assignment) {
        return;
    }
    const Tier tier = about.decided.care.assignment.tier;
    escalate(about, "time_in_tier",
             std::string{to_string(tier)} + " has had it for " +
                 describe_duration(about.now - about.decided.care.assignment.since));
}

}  // namespace

std::string tier_words(Tier tier, const std::string& team) {
    return std::string{to_string(tier)} + (team.empty() ? "" : " " + team);
}

std::set<std::string> services_of(const Incident& incident, const incidents::ServiceMap& services) {
    std::set<std::string> names;
    if (services.services().empty()) return names;
    for (const incidents::IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        for (const incidents::Service* service : services.touched_by(known.symptom))
            names.insert(service->name);
    }
    return names;
}

const RouteRule* route_of(const Incident& incident, const World& world) {
    const auto& routes = world.settings.routes;
    if (routes.empty()) return nullptr;
    const std::set<std::string> touched = services_of(incident, world.services);
    const auto found = std::find_if(routes.begin(), routes.end(), [&](const RouteRule& rule) {
        return fits_category(rule, incident) && fits_service(rule, touched) &&
               allows(rule.priorities, incident.priority.level);
    });
    return found == routes.end() ? nullptr : &*found;
}

std::string team_of(Tier tier, const Incident& incident, const World& world) {
    if (const RouteRule* rule = route_of(incident, world)) {
        if (tier == Tier::l2 && !rule->l2.empty()) return rule->l2;
        if (tier == Tier::l3 && !rule->l3.empty()) return rule->l3;
    }
    return world.settings.tier(tier).team;
}

bool escalate(Deliberation& about, const std::string& reason, const std::string& text) {
    const Assignment now = about.decided.care.assignment;
    for (const Tier tier : {Tier::l2, Tier::l3}) {
        if (tier <= now.tier) continue;
        const std::string team = team_of(tier, about.incident, about.world);
        if (team.empty()) continue;
        move_to(about, tier, team, reason);
        const std::string before = tier_words(now.tier, now.team);
        about.write(EventKind::escalated, reason, text, before, tier_words(tier, team));
        about.decided.explanation = before + " gave it to " + tier_words(tier, team);
        return true;
    }
    return false;
}

void route(Deliberation& about) {
    route_first(about);
    if (about.decided.care.assignment.team.empty()) return;
    go_straight_up(about);
    go_on_in_time(about);
}

std::optional<TimePoint> tier_deadline(const Incident& incident, const World& world) {
    const Assignment& now = incident.handling.care.assignment;
    const Duration limit = world.settings.tier(now.tier).escalate_after;
    const bool waits = incident.state == incidents::IncidentState::pending;
    if (limit <= Duration{0} || now.team.empty() || now.tier == Tier::l3 || waits) {
        return std::nullopt;
    }
    const bool has_next = (now.tier == Tier::l1 && !team_of(Tier::l2, incident, world).empty()) ||
                          !team_of(Tier::l3, incident, world).empty();
    if (!has_next) return std::nullopt;
    return now.since + limit;
}

Result<void> complete(incidents::Transfer& transfer, const Incident& incident, const World& world) {
    // Before anybody has an account there is nothing to check names against.
    if (!transfer.person.empty() && !world.directory.people.empty()) {
        const people::Person* person = world.directory.person(transfer.person);
        if (!person || person->disabled) {
            return fail(Errc::invalid,
                        "person: '" + transfer.person + "' is nobody who works here");
        }
        if (person->role == people::Role::viewer) {
            return fail(Errc::invalid, "person: " + transfer.person +
                                           " may look only: give them the role responder first");
        }
    }
    if (!transfer.team.empty() && !world.directory.team(transfer.team)) {
        return fail(Errc::invalid, "team: there is no '" + transfer.team + "'");
    }
    if (transfer.team.empty() && !transfer.person.empty() && !transfer.tier) {
        // Their own team, the present one if they are in it.
        const auto is_theirs = [&](const people::Team& team) {
            return allows(team.members, transfer.person) && !team.members.empty();
        };
        const people::Team* present = world.directory.team(incident.handling.care.assignment.team);
        const auto& teams = world.directory.teams;
        const auto other = std::find_if(teams.begin(), teams.end(), is_theirs);
        if (!(present && is_theirs(*present)) && other != teams.end()) transfer.team = other->name;
    }
    if (transfer.team.empty() && transfer.kind == incidents::Transfer::Kind::escalate) {
        const int next = static_cast<int>(incident.handling.care.assignment.tier) + 1;
        if (!transfer.tier) transfer.tier = static_cast<Tier>(std::min(next, 3));
    }
    if (transfer.team.empty() && transfer.tier) {
        transfer.team = team_of(*transfer.tier, incident, world);
        if (transfer.team.empty()) {
            return fail(Errc::not_found, "tier: no team is arranged for " +
                                             std::string{to_string(*transfer.tier)} +
                                             "; name one under [tiers], or give a team");
        }
    }
    if (!transfer.team.empty() && !transfer.tier) {
        transfer.tier = tier_of_team(transfer.team, route_of(incident, world), world);
    }
    return {};
}

}  // namespace foreshock::oncall
