#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "detectors/engines/shift_reference.hpp"

namespace foreshock::detectors {

/// One series against its own past at equal load. Pure: values, loads and times in, a judgement
/// out.
///
/// The last twenty slots are compared with the past of the load that each was measured under: the
/// test of Mann and Whitney (1947) stratified as by van Elteren (1960), told by its effect size
/// Pr(now > past) (Vargha, Delaney 2000) instead of its significance, which any lasting trifle
/// reaches. Nine tenths are wanted, the median ratio to the past must be `ratio_min` and the median
/// difference `difference_min`, and the hour of the day must not be known for it. That is
/// suspicious; it is a shift when it lasts and is 1.4 times as far off as what came and went by
/// itself in the last days. Slots are learned when they have left the window, and not while a shift
/// is suspected; after `accept_after` it is the new normal and all is learned anew.
///
/// Fixed size after construction, about 2.8 KiB: see the test "shift series: …bytes".
class ShiftSeries {
public:
    static constexpr std::size_t slots = 20;

    enum class State : std::uint8_t { usual, suspected, shifted };

    struct Judgement {
        State state = State::usual;
        std::string_view reason;  ///< why a shift is over, see docs/reference/packs.md
    };

    explicit ShiftSeries(const ShiftSettings& settings);

    /// Takes one value, times ascending; value and load finite. Without a load that counts the
    /// value says nothing.
    Judgement observe(const ShiftSettings& settings, TimePoint at, double value,
                      std::optional<double> load);

    /// The series was silent: the window begins anew, nothing is going on.
    void interrupt();

    [[nodiscard]] State state() const { return state_; }

    /// When the present state began to show.
    [[nodiscard]] TimePoint since() const { return since_; }

    /// Medians of the last window: now, and of the past at the same loads.
    [[nodiscard]] double level() const { return level_; }

    [[nodiscard]] double usual_level() const { return usual_level_; }

    [[nodiscard]] double load() const { return load_; }

    [[nodiscard]] TimePoint last_seen() const { return last_at_; }

    [[nodiscard]] Duration interval() const { return interval_; }

    void save(StateWriter& out) const;
    bool restore(const Learned& learned);

private:
    struct Sums {
        double value = 0;
        double load = 0;
        std::uint32_t count = 0;
    };

    struct Effect {
        double rank;   // mean: Pr(now > past)
        double ratio;  // median, now to past
        double difference;
    };

    void close_slot(const ShiftSettings& settings, Judgement& judgement);
    void push(const ShiftSettings& settings, const ShiftSlot& slot);
    std::optional<Effect> effect();
    [[nodiscard]] bool is_off(const ShiftSettings& settings, const Effect& effect) const;
    [[nodiscard]] double times_usual(const ShiftSettings& settings, const Effect& effect) const;
    void judge(const ShiftSettings& settings, Judgement& judgement);
    void judge_shifted(const ShiftSettings& settings, bool off, Judgement& judgement);
    void judge_suspected(const ShiftSettings& settings, bool off, bool known);
    void accept();
    void end_excursion(double peak);
    [[nodiscard]] double usual_excursion() const;
    void follow_hour(double ratio);

    ShiftReference reference_;
    std::array<ShiftSlot, slots> window_{};
    Sums open_;
    std::int64_t open_index_ = 0;
    std::int64_t hour_index_ = 0;
    double hour_ratio_ = 0;  // of the hour's windows: the mean
    std::uint32_t hour_count_ = 0;
    std::uint32_t size_ = 0;
    std::uint32_t next_ = 0;
    TimePoint first_at_{};
    TimePoint last_at_{};
    TimePoint slot_at_{};
    TimePoint since_{};
    TimePoint relief_since_{};
    TimePoint shifted_at_{};
    TimePoint excursion_at_{};  // the end of the last one that went by itself
    double excursion_ = 1;      // how many times the usual it was, fading
    double times_ = 1;          // how many times the usual the last window was
    double peak_ = 1;           // and the worst since it is suspected
    Duration interval_{0};
    double level_ = 0;
    double usual_level_ = 0;
    double load_ = 0;
    State state_ = State::usual;
};

}  // namespace foreshock::detectors
