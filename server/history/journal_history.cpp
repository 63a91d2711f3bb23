#include "server/history/journal_history.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>

#include "core/system_error.hpp"
#include "server/history/down_sample.hpp"
#include "server/history/segment_index.hpp"

namespace foreshock::history {
namespace {

struct Segment {
    explicit Segment(KeyPool& keys) : index(keys) {}

    std::shared_ptr<SegmentFile> file;
    SegmentIndex index;
    std::optional<TimePoint> ended;  ///< about when it took its last record, once that is known

    /// No host with a wrong clock can keep a segment for ever by writing times of the future.
    [[nodiscard]] TimePoint newest() const {
        return ended ? std::min(*ended, index.newest()) : index.newest();
    }
};

/// A record that is encoded and waits for the next sync; its offset counts from the first.
struct PendingRecord {
    RecordMeta meta;
    RecordPlace place;
};

/// The records of one file that a range touches. Holding the file keeps it readable.
struct Slice {
    std::shared_ptr<const SegmentFile> file;
    std::uint32_t series;
    std::vector<RecordPlace> records;
};

/// The numbers of a host's series in the segment that is being written, unsynced ones included.
using Numbers = std::map<SeriesKey, std::uint32_t>;

bool is_sound(const SeriesBlock& block) {
    return block.times.size() == block.values.size() &&
           std::all_of(block.times.begin(), block.times.end(), is_recordable);
}

Result<Column> read_column(const Slice& slice, const RecordPlace& place) {
    const auto block = slice.file->read(
        place.offset + RecordHeader::bytes + place.header.meta_bytes, place.header.block_bytes);
    if (!block) return fail(block.error());
    if (!is_block_intact(place.header, *block)) return fail(Errc::malformed, "wrong checksum");
    return decode_column(*block, place.first, slice.series);
}

class JournalHistory final : public History {
public:
    JournalHistory(std::string folder, JournalSettings settings, UniqueFd lock)
        : folder_(std::move(folder)), settings_(settings), lock_(std::move(lock)) {}

    Result<void> load();

    Result<void> append(std::string_view host_id, const std::vector<SeriesBlock>& blocks) override;
    Result<void> sync() override;
    Result<std::vector<Point>> range(const RangeQuery& query) const override;
    Result<std::vector<SeriesKey>> series(std::string_view host_id) const override;
    Result<void> expire(TimePoint now) override;
    Result<bool> erase_some(std::string_view host_id, TimePoint until) override;
    [[nodiscard]] HistoryCounters counters() const override;

private:
    Result<void> load_segment(std::uint64_t number, bool is_newest);
    std::vector<RecordColumn> number_columns(const std::vector<SeriesBlock>& blocks,
                                             RecordMeta& meta);
    Result<void> add_pending(RecordMeta meta, const std::vector<RecordColumn>& columns);
    void forget_definitions(const RecordMeta& meta);
    void recall_numbers();
    Result<void> write_pending();
    Result<void> rewrite_without(std::unique_ptr<Segment>& segment, std::string_view host_id);
    Result<void> ensure_segment();
    void publish_pending();
    void drop_pending();
    void seal_if_full();
    void seal_if_over(TimePoint now);
    void seal();
    [[nodiscard]] bool is_expired(const Segment& oldest, TimePoint now) const;
    [[nodiscard]] std::uint64_t bytes() const;
    [[nodiscard]] std::vector<Slice> slices(const RangeQuery& query) const;

    const std::string folder_;
    const JournalSettings settings_;
    const UniqueFd lock_;

    // Of the writers, who take turns by `write_mutex_`.
    mutable std::mutex write_mutex_;
    std::map<std::string, Numbers, std::less<>> numbers_;
    std::vector<PendingRecord> pending_;
    std::string pending_bytes_;
    std::uint64_t next_number_ = 1;
    bool is_writing_ = false;  // the newest segment takes more records
    std::optional<TimePoint> writing_since_;

    // What readers see; writers change it under both locks.
    mutable std::shared_mutex index_mutex_;
    KeyPool keys_;
    std::deque<std::unique_ptr<Segment>> segments_;  // oldest first

