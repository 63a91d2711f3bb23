#include "collectors/hardware/btrfs.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/hardware/attribute_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"btrfs.data.used_bytes", gauge, "bytes", "Space that file contents use."},
    SignalDescription{"btrfs.data.limit_bytes", gauge, "bytes",
                      "Space for file contents: what is set aside for them, and all that is not "
                      "set aside yet."},
    SignalDescription{"btrfs.metadata.used_bytes", gauge, "bytes",
                      "Space that names, trees and small files use."},
    SignalDescription{"btrfs.metadata.limit_bytes", gauge, "bytes",
                      "Space for them, reckoned likewise: when it is full, every change fails "
                      "although df shows space."},
    SignalDescription{"btrfs.space.unallocated_bytes", gauge, "bytes",
                      "Space of the devices that is not set aside for anything yet."},
    SignalDescription{"btrfs.devices.missing_count", gauge, "count",
                      "Devices of the filesystem that are not there."},
};

enum Row : std::size_t {
    data_used,
    data_limit,
    metadata_used,
    metadata_limit,
    unallocated,
    missing
};

static_assert(signals.size() == missing + 1);

const std::string filesystems = "sys/fs/btrfs";
constexpr double sector_bytes = 512;

/// Space for one kind of content. RAID levels take more of the devices than they give.
struct Allocation {
    double used = 0;
    double total = 0;
    double on_devices = 0;
};

std::optional<Allocation> read_allocation(const HostFs& host, const std::string& folder) {
    const auto used = read_number(host, folder + "/bytes_used");
    const auto total = read_number(host, folder + "/total_bytes");
    if (!used || !total) return std::nullopt;
    return Allocation{*used, *total, read_number(host, folder + "/disk_total").value_or(*total)};
}

double limit_of(const Allocation& kind, double unallocated_bytes) {
    const double copies = kind.total > 0 && kind.on_devices > 0 ? kind.on_devices / kind.total : 1;
    return kind.total + unallocated_bytes / copies;
}

struct Filesystem {
    explicit Filesystem(std::string_view) {}

    std::optional<EntitySeries> series;
};

class BtrfsCollector final : public Collector {
public:
    explicit BtrfsCollector(const HostFs& host) : host_(host) {}

    Result<void> collect(TimePoint /*now*/, SampleSink& out) override {
        for (const std::string& id : sorted_names(host_, filesystems)) {
            const std::string folder = filesystems + "/" + id;
            if (sorted_names(host_, folder + "/allocation").empty()) continue;
            Filesystem* known = filesystems_.see(id);
            if (!known) continue;
            const std::string name = read_attribute(host_, folder + "/label").value_or(id);
            const Labels labels{{"filesystem", label_text(name)}};
            if (!known->series || known->series->labels() != labels)
                known->series.emplace(signals, labels);
            add_space(out, *known->series, folder);
            add_devices(out, *known->series, folder);
        }
        filesystems_.forget_unseen();
        if (filesystems_.size() == 0) return fail(Errc::no_data, "no btrfs is mounted");
        return {};
    }

private:
    void add_space(SampleSink& out, EntitySeries& series, const std::string& folder) const {
        const auto data = read_allocation(host_, folder + "/allocation/data");
        const auto metadata = read_allocation(host_, folder + "/allocation/metadata");
        const auto system = read_allocation(host_, folder + "/allocation/system");
        if (!data || !metadata) return;  // mixed: one kind for both, and statfs tells all
        double rest = 0;
        for (const std::string& device : sorted_names(host_, folder + "/devices")) {
            const auto sectors = read_number(host_, folder + "/devices/" + device + "/size");
            rest += sectors.value_or(0) * sector_bytes;
        }
        rest -= data->on_devices + metadata->on_devices + (system ? system->on_devices : 0);
        rest = std::max(0.0, rest);
        series.add(out, data_used, data->used);
        series.add(out, data_limit, limit_of(*data, rest));
        series.add(out, metadata_used, metadata->used);
        series.add(out, metadata_limit, limit_of(*metadata, rest));
        series.add(out, unallocated, rest);
    }

    void add_devices(SampleSink& out, EntitySeries& series, const std::string& folder) const {
        double lost = 0;
        const auto ids = sorted_names(host_, folder + "/devinfo");
        for (const std::string& id : ids) {
            const auto lacks = read_number(host_, folder + "/devinfo/" + id + "/missing");
            lost += lacks.value_or(0) > 0 ? 1 : 0;
        }
        if (!ids.empty()) series.add(out, missing, lost);
    }

    const HostFs& host_;
    EntityMap<Filesystem> filesystems_{btrfs_filesystems_max};
};

}  // namespace

std::span<const SignalDescription> btrfs_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_btrfs(const CollectorContext& context) {
    return std::make_unique<BtrfsCollector>(context.host);
}

}  // namespace foreshock::collectors
