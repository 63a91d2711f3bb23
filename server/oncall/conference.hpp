#pragma once

#include "server/oncall/deliberation.hpp"

/// Where people meet about an incident.
namespace foreshock::oncall {

/// Opens a conference where the policy wants one, and invites those concerned to one that is there.
void hold_conference(Deliberation& about);

/// Fills in what a person left out: the address, by the configured way, and who is invited. invalid
/// without an address and without a way.
Result<void> complete(incidents::OpenBridge& bridge, const incidents::Incident& incident,
                      const World& world, TimePoint now);

/// The address with {number}, {id} and {token} filled in. The token is the same for the same
/// incident, moment and secret, and cannot be guessed without the secret.
std::string conference_address(const BridgeRules& rules, const incidents::Incident& incident,
                               TimePoint now);

}  // namespace foreshock::oncall
