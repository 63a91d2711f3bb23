#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace foreshock::triage {

/// Whole numbers from 0 on, many and nearly all small: a byte each, and about 40 for each of those
/// that need more. For one writer or many readers.
class SmallCounts {
public:
    /// All of them 0.
    explicit SmallCounts(std::size_t count) : bytes_(count) {}

    [[nodiscard]] int at(std::size_t place) const;

    /// The sum must not fall below 0.
    void add(std::size_t place, int step);

private:
    static constexpr std::uint8_t beyond = 255;  ///< the number stands among the large ones

    std::vector<std::uint8_t> bytes_;
    std::unordered_map<std::size_t, int> large_;
};

}  // namespace foreshock::triage
