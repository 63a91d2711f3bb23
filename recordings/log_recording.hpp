#pragma once

#include <istream>
#include <memory>
#include <string>

#include "detectors/recording.hpp"

namespace foreshock::recordings {

/// A log file as the agent would have followed it: syslog (RFC 3164, RFC 5424) and lines that begin
/// with an ISO time, see formats::parse_syslog_line. The order of the file is the order of time: a
/// line that says an earlier time than the one before it, or none, happened with that one. Lines
/// before the first time are left out (malformed). Holds one line.
class LogRecording final : public detectors::Recording {
public:
    /// `source` is what LogLine::source says: the path. `written` is when the file was last
    /// written, for lines that do not say their year; `utc_offset` how far the host's local time
    /// was ahead of UTC. The stream is owned.
    LogRecording(std::unique_ptr<std::istream> log, std::string source, TimePoint written,
                 Duration utc_offset);

    Result<std::optional<TimePoint>> next() override;
    Result<void> play(detectors::RecordingSink& out) override;

    [[nodiscard]] detectors::RecordingCounts counts() const override { return counts_; }

    /// Of a longer line the rest is left out.
    static constexpr std::size_t line_bytes_max = 64 << 10;

private:
    bool read_line();

    std::unique_ptr<std::istream> log_;
    std::string source_;
    TimePoint written_;
    Duration utc_offset_;
    detectors::RecordingCounts counts_;
    std::string text_;
    LogLine line_{};
    std::optional<TimePoint> last_;
    bool has_line_ = false;
};

/// Opens a file. unreadable names it.
Result<std::unique_ptr<detectors::Recording>> open_log(const std::string& path);

}  // namespace foreshock::recordings
