#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "detectors/recording.hpp"
#include "recordings/history_samples.hpp"

namespace foreshock::recordings {

/// Asks the server: a path with its query → the body of the answer.
using Fetch = std::function<Result<std::string>(const std::string& path)>;

/// The span of history that is wanted.
struct HistorySpan {
    std::string host;  ///< id or name
    TimePoint from;
    TimePoint to;
};

/// Values of one series that are there already.
class SamplesRecording final : public detectors::Recording {
public:
    explicit SamplesRecording(HistorySamples samples) : samples_(std::move(samples)) {}

    Result<std::optional<TimePoint>> next() override;
    Result<void> play(detectors::RecordingSink& out) override;

    [[nodiscard]] detectors::RecordingCounts counts() const override { return {}; }

private:
    HistorySamples samples_;
    std::size_t point_ = 0;
    std::optional<SeriesId> id_;
};

/// One series of our history, fetched piece by piece at full resolution. A piece that comes with
/// as many points as were asked for may be coarser than what was recorded: it is asked for again
/// in halves, down to a minute. Holds one piece: points_max points of 16 bytes.
class HistoryRecording final : public detectors::Recording {
public:
    HistoryRecording(Fetch fetch, HistorySpan span, SeriesKey key);

    Result<std::optional<TimePoint>> next() override;
    Result<void> play(detectors::RecordingSink& out) override;

    [[nodiscard]] detectors::RecordingCounts counts() const override { return {}; }

    static constexpr std::size_t points_max = 2000;  ///< the server gives at most 5000

private:
    Result<void> fetch_piece();

    Fetch fetch_;
    HistorySpan span_;
    SeriesKey key_;
    std::vector<HistoryPoint> points_;
    std::size_t point_ = 0;
    Duration piece_ = std::chrono::minutes{30};
    TimePoint fetched_to_;
    std::optional<SeriesId> id_;
};

/// The series that the host has in its history.
Result<std::vector<SeriesKey>> list_history(const Fetch& fetch, const std::string& host);

/// An exported file, at most exported_bytes_max. Errors name the file.
Result<std::vector<std::unique_ptr<detectors::Recording>>> open_exported(const std::string& path);

inline constexpr std::size_t exported_bytes_max = 64 << 20;

}  // namespace foreshock::recordings
