#include "collectors/storage/block_devices.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "collectors/disk.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"disk.discard.latency_seconds", gauge, "seconds",
                      "Mean time of the discards that finished; absent when none did."},
    SignalDescription{"disk.flush.operations_per_second", gauge, "per_second",
                      "Times that the disk was told to write down what it has taken."},
    SignalDescription{"disk.flush.latency_seconds", gauge, "seconds",
                      "Mean time of the flushes that finished; databases wait for these."},
    SignalDescription{"disk.queue.limit_count", gauge, "count",
                      "How many operations may wait (nr_requests): beside depth_count."},
    SignalDescription{"disk.errors.count", gauge, "count",
                      "Commands that the disk answered with an error, since boot; SCSI and SATA."},
    SignalDescription{"disk.errors.new_count", gauge, "count",
                      "Commands answered with an error since the last sample."},
    SignalDescription{"disk.timeouts.new_count", gauge, "count",
                      "Commands that the disk did not answer in time since the last sample."},
};

enum Row : std::size_t {
    discard_latency,
    flush_operations,
    flush_latency,
    queue_limit,
    errors_all,
    errors_new,
    timeouts_new
};

static_assert(signals.size() == timeouts_new + 1);

constexpr double ms_per_second = 1000;

std::string disk_label(std::string_view name) {
    std::string label = label_text(name);
    std::replace(label.begin(), label.end(), '!', '/');
    return label;
}

struct Device {
    explicit Device(std::string_view name) : series(signals, Labels{{"disk", disk_label(name)}}) {}

    EntitySeries series;
    std::optional<KernelFile> queue_file{};
    std::optional<KernelFile> errors_file{};
    std::optional<KernelFile> timeouts_file{};
    Increase discards;
    Increase discarding_ms;
    Increase flushes;
    Increase flushing_ms;
    Increase errors;
    Increase timeouts;
};

class BlockDevicesCollector final : public Collector {
public:
    explicit BlockDevicesCollector(const HostFs& host)
        : host_(host), file_(host, "proc/diskstats") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        if (auto parsed = parse_diskstats(*text, readings_); !parsed) return parsed;
        keep_real_disks(readings_);
        const double seconds = interval_.to(now);
        for (const DiskCounters& reading : readings_) {
            if (Device* device = devices_.see(reading.name)) add(out, *device, reading, seconds);
        }
        devices_.forget_unseen();
        return {};
    }

private:
    void add(SampleSink& out, Device& device, const DiskCounters& reading, double seconds) {
        add_rest(out, device, reading, seconds);
        if (!device.queue_file) {
            const std::string directory = "sys/block/" + std::string{reading.name};
            device.queue_file.emplace(host_, directory + "/queue/nr_requests");
            device.errors_file.emplace(host_, directory + "/device/ioerr_cnt");
            device.timeouts_file.emplace(host_, directory + "/device/iotmo_cnt");
        }
        const auto limit = device.queue_file->read();
        const auto most = limit ? only_uint(*limit) : std::nullopt;
        if (most) device.series.add(out, queue_limit, static_cast<double>(*most));
        add_errors(out, device);
    }

    /// Kernels before 4.18 and 5.5 do not count these.
    static void add_rest(SampleSink& out, Device& device, const DiskCounters& reading,
                         double seconds) {
        if (reading.discards) {
            const auto count = device.discards.to(*reading.discards);
            const auto spent = device.discarding_ms.to(reading.discarding_ms);
            add_latency(out, device, discard_latency, spent, count);
        }
        if (!reading.flushes) return;
        const auto count = device.flushes.to(*reading.flushes);
        const auto spent = device.flushing_ms.to(reading.flushing_ms);
        device.series.add(out, flush_operations, per_second(count, seconds));
        add_latency(out, device, flush_latency, spent, count);
    }

    static void add_latency(SampleSink& out, Device& device, Row row,
                            std::optional<double> spent_ms, std::optional<double> count) {
        const auto mean_ms = ratio(spent_ms, count.value_or(0));
        if (mean_ms) device.series.add(out, row, *mean_ms / ms_per_second);
    }

    static void add_errors(SampleSink& out, Device& device) {
        const auto errors = device.errors_file->read();
        if (const auto count = errors ? parse_scsi_counter(*errors) : std::nullopt) {
            device.series.add(out, errors_all, static_cast<double>(*count));
            device.series.add(out, errors_new, device.errors.to(*count));
        }
        const auto timeouts = device.timeouts_file->read();
        if (const auto count = timeouts ? parse_scsi_counter(*timeouts) : std::nullopt) {
            device.series.add(out, timeouts_new, device.timeouts.to(*count));
        }
    }

    const HostFs& host_;
    KernelFile file_;
    std::vector<DiskCounters> readings_;
    Interval interval_;
    EntityMap<Device> devices_{disks_max};
};

}  // namespace

std::optional<std::uint64_t> parse_scsi_counter(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    std::string_view word = take_word(line);
    if (!word.starts_with("0x")) return std::nullopt;
    word.remove_prefix(2);
    std::uint64_t value = 0;
    const char* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, value, 16);
    if (word.empty() || error != std::errc{} || stopped != end) return std::nullopt;
    return value;
}

std::span<const SignalDescription> block_devices_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_block_devices(const CollectorContext& context) {
    return std::make_unique<BlockDevicesCollector>(context.host);
}

}  // namespace foreshock::collectors
