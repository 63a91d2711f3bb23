#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/engines/template_tree.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `template` with `novelty`: kinds of lines never seen before. Only lines that matter are
/// learned: warnings and worse, and those that speak of a failure. Each log and unit is a source
/// with a TemplateTree of its own. A new kind is news when
///  - its source has settled: it has been learned from for `learning_min`, and few new kinds are
///    still to be expected of it. By Good and Toulmin, "The number of new species, and the increase
///    in population coverage, when a sample is increased", Biometrika 43 (1956), eq. 17 to first
///    order, a source with N1 kinds met once in a time T shows N1·t/T new ones in the next t;
///  - no change explains it: a fact that counts as one, the unit's own start or reload;
///  - it is met again, `repeats` times over `sustained`.
/// At most `per_hour_max` symptoms an hour; further news are one symptom together, that counts.
///
/// Memory: `bytes_max` of templates, about 300 bytes per source (`sources_max`), 300 per kind of
/// line that may become news (`watched_max`). Beyond a bound the oldest goes and is counted.
class NovelLineEngine final : public Engine {
public:
    static constexpr std::size_t watched_max = 64;

    /// `kind.settings` must hold TemplateSettings with `novelty`.
    explicit NovelLineEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& /*key*/) override { return std::nullopt; }

    void observe(std::uint32_t /*slot*/, const Sample& /*s*/, SymptomSink& /*out*/) override {}

    [[nodiscard]] bool reads_lines() const override { return true; }

    [[nodiscard]] bool notices_changes() const override { return true; }

    void read(const LogLine& line, SymptomSink& out) override;
    void notice(const Change& change, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;
    void save(std::vector<Learned>& out) const override;
    void restore(const Learned& learned) override;

    /// Of all sources.
    [[nodiscard]] std::size_t template_bytes() const;

    [[nodiscard]] std::size_t template_count() const;

private:
    struct Source {
        explicit Source(std::size_t templates_max) : tree(templates_max) {}

        std::uint64_t number = 0;
        std::string log;
        std::string unit;
        TemplateTree tree;
        TimePoint since{};            // learned from since, in this run
        Duration learned_before{0};   // in earlier runs
        TimePoint met{};              // the last line
        TimePoint explained_until{};  // by a start of its unit
    };

    /// A kind of line that may become news, or is.
    struct Watched {
        std::uint64_t source = 0;
        std::uint64_t id = 0;
        Labels labels;
        TimePoint first{};
        TimePoint last{};
        std::size_t lines = 0;
        LogSeverity worst = LogSeverity::debug;
        std::string text;  // masked
        bool is_folded = false;
        std::unique_ptr<Symptom> said;
    };

    Source* source_of(const LogLine& line);
    Source& add_source(std::string_view log, std::string_view unit);
    void drop_oldest_source();
    [[nodiscard]] bool is_settled(const Source& source, std::uint64_t singletons) const;
    void explain_start(const LogLine& line);
    void learn(Source& source, const LogLine& line);
    void watch(const Source& source, std::uint64_t id, const LogLine& line);
    void see_again(const Source& source, std::uint64_t id, const LogLine& line);
    void keep_within_bytes();
    void judge(Watched& watched, TimePoint now, SymptomSink& out);
    void raise(Watched& watched, TimePoint now, SymptomSink& out);
    void fold(Watched& watched, TimePoint now, SymptomSink& out);
    void clear(Symptom last, TimePoint now, SymptomSink& out) const;
    [[nodiscard]] Symptom symptom_now(const Watched& watched, TimePoint now) const;

    const KindSettings kind_;
    const TemplateSettings settings_;
    const NoveltySettings novelty_;
    std::map<std::string, Source, std::less<>> sources_;  // by log and unit
    std::string key_;                                     // of the line being read
    std::uint64_t next_source_ = 1;
    std::deque<Watched> watched_;      // oldest first
    std::deque<TimePoint> raised_at_;  // in the last hour
    std::unique_ptr<Symptom> folded_;  // what was more than may be said one by one
    std::size_t folded_count_ = 0;
    TimePoint folded_met_{};
    TimePoint now_{};
    TimePoint explained_until_{};  // by a change of the host
};

}  // namespace foreshock::detectors
