#pragma once

#include <string>
#include <string_view>

#include "server/incidents/incident.hpp"

namespace foreshock::render {

/// What is sent to whoever is called:
/// {"event":"incident.paged","id":…,"at":…,"page":{"person","channel","address","why","words"},
/// "incident":{summary}}.
std::string page_body(const incidents::Incident& incident, const incidents::Page& page);

/// In a sentence or two: who has it, what it is, by when somebody is to answer, where people meet.
std::string page_words(const incidents::Incident& incident, const incidents::Page& page);

/// What the webhook that makes conferences is sent; it answers {"url":"https://…"}.
std::string bridge_request_body(const incidents::Incident& incident, std::string_view id);

/// The address in its answer; malformed for any other answer.
Result<std::string> bridge_url_of(std::string_view answer);

}  // namespace foreshock::render
