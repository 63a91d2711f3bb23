#include "agent/spool.hpp"

#include <algorithm>
#include <cassert>

namespace foreshock::agent {

Spool::Spool(SpoolSettings settings, const std::string& folder, EventLog& log)
    : settings_(settings), has_folder_(!folder.empty()), folder_(folder), log_(log) {
    if (has_folder_) recover();
}

void Spool::recover() {
    for (SpoolFolder::Stored& stored : folder_.recover()) {
        counts_.disk_bytes += stored.file_bytes;
        waiting_.push_back({std::move(stored.entry), stored.file_bytes, true});
    }
    if (!waiting_.empty()) {
        log_.info("spool: " + std::to_string(waiting_.size()) +
                  " reports of an earlier run wait on disk");
    }
    make_room();
}

void Spool::begin_run(std::string run_id, Definitions definitions) {
    flush();
    run_id_ = std::move(run_id);
    definitions_ = std::move(definitions);
    own_runs_ = {{run_id_, 0}};
    is_on_ = true;
}

void Spool::continue_as(std::string run_id) {
    std::erase_if(own_runs_, [this](const auto& run) { return !waits(run.first); });
    run_id_ = std::move(run_id);
    own_runs_.emplace(run_id_, 0);
    is_on_ = true;
}

void Spool::add_lane(const std::string& run_id) {
    own_runs_.emplace(run_id, 0);
    is_on_ = false;
}

void Spool::keep_all_on_disk(bool wanted) {
    const bool is_news = wanted && !keeps_all_;
    keeps_all_ = wanted;
    if (is_news) flush();
}

void Spool::set(SpoolSettings settings) {
    settings_ = settings;
    make_room();
}

void Spool::push(SpoolEntry entry) {
    const std::size_t bytes = entry.body.size();
    waiting_.push_back({std::move(entry), bytes, false});
    counts_.memory_bytes += bytes;
    if (keeps_all_ || waiting_.back().entry.has_symptoms) store(waiting_.back());
    make_room();
}

Spool::Place Spool::next() {
    const auto of_run = [this](const std::string& run_id) {
        return std::find_if(waiting_.begin(), waiting_.end(),
                            [&](const Waiting& waiting) { return waiting.entry.run_id == run_id; });
    };
    // A new run's first word ends what earlier ones left open: those must have been told before.
    const auto left = std::find_if(waiting_.begin(), waiting_.end(), [this](const Waiting& one) {
        return one.entry.has_symptoms && !own_runs_.contains(one.entry.run_id);
    });
    if (left != waiting_.end()) return of_run(left->entry.run_id);
    const auto live = is_on_ ? of_run(run_id_) : waiting_.end();
    if (live != waiting_.end()) return live;
    const auto news = std::find_if(waiting_.begin(), waiting_.end(), [](const Waiting& waiting) {
        return waiting.entry.has_symptoms;
    });
    return news == waiting_.end() ? waiting_.begin() : of_run(news->entry.run_id);
}

std::optional<Spool::Next> Spool::peek() {
    if (waiting_.empty()) return std::nullopt;
    const SpoolEntry& entry = next()->entry;
    return Next{entry.created, is_on_ && entry.run_id == run_id_};
}

bool Spool::waits(const std::string& run_id) const {
    return std::any_of(waiting_.begin(), waiting_.end(),
                       [&](const Waiting& waiting) { return waiting.entry.run_id == run_id; });
}

const SpoolEntry* Spool::front() {
    while (!waiting_.empty()) {
        const auto place = next();
        if (const SpoolEntry* entry = read(*place)) return entry;
        take_out(place);
    }
    return nullptr;
}

/// Null when it is lost; that is counted.
const SpoolEntry* Spool::read(Waiting& waiting) {
    if (!waiting.on_disk) return &waiting.entry;
    const SpoolEntry& wanted = waiting.entry;
    const bool is_shown = front_.run_id == wanted.run_id && front_.sequence == wanted.sequence;
    if (is_shown) return &front_;
    Result<SpoolEntry> stored = folder_.read(wanted.run_id, wanted.sequence);
    if (!stored) {
        log_.warn("spool: a report is lost: " + stored.error().what);
        if (stored.error().code != Errc::malformed) ++counts_.damaged;
        return nullptr;
    }
    front_ = std::move(*stored);
    return &front_;
}

Spool::Place Spool::find(const std::string& run_id, std::uint64_t sequence) {
    return std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
        return waiting.entry.sequence == sequence && waiting.entry.run_id == run_id;
    });
}

void Spool::take_out(Place place) {
    assert(place != waiting_.end());
    const Waiting gone = std::move(*place);
    waiting_.erase(place);
    front_ = {};
    remove_files(gone);
}

