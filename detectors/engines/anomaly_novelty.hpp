#pragma once

#include <optional>
#include <span>

namespace foreshock::detectors {

/// How far the course `query` (newest first) is from the nearest one that `past` (oldest first)
/// holds, in the unit of the values: the Euclidean distance to the nearest neighbour, as in
/// Burnaev and Ishimtsev, "Conformalized density- and distance-based anomaly detection in
/// time-series data" (arXiv:1608.04585), which also turns it into a rank. Nothing while fewer than
/// five courses are known.
std::optional<double> distance_to_past(std::span<const float> query, std::span<const float> past);

}  // namespace foreshock::detectors
