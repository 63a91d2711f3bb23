#pragma once

#include <map>
#include <memory>

#include "detectors/engine.hpp"
#include "detectors/engines/exhaustion_episode.hpp"
#include "detectors/engines/exhaustion_pair.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `exhaustion`: when will a usage meet its limit? One ExhaustionPair per label set that has
/// both; usage and limit of one tick are judged together in `advance`, whichever came first.
///
/// Memory: one pair per subject that has values now or had some in the last day, at most
/// `pairs_max` (the longest silent one gives way, else the new one is refused and counted), and a
/// small entry per label set ever seen.
///
/// Each pair outlives a restart in at most ExhaustionPair::saved_bytes_max bytes; of subjects that
/// tell their age (processes come and go) only those whose usage moved. It is not taken up again
/// when the subject has begun since, or when it is from the future.
class ExhaustionEngine final : public Engine {
public:
    /// `kind.settings` must hold ExhaustionSettings.
    explicit ExhaustionEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

    [[nodiscard]] std::size_t pairs() const { return pairs_; }

private:
    struct Subject {
        const Labels* labels = nullptr;  // in by_labels_
        std::optional<double> limit;
        std::optional<double> usage;  // waits for the end of its tick
        std::optional<Duration> age;  // how long it has been there, as far as known
        TimePoint usage_at{};
        std::unique_ptr<ExhaustionPair> pair;
        std::unique_ptr<ExhaustionEpisode> episode;
    };

    bool ensure_pair(Subject& subject);
    void drop_what_does_not_fit(Subject& subject);
    [[nodiscard]] std::string describe(const ExhaustionPair& pair) const;
    bool evict_silent(TimePoint now);
    void judge(Subject& subject, SymptomSink& out);
    void forget_silent(Subject& subject, TimePoint now, SymptomSink& out);

    const KindSettings kind_;
    const ExhaustionSettings settings_;
    std::map<Labels, std::uint32_t> by_labels_;
    std::vector<Subject> subjects_;
    std::size_t pairs_ = 0;
};

}  // namespace foreshock::detectors
