#include "collectors/storage/inotify.hpp"

#include <algorithm>
#include <array>

#include "collectors/discovery.hpp"
#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/shared_file.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"inotify.instances.used_count", gauge, "count",
                      "Instances of inotify that programs of the user have open."},
    SignalDescription{"inotify.instances.limit_count", gauge, "count",
                      "How many the user may have (fs.inotify.max_user_instances)."},
    SignalDescription{"inotify.watches.used_count", gauge, "count",
                      "Files and directories that programs of the user watch for changes."},
    SignalDescription{"inotify.watches.limit_count", gauge, "count",
                      "How many the user may watch (fs.inotify.max_user_watches)."},
};

enum Row : std::size_t { instances, instances_limit, watches, watches_limit };

static_assert(signals.size() == watches_limit + 1);

// People change them, seldom.
constexpr Duration limits_every = std::chrono::seconds{10};

struct Limits {
    double instances = 0;
    double watches = 0;
};

struct User {
    explicit User(std::string_view id) : series(signals, Labels{{"user_id", std::string{id}}}) {}

    EntitySeries series;
};

class InotifyCollector final : public Collector {
public:
    explicit InotifyCollector(const CollectorContext& context)
        : instances_file_(context.host, "proc/sys/fs/inotify/max_user_instances", limits_every),
          watches_file_(context.host, "proc/sys/fs/inotify/max_user_watches", limits_every),
          walk_(context.host, readings_of(context)) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto limits = read_limits(now);
        if (!limits) return fail(limits.error());
        if (!walking_) {
            if (begun_ && now >= *begun_ && now - *begun_ < inotify_round_every) return {};
            if (auto begun = walk_.begin(now); !begun) return begun;
            begun_ = now;
            walking_ = true;
        }
        if (!walk_.step(inotify_links_per_tick)) return {};
        walking_ = false;
        tell(out, *limits);
        return {};
    }

private:
    Result<Limits> read_limits(TimePoint now) {
        Limits limits;
        for (const auto& [file, limit] : {std::pair{&instances_file_, &limits.instances},
                                          std::pair{&watches_file_, &limits.watches}}) {
            const auto& text = file->read(now);
            if (!text) return fail(text.error());
            const auto most = only_uint(*text);
            if (!most) return fail(Errc::malformed, "fs.inotify: a limit is no number");
            *limit = static_cast<double>(*most);
        }
        return limits;
    }

    void tell(SampleSink& out, const Limits& limits) {
        std::vector<DiscoverySlots<std::uint32_t>::Candidate> seen;
        for (const auto& [user_id, use] : walk_.uses()) {
            const double share =
                std::max(static_cast<double>(use.instances) / std::max(1.0, limits.instances),
                         static_cast<double>(use.watches) / std::max(1.0, limits.watches));
            seen.push_back({user_id, share, true});
        }
        chosen_.offer(std::move(seen));
        for (const auto& [user_id, use] : walk_.uses()) {
            if (chosen_.holds(user_id)) add(out, user_id, use, limits);
        }
        known_.forget_unseen();
    }

    void add(SampleSink& out, std::uint32_t user_id, const InotifyUse& use, const Limits& limits) {
        User* user = known_.see(std::to_string(user_id));
        if (!user) return;
        user->series.add(out, instances, static_cast<double>(use.instances));
        user->series.add(out, instances_limit, limits.instances);
        user->series.add(out, watches, static_cast<double>(use.watches));
        user->series.add(out, watches_limit, limits.watches);
    }

    SharedFile instances_file_;
    SharedFile watches_file_;
    InotifyWalk walk_;
    std::optional<TimePoint> begun_;
    bool walking_ = false;
    DiscoverySlots<std::uint32_t> chosen_{inotify_users_max};
    // Who has just lost a place is still known when the next one comes.
    EntityMap<User> known_{2 * inotify_users_max};
};

}  // namespace

std::span<const SignalDescription> inotify_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_inotify(const CollectorContext& context) {
    return std::make_unique<InotifyCollector>(context);
}

}  // namespace foreshock::collectors
