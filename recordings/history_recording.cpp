#include "recordings/history_recording.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace foreshock::recordings {
namespace {

constexpr Duration piece_min = std::chrono::minutes{1};
constexpr Duration piece_max = std::chrono::weeks{1};

/// For a query: everything but letters, digits and -._~ as %XX (RFC 3986 §2.1).
std::string query_encoded(std::string_view text) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (plain.find(c) != plain.npos)
            encoded += c;
        else
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

std::string host_path(const std::string& host) {
    return "/api/v1/hosts/" + query_encoded(host);
}

}  // namespace

Result<std::optional<TimePoint>> SamplesRecording::next() {
    if (point_ == samples_.points.size()) return std::optional<TimePoint>{};
    return std::optional{samples_.points[point_].at};
}

Result<void> SamplesRecording::play(detectors::RecordingSink& out) {
    if (!id_) id_ = out.series(samples_.key);
    const HistoryPoint& point = samples_.points[point_++];
    out.value(*id_, point.at, point.value);
    return {};
}

HistoryRecording::HistoryRecording(Fetch fetch, HistorySpan span, SeriesKey key)
    : fetch_(std::move(fetch)),
      span_(std::move(span)),
      key_(std::move(key)),
      fetched_to_(span_.from) {}

Result<void> HistoryRecording::fetch_piece() {
    const TimePoint to = std::min(fetched_to_ + piece_, span_.to);
    const auto body = fetch_(
        host_path(span_.host) + "/samples?signal=" + query_encoded(key_.signal) + "&labels=" +
        query_encoded(key_.labels.text()) + "&from=" + query_encoded(format_rfc3339(fetched_to_)) +
        "&to=" + query_encoded(format_rfc3339(to)) + "&points=" + std::to_string(points_max));
    if (!body) return fail(body.error());
    auto samples = parse_samples(*body);
    if (!samples) return fail(std::move(samples).error().with(key_.signal));
    const std::size_t count = samples->points.size();
    if (count >= points_max && piece_ > piece_min) {
        piece_ = std::max<Duration>(piece_min, piece_ / 2);
        return {};
    }
    std::erase_if(samples->points, [this](const HistoryPoint& point) {
        return point.at < fetched_to_ || point.at >= span_.to;
    });
    points_ = std::move(samples->points);
    point_ = 0;
    fetched_to_ = to;
    if (!points_.empty()) fetched_to_ = std::max(fetched_to_, points_.back().at + Duration{1});
    if (count < points_max / 3) piece_ = std::min<Duration>(piece_max, piece_ * 2);
    return {};
}

Result<std::optional<TimePoint>> HistoryRecording::next() {
    while (point_ == points_.size()) {
        if (fetched_to_ >= span_.to) return std::optional<TimePoint>{};
        if (auto fetched = fetch_piece(); !fetched) return fail(std::move(fetched).error());
    }
    return std::optional{points_[point_].at};
}

Result<void> HistoryRecording::play(detectors::RecordingSink& out) {
    if (!id_) id_ = out.series(key_);
    const HistoryPoint& point = points_[point_++];
    out.value(*id_, point.at, point.value);
    return {};
}

Result<std::vector<SeriesKey>> list_history(const Fetch& fetch, const std::string& host) {
    const auto body = fetch(host_path(host) + "/series");
    if (!body) return fail(body.error());
    return parse_series_list(*body);
}

Result<std::vector<std::unique_ptr<detectors::Recording>>> open_exported(const std::string& path) {
    std::error_code unknown;
    const auto bytes = std::filesystem::file_size(path, unknown);
    std::ifstream in{path, std::ios::binary};
    if (unknown || !in) return fail(Errc::unreadable, path + ": cannot be read");
    if (bytes > exported_bytes_max) return fail(Errc::too_large, path + ": has more than 64 MiB");
    std::string text(bytes, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    auto all = parse_exported(text);
    if (!all) return fail(std::move(all).error().with(path));
    std::vector<std::unique_ptr<detectors::Recording>> parts;
    for (HistorySamples& samples : *all)
        parts.push_back(std::make_unique<SamplesRecording>(std::move(samples)));
    return parts;
}

}  // namespace foreshock::recordings
