#pragma once

#include <array>
#include <optional>
#include <string>

#include "detectors/engines/bucket_ring.hpp"
#include "detectors/engines/exhaustion_settings.hpp"
#include "detectors/engines/trend.hpp"
#include "detectors/engines/usual_runups.hpp"

namespace foreshock::detectors {

/// One usage with its limit: what is remembered and what is believed about it now. Pure: values
/// and times in, a judgement out; knows nothing of labels, texts or symptoms.
///
/// Seven scales from 64 s to 3 days (each four times the one before) see the same values; the
/// longest believed growth speaks. Fixed size: see the test "exhaustion pair: …bytes".
///
/// What it remembers outlives a restart. Time without values is a gap: what is older than a scale
/// is not looked at by it. Only who was away for no longer than a pause of its values goes on as
/// if nothing had been; else, or when less than half of the usage has come back, its growth is
/// presumed to be a start-up again, and what was impending must show anew.
class ExhaustionPair {
public:
    enum class State : std::uint8_t { quiet, impending, occurring };

    /// What changed with the last value.
    struct Judgement {
        State state = State::quiet;
        std::string_view reason;  ///< why it is so: enumerated, see docs/reference/packs.md
    };

    /// A subject that is seen from `first_seen` on, and was there for `age` already as far as
    /// known.
    explicit ExhaustionPair(TimePoint first_seen, Duration age = Duration{0});

    /// Takes usage and limit of one moment, times ascending. Both finite, limit above 0.
    Judgement observe(const ExhaustionSettings& settings, TimePoint at, double usage, double limit);

    /// The subject has vanished: nothing is going on any more.
    void abandon() { settle(State::quiet, {}); }

    /// The growth that is believed while impending, and the moment from which its seconds count.
    [[nodiscard]] const Trend& trend() const { return trend_; }

    [[nodiscard]] TimePoint trend_at() const { return trend_at_; }

    /// Good news that has not lasted long enough yet to be believed.
    [[nodiscard]] bool is_in_doubt() const { return relief_since_.has_value(); }

    /// When the growth that led to the present state began.
    [[nodiscard]] TimePoint first_sign() const { return first_sign_; }

    [[nodiscard]] double usage() const { return usage_; }

    [[nodiscard]] double limit() const { return limit_; }

    [[nodiscard]] TimePoint last_seen() const { return last_at_; }

    [[nodiscard]] State state() const { return state_; }

    /// The usual time from one value to the next.
    [[nodiscard]] Duration interval() const { return interval_; }

    static constexpr std::uint32_t version = 1;  ///< of what is saved
    static constexpr std::size_t saved_bytes_max = 2400;

    /// At most `saved_bytes_max`, below 900 where nothing moves. Levels are told apart to a
    /// ten-thousandth of the headroom.
    [[nodiscard]] std::string save() const;

    /// Nothing when the text is none of save()'s. The next value resumes it.
    static std::optional<ExhaustionPair> restore(std::string_view text);

    /// Restored, and no value has come since.
    [[nodiscard]] bool is_resuming() const { return resumes_; }

    /// Did anything happen that would be missed after a restart?
    [[nodiscard]] bool is_telling() const;

    [[nodiscard]] TimePoint born() const { return born_; }

    /// The highest rise that came to nothing, as long as it counts.
    [[nodiscard]] std::optional<RunUp> usual_rise() const;

private:
    static constexpr std::size_t scales = 7;

    ExhaustionPair() : ExhaustionPair(TimePoint{}) {}

    [[nodiscard]] bool read(StateReader& in);
    void resume(const ExhaustionSettings& settings, Duration away, double usage_before);
    void remember(const ExhaustionSettings& settings, TimePoint at);
    void judge_scale(const ExhaustionSettings& settings, std::size_t scale);
    [[nodiscard]] bool may_matter(const ExhaustionSettings& settings, std::size_t scale) const;
    [[nodiscard]] bool is_alarming(const ExhaustionSettings& settings, const Trend& trend,
                                   std::size_t scale) const;
    [[nodiscard]] bool is_usual(const Trend& trend) const;
    [[nodiscard]] bool was_told(const ExhaustionSettings& settings, const Trend& trend) const;
    [[nodiscard]] bool is_refresh(const Trend& trend) const;
    [[nodiscard]] TrendRules rules_for(const ExhaustionSettings& settings) const;
    [[nodiscard]] Trend whole_growth(Trend trend, std::size_t scale) const;
    [[nodiscard]] bool may_be_a_job(const ExhaustionSettings& settings, const Trend& whole) const;
    [[nodiscard]] bool may_be_start_up(const ExhaustionSettings& settings,
                                       const Trend& whole) const;
    void adopt(const Trend& trend);
    Judgement judge_quiet();
    Judgement judge_impending(const ExhaustionSettings& settings);
    Judgement judge_occurring(const ExhaustionSettings& settings);
    [[nodiscard]] bool has_happened(const ExhaustionSettings& settings);
    [[nodiscard]] bool holds(bool condition, std::optional<TimePoint>& since, Duration hold) const;
    [[nodiscard]] std::string_view relief(const ExhaustionSettings& settings) const;
    [[nodiscard]] bool has_stopped(const ExhaustionSettings& settings) const;
    [[nodiscard]] std::optional<double> rise_over(Duration window) const;

    [[nodiscard]] double level() const { return usage_ - limit_; }

    void learn_false_alarm();
    Judgement settle(State state, std::string_view reason);

    std::array<BucketRing, scales> rings_;
    std::array<UsualRunUps, scales> usual_;
    Trend trend_{};
    std::optional<TimePoint> full_since_;
    std::optional<TimePoint> relief_since_;
    std::optional<TimePoint> cleared_at_;  // the last alarm, without having met the limit
    TimePoint born_;
    TimePoint last_at_;
    TimePoint trend_at_{};
    TimePoint first_sign_{};
    Duration interval_{0};
    double usage_ = 0;
    double limit_ = 0;
    double cleared_level_ = 0;
    double peak_level_ = 0;  // highest since the alarm
    bool believed_ = false;  // this round found a growth to speak of
    bool was_below_full_ = false;
    bool resumes_ = false;
    State state_ = State::quiet;
};

}  // namespace foreshock::detectors
