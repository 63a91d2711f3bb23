#pragma once

#include <istream>
#include <memory>
#include <string>
#include <vector>

#include "detectors/recording.hpp"

namespace foreshock::detectors {

/// A CSV whose first line names the columns: the first is the time (see parse_csv_time); another
/// one is `signal{labels}`, or `value`, which stands for `series`. Holds one line at a time; its
/// errors (malformed, too_large) name the line.
class CsvRecording final : public Recording {
public:
    /// `name` is put before errors when it is not empty. `csv` outlives this.
    CsvRecording(std::istream& csv, SeriesKey series, std::string name = {});

    Result<std::optional<TimePoint>> next() override;
    Result<void> play(RecordingSink& out) override;

    [[nodiscard]] RecordingCounts counts() const override { return counts_; }

private:
    Result<void> read_header(const std::vector<std::string>& names);
    Result<void> read_row(const std::vector<std::string>& cells);
    Result<SeriesKey> key_of(const std::string& name) const;
    Result<bool> read_line();
    Error in_place(Error error) const;

    std::istream& csv_;
    SeriesKey value_;
    std::string name_;
    std::string line_;
    std::size_t number_ = 0;
    RecordingCounts counts_;
    std::vector<SeriesKey> keys_;
    std::vector<SeriesId> ids_;  // of keys_, once a sink has numbered them
    std::optional<TimePoint> at_;
    std::optional<TimePoint> last_;
    std::vector<std::optional<double>> row_;
};

}  // namespace foreshock::detectors
