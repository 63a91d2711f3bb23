#include "collectors/kernel_limits.hpp"

#include <array>
#include <vector>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/load.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

// Each limit stands right behind its use: LimitRow::signal is the position of the use.
constexpr std::array signals{
    SignalDescription{"kernel.files.open_count", gauge, "count", "Open files of all processes."},
    SignalDescription{"kernel.files.limit_count", gauge, "count",
                      "How many files may be open (fs.file-max)."},
    SignalDescription{"kernel.pids.used_count", gauge, "count",
                      "Process ids in use: every process and every thread has one."},
    SignalDescription{"kernel.pids.limit_count", gauge, "count",
                      "How many process ids there are (kernel.pid_max)."},
    SignalDescription{"kernel.threads.used_count", gauge, "count",
                      "Processes and threads that exist."},
    SignalDescription{"kernel.threads.limit_count", gauge, "count",
                      "How many processes and threads may exist (kernel.threads-max)."},
    SignalDescription{"kernel.conntrack.used_count", gauge, "count",
                      "Connections that the packet filter tracks; absent without one."},
    SignalDescription{"kernel.conntrack.limit_count", gauge, "count",
                      "How many connections it can track (nf_conntrack_max)."},
    SignalDescription{"kernel.aio.used_count", gauge, "count",
                      "Asynchronous I/O requests that programs have reserved (fs.aio-nr)."},
    SignalDescription{"kernel.aio.limit_count", gauge, "count",
                      "How many they may reserve (fs.aio-max-nr)."},
    SignalDescription{"kernel.ptys.used_count", gauge, "count",
                      "Pseudo terminals in use: logins, terminals, containers with a console."},
    SignalDescription{"kernel.ptys.limit_count", gauge, "count",
                      "How many pseudo terminals there may be (kernel.pty.max)."},
    SignalDescription{"kernel.semaphore_sets.used_count", gauge, "count",
                      "System V semaphore sets that exist."},
    SignalDescription{"kernel.semaphore_sets.limit_count", gauge, "count",
                      "How many sets may exist (SEMMNI, the last number of kernel.sem)."},
    SignalDescription{"kernel.semaphores.used_count", gauge, "count",
                      "System V semaphores in all sets together."},
    SignalDescription{"kernel.semaphores.limit_count", gauge, "count",
                      "How many semaphores may exist (SEMMNS, the second number of kernel.sem)."},
    SignalDescription{"kernel.shared_segments.used_count", gauge, "count",
                      "System V shared memory segments that exist."},
    SignalDescription{"kernel.shared_segments.limit_count", gauge, "count",
                      "How many segments may exist (kernel.shmmni)."},
    SignalDescription{"kernel.shared_memory.used_bytes", gauge, "bytes",
                      "Size of all System V shared memory segments."},
    SignalDescription{"kernel.shared_memory.limit_bytes", gauge, "bytes",
                      "How large they may be together (kernel.shmall); absent when unlimited."},
    SignalDescription{"kernel.message_queues.used_count", gauge, "count",
                      "System V message queues that exist."},
    SignalDescription{"kernel.message_queues.limit_count", gauge, "count",
                      "How many message queues may exist (kernel.msgmni)."},
    SignalDescription{"kernel.mounts.used_count", gauge, "count",
                      "Mounts in the agent's own mount namespace."},
    SignalDescription{"kernel.mounts.limit_count", gauge, "count",
                      "How many mounts a namespace may have (fs.mount-max)."},
    SignalDescription{"kernel.fragments.used_bytes", gauge, "bytes",
                      "Memory of IPv4 fragments that wait for the rest of their datagram."},
    SignalDescription{"kernel.fragments.limit_bytes", gauge, "bytes",
                      "Fragments are dropped beyond this (net.ipv4.ipfrag_high_thresh)."},
    SignalDescription{"kernel.entropy.available_count", gauge, "count",
                      "Bits of entropy in the kernel's pool; always 256 since Linux 5.18."},
};

/// A number out of a file's text; none when it is not there.
using ReadNumber = std::optional<double> (*)(std::string_view text, double page_bytes);

struct NumberIn {
    std::string_view path;  ///< empty: there is no such number
    ReadNumber read;
};

/// One resource: what is used of it, and how much there may be.
struct LimitRow {
    std::size_t signal;
    NumberIn used;
    NumberIn limit;
    Duration every;
};

std::optional<double> whole_number(std::string_view text, double) {
    const auto value = only_uint(text);
    return value ? std::optional{static_cast<double>(*value)} : std::nullopt;
}

std::optional<double> pages_in_bytes(std::string_view text, double page_bytes) {
    const auto pages = whole_number(text, page_bytes);
    return pages ? std::optional{*pages * page_bytes} : std::nullopt;
}

