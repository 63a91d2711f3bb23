#include "recordings/exposition_recording.hpp"

#include <algorithm>
#include <filesystem>

#include "formats/exposition.hpp"

namespace foreshock::recordings {
namespace {

using detectors::RecordingCounts;
using detectors::RecordingSink;
using formats::ExposedSample;

constexpr std::size_t block_bytes = 256 << 10;
constexpr std::string_view time_metric = "node_time_seconds";

/// Where the line behind "# EOF" begins; npos when there is no such line in the text.
std::size_t end_of_scrape(std::string_view text, std::size_t from) {
    constexpr std::string_view mark = "# EOF";
    for (std::size_t at = text.find(mark, from); at != text.npos; at = text.find(mark, at + 1)) {
        if (at > 0 && text[at - 1] != '\n') continue;
        const std::size_t end = text.find('\n', at);
        return end == text.npos ? text.size() : end + 1;
    }
    return text.npos;
}

/// What a page tells of its time.
struct PageTime {
    std::optional<TimePoint> first_stamp;
    std::optional<TimePoint> of_metric;

    void look_at(const ExposedSample& sample) {
        if (sample.at && (!first_stamp || *sample.at < *first_stamp)) first_stamp = sample.at;
        if (sample.name == time_metric) of_metric = from_unix_ms(0) + from_seconds(sample.value);
    }
};

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == text.npos;
}

}  // namespace

ExpositionRecording::ExpositionRecording(std::vector<ScrapeFile> files, SignalMap map)
    : files_(std::move(files)), map_(std::move(map)) {}

Result<bool> ExpositionRecording::open_next() {
    if (file_ == files_.size()) return false;
    in_.open(files_[file_++].path, std::ios::binary);
    if (!in_) return fail(Errc::unreadable, files_[file_ - 1].path + ": cannot be opened");
    pages_of_file_ = 0;
    unread_.clear();
    searched_ = 0;
    return true;
}

/// Moves one scrape from unread_ to page_; false when it is not all there yet.
bool ExpositionRecording::take_page() {
    const bool is_whole = in_.eof();
    std::size_t end = end_of_scrape(unread_, searched_);
    if (!is_whole && (end == std::string::npos || unread_[end - 1] != '\n')) {
        searched_ = unread_.size() - std::min<std::size_t>(unread_.size(), 8);
        return false;
    }
    end = std::min(end, unread_.size());
    page_ = unread_.substr(0, end);
    unread_.erase(0, end);
    searched_ = 0;
    ++pages_of_file_;
    if (is_whole && unread_.empty()) in_.close();
    return true;
}

/// The next scrape into page_; false at the end of all files.
Result<bool> ExpositionRecording::read_page() {
    while (true) {
        if (!in_.is_open()) {
            const auto opened = open_next();
            if (!opened || !*opened) return opened;
        } else if (take_page()) {
            if (!is_blank(page_)) return true;
            continue;
        }
        if (unread_.size() > scrape_bytes_max)
            return fail(Errc::too_large,
                        files_[file_ - 1].path + ": a scrape has more than 64 MiB");
        const std::size_t had = unread_.size();
        unread_.resize(had + block_bytes);
        in_.read(unread_.data() + had, block_bytes);
        unread_.resize(had + static_cast<std::size_t>(in_.gcount()));
        if (in_.bad()) return fail(Errc::unreadable, files_[file_ - 1].path + ": cannot be read");
    }
}

