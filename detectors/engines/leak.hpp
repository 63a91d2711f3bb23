#pragma once

#include <map>
#include <memory>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/leak_episode.hpp"
#include "detectors/engines/leak_life.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `leak`: does the floor of a sawtooth grow, as long as its owner lives? No limit is
/// needed; where one is known, the symptom says when it will be met. A life ends when `age` falls
/// or when the series with the life's labels (a pid) does; the next one begins anew, and what
/// former lives came to is kept by the labels that stay (see FormerLives), also over restarts of
/// the agent.
///
/// Memory: a LeakLife (5 KiB) per subject that has values now or had some in the last day, at most
/// `series_max`, more are refused and counted; FormerLives (64 bytes) and labels per name, at most
/// `series_max`; a small entry per label set ever seen.
class LeakEngine final : public Engine {
public:
    /// `kind.settings` must hold LeakSettings.
    explicit LeakEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& key) override;
    void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

    /// What has no life at present in the labels that tell lives apart: the signal of what is
    /// saved where `life_labels` are named; elsewhere it is the series' own.
    static constexpr std::string_view life_signal = "life";

    [[nodiscard]] std::size_t lives() const { return lives_; }

private:
    struct Reading {
        double value = 0;
        TimePoint at{};
    };

    struct Subject {
        const Labels* labels = nullptr;  // in by_labels_
        FormerLives* former = nullptr;   // in former_; null when there are too many names
        std::optional<Reading> limit;
        std::optional<Reading> load;
        std::optional<Duration> age;
        TimePoint seen_at{};
        std::unique_ptr<LeakLife> life;
        std::unique_ptr<LeakEpisode> episode;
    };

    [[nodiscard]] SeriesKey name_of(const Labels& labels) const;
    FormerLives* former_of(const SeriesKey& name);
    void set_age(Subject& subject, Duration age, TimePoint at, SymptomSink& out);
    void judge(Subject& subject, double value, SymptomSink& out);
    bool ensure_life(Subject& subject);
    void end_life(Subject& subject, std::string_view reason, TimePoint now, SymptomSink& out);
    [[nodiscard]] std::optional<double> limit_of(const Subject& subject, double value) const;
    [[nodiscard]] std::optional<double> load_of(const Subject& subject) const;

    const KindSettings kind_;
    const LeakSettings settings_;
    std::map<Labels, std::uint32_t> by_labels_;
    std::map<SeriesKey, FormerLives> former_;
    std::vector<Subject> subjects_;
    std::optional<Reading> host_limit_;
    std::optional<Reading> host_load_;
    std::optional<Reading> headroom_;
    std::size_t lives_ = 0;
};

}  // namespace foreshock::detectors
