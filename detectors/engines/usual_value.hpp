#pragma once

#include <optional>
#include <vector>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// How long a series has had which of a few values: its usual one is that of most of its life.
/// Life is remembered with a half-life, by halving all times when they exceed `life_max`.
///
/// Memory: 16 bytes per value, at most values_max; beyond it the rarest is forgotten.
class UsualValue {
public:
    static constexpr std::size_t values_max = 8;
    static constexpr Duration life_max = std::chrono::hours{24 * 30};
    static constexpr double usual_share = 0.8;
    static constexpr std::uint32_t version = 1;

    /// The series had `value` for `span`.
    void spend(double value, Duration span);

    /// Its whole life is this value from now on.
    void accept(double value, Duration life);

    /// Share of its life with the value, 0 to 1; 1 for any value as long as it has no life.
    [[nodiscard]] double share(double value) const;

    [[nodiscard]] Duration life() const;

    /// The value with at least `usual_share` of its life.
    [[nodiscard]] std::optional<double> usual() const;

    [[nodiscard]] std::string save() const;

    /// False, and nothing is changed, when the text is none of save().
    bool restore(std::string_view text);

private:
    struct Spent {
        double value;
        Duration span;
    };

    std::vector<Spent> spent_;
};

}  // namespace foreshock::detectors
