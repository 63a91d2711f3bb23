#pragma once

#include <array>
#include <cstdint>

#include "collectors/entity_series.hpp"
#include "collectors/rate.hpp"
#include "core/log_line.hpp"

namespace foreshock::collectors {

/// The classes in which lines are counted: error and worse, warning, the rest.
enum class LineClass : std::uint8_t { error, warning, other };

inline constexpr std::size_t line_classes = 3;

constexpr LineClass class_of(LogSeverity severity) {
    if (severity <= LogSeverity::error) return LineClass::error;
    return severity == LogSeverity::warning ? LineClass::warning : LineClass::other;
}

/// Lines by class, until they are taken as rates.
using LineCounts = std::array<std::uint64_t, line_classes>;

/// The signals that every log has, label source: "journal", "kernel", or the path of a file. All
/// collectors of logs share them, so that a detector asks for one name.
inline constexpr std::array source_signals{
    SignalDescription{"log.lines.error_per_second", SignalType::gauge, "per_second",
                      "Lines of severity error and worse; files: as far as their words tell."},
    SignalDescription{"log.lines.warning_per_second", SignalType::gauge, "per_second",
                      "Lines of severity warning."},
    SignalDescription{"log.lines.other_per_second", SignalType::gauge, "per_second",
                      "Lines of any lower severity."},
    SignalDescription{"log.text.bytes_per_second", SignalType::gauge, "bytes_per_second",
                      "Text that was read."},
    SignalDescription{"log.lines.skipped_count", SignalType::counter, "count",
                      "Lines that were more than is read, since the agent began."},
    SignalDescription{"log.text.skipped_bytes", SignalType::counter, "bytes",
                      "Text that came faster than it is read, since the agent began."},
};

/// The signals of the units (or programs, in files) that write most, labels source and unit, and
/// of all units together.
inline constexpr std::array unit_signals{
    SignalDescription{"log.unit.error_per_second", SignalType::gauge, "per_second",
                      "Lines of severity error and worse of one unit."},
    SignalDescription{"log.unit.warning_per_second", SignalType::gauge, "per_second",
                      "Lines of severity warning of one unit."},
    SignalDescription{"log.unit.other_per_second", SignalType::gauge, "per_second",
                      "Lines of any lower severity of one unit."},
};

inline constexpr std::array auth_signals{
    SignalDescription{
        "log.auth.failures_per_second", SignalType::gauge, "per_second",
        "Attempts to log in or to become another user that failed (sshd, sudo, PAM)."},
};

/// Several tables as one, for a collector's row of the catalogue.
template <std::size_t... Counts>
constexpr auto joined(const std::array<SignalDescription, Counts>&... tables) {
    std::array<SignalDescription, (Counts + ...)> all{};
    std::size_t at = 0;
    const auto add = [&](const auto& table) {
        for (const SignalDescription& signal : table)
            all[at++] = signal;
    };
    (add(tables), ...);
    return all;
}

/// What one log said since it was last asked, as the samples of source_signals.
class SourceRates {
public:
    explicit SourceRates(std::string_view source);

    void see(LogSeverity severity, std::uint64_t lines = 1) {
        counts_[static_cast<std::size_t>(class_of(severity))] += lines;
    }

    void see_bytes(std::uint64_t bytes) { bytes_ += bytes; }

    void skip(std::uint64_t lines, std::uint64_t bytes) {
        skipped_lines_ += lines;
        skipped_bytes_ += bytes;
    }

    /// Rates over the time since the last call; none at the first.
    void emit(TimePoint now, SampleSink& out);

private:
    EntitySeries series_;
    Interval interval_;
    LineCounts counts_{};
    std::uint64_t bytes_ = 0;
    std::uint64_t skipped_lines_ = 0;
    std::uint64_t skipped_bytes_ = 0;
};

}  // namespace foreshock::collectors
