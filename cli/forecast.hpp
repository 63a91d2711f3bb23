#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

/// What the API says about forecasts, as far as the command line shows it. Absent fields are empty.
namespace foreshock::cli {

struct OpenForecastLine {
    std::string kind;
    std::string host;
    std::string component;
    std::string disruption;
    std::optional<TimePoint> expected;
    double confidence = 0;
};

struct AccuracyLine {
    std::string kind;
    std::string host;  ///< empty: all hosts
    std::uint64_t hit = 0;
    std::uint64_t early = 0;
    std::uint64_t late = 0;
    std::uint64_t never = 0;
    std::uint64_t prevented = 0;
    std::uint64_t unannounced = 0;
    std::optional<double> precision;
    std::optional<Duration> median_lead;
    double false_alarms_per_host_week = 0;
};

struct ForecastList {
    std::vector<OpenForecastLine> open;
    std::vector<AccuracyLine> accuracy;
};

/// malformed when it is no JSON, or not of this shape.
Result<ForecastList> read_forecasts(std::string_view json);

}  // namespace foreshock::cli