    std::atomic<std::uint64_t> segments_expired_ = 0;
    std::atomic<std::uint64_t> torn_bytes_cut_ = 0;
    mutable std::atomic<std::uint64_t> records_damaged_ = 0;
    std::atomic<std::uint64_t> series_refused_ = 0;
    std::atomic<std::uint64_t> bytes_dropped_ = 0;
};

Result<void> JournalHistory::load() {
    std::vector<std::uint64_t> numbers;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{folder_, error}) {
        const std::string name = entry.path().filename().string();
        if (SegmentFile::is_leftover(name)) std::filesystem::remove(entry.path(), error);
        const std::uint64_t number = SegmentFile::number_of(name);
        if (number > 0) numbers.push_back(number);
    }
    if (error) return fail(Errc::unreadable, folder_ + ": " + error.message());
    std::sort(numbers.begin(), numbers.end());
    for (std::uint64_t number : numbers) {
        const Result<void> loaded = load_segment(number, number == numbers.back());
        if (!loaded) return loaded;
        next_number_ = number + 1;
    }
    is_writing_ = !segments_.empty();
    recall_numbers();
    seal_if_full();
    return {};
}

Result<void> JournalHistory::load_segment(std::uint64_t number, bool is_newest) {
    auto file = SegmentFile::open(folder_, number);
    if (!file && file.error().code != Errc::malformed) return fail(std::move(file).error());
    auto segment = std::make_unique<Segment>(keys_);
    if (!file) {
        ++records_damaged_;
        return {};
    }
    segment->file = std::move(*file);
    if (!is_newest) segment->ended = segment->file->written_at();
    const SegmentWalk walk = walk_segment(*segment->file, is_newest, segment->index);
    records_damaged_ += walk.damaged;
    const std::uint64_t torn = segment->file->bytes() - walk.end;
    torn_bytes_cut_ += torn;
    if (torn > 0) {
        if (Result<void> cut = segment->file->cut(walk.end); !cut) return cut;
    }
    segments_.push_back(std::move(segment));
    return {};
}

Result<void> JournalHistory::append(std::string_view host_id,
                                    const std::vector<SeriesBlock>& blocks) {
    if (!std::all_of(blocks.begin(), blocks.end(), is_sound)) {
        return fail(Errc::invalid,
                    "history: a series whose times and values do not belong together");
    }
    const std::scoped_lock writing{write_mutex_};
    RecordMeta meta;
    meta.host_id = host_id;
    const std::vector<RecordColumn> columns = number_columns(blocks, meta);
    if (columns.empty()) return {};
    meta.first = meta.last = columns.front().block->times.front();
    for (const RecordColumn& column : columns) {
        const auto [first, last] =
            std::minmax_element(column.block->times.begin(), column.block->times.end());
        meta.first = std::min(meta.first, *first);
        meta.last = std::max(meta.last, *last);
    }
    return add_pending(std::move(meta), columns);
}

std::vector<RecordColumn> JournalHistory::number_columns(const std::vector<SeriesBlock>& blocks,
                                                         RecordMeta& meta) {
    Numbers& numbers = numbers_[meta.host_id];
    meta.definitions_from = static_cast<std::uint32_t>(numbers.size());
    std::vector<RecordColumn> columns;
    for (const SeriesBlock& block : blocks) {
        if (block.times.empty()) continue;
        auto known = numbers.find(block.key);
        if (known == numbers.end() && numbers.size() >= HostIndex::series_max) {
            ++series_refused_;
            continue;
        }
        if (known == numbers.end()) {
            const auto number = static_cast<std::uint32_t>(numbers.size());
            known = numbers.emplace(block.key, number).first;
            meta.definitions.push_back(block.key);
        }
        columns.push_back({known->second, &block});
    }
    return columns;
}

Result<void> JournalHistory::add_pending(RecordMeta meta,
                                         const std::vector<RecordColumn>& columns) {
    Result<std::string> record = encode_record(meta, columns, settings_.relative_error);
    if (record && pending_bytes_.size() + record->size() > settings_.pending_bytes_max) {
        record = fail(Errc::unavailable, "history: too much is waiting to be written");
    }
    if (!record) {
        forget_definitions(meta);
        return fail(std::move(record).error());
    }
    PendingRecord pending;
    pending.place.offset = pending_bytes_.size();
    pending.place.header = decode_header(*record).value();
    pending.place.first = meta.first;
    pending.place.last = meta.last;
    pending.meta = std::move(meta);
    pending_.push_back(std::move(pending));
    pending_bytes_ += *record;
    return {};
}

void JournalHistory::forget_definitions(const RecordMeta& meta) {
    Numbers& numbers = numbers_[meta.host_id];
    for (const SeriesKey& key : meta.definitions)
        numbers.erase(key);
}

/// The numbers as the newest segment has them on the disk; none when a new one is due.
void JournalHistory::recall_numbers() {
    numbers_.clear();
    if (!is_writing_) return;
    for (const auto& [id, host] : segments_.back()->index.hosts()) {
        Numbers& numbers = numbers_[id];
        for (const SeriesKey* key : host.series) {
            numbers.emplace(*key, static_cast<std::uint32_t>(numbers.size()));
        }
    }
}

Result<void> JournalHistory::sync() {
    const std::scoped_lock writing{write_mutex_};
    return write_pending();
}

Result<void> JournalHistory::write_pending() {
    if (pending_.empty()) return {};
    Result<void> written = ensure_segment();
    if (written) written = segments_.back()->file->append(pending_bytes_);
    if (!written) {
        drop_pending();
        return fail(std::move(written).error().with("history"));
    }
    publish_pending();
    seal_if_full();
    return {};
}

Result<void> JournalHistory::ensure_segment() {
    if (is_writing_) return {};
    auto file = SegmentFile::create(folder_, next_number_);
    if (!file) return fail(std::move(file).error());
    ++next_number_;
    auto segment = std::make_unique<Segment>(keys_);
    segment->file = std::move(*file);
    const std::scoped_lock publishing{index_mutex_};
    segments_.push_back(std::move(segment));
    is_writing_ = true;
    return {};
}

void JournalHistory::publish_pending() {
    const std::scoped_lock publishing{index_mutex_};
    Segment& segment = *segments_.back();
    const std::uint64_t begin = segment.file->bytes() - pending_bytes_.size();
    for (PendingRecord& record : pending_) {
        record.place.offset += begin;
        [[maybe_unused]] const Result<void> added = segment.index.add(record.meta, record.place);
        assert(added);
    }
    pending_.clear();
    pending_bytes_.clear();
}

void JournalHistory::drop_pending() {
    bytes_dropped_ += pending_bytes_.size();
    pending_.clear();
    pending_bytes_.clear();
    recall_numbers();
}

void JournalHistory::seal_if_full() {
    if (is_writing_ && segments_.back()->file->bytes() >= settings_.segment_bytes_max) seal();
}

/// By our own time, which is learnt here: hosts may have wrong clocks.
void JournalHistory::seal_if_over(TimePoint now) {
    if (!is_writing_ || !pending_.empty()) return;
    if (!writing_since_) writing_since_ = now;
    if (now - *writing_since_ >= settings_.segment_span) seal();
}

void JournalHistory::seal() {
    is_writing_ = false;
    writing_since_.reset();
    numbers_.clear();
}

std::uint64_t JournalHistory::bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& segment : segments_)
        bytes += segment->file->bytes();
    return bytes;
}