std::optional<double> files_open(std::string_view text, double) {
    const auto files = parse_file_nr(text);
    return files ? std::optional{static_cast<double>(files->open)} : std::nullopt;
}

std::optional<double> files_limit(std::string_view text, double) {
    const auto files = parse_file_nr(text);
    return files ? std::optional{static_cast<double>(files->limit)} : std::nullopt;
}

std::optional<double> tasks(std::string_view text, double) {
    const auto load = parse_loadavg(text);
    return load ? std::optional{static_cast<double>(load->total_tasks)} : std::nullopt;
}

std::optional<double> table_rows(std::string_view text, double) {
    const auto table = parse_table_use(text, "");
    return table ? std::optional{static_cast<double>(table->rows)} : std::nullopt;
}

std::optional<double> semaphores(std::string_view text, double) {
    const auto table = parse_table_use(text, "nsems");
    return table ? std::optional{table->sum} : std::nullopt;
}

std::optional<double> segment_bytes(std::string_view text, double) {
    const auto table = parse_table_use(text, "size");
    return table ? std::optional{table->sum} : std::nullopt;
}

std::optional<double> sets_limit(std::string_view text, double) {
    const auto limits = parse_semaphore_limits(text);
    return limits ? std::optional{static_cast<double>(limits->sets)} : std::nullopt;
}

std::optional<double> semaphores_limit(std::string_view text, double) {
    const auto limits = parse_semaphore_limits(text);
    return limits ? std::optional{static_cast<double>(limits->semaphores)} : std::nullopt;
}

std::optional<double> lines(std::string_view text, double) {
    std::size_t count = 0;
    for (std::string_view line; take_line(text, line);)
        ++count;
    return static_cast<double>(count);
}

std::optional<double> fragment_bytes(std::string_view text, double) {
    const auto bytes = parse_fragment_bytes(text);
    return bytes ? std::optional{static_cast<double>(*bytes)} : std::nullopt;
}

constexpr Duration each_tick{0};
constexpr Duration often = std::chrono::seconds{5};
// A host of containers has thousands of mounts, and their list is long.
constexpr Duration rarely = std::chrono::seconds{60};

constexpr std::array rows{
    LimitRow{
        0, {"proc/sys/fs/file-nr", files_open}, {"proc/sys/fs/file-nr", files_limit}, each_tick},
    LimitRow{2, {"proc/loadavg", tasks}, {"proc/sys/kernel/pid_max", whole_number}, each_tick},
    LimitRow{4, {"proc/loadavg", tasks}, {"proc/sys/kernel/threads-max", whole_number}, each_tick},
    LimitRow{6,
             {"proc/sys/net/netfilter/nf_conntrack_count", whole_number},
             {"proc/sys/net/netfilter/nf_conntrack_max", whole_number},
             each_tick},
    LimitRow{
        8, {"proc/sys/fs/aio-nr", whole_number}, {"proc/sys/fs/aio-max-nr", whole_number}, often},
    LimitRow{10,
             {"proc/sys/kernel/pty/nr", whole_number},
             {"proc/sys/kernel/pty/max", whole_number},
             often},
    LimitRow{12, {"proc/sysvipc/sem", table_rows}, {"proc/sys/kernel/sem", sets_limit}, often},
    LimitRow{
        14, {"proc/sysvipc/sem", semaphores}, {"proc/sys/kernel/sem", semaphores_limit}, often},
    LimitRow{16, {"proc/sysvipc/shm", table_rows}, {"proc/sys/kernel/shmmni", whole_number}, often},
    LimitRow{
        18, {"proc/sysvipc/shm", segment_bytes}, {"proc/sys/kernel/shmall", pages_in_bytes}, often},
    LimitRow{20, {"proc/sysvipc/msg", table_rows}, {"proc/sys/kernel/msgmni", whole_number}, often},
    LimitRow{22, {"proc/self/mountinfo", lines}, {"proc/sys/fs/mount-max", whole_number}, rarely},
    LimitRow{24,
             {"proc/net/sockstat", fragment_bytes},
             {"proc/sys/net/ipv4/ipfrag_high_thresh", whole_number},
             often},
    LimitRow{26, {"proc/sys/kernel/random/entropy_avail", whole_number}, {}, often},
};

/// From here on a limit is the kernel's way to say that there is none.
constexpr double unlimited = 1e18;

/// One file for all rows that read it, read at most once per tick.
class SharedFile {
public:
    SharedFile(const HostFs& host, std::string_view path) : path_(path), file_(host, path) {}

    [[nodiscard]] std::string_view path() const { return path_; }

    const Result<std::string_view>& read(TimePoint now) {
        if (!text_ || read_at_ != now) text_ = file_.read();
        read_at_ = now;
        return *text_;
    }

private:
    std::string_view path_;
    KernelFile file_;
    TimePoint read_at_{};
    std::optional<Result<std::string_view>> text_;
};

