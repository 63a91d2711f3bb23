#pragma once

#include <string>
#include <vector>

#include "server/statistics/summary.hpp"

namespace foreshock::render {

struct StatisticsSpan {
    TimePoint begin;
    TimePoint end;
};

/// {"from","to","group_by","total":{…},"groups":[{"key",…}]}; spans are seconds.
std::string statistics_json(const StatisticsSpan& span, statistics::Grouping grouping,
                            const statistics::Summary& total,
                            const std::vector<statistics::Group>& groups);

/// One line for each group, with a header; RFC 4180.
std::string statistics_csv(const std::vector<statistics::Group>& groups);

}  // namespace foreshock::render
