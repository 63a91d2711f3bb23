#pragma once

#include <bit>
#include <cstdint>

namespace foreshock::collectors {

/// Good and failed, of the last answers of one check: what comes and goes is told from what is
/// down. 4 bytes.
class RecentAnswers {
public:
    static constexpr int answers_max = 30;

    void add(bool is_good) { failed_ = failed_ << 1 | (is_good ? 0U : 1U); }

    /// How often an answer failed after a good one (the first of all counts as after a good one).
    [[nodiscard]] int relapses() const {
        return std::popcount(failed_ & ~(failed_ >> 1) & remembered);
    }

    [[nodiscard]] int failures() const { return std::popcount(failed_ & remembered); }

private:
    static constexpr std::uint32_t remembered = (1U << answers_max) - 1;

    std::uint32_t failed_ = 0;  // the newest in the lowest bit
};

}  // namespace foreshock::collectors
