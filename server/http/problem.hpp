#pragma once

#include "core/result.hpp"
#include "server/http/message.hpp"

namespace foreshock::http {

/// RFC 9457: what went wrong, for programs by `type` ("/problems/" and the slug) and for people.
struct Problem {
    int status = 500;
    std::string slug;   ///< "too-large"
    std::string title;  ///< "The body is too large"
    std::string detail;
};

/// application/problem+json, with Retry-After on 429 and 503, WWW-Authenticate on 401.
Response problem_response(const Problem& problem);

/// How an error of ours is told to clients: the only place that knows.
Response problem_response(const Error& error);

/// The text as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace foreshock::http
