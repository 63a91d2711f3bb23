#pragma once

#include <string>
#include <vector>

#include "server/enrolment/enrolment.hpp"

namespace foreshock::enrolment {

/// A token as somebody asks for it: texts as they were typed.
struct TokenOrder {
    std::string ttl;  ///< "1h"; empty: 1 h
    std::uint64_t uses = 1;
    std::vector<std::string> labels;  ///< "rack=7"
    bool may_replace = false;
};

/// A new token and what is handed out, which is shown once.
struct NewToken {
    Token token;
    std::string shown;
};

/// `random` are at least 44 digits of nobody's knowledge, `authority_sha256` is by what hosts
/// know the server. invalid, naming the field, for an order that asks for too much.
Result<NewToken> new_token(const TokenOrder& order, const std::string& random,
                           const std::string& authority_sha256, TimePoint now);

}  // namespace foreshock::enrolment
