#include "recordings/log_recording.hpp"

#include <algorithm>
#include <fstream>
#include <limits>

#include "formats/line_severity.hpp"
#include "formats/line_time.hpp"
#include "formats/syslog_line.hpp"
#include "recordings/scrape_files.hpp"

namespace foreshock::recordings {

LogRecording::LogRecording(std::unique_ptr<std::istream> log, std::string source, TimePoint written,
                           Duration utc_offset)
    : log_(std::move(log)),
      source_(std::move(source)),
      written_(written),
      utc_offset_(utc_offset),
      text_(line_bytes_max, '\0') {}

/// One line into text_, without its end; false when there is none.
bool LogRecording::read_line() {
    text_.resize(line_bytes_max);
    log_->getline(text_.data(), static_cast<std::streamsize>(text_.size()));
    const auto length = static_cast<std::size_t>(log_->gcount());
    if (length == 0 && !*log_) return false;
    const bool is_cut = log_->fail() && !log_->eof();
    text_.resize(is_cut || log_->eof() ? length : length - 1);
    if (is_cut) {
        log_->clear();
        log_->ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    if (text_.ends_with('\r')) text_.pop_back();
    return true;
}

Result<std::optional<TimePoint>> LogRecording::next() {
    while (!has_line_) {
        if (!read_line()) return std::optional<TimePoint>{};
        if (text_.empty()) continue;
        const formats::SyslogLine parsed = formats::parse_syslog_line(text_, written_, utc_offset_);
        if (!parsed.at && !last_) {
            ++counts_.malformed;
            continue;
        }
        const TimePoint at = parsed.at ? *parsed.at : *last_;
        last_ = last_ ? std::max(at, *last_) : at;
        line_.at = *last_;
        line_.source = source_;
        line_.unit = parsed.program;
        line_.severity =
            parsed.severity ? *parsed.severity : formats::guess_severity(parsed.message);
        line_.text = parsed.message.substr(0, LogLine::text_bytes_max);
        has_line_ = true;
    }
    return std::optional{line_.at};
}

Result<void> LogRecording::play(detectors::RecordingSink& out) {
    out.line(line_);
    has_line_ = false;
    return {};
}

Result<std::unique_ptr<detectors::Recording>> open_log(const std::string& path) {
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!*file || file->peek() == std::ifstream::traits_type::eof())
        return fail(Errc::unreadable, path + ": cannot be read, or is empty");
    const auto written = written_at(path);
    if (!written) return fail(written.error());
    return std::make_unique<LogRecording>(std::move(file), path, *written,
                                          formats::local_utc_offset(*written));
}

}  // namespace foreshock::recordings
