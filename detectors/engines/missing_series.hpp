#pragma once

#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/series_slots.hpp"

namespace foreshock::detectors {

/// Engine `inventory`, when = "missing": what was there until the agent, or the host, last went
/// down, and has not come back with it. InventoryEngine does not see that: nobody looked when it
/// went. A subject is the series with the same labels `same`; it is known after `known_for`, and
/// missing when it has not been seen for `settle` and `hold_for` after the start. When none of them
/// is there, nobody can look, and nothing is said.
///
/// Memory: about 400 bytes per subject, in SeriesSlots of at most `subjects_max`.
class MissingSeriesEngine final : public Engine {
public:
    static constexpr Duration settle = std::chrono::minutes{10};
    static constexpr Duration judge_every = std::chrono::seconds{10};
    static constexpr std::uint32_t version = 1;

    /// `kind.settings` must hold InventorySettings with a signal.
    explicit MissingSeriesEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

private:
    struct Subject {
        const Labels* labels = nullptr;  // in subjects_
        TimePoint known_since{};         // zero: not known
        Presence presence{};             // in this run of the agent
        std::unique_ptr<Symptom> said;   // the episode that is going on

        /// Known, and not there since the agent began.
        [[nodiscard]] bool is_missing() const;
        [[nodiscard]] Worth worth() const;
    };

    [[nodiscard]] bool is_blind() const;
    void judge(TimePoint now, SymptomSink& out);
    void speak(Subject& subject, TimePoint now, SymptomSink& out) const;
    static void clear(Subject& subject, std::string_view reason, TimePoint now, SymptomSink& out);
    [[nodiscard]] SeriesKey learned_key() const;

    const KindSettings kind_;
    const InventorySettings settings_;
    SeriesSlots<Subject> subjects_;  // by identity
    TimePoint begun_{};
    TimePoint judged_at_{};
};

}  // namespace foreshock::detectors