bool JournalHistory::is_expired(const Segment& oldest, TimePoint now) const {
    return oldest.newest() < now - settings_.retention || bytes() > settings_.bytes_max;
}

Result<void> JournalHistory::expire(TimePoint now) {
    const std::scoped_lock writing{write_mutex_};
    seal_if_over(now);
    const std::scoped_lock publishing{index_mutex_};
    const std::size_t kept_min = is_writing_ ? 1 : 0;
    for (std::size_t i = 0; i + kept_min < segments_.size(); ++i) {
        if (!segments_[i]->ended) segments_[i]->ended = now;
    }
    bool has_removed = false;
    while (segments_.size() > kept_min && is_expired(*segments_.front(), now)) {
        segments_.front()->file->remove();
        segments_.pop_front();
        ++segments_expired_;
        has_removed = true;
    }
    return has_removed ? sync_folder(folder_) : Result<void>{};
}

// A file that is being written to is ended first: what comes later is not touched.
Result<bool> JournalHistory::erase_some(std::string_view host_id, TimePoint until) {
    const std::scoped_lock writing{write_mutex_};
    if (auto written = write_pending(); !written) return fail(std::move(written).error());
    const auto is_concerned = [&](const std::unique_ptr<Segment>& segment) {
        const HostIndex* host = segment->index.host(host_id);
        return host && (host->records.empty() || host->records.front().first <= until);
    };
    const auto found = std::find_if(segments_.begin(), segments_.end(), is_concerned);
    if (found == segments_.end()) return false;
    if (is_writing_ && is_concerned(segments_.back())) seal();
    const auto more = std::count_if(found, segments_.end(), is_concerned);
    if (auto done = rewrite_without(*found, host_id); !done) return fail(std::move(done).error());
    return more > 1;
}

