#include "collectors/filesystem.hpp"

#include <algorithm>
#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/mounts.hpp"
#include "collectors/prompt_space.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"filesystem.space.used_bytes", gauge, "bytes", "Space in use."},
    SignalDescription{"filesystem.space.size_bytes", gauge, "bytes",
                      "Space that users can have: used plus available, as df reckons."},
    SignalDescription{"filesystem.space.available_bytes", gauge, "bytes",
                      "Space left to users, without what is kept for root."},
    SignalDescription{"filesystem.inodes.used_count", gauge, "count",
                      "Files and directories that exist."},
    SignalDescription{"filesystem.inodes.limit_count", gauge, "count",
                      "Files and directories that can exist; absent where there is no limit."},
    SignalDescription{"filesystem.state.read_only", gauge, "boolean",
                      "1 when a filesystem that was or should be writable is read-only."},
    SignalDescription{"filesystem.probe.stuck", gauge, "boolean",
                      "1 while the filesystem does not answer within the deadline."},
};

enum Row : std::size_t {
    space_used,
    space_size,
    space_available,
    inodes_used,
    inodes_limit,
    read_only,
    stuck
};

static_assert(signals.size() == stuck + 1);

constexpr auto probe_signals = std::span{signals}.subspan<stuck>();

constexpr Duration mounts_every = std::chrono::seconds{5};
// Even when the kernel says that nothing has changed.
constexpr Duration texts_every = std::chrono::minutes{1};

