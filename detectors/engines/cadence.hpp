#pragma once

#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/rhythm.hpp"
#include "detectors/engines/run_lengths.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `cadence`: what comes again and again and misses its rhythm (Rhythm), or takes longer
/// and longer (RunLengths). Nothing is said before a whole week is known: a job of working days
/// must not be missed on its first Sunday. What was learned is kept across restarts.
///
/// Memory: about 500 bytes per label set, 256 more for intervals or 512 for runs, in SeriesSlots of
/// at most `series_max`.
class CadenceEngine final : public Engine {
public:
    static constexpr Duration judge_every = std::chrono::seconds{10};
    /// Whoever begins to watch may have missed an event, and waits half its interval, at most so
    /// long.
    static constexpr Duration settle_max = std::chrono::hours{12};
    /// Silent for four times what is late and so long beside: it does not come any more.
    static constexpr Duration given_up_after = std::chrono::days{7};

    /// `kind.settings` must hold CadenceSettings.
    explicit CadenceEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

private:
    struct Subject {
        const Labels* labels = nullptr;  // in subjects_
        Presence presence;
        TimePoint watched_since{};
        std::optional<double> count;  // the last one, of EventsGiven::count
        Rhythm rhythm;
        RunLengths runs;
        std::unique_ptr<Symptom> said;  // the episode that is going on

        [[nodiscard]] Worth worth() const;
    };

    /// What is wrong now; an empty reason when nothing is.
    struct Verdict {
        std::string_view reason;
        Duration lasting{0};
        Duration limit{0};
        Duration usual{0};
        std::optional<RunLengths::Growth> growth{};
    };

    void take(Subject& subject, const Sample& sample, bool continues);
    [[nodiscard]] Verdict judge(const Subject& subject, TimePoint now) const;
    [[nodiscard]] Verdict judge_rhythm(const Subject& subject, TimePoint now) const;
    [[nodiscard]] Verdict judge_runs(const Subject& subject, TimePoint now) const;
    void advance_one(Subject& subject, TimePoint now, SymptomSink& out);
    void speak(Subject& subject, const Verdict& verdict, TimePoint now, SymptomSink& out);
    void clear(Subject& subject, std::string_view reason, TimePoint now, SymptomSink& out) const;
    [[nodiscard]] Symptom symptom_now(const Subject& subject, const Verdict& verdict,
                                      TimePoint now) const;

    const KindSettings kind_;
    const CadenceSettings settings_;
    SeriesSlots<Subject> subjects_;
    TimePoint judged_at_{};
};

}  // namespace foreshock::detectors