class KernelLimitsCollector final : public Collector {
public:
    explicit KernelLimitsCollector(const CollectorContext& context)
        : page_bytes_(context.units.page_bytes) {
        for (const LimitRow& row : rows) {
            used_files_.push_back(file_of(context.host, row.used.path));
            limit_files_.push_back(file_of(context.host, row.limit.path));
        }
    }

    Result<void> collect(TimePoint now, SampleSink& out) override {
        std::optional<Error> failure;
        std::size_t found = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (is_due(i, now)) was_found_[i] = collect_row(i, now, out);
            const Result<void>& collected = was_found_[i];
            if (collected) ++found;
            if (!collected && collected.error().code != Errc::no_data) failure = collected.error();
        }
        if (failure) return fail(std::move(*failure));
        if (found == 0) return fail(Errc::no_data, "the host tells none of its limits");
        return {};
    }

private:
    std::size_t file_of(const HostFs& host, std::string_view path) {
        std::size_t at = 0;
        while (at < files_.size() && files_[at].path() != path)
            ++at;
        if (at == files_.size()) files_.emplace_back(host, path);
        return at;
    }

    bool is_due(std::size_t row, TimePoint now) {
        std::optional<TimePoint>& last = collected_at_[row];
        if (last && now >= *last && now - *last < rows[row].every) return false;
        last = now;
        return true;
    }

    Result<void> collect_row(std::size_t at, TimePoint now, SampleSink& out) {
        const LimitRow& row = rows[at];
        const auto used = number(row.used, used_files_[at], now);
        if (!used) return fail(used.error());
        if (row.limit.path.empty()) {
            series_.add(out, row.signal, *used);
            return {};
        }
        const auto limit = number(row.limit, limit_files_[at], now);
        if (!limit) return fail(limit.error());
        series_.add(out, row.signal, *used);
        if (*limit < unlimited) series_.add(out, row.signal + 1, *limit);
        return {};
    }

    Result<double> number(const NumberIn& where, std::size_t file, TimePoint now) {
        const Result<std::string_view>& text = files_[file].read(now);
        if (!text) return fail(text.error());
        const auto value = where.read(*text, page_bytes_);
        if (!value) return fail(Errc::malformed, std::string{where.path} + ": no number");
        return *value;
    }

    double page_bytes_;
    std::vector<SharedFile> files_;
    std::vector<std::size_t> used_files_;
    std::vector<std::size_t> limit_files_;
    std::array<std::optional<TimePoint>, rows.size()> collected_at_;
    std::array<Result<void>, rows.size()> was_found_;
    EntitySeries series_{signals};
};

}  // namespace

Result<OpenFiles> parse_file_nr(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const auto allocated = take_uint(line);
    const auto unused = take_uint(line);
    const auto limit = take_uint(line);
    if (!allocated || !unused || !limit || *unused > *allocated) {
        return fail(Errc::malformed, "file-nr: not three numbers");
    }
    return OpenFiles{*allocated - *unused, *limit};
}

Result<SemaphoreLimits> parse_semaphore_limits(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    take_word(line);  // in one set
    const auto semaphores = take_uint(line);
    take_word(line);  // operations in one call
    const auto sets = take_uint(line);
    if (!semaphores || !sets) return fail(Errc::malformed, "kernel.sem: not four numbers");
    return SemaphoreLimits{*semaphores, *sets};
}

Result<TableUse> parse_table_use(std::string_view text, std::string_view column) {
    std::string_view line;
    if (!take_line(text, line)) return fail(Errc::malformed, "a table has no heading");
    std::size_t before = 0;
    std::string_view name = take_word(line);
    for (; !name.empty() && name != column && !column.empty(); name = take_word(line))
        ++before;
    if (name.empty()) return fail(Errc::malformed, "a table has no such column");
    TableUse use;
    while (take_line(text, line)) {
        for (std::size_t skipped = 0; skipped < before; ++skipped)
            take_word(line);
        const auto value = take_uint(line);
        if (!value && !column.empty()) return fail(Errc::malformed, "a row has no such number");
        use.sum += column.empty() ? 0 : static_cast<double>(*value);
        ++use.rows;
    }
    return use;
}

Result<std::uint64_t> parse_fragment_bytes(std::string_view text) {
    std::string_view line;
    while (take_line(text, line)) {
        if (take_word(line) != "FRAG:") continue;
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            const auto value = take_uint(line);
            if (word == "memory" && value) return *value;
        }
    }
    return fail(Errc::malformed, "sockstat: no memory of fragments");
}

std::span<const SignalDescription> kernel_limits_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_kernel_limits(const CollectorContext& context) {
    return std::make_unique<KernelLimitsCollector>(context);
}

}  // namespace foreshock::collectors
