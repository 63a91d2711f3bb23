#pragma once

#include <string>
#include <vector>

#include "server/enrolment/enrolment.hpp"

namespace foreshock::render {

/// `state` is "good", "expired", "used up" or "revoked".
std::string enrolment_tokens_json(const std::vector<enrolment::Token>& tokens, TimePoint now);

/// Likewise of one, with what is handed out: it is shown only now.
std::string new_enrolment_token_json(const enrolment::Token& token, const std::string& shown,
                                     TimePoint now);

}  // namespace foreshock::render
