#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::history {

/// Times as a first value, a step, and changes of the step: even ticks cost one byte each before
/// compression. Any times can be kept; ascending ones are small. `base` is what both sides know.
void encode_times(std::span<const TimePoint> times, TimePoint base, std::string& out);

/// Exactly `count` times out of the whole of `bytes`; malformed otherwise.
Result<std::vector<TimePoint>> decode_times(std::string_view bytes, std::size_t count,
                                            TimePoint base);

/// Values as a constant, as differences of decimal-scaled integers, or as they are, whichever is
/// the smallest that is near enough: whole numbers below 2^53 are exact, others are at most
/// `relative_error` times the greatest magnitude of the column away. 0 keeps everything exact.
void encode_values(std::span<const double> values, double relative_error, std::string& out);

/// Exactly `count` values out of the whole of `bytes`; malformed otherwise.
Result<std::vector<double>> decode_values(std::string_view bytes, std::size_t count);

}  // namespace foreshock::history
