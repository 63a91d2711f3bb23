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
    stored_definitions_ = 0;
}

void Spool::set(SpoolSettings settings) {
    settings_ = settings;
    make_room();
}

void Spool::push(SpoolEntry entry) {
    const std::size_t bytes = entry.body.size();
    waiting_.push_back({std::move(entry), bytes, false});
    counts_.memory_bytes += bytes;
    if (waiting_.back().entry.has_symptoms) store(waiting_.back());
    make_room();
}

const SpoolEntry* Spool::front() {
    while (!waiting_.empty()) {
        Waiting& first = waiting_.front();
        if (!first.on_disk) return &first.entry;
        const bool is_shown =
            front_.run_id == first.entry.run_id && front_.sequence == first.entry.sequence;
        if (is_shown) return &front_;
        Result<SpoolEntry> read = folder_.read(first.entry.run_id, first.entry.sequence);
        if (read) {
            front_ = std::move(*read);
            return &front_;
        }
        log_.warn("spool: a report is lost: " + read.error().what);
        if (read.error().code != Errc::malformed) ++counts_.damaged;
        pop();
    }
    return nullptr;
}

void Spool::pop() {
    assert(!waiting_.empty());
    const Waiting gone = std::move(waiting_.front());
    waiting_.pop_front();
    front_ = {};
    remove_files(gone);
}

void Spool::refuse() {
    const SpoolEntry* entry = front();
    if (!entry) return;
    ++counts_.refused;
    if (has_folder_) folder_.keep_refused(*entry);
    pop();
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
    const bool more = std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
        return waiting.entry.run_id == run_id;
    });
    if (more) return;
    folder_.forget_run(run_id);
    if (run_id == run_id_) stored_definitions_ = 0;
}

std::vector<SeriesKey> Spool::definitions(const std::string& run_id, std::uint32_t from,
                                          std::uint32_t end) {
    if (from >= end) return {};
    if (run_id == run_id_) return definitions_(from, end);
    std::vector<SeriesKey> keys = folder_.read_definitions(run_id);
    if (keys.size() > end) keys.resize(end);
    keys.erase(keys.begin(), keys.begin() + std::min<std::size_t>(from, keys.size()));
    return keys;
}

bool Spool::store_definitions(const std::string& run_id, std::uint32_t end) {
    if (run_id != run_id_ || end <= stored_definitions_) return true;
    const auto stored = folder_.append_definitions(run_id, stored_definitions_,
                                                   definitions_(stored_definitions_, end));
    if (stored) stored_definitions_ = end;
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
    const Waiting gone = std::move(*place);
    waiting_.erase(place);
    front_ = {};
    ++counts_.dropped;
    if (gone.entry.has_symptoms) ++counts_.dropped_symptoms;
    if (counts_.dropped == 1) log_.warn("spool: it is full; the oldest samples are dropped");
    remove_files(gone);
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
