#pragma once

#include <string>

#include "server/desk/matcher.hpp"
#include "server/http/message.hpp"
#include "server/http/query.hpp"

/// What the resources of Alertmanager's API v2 have in common.
namespace foreshock::http {

/// 200 without a body.
Response nothing_more();

/// As the description of that API says it, a refusal is a text: 404, 500 or 503 as for a problem,
/// and 400 for everything that is wrong with the request.
Response text_refusal(const Error& error);

/// The matchers of repeated parameters `filter`; malformed or invalid, naming the bad one.
Result<desk::MatcherSet> filter_of(const Query& query);

}  // namespace foreshock::http