/// The samples of page_ into rows_.
Result<void> ExpositionRecording::read_rows() {
    const ScrapeFile& file = files_[file_ - 1];
    rows_.clear();
    row_ = 0;
    PageTime time;
    bool has_timeless = false;
    constexpr TimePoint unknown = TimePoint::min();
    const auto counts = formats::read_exposition(page_, [&](const ExposedSample& sample) {
        time.look_at(sample);
        has_timeless = has_timeless || !sample.at;
        rows_.push_back({sample.at.value_or(unknown), sample.name, sample.labels, sample.value});
    });
    counts_.malformed += counts.malformed;
    const std::string place = file.path + ": scrape " + std::to_string(pages_of_file_);
    if (counts.samples == 0 && counts.malformed > 0)
        return fail(Errc::malformed, place + " is not in Prometheus' text format");
    if (has_timeless) {
        const auto named = pages_of_file_ == 1 ? time_in_name(file.path) : std::nullopt;
        auto at = named ? named : time.of_metric ? time.of_metric : time.first_stamp;
        if (!at && pages_of_file_ == 1) at = file.at;
        if (!at)
            return fail(Errc::malformed, place + " tells no time; put each scrape into a file of " +
                                             "its own, named by its time, or keep timestamps");
        for (Row& row : rows_)
            if (row.at == unknown) row.at = *at;
    }
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const Row& a, const Row& b) { return a.at < b.at; });
    return {};
}

Result<std::optional<TimePoint>> ExpositionRecording::next() {
    while (true) {
        while (row_ < rows_.size() && last_ && rows_[row_].at <= *last_) {
            ++counts_.out_of_order;
            ++row_;
        }
        if (row_ < rows_.size()) return std::optional{rows_[row_].at};
        const auto more = read_page();
        if (!more) return fail(more.error());
        if (!*more) return std::optional<TimePoint>{};
        if (auto read = read_rows(); !read) return fail(std::move(read).error());
    }
}

/// The number of a metric that keeps its own name; overflow when its labels cannot be read.
Result<SeriesId> ExpositionRecording::plain_series(const Row& row, RecordingSink& out) {
    std::string text{row.name};
    text += '{';
    text += row.labels;
    if (const auto known = plain_.find(text); known != plain_.end()) return known->second;
    auto pairs = formats::parse_exposed_labels(row.labels);
    if (!pairs) return fail(std::move(pairs).error());
    auto labels = Labels::from_pairs(std::move(*pairs));
    if (!labels) return fail(std::move(labels).error());
    const SeriesId id = out.series({std::string{row.name}, std::move(*labels)});
    if (id != SeriesTable::overflow) plain_.emplace(std::move(text), id);
    return id;
}

Result<void> ExpositionRecording::play(RecordingSink& out) {
    Scrape scrape;
    scrape.at = rows_[row_].at;
    last_ = scrape.at;
    for (; row_ < rows_.size() && rows_[row_].at == scrape.at; ++row_) {
        const Row& row = rows_[row_];
        if (map_.uses(row.name)) scrape.metrics[row.name].push_back({row.labels, row.value});
        const auto id = plain_series(row, out);
        if (id)
            out.value(*id, scrape.at, row.value);
        else
            ++counts_.malformed;
    }
    map_.apply(scrape, [&](const std::string& signal, const Labels& labels, double value) {
        out.value(out.series({signal, labels}), scrape.at, value);
    });
    return {};
}

RecordingCounts ExpositionRecording::counts() const {
    RecordingCounts counts = counts_;
    counts.refused += map_.refused();
    return counts;
}

Result<std::vector<ScrapeFile>> sort_scrapes(std::vector<ScrapeFile> files) {
    for (ScrapeFile& file : files) {
        if (time_in_name(file.path)) continue;
        std::ifstream in{file.path, std::ios::binary};
        if (!in) return fail(Errc::unreadable, file.path + ": cannot be opened");
        std::error_code unknown;
        const auto bytes = std::filesystem::file_size(file.path, unknown);
        std::string text(
            std::min<std::uintmax_t>(unknown ? 0 : bytes, ExpositionRecording::scrape_bytes_max),
            '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        PageTime time;
        (void)formats::read_exposition(text,
                                       [&](const ExposedSample& sample) { time.look_at(sample); });
        file.at = time.first_stamp ? *time.first_stamp : time.of_metric.value_or(file.at);
    }
    std::sort(files.begin(), files.end(), [](const ScrapeFile& a, const ScrapeFile& b) {
        return std::pair{a.at, a.path} < std::pair{b.at, b.path};
    });
    return files;
}

}  // namespace foreshock::recordings