void Spool::pop(const std::string& run_id, std::uint64_t sequence) {
    const auto place = find(run_id, sequence);
    if (place != waiting_.end()) take_out(place);
}

void Spool::refuse(const std::string& run_id, std::uint64_t sequence) {
    const auto place = find(run_id, sequence);
    if (place == waiting_.end()) return;
    const SpoolEntry* entry = read(*place);
    ++counts_.refused;
    if (has_folder_ && entry) folder_.keep_refused(*entry);
    take_out(place);
}

void Spool::remove_files(const Waiting& gone) {
    if (!gone.on_disk) {
        counts_.memory_bytes -= gone.bytes;
        return;
    }
    counts_.disk_bytes -= gone.bytes;
    folder_.remove(gone.entry.run_id, gone.entry.sequence);
    if (gone.entry.run_id != run_id_) forget_empty_run(gone.entry.run_id);
}

void Spool::forget_empty_run(const std::string& run_id) {
    if (waits(run_id)) return;
    folder_.forget_run(run_id);
    const auto own = own_runs_.find(run_id);
    if (own != own_runs_.end()) own->second = 0;
}

std::vector<SeriesKey> Spool::definitions(const std::string& run_id, std::uint32_t from,
                                          std::uint32_t end) {
    if (from >= end) return {};
    if (own_runs_.contains(run_id)) return definitions_(from, end);
    std::vector<SeriesKey> keys = folder_.read_definitions(run_id);
    if (keys.size() > end) keys.resize(end);
    keys.erase(keys.begin(), keys.begin() + std::min<std::size_t>(from, keys.size()));
    return keys;
}

bool Spool::store_definitions(const std::string& run_id, std::uint32_t end) {
    const auto own = own_runs_.find(run_id);
    if (own == own_runs_.end() || end <= own->second) return true;
    const auto stored =
        folder_.append_definitions(run_id, own->second, definitions_(own->second, end));
    if (stored) own->second = end;
    return stored.has_value();
}

bool Spool::store(Waiting& waiting) {
    if (!has_folder_ || waiting.on_disk) return false;
    if (counts_.disk_bytes + waiting.bytes > settings_.disk_bytes) return false;
    Result<std::size_t> written = fail(Errc::unavailable, "the dictionary cannot be written");
    if (store_definitions(waiting.entry.run_id, waiting.entry.series_end)) {
        written = folder_.write(waiting.entry);
    }
    if (!written) {
        if (!disk_failed_) log_.error("spool: cannot write to disk: " + written.error().what);
        disk_failed_ = true;
        return false;
    }
    if (disk_failed_) log_.info("spool: the disk takes reports again");
    disk_failed_ = false;
    waiting.on_disk = true;
    waiting.entry.body = {};
    counts_.memory_bytes -= waiting.bytes;
    counts_.disk_bytes += waiting.bytes;
    return true;
}

void Spool::make_room() {
    while (counts_.disk_bytes > settings_.disk_bytes) {
        const auto on_disk = [](const Waiting& waiting) { return waiting.on_disk; };
        const auto oldest = std::find_if(waiting_.begin(), waiting_.end(), on_disk);
        const auto plain = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& w) {
            return w.on_disk && !w.entry.has_symptoms;
        });
        drop(plain == waiting_.end() ? oldest : plain);
    }
    spill();
}

/// Memory is over its bound: the oldest go to disk; when the disk has no room, the least worthy
/// report of all goes.
void Spool::spill() {
    while (counts_.memory_bytes > settings_.memory_bytes) {
        const auto oldest = std::find_if(waiting_.begin(), waiting_.end(),
                                         [](const Waiting& waiting) { return !waiting.on_disk; });
        assert(oldest != waiting_.end());
        if (!store(*oldest)) drop(least_worthy());
    }
}

Spool::Place Spool::least_worthy() {
    const auto plain = std::find_if(waiting_.begin(), waiting_.end(), [](const Waiting& waiting) {
        return !waiting.entry.has_symptoms;
    });
    return plain == waiting_.end() ? waiting_.begin() : plain;
}

void Spool::drop(Place place) {
    assert(place != waiting_.end());
    ++counts_.dropped;
    if (place->entry.has_symptoms) ++counts_.dropped_symptoms;
    if (counts_.dropped == 1) log_.warn("spool: it is full; the oldest samples are dropped");
    take_out(place);
}

void Spool::flush() {
    if (!has_folder_) return;
    for (Waiting& waiting : waiting_) {
        const bool done = waiting.on_disk || store(waiting);
        if (!done && disk_failed_) return;
    }
    if (!run_id_.empty()) forget_empty_run(run_id_);
}

Spool::Counts Spool::counts() const {
    Counts now = counts_;
    now.reports = waiting_.size();
    now.damaged += folder_.damaged();
    return now;
}

}  // namespace foreshock::agent
