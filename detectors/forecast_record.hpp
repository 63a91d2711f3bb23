#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/forecast_score.hpp"
#include "detectors/learned.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// How the forecasts of one kind have done on this host. Old outcomes count less: half as much
/// after `half_life`. A value of fixed size.
///
/// Precision is the mean of a Beta posterior, prior Beta(m·w, (1-m)·w) with the pack's mean m and
/// weight w, and one trial per announcement that came true or to nothing (Gelman et al., Bayesian
/// Data Analysis, 3rd ed., section 2.4). What was prevented or withdrawn is no trial.
class KindRecord {
public:
    static constexpr Duration half_life = std::chrono::hours{24 * 60};
    static constexpr std::size_t leads_max = 31;

    /// One announcement has its verdict (not pending). Times may go back a little.
    void count(const ScoredForecast& settled);

    /// Since then this host is watched for the kind; the earliest time is kept.
    void watch(TimePoint since);

    [[nodiscard]] std::uint64_t total(ForecastVerdict verdict) const {
        return totals_.at(static_cast<std::size_t>(verdict));
    }

    /// Outcomes that count, with their weight at `now`.
    [[nodiscard]] double right(TimePoint now) const { return right_ * fading(now); }

    [[nodiscard]] double wrong(TimePoint now) const { return wrong_ * fading(now); }

    /// 0 to 1.
    [[nodiscard]] double precision(const ForecastPrior& prior, TimePoint now) const;

    /// Median of the newest `leads_max`; nothing before the first.
    [[nodiscard]] std::optional<Duration> median_lead() const;

    /// False alarms per week that this host was watched; the first week counts as a whole one.
    [[nodiscard]] double false_alarms_per_week(TimePoint now) const;

    void write(StateWriter& out) const;
    /// Nothing when the bytes are damaged.
    static std::optional<KindRecord> read(StateReader& in);

private:
    [[nodiscard]] double fading(TimePoint now) const;

    std::array<std::uint64_t, 8> totals_{};  // by ForecastVerdict, since ever
    double right_ = 0;                       // weights at faded_at_
    double wrong_ = 0;
    TimePoint faded_at_{};
    TimePoint since_{};
    std::array<std::int64_t, leads_max> leads_ms_{};  // a ring
    std::uint32_t leads_seen_ = 0;
};

/// Stands between the detectors and those who hear them: scores every forecast, and lets kinds
/// that cried wolf on this host speak more softly. Pure; for one thread. Memory: a KindRecord for
/// each kind that ever made a forecast (at most kinds_max), and the scorer's announcements.
class ForecastRecord {
public:
    static constexpr std::size_t kinds_max = 512;
    static constexpr std::uint32_t version = 1;
    static constexpr std::string_view learned_signal = "forecast";

    /// Below this precision an impending symptom is one step less severe: with the usual prior
    /// after three false alarms and no hit.
    static constexpr double trusted_precision = 0.55;

    /// What the pack presumes of its kinds. What was learned stays.
    void expect(const Pack& pack);

    /// Symptoms come as detectors say them, still without a host. Scores what the symptom says,
    /// then tempers the symptom itself: the confidence of its forecast is multiplied by how this
    /// kind has done here relative to what was presumed (never raised); below `trusted_precision`
    /// its severity is one step lower while it is impending. The first evidence says so.
    void hear(Symptom& symptom);

    /// Forecasts whose time has come are settled.
    void advance(TimePoint now);

    /// The detectors begin anew: what is pending and not announced again soon is withdrawn.
    void lose_sight(TimePoint now) { count(scorer_.lose_sight({}, now)); }

    [[nodiscard]] const std::map<std::string, KindRecord, std::less<>>& kinds() const {
        return kinds_;
    }

    [[nodiscard]] ForecastPrior prior(std::string_view kind) const;

    /// Forecasts that could not be followed, or counted, because of a bound.
    [[nodiscard]] std::uint64_t refused() const { return refused_ + scorer_.refused(); }

    /// One Learned per kind, its subject's signal is `learned_signal`. What is still pending is
    /// not kept: a detector that starts anew makes its forecasts anew.
    void save(std::vector<Learned>& out) const;

    /// False when it is not one of ours; damaged or foreign bytes are left alone.
    bool restore(const Learned& learned);

private:
    void count(const std::vector<ScoredForecast>& changed);
    void temper(Symptom& symptom) const;

    ForecastScorer scorer_;
    std::map<std::string, KindRecord, std::less<>> kinds_;
    std::map<std::string, ForecastPrior, std::less<>> priors_;
    std::uint64_t refused_ = 0;
};

}  // namespace foreshock::detectors
