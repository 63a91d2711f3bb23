#pragma once

#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/anomaly_episode.hpp"
#include "detectors/engines/anomaly_judge.hpp"
#include "detectors/engines/anomaly_row.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `anomaly`: a series that leaves its own past. Each label set of the signal is judged by
/// itself (AnomalyJudge) in rows of a minute (setting `row`); slower series row by row. It learns
/// for 100 rows and a day and a half before it can speak. One symptom per event, cleared when the
/// value is back in its range or the new state has become usual.
///
/// Memory: anomaly_judge_bytes (8,000) per label set and about 200 more, in SeriesSlots of at most
/// `series_max`. What was learned is saved, about as many bytes.
class AnomalyEngine final : public Engine {
public:
    /// `kind.settings` must hold AnomalySettings.
    explicit AnomalyEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

private:
    struct Subject {
        const Labels* labels = nullptr;  // in subjects_
        std::unique_ptr<AnomalyJudge> judge;
        AnomalyRow row;
        TimePoint first_at{};
        Presence presence;
        std::uint32_t row_samples = 0;            // as rows have had them of late
        double value = 0;                         // of the newest row
        std::unique_ptr<AnomalyEpisode> episode;  // while one goes on
        std::unique_ptr<Symptom> said;

        [[nodiscard]] Worth worth() const;
    };

    void take_row(Subject& subject, const AnomalyRow::Finished& row, SymptomSink& out);
    void raise(Subject& subject, TimePoint at, const AnomalyVerdict& verdict, SymptomSink& out);
    void clear(Subject& subject, std::string_view reason, TimePoint at, SymptomSink& out);
    [[nodiscard]] bool is_wanted_side(double value, UsualBounds usual) const;

    const KindSettings kind_;
    const AnomalySettings settings_;
    SeriesSlots<Subject> subjects_;
};

}  // namespace foreshock::detectors
