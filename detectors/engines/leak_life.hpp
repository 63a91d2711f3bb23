#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "detectors/engines/floor_ring.hpp"
#include "detectors/engines/former_lives.hpp"
#include "detectors/engines/leak_growth.hpp"
#include "detectors/engines/leak_settings.hpp"

namespace foreshock::detectors {

/// One life of one subject, from start to restart: does its floor grow? Pure: values and times
/// in, a judgement out. A growth must be twice the largest fall of the floor within the last days:
/// what wanders comes back as far as it went (a fade of seven days, see FloorRing for floors).
/// While the floor was watched for less than a `rhythm` before, and grows for less, this may be its
/// rising half: then it is believed only when it would meet its limit before the rhythm can be
/// known, or has tripled where no limit is known. Four scales see the same floors, the first one
/// and a half times `evidence_min` long, each six times the one before. Fixed size, about 5 KiB:
/// see the test "leak life: …bytes".
class LeakLife {
public:
    /// What changed with the last value.
    struct Judgement {
        bool is_growing = false;
        std::string_view reason;  ///< why it is so, see docs/reference/packs.md
    };

    LeakLife(const LeakSettings& settings, TimePoint first_seen, Duration age);

    struct Value {
        double value = 0;
        std::optional<double> load;
        std::optional<double> limit;
    };

    /// Takes one value, times ascending, finite. `former` learns what comes to rest.
    Judgement observe(const LeakSettings& settings, FormerLives& former, TimePoint at,
                      const Value& value);

    /// The life has ended: what its next one should know. Nothing when it did not outlive its
    /// warm-up.
    void end(FormerLives& former) const {
        if (has_peak_) former.end(peak_, last_at_ - born_);
    }

    /// The growth that is believed, as judged at `growth_at`. Only while growing.
    [[nodiscard]] const LeakGrowth& growth() const { return *growth_; }

    [[nodiscard]] TimePoint growth_at() const { return growth_at_; }

    [[nodiscard]] bool is_growing() const { return growth_.has_value(); }

    /// When the believed growth began.
    [[nodiscard]] TimePoint first_sign() const { return first_sign_; }

    [[nodiscard]] double first_level() const { return first_level_; }

    [[nodiscard]] double value() const { return value_; }

    [[nodiscard]] Duration age() const { return last_at_ - born_; }

    [[nodiscard]] TimePoint last_seen() const { return last_at_; }

    [[nodiscard]] Duration interval() const { return interval_; }

private:
    static constexpr std::size_t scales = 4;

    void follow(const LeakSettings& settings, FormerLives& former, double floor);
    void remember_fall(double floor);
    [[nodiscard]] double faded_fall() const;
    [[nodiscard]] bool may_come_back(const LeakSettings& settings, const LeakGrowth& growth) const;
    void judge_scale(const LeakSettings& settings, const FormerLives& former, std::size_t scale);
    void adopt(const LeakGrowth& growth, std::size_t scale);
    [[nodiscard]] std::string_view relief(FormerLives& former, std::size_t scale);
    [[nodiscard]] double seconds_min(const LeakSettings& settings) const;

    std::array<FloorRing, scales> rings_;
    std::optional<LeakGrowth> growth_;
    std::size_t growth_scale_ = 0;
    TimePoint born_;
    TimePoint last_at_;
    std::optional<double> limit_;
    TimePoint watched_since_{};  // after the warm-up
    TimePoint growth_at_{};
    TimePoint first_sign_{};
    TimePoint rose_at_{};  // the last time the floor was clearly higher than ever
    Duration interval_{0};
    double value_ = 0;
    double first_level_ = 0;
    double peak_ = 0;
    double highest_floor_ = 0;
    double lowest_floor_ = 0;  // since the last growth that was given back
    double risen_floor_ = 0;   // the highest since then
    double fall_ = 0;          // the largest of the last days, as of fall_at_
    TimePoint fall_at_{};
    bool has_peak_ = false;
    bool has_floor_ = false;
    bool has_rested_ = false;
};

}  // namespace foreshock::detectors
