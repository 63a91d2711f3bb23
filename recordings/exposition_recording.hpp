#pragma once

#include <deque>
#include <fstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "detectors/recording.hpp"
#include "recordings/scrape_files.hpp"
#include "recordings/signal_map.hpp"

namespace foreshock::recordings {

/// Scrapes in Prometheus' text format or OpenMetrics, one file after the other. A file holds one
/// scrape, or several of which each ends with "# EOF"; samples of one scrape with several
/// timestamps are several moments. A sample's time is its timestamp; else that of the file's name;
/// else the metric node_time_seconds; else when the file was written. All metrics keep
/// their names and labels; those that a rule of the map uses give our signals too. Holds one
/// scrape, at most scrape_bytes_max, and a number for each series.
class ExpositionRecording final : public detectors::Recording {
public:
    ExpositionRecording(std::vector<ScrapeFile> files, SignalMap map);

    /// Errors: unreadable, too_large; malformed when a scrape is none of the format or tells no
    /// time.
    Result<std::optional<TimePoint>> next() override;
    Result<void> play(detectors::RecordingSink& out) override;
    [[nodiscard]] detectors::RecordingCounts counts() const override;

    static constexpr std::size_t scrape_bytes_max = 64 << 20;

private:
    struct Row {
        TimePoint at;
        std::string_view name;  // into page_
        std::string_view labels;
        double value;
    };

    Result<bool> read_page();
    Result<void> read_rows();
    Result<bool> open_next();
    bool take_page();
    Result<SeriesId> plain_series(const Row& row, detectors::RecordingSink& out);

    std::vector<ScrapeFile> files_;
    SignalMap map_;
    std::size_t file_ = 0;  // the next one to open
    std::ifstream in_;
    std::size_t pages_of_file_ = 0;
    std::string unread_;        // of in_
    std::size_t searched_ = 0;  // no scrape ends before here
    std::string page_;
    std::vector<Row> rows_;  // of page_, in the order of time
    std::size_t row_ = 0;    // the next one
    std::optional<TimePoint> last_;
    detectors::RecordingCounts counts_;
    std::unordered_map<std::string, SeriesId> plain_;  // by "name{labels}"
};

/// Files sorted by what their first scrape tells; unnamed ones are looked into.
Result<std::vector<ScrapeFile>> sort_scrapes(std::vector<ScrapeFile> files);

}  // namespace foreshock::recordings
