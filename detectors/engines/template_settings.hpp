#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/log_line.hpp"
#include "core/symptom.hpp"
#include "detectors/engines/line_pattern.hpp"

namespace foreshock::detectors {

/// Lines of no known kind: when they count.
struct NoveltySettings {
    Duration learning_min = std::chrono::hours{24};  ///< a source is only learned from for so long
    /// New kinds of lines that are still to be expected of the source (Good–Toulmin): while there
    /// are more in an hour, a new one is no news.
    double expected_per_hour_max = 0.25;
    std::size_t repeats = 3;                           ///< lines of the new kind …
    Duration sustained = std::chrono::minutes{1};      ///< … over at least so long …
    Duration within = std::chrono::hours{1};           ///< … and at most so long
    Duration after_change = std::chrono::minutes{15};  ///< a change explains what is new so long
    std::vector<std::string> changes;  ///< facts that count as one, `*` at the end stands for any
    std::size_t per_hour_max = 3;      ///< symptoms of one host; further ones are told in one
    std::size_t sources_max = 128;     ///< logs and units learned at a time
    std::size_t templates_max = 256;   ///< of one source
    std::size_t bytes_max = 1 << 20;   ///< of all sources
};

/// Settings of the engine `template`: lines that match one of the patterns, or lines of a kind
/// never seen before.
struct TemplateSettings {
    std::vector<LinePattern> match;   ///< empty with `novelty`
    std::vector<LinePattern> except;  ///< a line with one of these is not meant
    std::vector<LinePattern> ends;    ///< a line that says that it is over for its subject
    std::vector<std::string> source;  ///< "kernel", "journal", "/var/log/*"; empty: every log
    std::vector<std::string> unit;    ///< "sshd*"; empty: every unit
    std::vector<std::string> except_unit;
    LogSeverity least = LogSeverity::debug;  ///< lines of this severity and worse
    Severity severity = Severity::warning;
    Phase phase = Phase::occurring;
    std::size_t count = 1;                       ///< lines about one subject …
    Duration window = std::chrono::minutes{10};  ///< … within so long
    Duration lasting{0};  ///< … that go on for so long without a pause as long
    std::optional<std::size_t> critical_count;        ///< so many within the window: critical
    Duration clear_after = std::chrono::minutes{15};  ///< without another line
    std::size_t subjects_max = 256;                   ///< watched at a time
    std::optional<NoveltySettings> novelty;
};

}  // namespace foreshock::detectors
