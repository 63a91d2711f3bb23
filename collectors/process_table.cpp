#include "collectors/process_table.hpp"

#include <algorithm>
#include <map>

#include "collectors/process_files.hpp"

namespace foreshock::collectors {
namespace {

/// Reads the files of one process through one buffer.
class ProcessReader {
public:
    ProcessReader(const HostFs& host, const HostUnits& units) : host_(host), units_(units) {}

    std::optional<ProcessEntry> read(std::int64_t pid) {
        const auto text = read_file(pid, "stat");
        const auto stat = text ? parse_process_stat(*text) : fail(text.error());
        if (!stat) return std::nullopt;
        ProcessEntry entry = from_stat(pid, *stat);
        if (const auto status = read_file(pid, "status")) entry.uid = parse_effective_uid(*status);
        if (entry.kernel_thread) return entry;
        if (const auto line = read_file(pid, "cmdline")) entry.cmdline = join_arguments(*line);
        if (!stat_was_dead_) read_use(pid, entry);
        return entry;
    }

private:
    Result<std::string_view> read_file(std::int64_t pid, std::string_view name) {
        return host_.open(process_path(pid, name))->read(buffer_);
    }

    ProcessEntry from_stat(std::int64_t pid, const ProcessStat& stat) {
        stat_was_dead_ = stat.is_dead();
        ProcessEntry entry;
        entry.pid = pid;
        entry.parent_pid = stat.parent_pid;
        entry.comm = stat.comm;
        entry.state = stat.state;
        entry.kernel_thread = stat.kernel_thread;
        entry.threads = stat.threads;
        entry.start_ticks = stat.start_ticks;
        entry.cpu_seconds = static_cast<double>(stat.cpu_ticks) / units_.clock_ticks_per_second;
        entry.rss_bytes = static_cast<double>(stat.rss_pages) * units_.page_bytes;
        return entry;
    }

    /// What only root and the process's own user may see.
    void read_use(std::int64_t pid, ProcessEntry& entry) {
        if (const auto files = host_.count(process_path(pid, "fd"))) entry.open_files = *files;
        if (const auto limits = read_file(pid, "limits")) {
            if (const auto limit = parse_files_limit(*limits)) entry.files_limit = *limit;
        }
        if (const auto text = read_file(pid, "io")) {
            const auto io = parse_process_io(*text);
            if (!io) return;
            entry.read_bytes = static_cast<double>(io->read_bytes);
            entry.written_bytes = static_cast<double>(io->written_bytes);
        }
    }

    const HostFs& host_;
    HostUnits units_;
    std::string buffer_;
    bool stat_was_dead_ = false;
};

double measure(const ProcessEntry& entry, ProcessOrder order) {
    switch (order) {
        case ProcessOrder::cpu:
            return entry.cpu_seconds;
        case ProcessOrder::memory:
            return entry.rss_bytes;
        case ProcessOrder::files:
            return static_cast<double>(entry.open_files.value_or(0));
        case ProcessOrder::io:
            return entry.read_bytes.value_or(0) + entry.written_bytes.value_or(0);
    }
    return 0;
}

void subtract(std::optional<double>& value, const std::optional<double>& earlier) {
    if (value && earlier) *value = std::max(0.0, *value - *earlier);
}

}  // namespace

std::vector<ProcessEntry> read_process_table(const HostFs& host, const HostUnits& units) {
    std::vector<std::int64_t> pids;
    if (!list_pids(host, pids)) return {};
    std::sort(pids.begin(), pids.end());
    if (pids.size() > table_processes_max) pids.resize(table_processes_max);
    ProcessReader reader{host, units};
    std::vector<ProcessEntry> table;
    table.reserve(pids.size());
    for (const std::int64_t pid : pids) {
        if (auto entry = reader.read(pid)) table.push_back(std::move(*entry));
    }
    return table;
}

std::vector<ProcessEntry> used_between(const std::vector<ProcessEntry>& earlier,
                                       std::vector<ProcessEntry> later) {
    std::map<std::int64_t, const ProcessEntry*> before;
    for (const ProcessEntry& entry : earlier)
        before.emplace(entry.pid, &entry);
    for (ProcessEntry& entry : later) {
        const auto found = before.find(entry.pid);
        if (found == before.end() || found->second->start_ticks != entry.start_ticks) continue;
        entry.cpu_seconds = std::max(0.0, entry.cpu_seconds - found->second->cpu_seconds);
        subtract(entry.read_bytes, found->second->read_bytes);
        subtract(entry.written_bytes, found->second->written_bytes);
    }
    return later;
}

std::vector<ProcessEntry> top_processes(std::vector<ProcessEntry> table, ProcessOrder order,
                                        std::size_t count) {
    std::erase_if(table, [order](const ProcessEntry& entry) { return measure(entry, order) <= 0; });
    const auto worse = [order](const ProcessEntry& a, const ProcessEntry& b) {
        const double left = measure(a, order);
        const double right = measure(b, order);
        return left != right ? left > right : a.pid < b.pid;
    };
    std::sort(table.begin(), table.end(), worse);
    if (table.size() > count) table.resize(count);
    return table;
}

}  // namespace foreshock::collectors
