#pragma once

#include <map>
#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/shift_series.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `shift`: a level that has changed and stays so, although the load has not (see
/// ShiftSeries for the method). What is usual survives restarts of the agent.
///
/// Memory: a ShiftSeries (at most 2.8 KiB) per label set that has values now or had some in the
/// last week, at most `series_max`, more are refused and counted; a small entry per label set ever
/// seen.
class ShiftEngine final : public Engine {
public:
    /// `kind.settings` must hold ShiftSettings.
    explicit ShiftEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

    [[nodiscard]] std::size_t watched() const { return watched_; }

private:
    struct Reading {
        double value = 0;
        TimePoint at{};
    };

    struct Subject {
        const Labels* labels = nullptr;  // in by_labels_
        std::optional<Reading> load;
        TimePoint seen_at{};
        std::unique_ptr<ShiftSeries> series;
        std::unique_ptr<Symptom> said;  // the episode that is going on
    };

    bool ensure_series(Subject& subject);
    void judge(Subject& subject, double value, SymptomSink& out);
    void speak(Subject& subject, TimePoint at, SymptomSink& out);
    void clear(Subject& subject, std::string_view reason, TimePoint at, SymptomSink& out);
    [[nodiscard]] std::optional<double> load_of(const Subject& subject) const;
    [[nodiscard]] Symptom symptom_now(const Subject& subject, TimePoint at) const;
    [[nodiscard]] double times_usual(const ShiftSeries& series) const;

    const KindSettings kind_;
    const ShiftSettings settings_;
    std::map<Labels, std::uint32_t> by_labels_;
    std::vector<Subject> subjects_;
    std::optional<Reading> host_load_;
    std::size_t watched_ = 0;
};

}  // namespace foreshock::detectors
