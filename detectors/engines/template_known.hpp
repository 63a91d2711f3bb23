#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "detectors/engine.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// Engine `template` with `match`: lines known to announce or to be a failure. Lines are gathered
/// by subject (the kind's component, filled from the pattern's names and from {source} and {unit});
/// `count` of them within `window` raise a symptom. It is said in `advance`, so that old lines,
/// read after a pause, are no news: a line older than `clear_after` is dropped and counted.
///
/// Memory: about 300 bytes and 8 per counted line (`count` and `critical_count` at most) per
/// subject, at most `subjects_max`; a subject without lines for `clear_after` and `window` is
/// forgotten; more are refused and counted.
class KnownLineEngine final : public Engine {
public:
    /// `kind.settings` must hold TemplateSettings with `match`.
    explicit KnownLineEngine(const KindSettings& kind);

    std::optional<std::uint32_t> attach(const SeriesKey& /*key*/) override { return std::nullopt; }

    void observe(std::uint32_t /*slot*/, const Sample& /*s*/, SymptomSink& /*out*/) override {}

    [[nodiscard]] bool reads_lines() const override { return true; }

    void read(const LogLine& line, SymptomSink& out) override;
    void advance(TimePoint now, SymptomSink& out) override;

private:
    struct Subject {
        Labels labels;
        std::vector<TimePoint> times;  // of the last lines, oldest first
        TimePoint began{};             // of the lines that go on, see `lasting`
        std::string last_line;         // of the kernel as it was, of others masked
        std::uint64_t lines = 0;       // of this episode
        bool is_new = false;           // lines came since the last advance
        bool has_ended = false;        // a line says that it is over
        std::unique_ptr<Symptom> said;
    };

    [[nodiscard]] bool is_meant(const LogLine& line) const;
    [[nodiscard]] std::optional<Labels> labels_of(const LogLine& line,
                                                  const std::vector<LinePattern>& patterns);
    [[nodiscard]] Subject* subject_of(Labels labels);
    void end(const LogLine& line);
    void keep(Subject& subject, const LogLine& line) const;
    /// False when there is more to say, but not so soon.
    bool judge(Subject& subject, TimePoint now, SymptomSink& out);
    void clear(Subject& subject, TimePoint now, SymptomSink& out) const;
    [[nodiscard]] Symptom symptom_now(const Subject& subject, TimePoint first, std::size_t lines,
                                      TimePoint now) const;

    const KindSettings kind_;
    const TemplateSettings settings_;
    const std::size_t times_max_;
    LinePattern::Captures captures_;
    std::map<std::string, Subject, std::less<>> subjects_;  // by component
};

/// Does the line come from a log and a unit, and is it as bad, as the kind wants? The patterns are
/// not looked at.
bool is_line_wanted(const TemplateSettings& settings, const LogLine& line);

/// Is the value one of the texts? A `*` at the end of a text stands for any rest.
bool is_one_of(const std::vector<std::string>& texts, std::string_view value);

}  // namespace foreshock::detectors
