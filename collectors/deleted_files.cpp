#include "collectors/deleted_files.hpp"

#include <array>
#include <map>

#include "collectors/deleted_walk.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/mounts.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"deleted_files.space.held_bytes", gauge, "bytes",
                      "Space of deleted files that processes still have open."},
    SignalDescription{"deleted_files.space.files_count", gauge, "count",
                      "Deleted files that processes still have open."},
    SignalDescription{"deleted_files.mount.held_bytes", gauge, "bytes",
                      "Space of such files on one filesystem."},
    SignalDescription{"deleted_files.process.held_bytes", gauge, "bytes",
                      "Space of such files that one process holds; of those that hold most."},
};

enum Row : std::size_t { held, files, mount_held, process_held };

static_assert(signals.size() == process_held + 1);

/// As mountinfo writes it: "254:1".
std::string device_number(std::uint64_t device) {
    return std::to_string(device >> 32) + ":" + std::to_string(device & 0xFFFFFFFF);
}

struct MountSeries {
    explicit MountSeries(std::string_view mount_point)
        : series(signals, Labels{{"mount", label_text(mount_point)}}) {}

    EntitySeries series;
    double bytes = 0;
};

struct HolderSeries {
    explicit HolderSeries(const DeletedFilesHolder& holder)
        : series(signals, Labels{{"process", label_text(holder.comm)},
                                 {"pid", std::to_string(holder.identity.pid)}}) {}

    EntitySeries series;
    double bytes = 0;
};

class DeletedFilesCollector final : public Collector {
public:
    explicit DeletedFilesCollector(const CollectorContext& context)
        : host_(context.host), walk_(context.host, readings_of(context)) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto ended = walk_.step(now);
        if (!ended) return fail(ended.error());
        if (*ended) take(*walk_.census());
        if (!walk_.census()) return {};
        host_series_.add(out, held, walk_.census()->bytes);
        host_series_.add(out, files, static_cast<double>(walk_.census()->files));
        for (auto& [mount_point, mount] : mounts_)
            mount.series.add(out, mount_held, mount.bytes);
        for (auto& [identity, holder] : holders_)
            holder.series.add(out, process_held, holder.bytes);
        return {};
    }

private:
    void take(const DeletedFilesCensus& census) {
        take_mounts(census);
        take_holders(census);
    }

    /// A filesystem that holds none is told as 0, so that its series does not come and go.
    void take_mounts(const DeletedFilesCensus& census) {
        std::map<std::string, double> bytes;
        for (const auto& [device, held_bytes] : census.bytes_by_device)
            bytes[device_number(device)] += held_bytes;
        std::map<std::string, MountSeries> mounts;
        for (const Mount& mount : watched_mounts(read_mounts())) {
            auto known = mounts_.extract(mount.mount_point);
            if (known.empty()) {
                mounts.emplace(mount.mount_point, MountSeries{mount.mount_point});
            } else {
                mounts.insert(std::move(known));
            }
            mounts.at(mount.mount_point).bytes = bytes[mount.device_number];
        }
        mounts_ = std::move(mounts);
    }

    std::vector<Mount> read_mounts() {
        for (const char* path : {"proc/1/mountinfo", "proc/self/mountinfo"}) {
            const auto text = host_.read(path);
            const auto mounts = text ? parse_mountinfo(*text) : fail(text.error());
            if (mounts) return *mounts;
        }
        return {};
    }

    void take_holders(const DeletedFilesCensus& census) {
        std::vector<ProcessSweep::Slots::Candidate> seen;
        for (const DeletedFilesHolder& holder : census.holders)
            seen.push_back({holder.identity, holder.bytes, true});
        slots_.offer(std::move(seen));
        std::erase_if(holders_, [this](const auto& item) { return !slots_.holds(item.first); });
        for (const DeletedFilesHolder& holder : census.holders) {
            if (!slots_.holds(holder.identity)) continue;
            auto found = holders_.find(holder.identity);
            if (found == holders_.end())
                found = holders_.emplace(holder.identity, HolderSeries{holder}).first;
            found->second.bytes = holder.bytes;
        }
    }

    const HostFs& host_;
    DeletedWalk walk_;
    EntitySeries host_series_{signals};
    std::map<std::string, MountSeries> mounts_;
    ProcessSweep::Slots slots_{deleted_holders_max};
    std::map<ProcessIdentity, HolderSeries> holders_;
};

}  // namespace

std::span<const SignalDescription> deleted_files_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_deleted_files(const CollectorContext& context) {
    return std::make_unique<DeletedFilesCollector>(context);
}

}  // namespace foreshock::collectors
