#include "collectors/disk.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"disk.read.operations_per_second", gauge, "per_second", "Finished reads."},
    SignalDescription{"disk.read.bytes_per_second", gauge, "bytes_per_second", "Bytes read."},
    SignalDescription{"disk.read.latency_seconds", gauge, "seconds",
                      "Mean time of the reads that finished; absent when none did."},
    SignalDescription{"disk.write.operations_per_second", gauge, "per_second", "Finished writes."},
    SignalDescription{"disk.write.bytes_per_second", gauge, "bytes_per_second", "Bytes written."},
    SignalDescription{"disk.write.latency_seconds", gauge, "seconds",
                      "Mean time of the writes that finished; absent when none did."},
    SignalDescription{"disk.queue.depth_count", gauge, "count",
                      "Operations begun and not finished."},
    SignalDescription{"disk.time.busy_ratio", gauge, "ratio",
                      "Share of the interval with at least one operation in flight."},
};

enum Row : std::size_t { read_row = 0, write_row = 3, queue = 6, busy };

static_assert(signals.size() == busy + 1);

// Within the rows of one direction.
constexpr std::size_t operations_row = 0;
constexpr std::size_t bytes_row = 1;
constexpr std::size_t latency_row = 2;

constexpr double sector_bytes = 512;
constexpr double ms_per_second = 1000;

bool is_digits(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

bool is_never_a_disk(std::string_view name) {
    constexpr std::array<std::string_view, 3> kinds{"ram", "fd", "sr"};
    return std::any_of(kinds.begin(), kinds.end(), [name](std::string_view kind) {
        return name.starts_with(kind) && is_digits(name.substr(kind.size()));
    });
}

bool is_idle_virtual_disk(const DiskCounters& disk) {
    return (disk.name.starts_with("loop") || disk.name.starts_with("zram")) && disk.writes == 0;
}

/// What newer kernels add to a line.
void parse_newer_fields(std::string_view line, DiskCounters& out) {
    take_uint(line);  // weighted time
    out.discards = take_uint(line);
    take_uint(line);  // merged
    take_uint(line);  // sectors
    out.discarding_ms = take_uint(line).value_or(0);
    out.flushes = take_uint(line);
    out.flushing_ms = take_uint(line).value_or(0);
}

bool parse_disk(std::string_view line, DiskCounters& out) {
    take_word(line);  // major
    take_word(line);  // minor
    out.name = take_word(line);
    std::array<std::uint64_t, 10> fields{};
    for (std::uint64_t& field : fields) {
        const auto value = take_uint(line);
        if (!value) return false;
        field = *value;
    }
    out.reads = fields[0];
    out.read_sectors = fields[2];
    out.reading_ms = fields[3];
    out.writes = fields[4];
    out.written_sectors = fields[6];
    out.writing_ms = fields[7];
    out.in_flight = fields[8];
    out.busy_ms = fields[9];
    parse_newer_fields(line, out);
    return true;
}

/// Reads or writes of one disk.
struct Direction {
    Increase operations;
    Increase sectors;
    Increase milliseconds;
};

struct Disk {
    explicit Disk(std::string_view name) : series(signals, Labels{{"disk", disk_label(name)}}) {}

    /// sysfs writes '!' where the name has '/'; people know the second form.
    static std::string disk_label(std::string_view name) {
        std::string label = label_text(name);
        std::replace(label.begin(), label.end(), '!', '/');
        return label;
    }

    EntitySeries series;
    Direction read;
    Direction write;
    Increase busy_ms;
};

/// What one direction did since the last tick.
struct Work {
    std::optional<double> operations;
    std::optional<double> sectors;
    std::optional<double> milliseconds;
};

void add_work(SampleSink& out, EntitySeries& series, Row first, const Work& work, double seconds) {
    series.add(out, first + operations_row, per_second(work.operations, seconds));
    if (const auto rate = per_second(work.sectors, seconds)) {
        series.add(out, first + bytes_row, *rate * sector_bytes);
    }
    const auto mean_ms = ratio(work.milliseconds, work.operations.value_or(0));
    if (mean_ms) series.add(out, first + latency_row, *mean_ms / ms_per_second);
}

class DiskCollector final : public Collector {
public:
    explicit DiskCollector(const HostFs& host) : file_(host, "proc/diskstats") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_diskstats(*text, readings_); !parsed) return parsed;
        keep_real_disks(readings_);
        const double seconds = interval_.to(now);
        for (const DiskCounters& reading : readings_) {
            if (Disk* disk = disks_.see(reading.name)) add(out, *disk, reading, seconds);
        }
        disks_.forget_unseen();
        return {};
    }

private:
    static void add(SampleSink& out, Disk& disk, const DiskCounters& reading, double seconds) {
        const Work read{disk.read.operations.to(reading.reads),
                        disk.read.sectors.to(reading.read_sectors),
                        disk.read.milliseconds.to(reading.reading_ms)};
        const Work write{disk.write.operations.to(reading.writes),
                         disk.write.sectors.to(reading.written_sectors),
                         disk.write.milliseconds.to(reading.writing_ms)};
        add_work(out, disk.series, read_row, read, seconds);
        add_work(out, disk.series, write_row, write, seconds);
        disk.series.add(out, queue, static_cast<double>(reading.in_flight));
        const auto share = ratio(disk.busy_ms.to(reading.busy_ms), seconds * ms_per_second);
        if (share) disk.series.add(out, busy, as_share(*share));
    }

    KernelFile file_;
    std::vector<DiskCounters> readings_;
    Interval interval_;
    EntityMap<Disk> disks_{disks_max};
};

}  // namespace

Result<void> parse_diskstats(std::string_view text, std::vector<DiskCounters>& out) {
    out.clear();
    std::string_view line;
    while (take_line(text, line)) {
        DiskCounters disk;
        if (!parse_disk(line, disk)) return fail(Errc::malformed, "diskstats: a line is too short");
        out.push_back(disk);
    }
    return {};
}

bool is_partition_of(std::string_view name, std::string_view disk) {
    if (disk.empty() || name.size() <= disk.size() || !name.starts_with(disk)) return false;
    std::string_view rest = name.substr(disk.size());
    if (is_digits(disk.substr(disk.size() - 1))) {
        if (!rest.starts_with('p')) return false;
        rest.remove_prefix(1);
    }
    return is_digits(rest);
}

void keep_real_disks(std::vector<DiskCounters>& disks) {
    // The kernel lists partitions right behind their disk.
    std::string_view whole;
    std::size_t kept = 0;
    for (const DiskCounters& disk : disks) {
        if (is_partition_of(disk.name, whole)) continue;
        whole = disk.name;
        if (!is_never_a_disk(disk.name) && !is_idle_virtual_disk(disk)) disks[kept++] = disk;
    }
    disks.resize(kept);
}

std::span<const SignalDescription> disk_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_disk(const CollectorContext& context) {
    return std::make_unique<DiskCollector>(context.host);
}

}  // namespace foreshock::collectors
