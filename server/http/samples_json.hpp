#pragma once

#include <string>
#include <vector>

#include "core/series.hpp"
#include "server/history/history.hpp"

namespace foreshock::http {

/// [{"signal","labels":{…},"unit"}, …]
std::string series_json(const std::vector<SeriesKey>& keys);

/// {"signal","labels":{…},"unit","points":[[unix_seconds,min,last,max], …]}; what is no finite
/// number is null.
std::string samples_json(const SeriesKey& key, const std::vector<history::Point>& points);

/// The unit that a signal's name ends in: "bytes", "ratio" …; empty when it names none.
std::string_view unit_of(std::string_view signal);

}  // namespace foreshock::http
