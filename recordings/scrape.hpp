#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace foreshock::recordings {

/// One value of a scrape; the view is into its page and good while the page is.
struct ScrapedValue {
    std::string_view labels;  ///< between the braces, as written
    double value;
};

/// What was scraped at one moment, by the metric's name.
struct Scrape {
    TimePoint at;
    std::map<std::string_view, std::vector<ScrapedValue>> metrics;
};

}  // namespace foreshock::recordings
