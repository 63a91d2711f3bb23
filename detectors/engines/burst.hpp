#pragma once

#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/usual_count.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `burst`: far more events than the series' own rhythm knows. Events are counted in buckets
/// of fixed length; a bucket is hot when it holds `factor_min` times the usual, and so many or more
/// are improbable (`bucket_chance`; count_tail.hpp under usual_count.hpp). Entering costs: all
/// buckets of `hold_for` must be hot, hold `count_min` events together, and so many together must
/// come by chance with a probability of at most `chance_max`, where the sum of n buckets is again
/// negative binomial, of n times the mean and shape. Leaving costs too: for `clear_after` no bucket
/// holds half of what made it hot. The two
/// thresholds are the price of changing state in Kleinberg, "Bursty and Hierarchical Structure in
/// Streams", KDD 2002, section 2, put as times. A bucket
/// teaches only what was still possible.
///
/// Quiet: while a series is young, after a gap (`settle`), after a change that is named.
/// Learned and kept across restarts: the rhythm.
///
/// Memory: about 700 bytes per label set, in SeriesSlots of at most `series_max`.
class BurstEngine final : public Engine {
public:
    /// A bucket that is more probable than that is not hot, whatever comes after it.
    static constexpr double bucket_chance = 0.01;
    /// A rise that goes on, bucket after bucket, each `rise_min` times the one before, need last
    /// for half of `hold_for` only: what a restart or a deploy brings comes at once and ends.
    static constexpr double rise_min = 1.25;
    static constexpr int rises_min = 3;

    /// `kind.settings` must hold BurstSettings.
    explicit BurstEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;

    [[nodiscard]] bool notices_changes() const override { return !settings_.changes.empty(); }

    void notice(const Change& change, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

private:
    struct Series {
        explicit Series(Duration bucket) : usual(bucket) {}

        const Labels* labels = nullptr;  // in series_
        UsualCount usual;
        TimePoint born{};         // the first sample of this run
        TimePoint quiet_until{};  // after a gap
        Presence presence;
        double last_value = 0;      // of a counter
        TimePoint bucket_begin{};   // of the bucket being filled
        double events = 0;          // in it
        Duration covered{0};        // time in it that samples speak of
        TimePoint hot_since{};      // the first of the hot buckets in a row
        double hot_events = 0;      // in them
        double last_count = 0;      // in the last of all buckets
        int rises = 0;              // buckets in a row that held clearly more than the one before
        ExpectedCount expected;     // what they are judged by, as it was when they began
        TimePoint calm_since{};     // the first of the calm buckets in a row, in an episode
        bool knows_rhythm = false;  // from an earlier run
        std::unique_ptr<Symptom> said;

        [[nodiscard]] Worth worth() const;
    };

    void fill(Series& series, const Sample& sample, Duration step);
    void close_bucket(Series& series, TimePoint end, SymptomSink& out);
    [[nodiscard]] bool may_judge(const Series& series, TimePoint at) const;
    [[nodiscard]] Duration hold_of(const Series& series) const;
    [[nodiscard]] bool is_improbable(const Series& series, Duration lasting) const;
    void heat(Series& series, TimePoint begin, TimePoint end, double count, SymptomSink& out);
    void calm(Series& series, TimePoint begin, TimePoint end, double count, SymptomSink& out);
    void begin_anew(Series& series, TimePoint at, SymptomSink& out) const;
    void speak(Series& series, TimePoint at, SymptomSink& out);
    void clear(Series& series, std::string_view reason, TimePoint at, SymptomSink& out) const;
    [[nodiscard]] Symptom symptom_now(const Series& series, TimePoint at) const;

    const KindSettings kind_;
    const BurstSettings settings_;
    SeriesSlots<Series> series_;
    TimePoint quiet_until_{};  // after a change
};

}  // namespace foreshock::detectors
