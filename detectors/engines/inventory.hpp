#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/planned_changes.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `inventory`: what disappeared from the host, appeared on it, or turned into something
/// else, by the changes of its facts. Labels of a subject are `name` (of the fact, without its
/// family) and `value` (what it was, or is when it appeared).
///
/// Quiet on what people do: `hold_for` lets a restart pass; a unit that was stopped without failing
/// excuses what went with it; while packages are changed everything waits longer, and what belongs
/// to a removed package is excused. When the host goes down the agent is stopped before it looks
/// again, so it never sees what a shutdown takes away. Quiet too on what was there for less than
/// `known_for`, on what comes and goes, and on the first minutes after the agent's own start.
///
/// It does not know what went while the agent was away: changes are only told while it looks.
///
/// Memory: about 400 bytes and the fact's text per fact that ever changed, at most `subjects_max`:
/// beyond it the one is forgotten that has been quiet for longest, else the new one is refused and
/// counted. 6 KiB for what was planned.
class InventoryEngine final : public Engine {
public:
    static constexpr Duration settle =
        std::chrono::minutes{10};  ///< services start after the agent
    static constexpr Duration turns_count_for = std::chrono::days{30};
    static constexpr std::size_t turns_kept_max = 8;
    static constexpr std::uint32_t version = 1;

    /// `kind.settings` must hold InventorySettings.
    explicit InventoryEngine(const KindSettings& kind);

    /// It looks at no series.
    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;

    [[nodiscard]] bool notices_changes() const override { return true; }

    void notice(const Change& change, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

    /// How often a symptom had to wait because of `open_max`.
    [[nodiscard]] std::uint64_t symptoms_held() const { return symptoms_held_; }

private:
    struct Subject {
        Labels labels;
        std::string before;
        TimePoint appeared_at{};        // zero: it was there when watching began
        TimePoint turned_at{};          // the turn that waits or was said; zero: none
        TimePoint touched_at{};         // last change
        std::vector<TimePoint> turns;   // losses, and changes that were meant; newest last
        std::unique_ptr<Symptom> said;  // the episode that is going on
    };

    Subject* see(const std::string& name, const Change& change);
    bool make_room();
    static void count_turn(Subject& subject, TimePoint at);
    void take_loss(Subject& subject, const Change& change);
    void take_arrival(Subject& subject, bool is_new, const Change& change, SymptomSink& out);
    void take_turn(Subject& subject, const Change& change, SymptomSink& out);
    [[nodiscard]] bool is_meant(const Change& change) const;
    [[nodiscard]] bool is_new_here(const Subject& subject, TimePoint at) const;
    [[nodiscard]] bool is_known(const Subject& subject, TimePoint at) const;
    [[nodiscard]] bool is_excused(const Subject& subject) const;
    [[nodiscard]] Duration hold_of(const Subject& subject) const;
    void begin(TimePoint now);
    void advance_one(Subject& subject, TimePoint now, SymptomSink& out);
    bool may_open();
    void speak(Subject& subject, TimePoint now, SymptomSink& out);
    static void clear(Subject& subject, std::string_view reason, TimePoint now, SymptomSink& out);
    [[nodiscard]] Symptom symptom_now(const Subject& subject, TimePoint now) const;
    [[nodiscard]] SeriesKey learned_key() const;

    const KindSettings kind_;
    const InventorySettings settings_;
    const std::string prefix_;  // "mount."
    PlannedChanges planned_;
    std::map<std::string, Subject, std::less<>> subjects_;  // by the fact's name without family
    TimePoint begun_{};                                     // this run of the agent
    TimePoint first_begun_{};                               // the first one
    std::uint64_t symptoms_held_ = 0;
};

}  // namespace foreshock::detectors
