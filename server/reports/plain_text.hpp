#pragma once

#include <string>
#include <string_view>

namespace foreshock::reports {

/// What a reader of the HTML sees, as plain lines: without tags, scripts and styles; blocks and
/// <br> begin new lines; the common entities and numeric ones become letters. Never fails: what is
/// no HTML stays as it is.
std::string text_of_html(std::string_view html);

/// With every byte that is no UTF-8, and every control character but tab and newline, as U+FFFD;
/// line ends become "\n".
std::string clean_utf8(std::string_view text);

/// For a page: & < > " ' as entities.
std::string html_escaped(std::string_view text);

}  // namespace foreshock::reports
