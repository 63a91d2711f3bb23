#pragma once

#include <memory>
#include <vector>

#include "detectors/band.hpp"
#include "detectors/engine.hpp"
#include "detectors/engines/flap_count.hpp"
#include "detectors/engines/usual_value.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `state`: discrete truths. A series is bad by the list of its kind, or because it is not
/// what it was for most of its life. It must be so for `hold_for`, and well again for
/// `clear_after`; one that goes to and fro is one episode that says so ("flaps"), as in Nagios'
/// flap detection ("Detection and Handling of State Flapping"), with a count instead of weights.
///
/// With `unless_usual` the times that a series spent with each value are learned; a value that it
/// has had since the agent began is no news. One that lasts for `accepted_after` is the new usual.
///
/// Memory: about 250 bytes per label set, 128 more where the usual is learned and 8 for each of
/// `flap_changes`, in SeriesSlots of at most `series_max`.
class StateEngine final : public Engine {
public:
    static constexpr Duration update_pause = std::chrono::seconds{10};

    /// `kind.settings` must hold StateSettings.
    explicit StateEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

private:
    struct Subject {
        const Labels* labels = nullptr;  // in subjects_
        Presence presence;
        BandState band;
        FlapCount flaps;
        UsualValue usual;
        double value = 0;
        bool is_bad = false;
        std::unique_ptr<Symptom> said{};  // the episode that is going on

        [[nodiscard]] Worth worth() const;
    };

    [[nodiscard]] bool is_listed(double value) const;
    [[nodiscard]] bool is_bad(const Subject& subject) const;
    void learn(Subject& subject, Duration step, TimePoint at);
    void speak(Subject& subject, TimePoint at, SymptomSink& out);
    void clear(Subject& subject, std::string_view reason, TimePoint at, SymptomSink& out) const;
    [[nodiscard]] Symptom symptom_now(const Subject& subject, bool flaps, TimePoint at) const;
    [[nodiscard]] Severity severity_of(const Subject& subject) const;
    [[nodiscard]] std::string name_of(double value) const;

    const KindSettings kind_;
    const StateSettings settings_;
    const Band band_;
    SeriesSlots<Subject> subjects_;
};

}  // namespace foreshock::detectors
