#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "detectors/band.hpp"
#include "detectors/engine.hpp"
#include "detectors/engines/learned_bands.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `level`: a value beyond a band for long enough. Each label set of the signal is judged by
/// itself: warning and critical bands with their own hysteresis; `needs` are other signals that
/// must be bad as well while a band is being entered (of the last minute, same labels or none).
///
/// Where the pack lets a limit be learned, each label set has bands of its own (LearnedBands).
/// When a limit moves past an episode that goes on, that episode is over: "became_usual".
///
/// Memory: about 200 bytes per label set, 700 where limits are learned, in SeriesSlots of at most
/// `series_max`; as many more for each of `needs`.
class LevelEngine final : public Engine {
public:
    /// `kind.settings` must hold LevelSettings.
    explicit LevelEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

private:
    struct Subject {
        const Labels* labels = nullptr;  // in subjects_
        BandState warning;
        BandState critical;
        Presence presence;
        double value = 0;
        std::unique_ptr<Symptom> said;  // the episode that is going on
        std::unique_ptr<LearnedBands> learned;

        [[nodiscard]] Worth worth() const;
    };

    /// Another signal's newest value, for `needs`.
    struct Witness {
        Presence presence;
        double value = 0;

        [[nodiscard]] static Worth worth() { return Worth::nothing; }
    };

    [[nodiscard]] std::uint32_t roles() const;
    [[nodiscard]] Subject begin_subject(const Labels& labels) const;
    [[nodiscard]] const Band& warning_of(const Subject& subject) const;
    [[nodiscard]] const Band& critical_of(const Subject& subject) const;
    void accept_usual(Subject& subject, TimePoint at, SymptomSink& out);
    void judge(Subject& subject, TimePoint at, SymptomSink& out);
    void speak(Subject& subject, TimePoint at, SymptomSink& out);
    void clear(Subject& subject, std::string_view reason, TimePoint at, SymptomSink& out);
    [[nodiscard]] bool needs_hold(const Subject& subject, TimePoint at) const;
    [[nodiscard]] bool need_holds(std::size_t need, const Subject& subject, TimePoint at) const;
    [[nodiscard]] static Severity severity_of(const Subject& subject);
    [[nodiscard]] Symptom symptom_now(const Subject& subject, TimePoint at) const;

    const KindSettings kind_;
    const LevelSettings settings_;
    SeriesSlots<Subject> subjects_;
    std::deque<SeriesSlots<Witness>> witnesses_;  // of each of settings_.needs
};

}  // namespace foreshock::detectors
