#pragma once

#include <string>
#include <string_view>

#include "server/http/message.hpp"

/// Small pages for people without a token.
namespace foreshock::http {

/// HTML that may do nothing but show itself with the one style, and send forms back here.
Response public_page(int status, std::string html, std::string_view style);

/// "th" when ?lang=th, or without a word there when Accept-Language prefers it; else "en".
std::string_view page_language(const Request& request);

}  // namespace foreshock::http