Result<void> JournalHistory::rewrite_without(std::unique_ptr<Segment>& segment,
                                             std::string_view host_id) {
    auto file =
        SegmentFile::replace(folder_, *segment->file, records_of_others(*segment->file, host_id));
    if (!file) return fail(std::move(file).error().with("history"));
    const std::scoped_lock publishing{index_mutex_};
    auto rewritten = std::make_unique<Segment>(keys_);
    rewritten->file = std::move(*file);
    rewritten->ended = segment->ended;
    walk_segment(*rewritten->file, false, rewritten->index);
    segment = std::move(rewritten);
    return {};
}

std::vector<Slice> JournalHistory::slices(const RangeQuery& query) const {
    const std::shared_lock reading{index_mutex_};
    std::vector<Slice> slices;
    const SeriesKey* key = keys_.find({query.signal, query.labels});
    for (const auto& segment : segments_) {
        const HostIndex* host = key ? segment->index.host(query.host_id) : nullptr;
        const auto number = host ? host->number_of(key) : std::nullopt;
        if (!number) continue;
        Slice slice{segment->file, *number, {}};
        std::copy_if(host->records.begin(), host->records.end(), std::back_inserter(slice.records),
                     [&](const RecordPlace& place) {
                         return place.last >= query.from && place.first <= query.to;
                     });
        slices.push_back(std::move(slice));
    }
    return slices;
}

Result<std::vector<Point>> JournalHistory::range(const RangeQuery& query) const {
    if (query.from > query.to) return fail(Errc::invalid, "history: from lies after to");
    std::vector<TimedValue> samples;
    for (const Slice& slice : slices(query)) {
        for (const RecordPlace& place : slice.records) {
            const Result<Column> column = read_column(slice, place);
            if (!column) {
                ++records_damaged_;
                continue;
            }
            for (std::size_t i = 0; i < column->times.size(); ++i) {
                const TimePoint at = column->times[i];
                const bool inside = at >= query.from && at <= query.to && is_recordable(at);
                if (inside) samples.push_back({at, column->values[i]});
            }
            if (samples.size() > settings_.samples_per_query_max) {
                return fail(Errc::too_large, "history: too many samples, ask for a shorter range");
            }
        }
    }
    return down_sample(std::move(samples), query.points_max);
}

Result<std::vector<SeriesKey>> JournalHistory::series(std::string_view host_id) const {
    const std::shared_lock reading{index_mutex_};
    std::vector<const SeriesKey*> found;
    for (const auto& segment : segments_) {
        const HostIndex* host = segment->index.host(host_id);
        if (host) found.insert(found.end(), host->series.begin(), host->series.end());
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::vector<SeriesKey> keys;
    for (const SeriesKey* key : found)
        keys.push_back(*key);
    std::sort(keys.begin(), keys.end());
    return keys;
}

HistoryCounters JournalHistory::counters() const {
    const std::shared_lock reading{index_mutex_};
    HistoryCounters counters;
    counters.bytes = bytes();
    counters.segments = segments_.size();
    counters.segments_expired = segments_expired_;
    counters.torn_bytes_cut = torn_bytes_cut_;
    counters.records_damaged = records_damaged_;
    counters.series_refused = series_refused_;
    counters.bytes_dropped = bytes_dropped_;
    return counters;
}

Result<UniqueFd> lock_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    UniqueFd fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!fd.valid()) return fail(Errc::unavailable, folder + ": " + errno_text(errno));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(Errc::conflict, folder + ": another process is writing here");
    }
    return fd;
}

}  // namespace

Result<std::unique_ptr<History>> open_journal_history(const std::string& folder,
                                                      const JournalSettings& settings) {
    Result<UniqueFd> lock = lock_folder(folder);
    if (!lock) return fail(std::move(lock).error().with("history"));
    auto journal = std::make_unique<JournalHistory>(folder, settings, std::move(*lock));
    if (Result<void> loaded = journal->load(); !loaded) {
        return fail(std::move(loaded).error().with("history"));
    }
    return std::unique_ptr<History>{std::move(journal)};
}

}  // namespace foreshock::history
