#pragma once

#include <bit>
#include <cstdint>

namespace foreshock::collectors {

/// Good and failed, of the last answers of one check: what comes and goes is told from what is
/// down. 8 bytes.
template <int bound>
class AnswerWindow {
public:
    static constexpr int answers_max = bound;
    static_assert(bound > 0 && bound < 64);

    void add(bool is_good) { failed_ = failed_ << 1 | (is_good ? 0U : 1U); }

    /// How often an answer failed after a good one (the first of all counts as after a good one).
    [[nodiscard]] int relapses() const {
        return std::popcount(failed_ & ~(failed_ >> 1) & remembered);
    }

    [[nodiscard]] int failures() const { return std::popcount(failed_ & remembered); }

private:
    static constexpr std::uint64_t remembered = (std::uint64_t{1} << bound) - 1;

    std::uint64_t failed_ = 0;  // the newest in the lowest bit
};

using RecentAnswers = AnswerWindow<30>;

/// Where each check asks several times.
using RecentQuestions = AnswerWindow<60>;

}  // namespace foreshock::collectors
