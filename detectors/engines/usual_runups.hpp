#pragma once

#include <array>
#include <optional>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// A rise from a trough to a peak that ended by itself.
struct RunUp {
    double height = 0;
    double peak = 0;
    double seconds = 0;
    TimePoint ended{};
    double times = 1;  ///< how often the like was seen, fading
};

/// A rise that is going on, to be compared with what is usual.
struct Rise {
    double began_level = 0;
    double level = 0;
    double seconds = 0;

    /// The share of its first headroom that it has used up.
    [[nodiscard]] double consumed() const { return (level - began_level) / -began_level; }
};

/// Learns at one scale the largest run-up of the last days that came to nothing: a tooth of a
/// saw, a nightly backup, a log before its rotation. A run-up ends when half of it is lost again,
/// or when it has found no new peak for as long as it took. What is learned fades with a time
/// constant of seven days. What was seen once or twice excuses no rise that has used up most of its
/// headroom; what was seen more often does. Values are usage minus limit. Fixed size, O(1).
class UsualRunUps {
public:
    /// Takes the mean of one closed bucket.
    void observe(TimePoint at, double level);

    /// The rise that is under way met the limit: it does not count as usual.
    void spoil() { spoiled_ = true; }

    /// Takes one run-up that was judged elsewhere to have come to nothing.
    void learn(const RunUp& run_up);

    /// Is this what usually happens, and does that usually end below the limit?
    [[nodiscard]] bool is_usual(const Rise& rise, TimePoint now) const;

    /// The height of what is usual if it takes much less time than `seconds`, else 0: a slow rise
    /// meets its limit with the peak of such a swing.
    [[nodiscard]] double quick_swing(double seconds) const;

    /// The largest that is remembered.
    [[nodiscard]] const std::optional<RunUp>& usual() const { return usual_; }

    /// Levels and lengths as floats: at most `saved_bytes_max`, 3 where nothing was seen.
    void save(StateWriter& out) const;
    static constexpr std::size_t saved_bytes_max = 3 + 24 + 24;

    /// False when it is none of save()'s; this may be anything then.
    [[nodiscard]] bool restore(StateReader& in);

private:
    void finish(TimePoint at, double level);
    [[nodiscard]] double remembered(TimePoint now) const;

    std::optional<RunUp> usual_;
    TimePoint trough_at_{};
    TimePoint peak_at_{};
    double trough_ = 0;
    double peak_ = 0;
    bool started_ = false;
    bool spoiled_ = false;
};

}  // namespace foreshock::detectors