Labels labels_of(const Mount& mount) {
    return {{"mount", label_text(mount.mount_point)},
            {"device", label_text(mount.source)},
            {"type", label_text(mount.type)}};
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_same(const Mount& a, const Mount& b) {
    return a.device_number == b.device_number && a.mount_point == b.mount_point &&
           a.source == b.source && a.type == b.type;
}

struct WatchedMount {
    explicit WatchedMount(Mount found)
        : mount(std::move(found)),
          series(signals, labels_of(mount)),
          probe_series(probe_signals, Labels{{"mount", label_text(mount.mount_point)}}) {}

    Mount mount;
    EntitySeries series;
    EntitySeries probe_series;
    bool read_only = false;
    bool answers_read_only = false;  ///< to statfs, when it was last asked
    bool meant_writable = false;     ///< it was writable once, or fstab says that it should be
};

void add_space(SampleSink& out, EntitySeries& series, const Space& space) {
    const double used = std::max(0.0, space.size_bytes - space.free_bytes);
    series.add(out, space_used, used);
    series.add(out, space_size, used + space.available_bytes);
    series.add(out, space_available, space.available_bytes);
    if (space.inodes_total <= 0) return;
    series.add(out, inodes_used, std::max(0.0, space.inodes_total - space.inodes_free));
    series.add(out, inodes_limit, space.inodes_total);
}

/// Where the list of mounts comes from.
class MountTable {
public:
    explicit MountTable(const HostFs& host)
        : host_(host), first_(host, "proc/1/mountinfo"), own_(host, "proc/self/mountinfo") {}

    /// Are the texts others than before? Where the kernel says that the mounts are the same, they
    /// are read again once in texts_every, or when `is_doubtful`.
    Result<bool> look(TimePoint now, bool is_doubtful) {
        const bool may_differ = (of_first_ ? first_ : own_).may_have_changed() || is_doubtful;
        const bool is_due = !read_at_ || now < *read_at_ || now - *read_at_ >= texts_every;
        if (!may_differ && !is_due) return false;
        read_at_.reset();
        auto is_new = read();
        if (is_new) read_at_ = now;
        return is_new;
    }

    /// The watched ones of the text that was last read, `read_only` resolved.
    Result<std::vector<Mount>> mounts() const {
        auto all = parse_mountinfo(text_);
        if (!all) return fail(std::move(all).error());
        for (Mount& mount : *all) {
            // In a namespace of our own a sandbox may have made the mount read-only just for us.
            mount.mount_read_only = mount.mount_read_only && of_first_;
        }
        return watched_mounts(std::move(*all));
    }

    [[nodiscard]] IntendedMounts intended() const { return parse_fstab(intended_); }

private:
    Result<bool> read() {
        auto text = first_.read();
        const bool of_first = text.has_value();
        if (!of_first) text = own_.read();
        if (!text) return fail(text.error());
        std::string intended = host_.read("etc/fstab").value_or("");
        const bool is_new = of_first != of_first_ || *text != text_ || intended != intended_;
        of_first_ = of_first;
        intended_ = std::move(intended);
        if (is_new) text_ = *text;
        return is_new;
    }

    const HostFs& host_;
    KernelFile first_;
    KernelFile own_;
    std::string text_;
    std::string intended_;  // fstab
    bool of_first_ = false;
    std::optional<TimePoint> read_at_;
};

class FilesystemCollector final : public Collector {
public:
    explicit FilesystemCollector(const CollectorContext& context)
        : table_(context.host),
          probe_(context.space),
          prompt_(dynamic_cast<PromptSpace*>(&context.space)) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        Result<void> listed = refresh(now);
        if (!mount_points_.empty()) probe_.ask_ahead(mount_points_);
        std::optional<Error> failure;
        for (WatchedMount& watched : mounts_) {
            auto added = add(out, watched);
            if (!added) failure = std::move(added).error();
        }
        if (!listed) return listed;
        if (failure) return fail(std::move(*failure));
        if (mounts_.empty()) return fail(Errc::no_data, "no filesystem worth watching");
        return {};
    }

private:
    Result<void> refresh(TimePoint now) {
        const bool due = !listed_at_ || now < *listed_at_ || now - *listed_at_ >= mounts_every;
        if (!due) return {};
        const auto is_new = table_.look(now, is_doubtful());
        if (!is_new) return fail(is_new.error());
        if (*is_new || !are_taken_) {
            auto taken = take_mounts();
            are_taken_ = taken.has_value();
            if (!taken) return taken;
        }
        listed_at_ = now;
        return {};
    }

    /// The kernel counts no change of mounts when a filesystem turns read-only by itself: then
    /// statfs says another thing than the list. In a sandbox it always does.
    [[nodiscard]] bool is_doubtful() const {
        return std::any_of(mounts_.begin(), mounts_.end(), [](const WatchedMount& watched) {
            return watched.answers_read_only != watched.read_only;
        });
    }

    Result<void> take_mounts() {
        auto found = table_.mounts();
        if (!found) return fail(std::move(found).error());
        const IntendedMounts intended = table_.intended();
        std::vector<WatchedMount> current;
        current.reserve(found->size());
        for (Mount& mount : *found)
            current.push_back(known_or_new(std::move(mount)));
        for (WatchedMount& watched : current)
            judge_state(watched, intended);
        mounts_ = std::move(current);
        mount_points_.clear();
        for (const WatchedMount& watched : mounts_) {
            const Mount& mount = watched.mount;
            if (!is_prompt(mount)) mount_points_.push_back(mount.mount_point);
        }
        return {};
    }

    WatchedMount known_or_new(Mount mount) {
        for (WatchedMount& known : mounts_) {
            if (!is_same(known.mount, mount)) continue;
            known.mount = std::move(mount);
            return std::move(known);
        }
        return WatchedMount{std::move(mount)};
    }

    static void judge_state(WatchedMount& watched, const IntendedMounts& intended) {
        const Mount& mount = watched.mount;
        const bool asked_read_only = contains(intended.read_only, mount.mount_point);
        watched.read_only = mount.mount_read_only || mount.superblock_read_only;
        watched.meant_writable =
            !asked_read_only && (watched.meant_writable || !watched.read_only ||
                                 contains(intended.writable, mount.mount_point));
    }

    [[nodiscard]] bool is_prompt(const Mount& mount) const {
        return prompt_ && mount.answers_from_memory;
    }

    Result<void> add(SampleSink& out, WatchedMount& watched) {
        if (watched.meant_writable) {
            watched.series.add(out, read_only, watched.read_only ? 1.0 : 0.0);
        }
        const Mount& mount = watched.mount;
        const auto space = is_prompt(mount) ? prompt_->prompt_space(mount.mount_point)
                                            : probe_.space(mount.mount_point);
        const bool is_stuck = !space && space.error().code == Errc::unavailable;
        if (space || is_stuck) watched.probe_series.add(out, 0, is_stuck ? 1.0 : 0.0);
        if (space) add_space(out, watched.series, *space);
        if (space) watched.answers_read_only = space->read_only;
        if (space || is_stuck) return {};
        // Unmounted a moment ago: the list is out of date, and nothing is wrong.
        if (space.error().code != Errc::no_data) return fail(space.error());
        listed_at_.reset();
        return {};
    }

    MountTable table_;
    SpaceProbe& probe_;
    PromptSpace* prompt_;  // null where the probe offers none
    std::optional<TimePoint> listed_at_;
    bool are_taken_ = false;  // from the texts that were last read
    std::vector<WatchedMount> mounts_;
    std::vector<std::string> mount_points_;  // of those mounts_ that may not answer
};

}  // namespace

std::span<const SignalDescription> filesystem_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_filesystem(const CollectorContext& context) {
    return std::make_unique<FilesystemCollector>(context);
}

}  // namespace foreshock::collectors
