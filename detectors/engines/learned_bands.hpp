#pragma once

#include <optional>
#include <string>

#include "core/learned_limits.hpp"
#include "detectors/engines/level_settings.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// The bands of one series of a kind that learns its limits. Memory: at most 480 bytes.
class LearnedBands {
public:
    /// Begins with the bands of the pack.
    explicit LearnedBands(const LevelSettings& settings);

    /// Takes one value; answers whether that ended a day, and the bands may have moved. On the
    /// first day they move with any good value.
    bool observe(const LevelSettings& settings, TimePoint at, double value);

    [[nodiscard]] const Band& warning() const { return warning_; }

    /// Means something only where the kind has a second band.
    [[nodiscard]] const Band& critical() const { return critical_; }

    /// "usual at this host: 0.2 to 0.9 (12 days seen)"; on the first day "0.2 so far (3 min seen)"
    /// where that moves the bands, else empty.
    [[nodiscard]] std::string describe_usual(const LevelSettings& settings, Unit unit) const;

    /// For a table of all that was learned: the usual, the limit now and that of the pack.
    [[nodiscard]] std::string summary(const LevelSettings& settings, Unit unit) const;

    /// The same as numbers, of the first band.
    [[nodiscard]] LimitNumbers numbers(const LevelSettings& settings) const;

    /// Whole days that were learned from.
    [[nodiscard]] std::uint32_t days_seen() const { return usual_.days_seen(); }

    void save(StateWriter& out) const { usual_.save(out); }

    /// What cannot be read leaves the bands of the pack.
    void restore(const LevelSettings& settings, StateReader& in);

private:
    void move(const LevelSettings& settings);
    void move_on_first_day(const LevelSettings& settings);
    [[nodiscard]] std::optional<double> usual_so_far(const LevelSettings& settings) const;

    UsualRange usual_;
    Band warning_;
    Band critical_;
};

static_assert(sizeof(LearnedBands) <= 480);

}  // namespace foreshock::detectors
