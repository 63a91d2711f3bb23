#pragma once

#include "server/http/route.hpp"

namespace foreshock::http {

/// Writes who acts into the request: a person acts under no other name than their own. In the
/// route's `actor_field` of a JSON body, and wherever else "actor" stands: in the body, in the
/// query. What is said under a shared proof (this host, the operator's token) stays as it is said.
/// A body that is no JSON object stays as it is, for the handler to complain of.
void name_actor(const Route& route, Request& request);

/// Who says to act: the person, or under a shared proof the name in the body's "actor".
std::string claimed_actor(const Request& request);

}  // namespace foreshock::http
