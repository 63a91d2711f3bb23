#pragma once

#include <string>
#include <string_view>

#include "server/reports/status_page.hpp"

/// The public status page in its four forms. All say the same: what the page was made of may be
/// public, so nothing is left out here.
namespace foreshock::render {

/// What stands in the <style> of the page: for the hash that its policy names.
std::string_view status_style();

/// "en" or "th".
std::string status_html(const reports::StatusPage& page, std::string_view title,
                        std::string_view language);
std::string status_json(const reports::StatusPage& page, std::string_view title);

/// Incidents as RSS 2.0 and as Atom (RFC 4287), newest first. `base_url` is where the page is,
/// without a slash at its end: ids are made of it.
std::string status_rss(const reports::StatusPage& page, std::string_view title,
                       std::string_view base_url, std::string_view language);
std::string status_atom(const reports::StatusPage& page, std::string_view title,
                        std::string_view base_url, std::string_view language);

/// "Shop, Mail: partial outage, being worked on" in the language.
std::string public_headline(const reports::PublicIncident& incident, std::string_view language);

}  // namespace foreshock::render
