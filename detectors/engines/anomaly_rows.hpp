#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "detectors/engines/anomaly_state.hpp"

namespace foreshock::detectors {

/// The newest numbers of a series, oldest first and in one piece, so that a search through them is
/// a plain loop. `Kept` of them are sure; `Spare` places make moving them together rare.
/// 4 × (Kept + Spare) + 4 bytes.
template <int Kept, int Spare>
class AnomalyRows {
public:
    void push(float value) {
        if (size_ == Kept + Spare) {
            std::copy(rows_.end() - Kept, rows_.end(), rows_.begin());
            size_ = Kept;
        }
        rows_[static_cast<std::size_t>(size_++)] = value;
    }

    [[nodiscard]] int size() const { return size_; }

    /// Oldest first.
    [[nodiscard]] std::span<const float> all() const {
        return {rows_.data(), static_cast<std::size_t>(size_)};
    }

    /// The one that is `age` rows old (0: the newest); age < size().
    [[nodiscard]] float back(int age) const {
        return rows_[static_cast<std::size_t>(size_ - 1 - age)];
    }

    /// Mean of `count` rows of which the newest is `age` rows old; fewer where there are not so
    /// many.
    [[nodiscard]] double mean(int count, int age = 0) const {
        const int until = size_ - age;
        const int from = std::max(0, until - count);
        double sum = 0;
        for (int i = from; i < until; ++i)
            sum += double{rows_[static_cast<std::size_t>(i)]};
        return until > from ? sum / (until - from) : 0;
    }

    void save(StateWriter& out) const {
        out.put(static_cast<std::int32_t>(size_));
        for (const float each : all())
            out.put(each);
    }

    void restore(StateReader& in) {
        size_ = std::clamp<std::int32_t>(in.get<std::int32_t>(), 0, Kept + Spare);
        for (int i = 0; i < size_; ++i)
            rows_[static_cast<std::size_t>(i)] = get_finite(in);
    }

private:
    std::array<float, Kept + Spare> rows_{};
    std::int32_t size_ = 0;
};

}  // namespace foreshock::detectors
