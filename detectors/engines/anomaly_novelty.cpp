#include "detectors/engines/anomaly_novelty.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace foreshock::detectors {
namespace {

constexpr std::size_t courses_min = 5;

// Many courses side by side, so that the compiler can use wide registers.
constexpr std::size_t batch = 16;

using Batch = std::array<float, batch>;

// The squares of the distances of `batch` courses that begin at `past` and the rows after it.
void add_squares(std::span<const float> query, const float* past, Batch& nearest) {
    Batch squares{};
    for (std::size_t step = 0; step < query.size(); ++step) {
        const float wanted = query[query.size() - 1 - step];
        for (std::size_t i = 0; i < batch; ++i) {
            const float gap = past[step + i] - wanted;
            squares[i] += gap * gap;
        }
    }
    for (std::size_t i = 0; i < batch; ++i)
        nearest[i] = squares[i] < nearest[i] ? squares[i] : nearest[i];
}

float square_to(std::span<const float> query, const float* past) {
    float square = 0;
    for (std::size_t step = 0; step < query.size(); ++step) {
        const float gap = past[step] - query[query.size() - 1 - step];
        square += gap * gap;
    }
    return square;
}

float nearest_square(std::span<const float> query, const float* past, std::size_t courses) {
    Batch nearest;
    nearest.fill(std::numeric_limits<float>::infinity());
    std::size_t first = 0;
    for (; first + batch <= courses; first += batch)
        add_squares(query, past + first, nearest);
    float least = *std::min_element(nearest.begin(), nearest.end());
    for (; first < courses; ++first)
        least = std::min(least, square_to(query, past + first));
    return least;
}

}  // namespace

std::optional<double> distance_to_past(std::span<const float> query, std::span<const float> past) {
    if (past.size() + 1 < query.size() + courses_min) return std::nullopt;
    const std::size_t courses = past.size() + 1 - query.size();
    return std::sqrt(double{nearest_square(query, past.data(), courses)});
}

}  // namespace foreshock::detectors
