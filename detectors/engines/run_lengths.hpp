#pragma once

#include <optional>
#include <vector>

#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// How long the runs of one job take, and whether they grow towards the time between two runs.
///
/// Memory: 16 bytes for each of at most runs_max runs, 40 beside.
class RunLengths {
public:
    static constexpr std::size_t runs_max = 32;
    static constexpr std::size_t growth_runs_min = 8;
    static constexpr double concordance_min = 0.6;   ///< Kendall's tau of length against time
    static constexpr double growth_min = 1.3;        ///< end of the line ÷ its begin
    static constexpr double period_share_min = 0.3;  ///< of the period: less troubles nobody
    static constexpr std::uint32_t version = 1;

    /// When runs will take as long as the time between them.
    struct Growth {
        Duration length;  ///< of a run now, by the line
        Duration period;
        TimePoint earliest;
        TimePoint expected;
        TimePoint latest;
    };

    /// How long the run has lasted that goes on at `at`; 0 without one. `continues`: nobody looked
    /// away since the last time; otherwise what was going on is not counted.
    void tell(TimePoint at, Duration running, bool continues);

    [[nodiscard]] std::size_t runs() const { return runs_.size(); }

    [[nodiscard]] bool is_running() const { return running_ > Duration{0}; }

    [[nodiscard]] Duration running() const { return running_; }

    [[nodiscard]] Duration usual() const;

    /// From here on a run is unusually long: the far-out fence of the runs before, at least twice
    /// the usual one, and `tolerance`.
    [[nodiscard]] Duration too_long(Duration tolerance) const;

    /// Nothing when the lengths do not clearly grow (Theil-Sen line and Kendall's tau, robust.hpp)
    /// or are short against the time between runs.
    [[nodiscard]] std::optional<Growth> growth(TimePoint now) const;

    [[nodiscard]] std::string save() const;

    /// False, and nothing is changed, when the text is none of save().
    bool restore(std::string_view text);

private:
    struct Run {
        TimePoint begun;
        Duration length;
    };

    [[nodiscard]] std::vector<Duration> lengths() const;
    [[nodiscard]] Duration period() const;

    std::vector<Run> runs_;  // by their begin
    TimePoint begun_{};
    Duration running_{0};
    bool is_whole_ = false;  // the run that goes on was seen from its begin
};

}  // namespace foreshock::detectors
