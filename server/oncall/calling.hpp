#pragma once

#include "server/oncall/deliberation.hpp"

/// Calling people until one of them has it.
namespace foreshock::oncall {

/// Takes the steps of the policy that are due; tries the next contact of whoever was not reached;
/// withdraws what waits as soon as somebody has it, and reminds them when nothing is heard of them
/// for long. When every round is over it goes to the next tier. Repeats are bounded by the policy,
/// and every page has an id that is the same for the same decision.
void call_people(Deliberation& about);

/// A page to everybody in the teams, by their first contact, in nobody's quiet hours.
void inform_teams(Deliberation& about, const std::vector<std::string>& teams,
                  const std::string& why);

/// A page to each of these people by their first contact. `occasion` makes the ids.
void send_pages(Deliberation& about, const std::vector<std::string>& people, const std::string& why,
                const std::string& occasion);

/// When time alone changes something.
std::optional<TimePoint> calling_deadline(const incidents::Incident& incident, const World& world);

}  // namespace foreshock::oncall
